-- 0001-library.sql: the library as it begins. Times are Unix milliseconds;
-- NULL where a service tells none. Facts (plays, likes) belong to service
-- tracks; a track is a grouping of them, so that merging and splitting lose
-- nothing. No token is kept here, ever.

-- A connection to one service. Numbers are never used again, so that what an
-- old connection still brings can be told apart.
CREATE TABLE accounts (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  provider         TEXT    NOT NULL UNIQUE,
  remote_id        TEXT    NOT NULL,
  name             TEXT,
  email            TEXT,
  plan             TEXT,
  scopes           TEXT    NOT NULL DEFAULT '',
  connected_at     INTEGER NOT NULL,
  token_expires_at INTEGER,
  sign_in_by       INTEGER,
  state            INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL
) STRICT;

-- What the person set for a service, connected or not.
CREATE TABLE services (
  provider   TEXT    NOT NULL PRIMARY KEY,
  client_id  TEXT,
  send_likes INTEGER NOT NULL DEFAULT 1,
  open_in    INTEGER NOT NULL DEFAULT 0,
  is_public  INTEGER NOT NULL DEFAULT 0, -- searched without an account
  not_before INTEGER NOT NULL DEFAULT 0,
  is_quota   INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- A recording. Its number is never used again, since lists hold numbers. All but id, uuid and created_at is derived: made anew whenever
-- one of its service tracks, or a like, comes, changes or goes.
CREATE TABLE tracks (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid        BLOB    NOT NULL UNIQUE CHECK (length (uuid) = 16),
  title       TEXT    NOT NULL,
  artist      TEXT    NOT NULL,
  album       TEXT    NOT NULL,
  duration_ms INTEGER NOT NULL,
  artwork_url TEXT,
  version     TEXT,
  is_explicit INTEGER NOT NULL,
  title_key   TEXT    NOT NULL, -- folded
  artist_key  TEXT    NOT NULL, -- folded
  is_own      INTEGER NOT NULL, -- not only a search or a chart brought it
  liked_at    INTEGER,          -- NULL: not liked; 0: liked, nobody knows when
  n_services  INTEGER NOT NULL,
  words_hash  INTEGER NOT NULL, -- of its row in `search`
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX tracks_by_title ON tracks (is_own, title_key, artist_key);
CREATE INDEX tracks_by_liked ON tracks (liked_at DESC) WHERE liked_at IS NOT NULL;

-- What a service calls a recording, as the service writes it. Numbers are never
-- used again: they tell what the last pass over all has seen.
CREATE TABLE service_tracks (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  track_id    INTEGER NOT NULL REFERENCES tracks (id),
  provider    TEXT    NOT NULL,
  remote_id   TEXT    NOT NULL,
  title       TEXT    NOT NULL,
  artists     TEXT    NOT NULL, -- a line each
  album       TEXT    NOT NULL,
  duration_ms INTEGER NOT NULL, -- 0 unknown
  isrc        TEXT,             -- comma between several
  artwork_url TEXT,
  web_url     TEXT,
  app_uri     TEXT,
  year        INTEGER NOT NULL, -- 0 unknown
  marks       INTEGER NOT NULL, -- 1 explicit, 2 not playable, 4 upload
  brought_by  INTEGER NOT NULL, -- 1 account, 2 its search, 4 key-less search, 8 chart, 16 link, 32 file, 64 like
  reason      TEXT    NOT NULL, -- why it is with its track: isrc, key, score 0.93, verdict; empty for the first
  fetched_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  UNIQUE (provider, remote_id)
) STRICT;

CREATE INDEX service_tracks_by_track ON service_tracks (track_id);
CREATE INDEX service_tracks_by_isrc ON service_tracks (isrc) WHERE isrc IS NOT NULL;

-- Where to look for service tracks that may be the same recording. Derived.
CREATE TABLE match_keys (
  key              INTEGER NOT NULL,
  service_track_id INTEGER NOT NULL,
  PRIMARY KEY (key, service_track_id)
) STRICT, WITHOUT ROWID;

-- A merged track's old name. `service_track_id` is the one that gets it back
-- when the two are taken apart; `liked_at` the person's own like that went along.
CREATE TABLE track_redirects (
  uuid             BLOB    NOT NULL PRIMARY KEY CHECK (length (uuid) = 16),
  track_id         INTEGER NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
  service_track_id INTEGER REFERENCES service_tracks (id) ON DELETE SET NULL,
  liked_at         INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX track_redirects_by_track ON track_redirects (track_id);
CREATE INDEX track_redirects_by_service_track ON track_redirects (service_track_id) WHERE service_track_id IS NOT NULL;

-- The person's word on two service tracks, the smaller name first. Outlives both.
CREATE TABLE verdicts (
  provider_a  TEXT    NOT NULL,
  remote_id_a TEXT    NOT NULL,
  provider_b  TEXT    NOT NULL,
  remote_id_b TEXT    NOT NULL,
  is_same     INTEGER NOT NULL,
  decided_at  INTEGER NOT NULL,
  PRIMARY KEY (provider_a, remote_id_a, provider_b, remote_id_b)
) STRICT, WITHOUT ROWID;

CREATE INDEX verdicts_by_b ON verdicts (provider_b, remote_id_b);

-- `shown_at` is where the feed shows it: when it was played; where the service
-- does not say, when it was first seen, or 0 (undated) for a first import.
CREATE TABLE plays (
  id               INTEGER PRIMARY KEY,
  service_track_id INTEGER NOT NULL REFERENCES service_tracks (id) ON DELETE CASCADE,
  played_at        INTEGER,
  first_seen       INTEGER NOT NULL,
  place            INTEGER NOT NULL, -- in the service's list that brought it
  shown_at         INTEGER NOT NULL,
  UNIQUE (service_track_id, played_at)
) STRICT;

CREATE INDEX plays_by_time ON plays (shown_at DESC, place);

-- A service's list without times, as it was last seen.
CREATE TABLE play_lists (
  provider         TEXT    NOT NULL,
  place            INTEGER NOT NULL,
  service_track_id INTEGER NOT NULL REFERENCES service_tracks (id) ON DELETE CASCADE,
  PRIMARY KEY (provider, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX play_lists_by_service_track ON play_lists (service_track_id);

-- Likes. One by the person in Tutti itself ("manual") belongs to a track, one
-- of a service to its service track.
CREATE TABLE interactions (
  id               INTEGER PRIMARY KEY,
  service_track_id INTEGER REFERENCES service_tracks (id) ON DELETE CASCADE,
  track_id         INTEGER REFERENCES tracks (id) ON DELETE CASCADE,
  type             TEXT    NOT NULL CHECK (type IN ('liked', 'saved')),
  source           TEXT    NOT NULL, -- provider, or 'manual'
  created_at       INTEGER,
  added_at         INTEGER NOT NULL, -- when it came here
  seen_pass        INTEGER NOT NULL, -- the last pass that saw it
  is_hidden        INTEGER NOT NULL, -- removed here, still there at the service
  CHECK ((service_track_id IS NULL) = (source = 'manual')),
  CHECK ((track_id IS NULL) = (source <> 'manual'))
) STRICT;

CREATE UNIQUE INDEX interactions_of_service_track ON interactions (service_track_id, type) WHERE service_track_id IS NOT NULL;
CREATE UNIQUE INDEX interactions_of_track ON interactions (track_id, type) WHERE track_id IS NOT NULL;

-- What the feed shows when nothing is connected.
CREATE TABLE feed_items (
  provider TEXT    NOT NULL,
  place    INTEGER NOT NULL,
  track_id INTEGER NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
  PRIMARY KEY (provider, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX feed_items_by_track ON feed_items (track_id);

-- Likes to be sent to a service; one wish per song.
CREATE TABLE outbox (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  provider   TEXT    NOT NULL,
  remote_id  TEXT    NOT NULL,
  is_like    INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  tries      INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  UNIQUE (provider, remote_id)
) STRICT;

-- Last success and last error of each kind of work with a service.
CREATE TABLE sync_state (
  provider     TEXT    NOT NULL,
  kind         TEXT    NOT NULL,
  cursor       TEXT,
  etag         TEXT,
  succeeded_at INTEGER NOT NULL DEFAULT 0,
  failed_at    INTEGER NOT NULL DEFAULT 0,
  error        TEXT,
  PRIMARY KEY (provider, kind)
) STRICT, WITHOUT ROWID;

-- Where the import of a service's likes stands.
CREATE TABLE passes (
  provider    TEXT    NOT NULL PRIMARY KEY,
  number      INTEGER NOT NULL,
  cursor      TEXT,
  seen        INTEGER NOT NULL DEFAULT 0,
  total       INTEGER NOT NULL DEFAULT 0,
  first_total INTEGER NOT NULL DEFAULT 0,
  is_paused   INTEGER NOT NULL DEFAULT 0,
  is_done     INTEGER NOT NULL DEFAULT 0,
  is_tainted  INTEGER NOT NULL DEFAULT 0,
  n_vanished  INTEGER NOT NULL DEFAULT 0, -- wait for the person's word
  started_at  INTEGER NOT NULL,
  finished_at INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- What this program must remember about the file, like the version of the
-- rules that made what is derived.
CREATE TABLE facts (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The folded words of all service tracks of a track; the row's number is the
-- track's. Written with the track, not by triggers.
CREATE VIRTUAL TABLE search USING fts5 (
  words,
  content = '',
  contentless_delete = 1,
  prefix = '1 2 3',
  tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);
