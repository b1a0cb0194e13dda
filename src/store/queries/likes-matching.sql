-- The same with words typed.
SELECT t.id
FROM search AS s
JOIN tracks AS t ON t.id = s.rowid
WHERE s.words MATCH :match
  AND t.liked_at IS NOT NULL
  AND (:on IS NULL OR (SELECT count (DISTINCT st.provider) FROM service_tracks AS st
                        WHERE st.track_id = t.id AND instr (',' || :on || ',', ',' || st.provider || ','))
                       = length (:on) - length (replace (:on, ',', '')) + 1)
  AND (:missing IS NULL OR NOT EXISTS (SELECT 1 FROM service_tracks AS st
                                        WHERE st.track_id = t.id AND instr (',' || :missing || ',', ',' || st.provider || ',')))
  AND (NOT :explicit OR t.is_explicit)
  AND (NOT :single OR t.n_services = 1)
ORDER BY CASE :sort WHEN 3 THEN -t.n_services END,
         CASE :sort WHEN 2 THEN t.artist_key END,
         CASE WHEN :sort IN (1, 2) THEN t.title_key END,
         t.liked_at DESC, t.id
