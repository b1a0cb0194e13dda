INSERT OR IGNORE INTO services (provider, client_id, send_likes, open_in) VALUES (:provider, :client_id, :send_likes, :open_in)
