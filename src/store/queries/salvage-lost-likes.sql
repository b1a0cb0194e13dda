-- A song that was liked, whose like was lost, and that no account brought, was liked in Tutti itself.
INSERT INTO interactions (track_id, type, source, created_at, added_at, seen_pass, is_hidden)
SELECT t.id, 'liked', 'manual', nullif (t.liked_at, 0), t.created_at, 0, 0
FROM tracks AS t
WHERE t.liked_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM interactions AS i WHERE i.track_id = t.id)
  AND NOT EXISTS (SELECT 1 FROM service_tracks AS st WHERE st.track_id = t.id AND st.brought_by & 1)
