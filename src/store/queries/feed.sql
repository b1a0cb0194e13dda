-- Plays, newest first, undated last.
SELECT st.track_id, p.shown_at, st.provider, CASE WHEN st.duration_ms > 0 THEN st.duration_ms ELSE t.duration_ms END
FROM plays AS p
JOIN service_tracks AS st ON st.id = p.service_track_id
JOIN tracks AS t ON t.id = st.track_id
WHERE :provider IS NULL OR st.provider = :provider
ORDER BY p.shown_at DESC, p.place
