-- The like that went along when two tracks were merged, if it is still that one.
DELETE FROM interactions WHERE track_id = :track_id AND coalesce (created_at, 0) = :created_at
