INSERT INTO sync_state (provider, kind, failed_at, error) VALUES (:provider, :kind, :now, :error)
ON CONFLICT (provider, kind) DO UPDATE SET failed_at = excluded.failed_at, error = excluded.error
