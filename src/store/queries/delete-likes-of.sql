DELETE FROM interactions WHERE source = :provider
