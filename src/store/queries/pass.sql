SELECT number, cursor, seen, total, first_total, is_paused, is_done, is_tainted, n_vanished, started_at, finished_at,
       n_unreadable, n_always_unreadable
FROM passes
WHERE provider = :provider
