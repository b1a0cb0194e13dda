DELETE FROM sync_state WHERE provider = :provider
