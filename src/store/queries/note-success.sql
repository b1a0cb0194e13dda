INSERT INTO sync_state (provider, kind, succeeded_at) VALUES (:provider, :kind, :now)
ON CONFLICT (provider, kind) DO UPDATE SET succeeded_at = excluded.succeeded_at, failed_at = 0, error = NULL
