INSERT INTO interactions (track_id, type, source, created_at, added_at, seen_pass, is_hidden)
VALUES (:track_id, 'liked', 'manual', :created_at, :now, 0, 0)
ON CONFLICT (track_id, type) WHERE track_id IS NOT NULL DO NOTHING
