UPDATE services
SET spent = iif (spent_until < :until, 0, spent) + :cost, spent_until = max (spent_until, :until)
WHERE provider = :provider AND (spent_until < :until OR spent + :cost <= :most)
RETURNING spent
