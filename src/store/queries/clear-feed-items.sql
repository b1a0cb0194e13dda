DELETE FROM feed_items WHERE provider = :provider
