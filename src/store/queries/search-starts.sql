-- Titles that start with what was typed.
SELECT id FROM tracks
WHERE is_own = :is_own AND title_key >= :from AND title_key < :to
ORDER BY title_key, artist_key
LIMIT :limit
