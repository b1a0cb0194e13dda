INSERT OR IGNORE INTO artist_aliases (pair) VALUES (:pair)
