-- The service has it now; a pass under way may have read past it, and one that lists no such likes
-- never sees it (-1).
INSERT INTO interactions (service_track_id, type, source, created_at, added_at, seen_pass, is_hidden)
VALUES (:service_track_id, 'liked', :provider, :now, :now, iif (:is_listed, 0, -1), 0)
ON CONFLICT (service_track_id, type) WHERE service_track_id IS NOT NULL DO UPDATE SET is_hidden = 0
