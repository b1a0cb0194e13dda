UPDATE feed_items SET track_id = :other WHERE track_id = :track_id
