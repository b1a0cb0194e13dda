SELECT json_object ('kind', 'verdict', 'provider_a', provider_a, 'id_a', remote_id_a, 'provider_b', provider_b, 'id_b', remote_id_b,
                    'same', json (iif (is_same, 'true', 'false')), 'decided_at', decided_at)
FROM verdicts
ORDER BY provider_a, remote_id_a, provider_b, remote_id_b
