DELETE FROM service_tracks WHERE id = :id
