UPDATE track_redirects SET track_id = :other WHERE track_id = :track_id
