-- A clock that goes back brings nothing, but one that was wrong by more than a month is forgotten.
UPDATE services
SET spent = iif (spent_until BETWEEN :until AND :until + 31 * 86400000, spent, 0) + :cost,
    spent_until = iif (spent_until BETWEEN :until AND :until + 31 * 86400000, spent_until, :until)
WHERE provider = :provider AND (spent_until NOT BETWEEN :until AND :until + 31 * 86400000 OR spent + :cost <= :most)
RETURNING spent
