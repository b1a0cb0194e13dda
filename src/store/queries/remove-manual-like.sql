DELETE FROM interactions WHERE track_id = :track_id
