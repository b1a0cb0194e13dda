INSERT INTO feed_items (provider, place, track_id) VALUES (:provider, :place, :track_id)
