UPDATE tracks SET is_own = :is_own, liked_at = :liked_at, n_services = :n_services, updated_at = :now WHERE id = :id
