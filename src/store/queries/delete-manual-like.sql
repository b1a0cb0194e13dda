DELETE FROM interactions WHERE track_id = :track_id AND :other IS NOT NULL
