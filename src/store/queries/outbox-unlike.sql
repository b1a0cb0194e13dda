SELECT count (*) FROM outbox WHERE provider = :provider AND remote_id = :remote_id AND is_like = 0
