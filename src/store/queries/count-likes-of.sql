SELECT count (*) FROM interactions WHERE source = :provider AND is_hidden = 0
