-- What only searches and charts brought, long ago, and nobody holds on to.
SELECT st.id
FROM service_tracks AS st
WHERE st.fetched_at < :before
  AND st.brought_by & :own = 0
  AND NOT EXISTS (SELECT 1 FROM interactions AS i WHERE i.service_track_id = st.id)
  AND NOT EXISTS (SELECT 1 FROM plays AS p WHERE p.service_track_id = st.id)
  AND NOT EXISTS (SELECT 1 FROM feed_items AS f WHERE f.track_id = st.track_id)
  AND NOT EXISTS (SELECT 1 FROM tracks AS t WHERE t.id = st.track_id AND t.is_own)
LIMIT :limit
