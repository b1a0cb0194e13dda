SELECT count (*) FROM outbox WHERE :provider IS NULL OR provider = :provider
