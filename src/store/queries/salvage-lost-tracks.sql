SELECT DISTINCT track_id FROM service_tracks WHERE track_id NOT IN (SELECT id FROM tracks)
