UPDATE services SET open_in = :open_in WHERE provider = :provider
