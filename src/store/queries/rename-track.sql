UPDATE tracks SET uuid = :uuid WHERE id = :track_id
