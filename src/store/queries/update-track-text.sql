UPDATE tracks
SET title = :title, artist = :artist, album = :album, duration_ms = :duration_ms, artwork_url = :artwork_url,
    version = :version, is_explicit = :is_explicit, title_key = :title_key, artist_key = :artist_key,
    words_hash = :words_hash, updated_at = :now
WHERE id = :id
  AND (title IS NOT :title OR artist IS NOT :artist OR album IS NOT :album OR duration_ms IS NOT :duration_ms
       OR artwork_url IS NOT :artwork_url OR version IS NOT :version OR is_explicit IS NOT :is_explicit
       OR title_key IS NOT :title_key OR artist_key IS NOT :artist_key OR words_hash IS NOT :words_hash)
