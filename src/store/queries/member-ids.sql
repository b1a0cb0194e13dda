SELECT id FROM service_tracks WHERE track_id = :track_id ORDER BY id LIMIT :limit
