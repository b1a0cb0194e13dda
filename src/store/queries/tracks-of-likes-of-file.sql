SELECT st.track_id
FROM interactions AS i
JOIN service_tracks AS st ON st.id = i.service_track_id
WHERE i.source = :source AND i.seen_pass = -2 AND i.added_at < :started_at
