-- No rest is longer than a month: one that seems to be began by a clock that has gone back since.
SELECT id, provider, remote_id, is_like, tries, not_before
FROM outbox
WHERE (:provider IS NULL OR provider = :provider) AND not_before NOT BETWEEN :now + 1 AND :now + 31 * 86400000
ORDER BY id
LIMIT :limit
