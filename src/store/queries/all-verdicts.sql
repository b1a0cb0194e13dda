-- The person's words on service tracks that are here.
SELECT a.id, b.id, v.is_same
FROM verdicts AS v
JOIN service_tracks AS a ON a.provider = v.provider_a AND a.remote_id = v.remote_id_a
JOIN service_tracks AS b ON b.provider = v.provider_b AND b.remote_id = v.remote_id_b
