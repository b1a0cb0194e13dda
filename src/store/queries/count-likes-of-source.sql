SELECT count (*) FROM interactions WHERE source = :source
