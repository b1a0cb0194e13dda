UPDATE accounts
SET remote_id = :remote_id, name = :name, email = :email, plan = :plan, scopes = :scopes, connected_at = :connected_at,
    token_expires_at = :token_expires_at, sign_in_by = :sign_in_by, state = :state, updated_at = :now
WHERE id = :id
