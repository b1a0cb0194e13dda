-- What was said of a song under its old name, said under the new one, the smaller name first.
INSERT OR IGNORE INTO verdicts (provider_a, remote_id_a, provider_b, remote_id_b, is_same, decided_at)
SELECT CASE WHEN is_first THEN :provider ELSE provider END,
       CASE WHEN is_first THEN :new ELSE remote_id END,
       CASE WHEN is_first THEN provider ELSE :provider END,
       CASE WHEN is_first THEN remote_id ELSE :new END,
       is_same, decided_at
FROM (SELECT provider, remote_id, is_same, decided_at, (:provider, :new) < (provider, remote_id) AS is_first
      FROM (SELECT provider_b AS provider, remote_id_b AS remote_id, is_same, decided_at
            FROM verdicts
            WHERE provider_a = :provider AND remote_id_a = :old
            UNION ALL
            SELECT provider_a, remote_id_a, is_same, decided_at
            FROM verdicts
            WHERE provider_b = :provider AND remote_id_b = :old))
