-- What only a file told stays, as a like of the person, where there is none yet.
INSERT INTO interactions (track_id, type, source, created_at, added_at, seen_pass, is_hidden)
SELECT st.track_id, 'liked', 'manual', max (i.created_at), max (i.added_at), 0, 0
FROM interactions AS i
JOIN service_tracks AS st ON st.id = i.service_track_id
WHERE i.source = :source AND i.seen_pass = -2 AND i.added_at < :started_at AND i.is_hidden = 0
GROUP BY st.track_id
ON CONFLICT (track_id, type) WHERE track_id IS NOT NULL DO NOTHING
