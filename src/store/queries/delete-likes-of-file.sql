DELETE FROM interactions WHERE source = :source AND seen_pass = -2 AND added_at < :started_at
