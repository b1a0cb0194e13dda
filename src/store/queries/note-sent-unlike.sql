-- Where unliking takes nothing out of the service's list, what stands there stays hidden here.
DELETE FROM interactions WHERE service_track_id = :service_track_id AND is_hidden = 1 AND (:is_listed OR seen_pass = -1)
