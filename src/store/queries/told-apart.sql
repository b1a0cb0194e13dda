-- Service tracks the person said are not the same as those of a track.
SELECT id, track_id, provider, remote_id, title, artists, album, duration_ms, isrc,
       artwork_url, web_url, app_uri, year, marks, brought_by, 'verdict'
FROM service_tracks
WHERE track_id <> :track_id
  AND id IN (SELECT b.id
             FROM service_tracks AS a
             JOIN verdicts AS v ON v.provider_a = a.provider AND v.remote_id_a = a.remote_id
             JOIN service_tracks AS b ON b.provider = v.provider_b AND b.remote_id = v.remote_id_b
             WHERE a.track_id = :track_id AND NOT v.is_same
             UNION ALL
             SELECT a.id
             FROM service_tracks AS b
             JOIN verdicts AS v ON v.provider_b = b.provider AND v.remote_id_b = b.remote_id
             JOIN service_tracks AS a ON a.provider = v.provider_a AND a.remote_id = v.remote_id_a
             WHERE b.track_id = :track_id AND NOT v.is_same)
ORDER BY id
LIMIT :limit
