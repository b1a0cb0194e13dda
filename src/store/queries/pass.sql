SELECT number, cursor, seen, total, first_total, is_paused, is_done, is_tainted, n_vanished, started_at, finished_at
FROM passes
WHERE provider = :provider
