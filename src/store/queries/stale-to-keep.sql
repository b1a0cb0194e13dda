-- Songs liked in Tutti itself that only this service has and has not told for long, and the names to keep them by.
SELECT t.id, lower (hex (t.uuid))
FROM tracks AS t
WHERE t.id IN (SELECT track_id FROM service_tracks WHERE provider = :provider AND fetched_at < :before)
  AND EXISTS (SELECT 1 FROM interactions AS i WHERE i.track_id = t.id)
  AND NOT EXISTS (SELECT 1 FROM service_tracks AS st
                  WHERE st.track_id = t.id AND (st.provider <> :provider OR st.fetched_at >= :before))
ORDER BY t.id
