UPDATE service_tracks
SET title = :title, artists = :artists, album = :album, duration_ms = :duration_ms, isrc = :isrc,
    artwork_url = :artwork_url, web_url = :web_url, app_uri = :app_uri, year = :year, marks = :marks,
    brought_by = :brought_by, fetched_at = :now, updated_at = :now
WHERE provider = :provider AND remote_id = :remote_id
