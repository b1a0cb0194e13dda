SELECT json_object ('kind', 'verdict', 'provider_a', provider_a, 'id_a', remote_id_a, 'provider_b', provider_b, 'id_b', remote_id_b,
                    'same', json (iif (is_same, 'true', 'false')), 'decided_at', decided_at)
FROM verdicts
WHERE substr (remote_id_a, 1, 1) <> '#' AND substr (remote_id_b, 1, 1) <> '#'
ORDER BY provider_a, remote_id_a, provider_b, remote_id_b
