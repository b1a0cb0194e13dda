DELETE FROM play_lists WHERE provider = :provider
