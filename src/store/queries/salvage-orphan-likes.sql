DELETE FROM interactions
WHERE service_track_id NOT IN (SELECT id FROM service_tracks) OR track_id NOT IN (SELECT id FROM tracks)
