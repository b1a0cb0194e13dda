UPDATE services SET not_before = :not_before, is_quota = :is_quota WHERE provider = :provider
