DELETE FROM passes WHERE provider = :provider
