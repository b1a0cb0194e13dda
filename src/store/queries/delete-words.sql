DELETE FROM search WHERE rowid = :id
