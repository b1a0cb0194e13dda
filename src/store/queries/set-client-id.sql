UPDATE services SET client_id = :client_id WHERE provider = :provider
