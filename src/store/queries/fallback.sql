-- What the feed shows when nothing is connected: charts, then what is known, newest first.
SELECT track_id, provider
FROM (SELECT f.track_id AS track_id, f.provider AS provider, 0 AS part, f.place AS place
      FROM feed_items AS f
      UNION ALL
      SELECT id, '', 1, -id
      FROM (SELECT id FROM tracks WHERE id NOT IN (SELECT track_id FROM feed_items) ORDER BY is_own DESC, id DESC LIMIT :limit))
ORDER BY part, place, provider
