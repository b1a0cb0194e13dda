DELETE FROM tracks WHERE id = :id
