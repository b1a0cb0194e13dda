UPDATE services SET is_public = :is_public WHERE provider = :provider
