-- 0003-aliases.sql: two names of one artist, as the library's own songs teach.

-- Pairs of names, as numbers of the rules that made them. Derived: written by
-- each pass over all songs, read for those that come one by one.
CREATE TABLE artist_aliases (
  pair INTEGER NOT NULL PRIMARY KEY
) STRICT;
