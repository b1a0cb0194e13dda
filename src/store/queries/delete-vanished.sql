DELETE FROM interactions WHERE source = :source AND seen_pass <> :number AND added_at < :started_at
