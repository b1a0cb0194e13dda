DELETE FROM verdicts
WHERE (provider_a = :provider AND remote_id_a = :remote_id) OR (provider_b = :provider AND remote_id_b = :remote_id)
