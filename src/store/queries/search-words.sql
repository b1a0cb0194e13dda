-- The newest songs that have all words; never more than are ranked.
SELECT t.id, t.is_own, t.liked_at IS NOT NULL, t.title_key
FROM (SELECT rowid AS id FROM search WHERE words MATCH :match ORDER BY rowid DESC LIMIT :limit) AS hit
CROSS JOIN tracks AS t ON t.id = hit.id
