-- Newest first; equals in the order in which they came.
SELECT id FROM tracks WHERE liked_at IS NOT NULL ORDER BY liked_at DESC, id
