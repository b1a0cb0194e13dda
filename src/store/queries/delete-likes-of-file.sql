DELETE FROM interactions WHERE source = :source AND seen_pass = -1 AND added_at < :started_at
