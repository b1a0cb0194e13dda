-- A merged track's name goes on working, and remembers the like that goes along.
INSERT INTO track_redirects (uuid, track_id, service_track_id, liked_at)
SELECT t.uuid, :winner, :service_track_id,
       (SELECT coalesce (i.created_at, 0) FROM interactions AS i WHERE i.track_id = t.id)
FROM tracks AS t
WHERE t.id = :loser
