SELECT json_object ('kind', 'settings', 'provider', provider, 'client_id', client_id,
                    'send_likes', json (iif (send_likes, 'true', 'false')), 'open_in', open_in,
                    'is_public', json (iif (is_public, 'true', 'false')))
FROM services
ORDER BY provider
