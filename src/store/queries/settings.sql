SELECT provider, client_id, send_likes, open_in, not_before, is_quota, is_public, spent, spent_until FROM services ORDER BY provider
