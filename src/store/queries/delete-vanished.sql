DELETE FROM interactions WHERE source = :source AND seen_pass NOT IN (:number, -1) AND added_at < :started_at
