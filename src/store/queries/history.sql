-- When a track was played and liked, and where; newest first, undated last.
SELECT kind, provider, at
FROM (SELECT 0 AS kind, st.provider AS provider, p.shown_at AS at
      FROM service_tracks AS st
      JOIN plays AS p ON p.service_track_id = st.id
      WHERE st.track_id = :track_id
      UNION ALL
      SELECT CASE i.type WHEN 'liked' THEN 1 ELSE 2 END, st.provider, coalesce (i.created_at, 0)
      FROM service_tracks AS st
      JOIN interactions AS i ON i.service_track_id = st.id
      WHERE st.track_id = :track_id AND i.is_hidden = 0
      UNION ALL
      SELECT CASE type WHEN 'liked' THEN 1 ELSE 2 END, NULL, coalesce (created_at, 0)
      FROM interactions
      WHERE track_id = :track_id AND is_hidden = 0)
ORDER BY at DESC, kind, provider
LIMIT :limit
