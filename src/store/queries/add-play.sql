INSERT INTO plays (service_track_id, played_at, first_seen, place, shown_at)
VALUES (:service_track_id, :played_at, :now, :place, :shown_at)
ON CONFLICT (service_track_id, played_at) DO NOTHING
