INSERT INTO accounts (provider, remote_id, name, email, plan, scopes, connected_at, token_expires_at, sign_in_by, state, updated_at)
VALUES (:provider, :remote_id, :name, :email, :plan, :scopes, :connected_at, :token_expires_at, :sign_in_by, :state, :now)
