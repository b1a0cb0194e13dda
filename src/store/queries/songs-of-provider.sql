SELECT id, track_id, brought_by FROM service_tracks WHERE provider = :provider
