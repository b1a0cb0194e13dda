-- Songs with where they can be opened, in the order of a JSON array of ids. What a file brought opens nowhere.
SELECT t.id, t.uuid, t.title, t.artist, t.album, t.duration_ms, t.artwork_url, t.version, t.is_explicit, t.liked_at IS NOT NULL,
       st.provider, st.remote_id, st.title, st.web_url, st.app_uri, st.duration_ms,
       i.id IS NOT NULL, wanted.key
FROM json_each (:ids) AS wanted
CROSS JOIN tracks AS t ON t.id = wanted.value
LEFT JOIN service_tracks AS st ON st.track_id = t.id AND st.provider <> 'file'
LEFT JOIN interactions AS i ON i.service_track_id = st.id AND i.type = 'liked' AND i.is_hidden = 0
ORDER BY wanted.key, st.id
