UPDATE service_tracks SET track_id = :track_id, reason = :reason WHERE id = :id
