SELECT uuid, track_id, liked_at FROM track_redirects WHERE service_track_id = :service_track_id
