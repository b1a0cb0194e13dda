INSERT OR IGNORE INTO match_keys (key, service_track_id) VALUES (:key, :id)
