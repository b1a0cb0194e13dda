INSERT INTO play_lists (provider, place, service_track_id) VALUES (:provider, :place, :service_track_id)
