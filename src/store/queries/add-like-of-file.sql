-- Seen in no pass, and at no service: -2 until one of them says that it has it.
INSERT INTO interactions (service_track_id, type, source, created_at, added_at, seen_pass, is_hidden)
VALUES (:service_track_id, 'liked', :source, :created_at, :now, -2, :is_hidden)
ON CONFLICT (service_track_id, type) WHERE service_track_id IS NOT NULL DO NOTHING
