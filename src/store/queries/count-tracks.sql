SELECT count (*) FROM tracks
