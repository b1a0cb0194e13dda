INSERT OR IGNORE INTO services (provider, client_id, send_likes, open_in, is_public) VALUES (:provider, :client_id, :send_likes, :open_in, :is_public)
