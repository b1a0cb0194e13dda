INSERT OR IGNORE INTO verdicts (provider_a, remote_id_a, provider_b, remote_id_b, is_same, decided_at)
VALUES (:provider_a, :remote_id_a, :provider_b, :remote_id_b, :is_same, :now)
