-- Songs of a service that the person spoke of, that are not here, and whose names are not hidden yet.
SELECT remote_id
FROM (SELECT remote_id_a AS remote_id FROM verdicts WHERE provider_a = :provider
      UNION
      SELECT remote_id_b FROM verdicts WHERE provider_b = :provider) AS names
WHERE substr (remote_id, 1, 1) <> '#'
  AND NOT EXISTS (SELECT 1 FROM service_tracks AS st WHERE st.provider = :provider AND st.remote_id = names.remote_id)
