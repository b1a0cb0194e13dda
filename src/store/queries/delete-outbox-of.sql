DELETE FROM outbox WHERE provider = :provider
