INSERT INTO tracks (uuid, title, artist, album, duration_ms, artwork_url, version, is_explicit, title_key, artist_key,
                    is_own, liked_at, n_services, words_hash, created_at, updated_at)
VALUES (:uuid, :title, :artist, :album, :duration_ms, :artwork_url, :version, :is_explicit, :title_key, :artist_key,
        :is_own, :liked_at, :n_services, :words_hash, :now, :now)
