INSERT INTO service_tracks (track_id, provider, remote_id, title, artists, album, duration_ms, isrc,
                            artwork_url, web_url, app_uri, year, marks, brought_by, reason, fetched_at, updated_at)
VALUES (:track_id, :provider, :remote_id, :title, :artists, :album, :duration_ms, :isrc,
        :artwork_url, :web_url, :app_uri, :year, :marks, :brought_by, :reason, :now, :now)
