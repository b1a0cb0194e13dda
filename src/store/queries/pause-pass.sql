UPDATE passes SET is_paused = :is_paused WHERE provider = :provider
