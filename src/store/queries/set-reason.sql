UPDATE service_tracks SET reason = :reason WHERE id = :id
