SELECT service_track_id FROM play_lists WHERE provider = :provider ORDER BY place
