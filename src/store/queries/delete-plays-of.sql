DELETE FROM plays WHERE service_track_id IN (SELECT id FROM service_tracks WHERE provider = :provider)
