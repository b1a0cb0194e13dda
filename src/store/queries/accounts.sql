SELECT id, provider, remote_id, name, email, plan, scopes, connected_at,
       coalesce (token_expires_at, 0), coalesce (sign_in_by, 0), state
FROM accounts
ORDER BY provider
