UPDATE interactions SET is_hidden = 1 WHERE service_track_id IN (SELECT id FROM service_tracks WHERE track_id = :track_id)
