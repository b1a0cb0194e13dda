INSERT INTO acts (made_at) VALUES (:now)
