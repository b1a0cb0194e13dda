-- What a pass over the service's list can see, and has seen or had sent there.
SELECT count (*) FROM interactions WHERE source = :source AND is_hidden = 0 AND seen_pass >= 0
