-- Lets the next pass over all be due, though no song came.
INSERT OR REPLACE INTO facts (name, value)
SELECT 'rematched', CAST (min (coalesce ((SELECT CAST (value AS INTEGER) FROM facts WHERE name = 'rematched'), 0), coalesce (max (id), 0) - 1) AS TEXT)
FROM service_tracks
