SELECT json_object ('kind', 'song', 'uuid', lower (hex (uuid)), 'title', title, 'artist', artist, 'album', album,
                    'duration_ms', duration_ms, 'artwork', artwork_url, 'version', version)
FROM tracks
ORDER BY id
