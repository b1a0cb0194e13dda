-- Likes of a service that were there before the pass began, and that it did not see.
SELECT count (*) FROM interactions WHERE source = :source AND seen_pass <> :number AND added_at < :started_at
