SELECT id, provider, remote_id, is_like, tries, not_before
FROM outbox
WHERE (:provider IS NULL OR provider = :provider) AND not_before <= :now
ORDER BY id
LIMIT :limit
