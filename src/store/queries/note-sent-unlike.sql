DELETE FROM interactions WHERE service_track_id = :service_track_id AND is_hidden = 1
