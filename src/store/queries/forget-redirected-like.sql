UPDATE track_redirects SET liked_at = NULL WHERE track_id = :track_id
