DELETE FROM accounts WHERE provider = :provider
