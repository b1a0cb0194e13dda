UPDATE services
SET spent = iif (spent_until < :until, 0, spent) + 1, spent_until = max (spent_until, :until)
WHERE provider = :provider AND (spent_until < :until OR spent < :most)
RETURNING spent
