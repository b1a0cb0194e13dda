-- What the person said of one service track: the other's id (0 where it is not known here) and the word.
SELECT coalesce (st.id, 0), v.is_same
FROM verdicts AS v
LEFT JOIN service_tracks AS st ON st.provider = v.provider_b AND st.remote_id = v.remote_id_b
WHERE v.provider_a = :provider AND v.remote_id_a = :remote_id
UNION ALL
SELECT coalesce (st.id, 0), v.is_same
FROM verdicts AS v
LEFT JOIN service_tracks AS st ON st.provider = v.provider_a AND st.remote_id = v.remote_id_a
WHERE v.provider_b = :provider AND v.remote_id_b = :remote_id
