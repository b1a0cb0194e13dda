-- The newest service track, and the newest that the last pass over all has seen.
SELECT coalesce ((SELECT max (id) FROM service_tracks), 0),
       coalesce ((SELECT CAST (value AS INTEGER) FROM facts WHERE name = 'rematched'), 0)
