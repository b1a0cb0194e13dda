INSERT OR REPLACE INTO facts (name, value)
SELECT 'rematched', CAST (coalesce (max (id), 0) AS TEXT) FROM service_tracks
