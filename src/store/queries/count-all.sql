SELECT (SELECT count (*) FROM tracks),
       (SELECT count (*) FROM service_tracks),
       (SELECT count (*) FROM tracks WHERE liked_at IS NOT NULL),
       (SELECT count (*) FROM plays),
       (SELECT count (*) FROM outbox)
