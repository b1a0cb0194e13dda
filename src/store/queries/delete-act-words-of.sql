DELETE FROM act_words WHERE provider_a = :provider OR provider_b = :provider
