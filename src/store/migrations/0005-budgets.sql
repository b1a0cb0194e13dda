-- 0005-budgets.sql: what was spent of a service's budget of a day, which ends
-- at `spent_until`.
ALTER TABLE services ADD COLUMN spent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE services ADD COLUMN spent_until INTEGER NOT NULL DEFAULT 0;
