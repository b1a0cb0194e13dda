SELECT is_same
FROM verdicts
WHERE provider_a = :provider_a AND remote_id_a = :remote_id_a AND provider_b = :provider_b AND remote_id_b = :remote_id_b
