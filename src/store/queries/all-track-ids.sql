SELECT id FROM tracks
