-- What making a track anew compares with.
SELECT words_hash, liked_at, is_own, n_services,
       (SELECT count (*) FROM interactions AS i WHERE i.track_id = t.id)
FROM tracks AS t
WHERE id = :id
