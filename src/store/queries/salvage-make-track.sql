-- Its text is made anew from its service tracks.
INSERT INTO tracks (id, uuid, title, artist, album, duration_ms, is_explicit, title_key, artist_key,
                    is_own, n_services, words_hash, created_at, updated_at)
VALUES (:id, :uuid, '', '', '', 0, 0, '', '', 0, 0, -1, :now, :now)
