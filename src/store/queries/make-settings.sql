INSERT OR IGNORE INTO services (provider) VALUES (:provider)
