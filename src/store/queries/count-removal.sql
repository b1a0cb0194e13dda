-- What disconnecting a service takes.
WITH leaving AS (
  SELECT t.id,
         EXISTS (SELECT 1 FROM interactions AS i WHERE i.track_id = t.id) AS is_manual
  FROM tracks AS t
  WHERE t.id IN (SELECT track_id FROM service_tracks WHERE provider = :provider AND brought_by & :stays = 0)
    AND NOT EXISTS (SELECT 1 FROM service_tracks AS st
                    WHERE st.track_id = t.id AND (st.provider <> :provider OR st.brought_by & :stays <> 0))
)
SELECT (SELECT count (*) FROM interactions WHERE source = :provider AND is_hidden = 0),
       (SELECT count (*) FROM plays AS p JOIN service_tracks AS st ON st.id = p.service_track_id WHERE st.provider = :provider),
       (SELECT count (*) FROM outbox WHERE provider = :provider),
       (SELECT count (*) FROM leaving WHERE NOT is_manual),
       (SELECT count (*) FROM leaving WHERE is_manual)
