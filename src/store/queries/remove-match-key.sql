DELETE FROM match_keys WHERE key = :key AND service_track_id = :id
