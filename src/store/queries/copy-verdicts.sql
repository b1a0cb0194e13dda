-- What the person said is not the same as one of a track's songs is not the same as its kept words.
INSERT OR IGNORE INTO verdicts (provider_a, remote_id_a, provider_b, remote_id_b, is_same, decided_at)
SELECT CASE WHEN is_first THEN provider ELSE 'file' END,
       CASE WHEN is_first THEN remote_id ELSE :name END,
       CASE WHEN is_first THEN 'file' ELSE provider END,
       CASE WHEN is_first THEN :name ELSE remote_id END,
       0, decided_at
FROM (SELECT provider, remote_id, decided_at, (provider, remote_id) < ('file', :name) AS is_first
      FROM (SELECT v.provider_b AS provider, v.remote_id_b AS remote_id, v.decided_at
            FROM service_tracks AS st
            JOIN verdicts AS v ON v.provider_a = st.provider AND v.remote_id_a = st.remote_id
            WHERE st.track_id = :track_id AND NOT v.is_same
            UNION ALL
            SELECT v.provider_a, v.remote_id_a, v.decided_at
            FROM service_tracks AS st
            JOIN verdicts AS v ON v.provider_b = st.provider AND v.remote_id_b = st.remote_id
            WHERE st.track_id = :track_id AND NOT v.is_same)
      WHERE (provider, remote_id) <> ('file', :name))
