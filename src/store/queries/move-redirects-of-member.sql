UPDATE track_redirects SET track_id = :other WHERE service_track_id = :track_id
