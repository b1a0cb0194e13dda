SELECT id FROM service_tracks
