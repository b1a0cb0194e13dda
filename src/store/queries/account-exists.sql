SELECT count (*) FROM accounts WHERE id = :id
