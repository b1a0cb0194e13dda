SELECT id, track_id FROM service_tracks WHERE provider = :provider AND fetched_at < :before LIMIT :limit
