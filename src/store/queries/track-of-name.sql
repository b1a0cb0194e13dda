SELECT track_id FROM service_tracks WHERE provider = :provider AND remote_id = :remote_id
