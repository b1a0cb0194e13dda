SELECT service_track_id FROM match_keys WHERE key = :key LIMIT :limit
