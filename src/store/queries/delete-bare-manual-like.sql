-- The like made in Tutti of a song that no service has any more.
DELETE FROM interactions
WHERE track_id = :id AND NOT EXISTS (SELECT 1 FROM service_tracks AS st WHERE st.track_id = :id)
