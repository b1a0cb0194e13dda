UPDATE services SET send_likes = :send_likes WHERE provider = :provider
