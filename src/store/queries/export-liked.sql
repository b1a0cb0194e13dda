-- Liked songs for a table or a playlist, newest first.
SELECT t.title, t.artist, t.album, t.duration_ms, t.liked_at, t.artwork_url,
       (SELECT st.isrc FROM service_tracks AS st WHERE st.track_id = t.id AND st.isrc IS NOT NULL ORDER BY st.id LIMIT 1),
       (SELECT st.web_url FROM service_tracks AS st WHERE st.track_id = t.id AND st.web_url IS NOT NULL ORDER BY st.id LIMIT 1)
FROM tracks AS t
WHERE t.liked_at IS NOT NULL
ORDER BY t.liked_at DESC, t.id
