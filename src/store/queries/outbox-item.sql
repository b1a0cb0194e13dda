SELECT id, provider, remote_id, is_like, tries, not_before FROM outbox WHERE id = :id
