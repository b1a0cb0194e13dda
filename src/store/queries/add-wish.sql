INSERT INTO outbox (provider, remote_id, is_like, created_at)
VALUES (:provider, :remote_id, :is_like, :now)
ON CONFLICT (provider, remote_id) DO UPDATE
SET is_like = excluded.is_like, created_at = excluded.created_at, tries = 0, not_before = 0
