SELECT t.id
FROM tracks AS t
WHERE t.liked_at IS NOT NULL
  AND (:on IS NULL OR EXISTS (SELECT 1 FROM service_tracks AS st WHERE st.track_id = t.id AND st.provider = :on))
  AND (:missing IS NULL OR NOT EXISTS (SELECT 1 FROM service_tracks AS st WHERE st.track_id = t.id AND st.provider = :missing))
ORDER BY CASE :sort WHEN 3 THEN -t.n_services END,
         CASE :sort WHEN 2 THEN t.artist_key END,
         CASE WHEN :sort IN (1, 2) THEN t.title_key END,
         t.liked_at DESC, t.id
