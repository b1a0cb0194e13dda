-- Likes of a service that were there before the pass began, and that it did not see.
SELECT count (*) FROM interactions WHERE source = :source AND seen_pass NOT IN (:number, -1) AND added_at < :started_at
