UPDATE interactions SET seen_pass = :number, created_at = coalesce (:created_at, created_at) WHERE id = :id
