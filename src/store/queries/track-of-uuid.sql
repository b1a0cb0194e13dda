SELECT id FROM tracks WHERE uuid = :uuid
UNION ALL
SELECT track_id FROM track_redirects WHERE uuid = :uuid
LIMIT 1
