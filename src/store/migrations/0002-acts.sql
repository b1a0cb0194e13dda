-- 0002-acts.sql: what the person said of songs can be undone, also later and
-- by another program.

-- One thing the person said, of any number of pairs. Numbers are never used
-- again, so that undoing what is gone undoes nothing else.
CREATE TABLE acts (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  made_at INTEGER NOT NULL
) STRICT;

-- The word on each pair as it was before: NULL for none.
CREATE TABLE act_words (
  act_id      INTEGER NOT NULL REFERENCES acts (id) ON DELETE CASCADE,
  provider_a  TEXT    NOT NULL,
  remote_id_a TEXT    NOT NULL,
  provider_b  TEXT    NOT NULL,
  remote_id_b TEXT    NOT NULL,
  was         INTEGER,
  PRIMARY KEY (act_id, provider_a, remote_id_a, provider_b, remote_id_b)
) STRICT, WITHOUT ROWID;
