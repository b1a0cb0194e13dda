-- The service tracks; artists are a line each.
SELECT json_object ('kind', 'service-song', 'song', lower (hex (t.uuid)), 'provider', st.provider, 'id', st.remote_id,
                    'title', st.title, 'artists', st.artists, 'album', st.album, 'duration_ms', st.duration_ms, 'isrc', st.isrc,
                    'artwork', st.artwork_url, 'web', st.web_url, 'app', st.app_uri, 'year', st.year, 'marks', st.marks,
                    'brought_by', st.brought_by, 'reason', st.reason)
FROM service_tracks AS st
JOIN tracks AS t ON t.id = st.track_id
ORDER BY st.id
