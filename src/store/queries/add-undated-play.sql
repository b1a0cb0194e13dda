INSERT INTO plays (service_track_id, played_at, first_seen, place, shown_at)
SELECT :service_track_id, NULL, :now, :place, :shown_at
WHERE NOT EXISTS (SELECT 1 FROM plays WHERE service_track_id = :service_track_id AND first_seen = :now AND place = :place)
