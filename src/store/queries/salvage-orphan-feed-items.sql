DELETE FROM feed_items WHERE track_id NOT IN (SELECT id FROM tracks)
