UPDATE outbox SET tries = tries + 1, not_before = :not_before WHERE id = :id
