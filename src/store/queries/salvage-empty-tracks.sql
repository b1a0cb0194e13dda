DELETE FROM tracks
WHERE id NOT IN (SELECT track_id FROM service_tracks)
  AND id NOT IN (SELECT track_id FROM interactions WHERE track_id IS NOT NULL)
