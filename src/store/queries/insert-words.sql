INSERT INTO search (rowid, words) VALUES (:id, :words)
