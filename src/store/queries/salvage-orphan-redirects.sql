DELETE FROM track_redirects WHERE track_id NOT IN (SELECT id FROM tracks)
