-- Whether a service track came since the last pass over all.
SELECT coalesce ((SELECT max (id) FROM service_tracks), 0)
       > coalesce ((SELECT CAST (value AS INTEGER) FROM facts WHERE name = 'rematched'), 0)
