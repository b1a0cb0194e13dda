-- When a track was last liked; NULL if it is not, 0 if nobody knows when.
SELECT max (created_at)
FROM (SELECT coalesce (i.created_at, 0) AS created_at
      FROM service_tracks AS st
      JOIN interactions AS i ON i.service_track_id = st.id
      WHERE st.track_id = :id AND i.is_hidden = 0
      UNION ALL
      SELECT coalesce (created_at, 0) FROM interactions WHERE track_id = :id AND is_hidden = 0)
