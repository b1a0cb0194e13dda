UPDATE track_redirects SET service_track_id = NULL WHERE service_track_id NOT IN (SELECT id FROM service_tracks)
