SELECT id FROM tracks WHERE id > :after ORDER BY id LIMIT :limit
