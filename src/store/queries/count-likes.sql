SELECT count (*) FROM tracks WHERE liked_at IS NOT NULL
