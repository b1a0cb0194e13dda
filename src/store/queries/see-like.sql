SELECT id, seen_pass, created_at FROM interactions WHERE service_track_id = :service_track_id AND source = :source
