SELECT id, track_id, provider, remote_id, title, artists, album, duration_ms, isrc,
       artwork_url, web_url, app_uri, year, marks, brought_by, reason
FROM service_tracks
WHERE id > :after
ORDER BY id
LIMIT :limit
