-- A whole title, and an artist who starts with the rest of what was typed.
SELECT id, artist_key = :from FROM tracks
WHERE is_own = :is_own AND title_key = :title AND artist_key >= :from AND artist_key < :to
ORDER BY artist_key
LIMIT :limit
