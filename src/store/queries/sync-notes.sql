SELECT provider, kind, succeeded_at, failed_at, error FROM sync_state ORDER BY provider, kind
