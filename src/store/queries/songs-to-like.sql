-- A service's songs of one track: what it has liked, what waits; the best to like first.
SELECT st.remote_id,
       i.id IS NOT NULL,
       coalesce (o.is_like, -1)
FROM service_tracks AS st
LEFT JOIN interactions AS i ON i.service_track_id = st.id AND i.type = 'liked'
LEFT JOIN outbox AS o ON o.provider = st.provider AND o.remote_id = st.remote_id
WHERE st.track_id = :track_id AND st.provider = :provider
ORDER BY i.id IS NULL, st.marks & 2, st.id
