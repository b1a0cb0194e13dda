SELECT id FROM accounts WHERE provider = :provider
