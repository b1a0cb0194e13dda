INSERT OR REPLACE INTO search (rowid, words) VALUES (:id, :words)
