INSERT OR REPLACE INTO passes (provider, number, cursor, seen, total, first_total, is_paused, is_done, is_tainted,
                               n_vanished, started_at, finished_at)
VALUES (:provider, :number, :cursor, :seen, :total, :first_total, :is_paused, :is_done, :is_tainted,
        :n_vanished, :started_at, :finished_at)
