-- Likes made in Tutti of songs that no service has any more.
DELETE FROM interactions
WHERE track_id IS NOT NULL AND track_id NOT IN (SELECT track_id FROM service_tracks)
