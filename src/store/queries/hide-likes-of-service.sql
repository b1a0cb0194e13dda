-- Likes of one service alone: hidden here, or seen again.
UPDATE interactions SET is_hidden = :is_hidden
WHERE service_track_id IN (SELECT id FROM service_tracks WHERE track_id = :track_id AND provider = :provider)
