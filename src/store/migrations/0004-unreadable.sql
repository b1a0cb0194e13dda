-- 0004-unreadable.sql: items of a service's list of likes that name no song:
-- unavailable ones, local files, podcasts.

ALTER TABLE passes ADD COLUMN n_unreadable INTEGER NOT NULL DEFAULT 0;

-- How many there were when all likes known here were in the list: more than
-- these may be some of those. -1: nobody knows.
ALTER TABLE passes ADD COLUMN n_always_unreadable INTEGER NOT NULL DEFAULT -1;
