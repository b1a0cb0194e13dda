DELETE FROM play_lists WHERE service_track_id NOT IN (SELECT id FROM service_tracks)
