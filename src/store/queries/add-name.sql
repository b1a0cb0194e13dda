-- One more name of a track.
INSERT OR IGNORE INTO track_redirects (uuid, track_id) VALUES (:uuid, :track_id)
