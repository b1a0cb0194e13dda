UPDATE interactions SET is_hidden = 0 WHERE service_track_id IN (SELECT id FROM service_tracks WHERE track_id = :track_id)
