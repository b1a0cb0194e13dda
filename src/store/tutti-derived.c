/* tutti-derived.c: what a track shows, made of its service tracks
 *
 * Title, artist, album, length, picture, whether it is liked, and the words of
 * the full-text index hold nothing of their own: all of it can be made anew
 * from service tracks and likes, and is, whenever one of them changes.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-catalogue-private.h"

#include "tutti-clock.h"
#include "tutti-fold.h"
#include "tutti-store.h"
#include "tutti-title.h"
#include "tutti-uuid.h"

#include <string.h>

/* More words than this no song needs to be found by. */
#define MAX_WORDS 400

typedef struct
{
  TuttiServiceTrack *best; /* (owned) */
  const char        *artwork_url;
  char              *artist;
  char              *version;
  char              *title_key;
  char              *artist_key;
  GString           *words;
  gboolean           is_explicit;
  gboolean           is_own;
  guint              n_services;
  guint              n_members;
  guint              n_kept; /* of them, by tutti_catalogue_keep() */
} Derived;

static void
derived_clear (Derived *self)
{
  g_clear_pointer (&self->best, tutti_service_track_unref);
  g_clear_pointer (&self->artist, g_free);
  g_clear_pointer (&self->version, g_free);
  g_clear_pointer (&self->title_key, g_free);
  g_clear_pointer (&self->artist_key, g_free);
  if (self->words != NULL)
    g_string_free (g_steal_pointer (&self->words), TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Derived, derived_clear)

/* Likes from a file of another program have no service. */
static gboolean
is_from_file (TuttiServiceTrack *track)
{
  return g_str_equal (tutti_service_track_get_provider (track), "file");
}

/* The service track a row's text comes from: a service's, not a free upload, one that can
 * be played, with a picture and a code; the oldest of equals. */
static int
rate (TuttiServiceTrack *track)
{
  int points = 0;

  if (!is_from_file (track))
    points += 16;
  if (!tutti_service_track_is_upload (track))
    points += 8;
  if (tutti_service_track_is_playable (track))
    points += 4;
  if (tutti_service_track_get_artwork_url (track) != NULL)
    points += 2;
  if (tutti_service_track_get_isrc (track) != NULL)
    points += 1;

  return points;
}

/* Adds words that are not there yet. */
static void
add_words (GString    *words,
           guint      *n_words,
           const char *text)
{
  g_autofree char *folded = tutti_fold_words (text);

  for (const char *word = folded; *word != '\0';)
    {
      gsize    length = strcspn (word, " ");
      gboolean is_there = length == 0;

      for (const char *known = words->str; !is_there && *known != '\0';)
        {
          gsize known_length = strcspn (known, " ");

          is_there = known_length == length && memcmp (known, word, length) == 0;
          known += known_length + (known[known_length] == ' ');
        }
      if (!is_there && *n_words < MAX_WORDS)
        {
          if (words->len > 0)
            g_string_append_c (words, ' ');
          g_string_append_len (words, word, (gssize) length);
          ++*n_words;
        }
      word += length + (word[length] == ' ');
    }
}

static void
add_words_of (GString           *words,
              guint             *n_words,
              TuttiServiceTrack *track)
{
  g_autofree char *artists = tutti_service_track_dup_artist_line (track);

  add_words (words, n_words, tutti_service_track_get_title (track));
  add_words (words, n_words, artists);
  add_words (words, n_words, tutti_service_track_get_album (track));
}

static void
take_best (Derived           *self,
           TuttiServiceTrack *best)
{
  self->best = tutti_service_track_ref (best);
  self->artist = tutti_service_track_dup_artist_line (best);
  self->version = tutti_title_dup_version (tutti_service_track_get_title (best));
  self->title_key = tutti_fold (tutti_service_track_get_title (best));
  self->artist_key = tutti_fold (self->artist);
  if (self->artwork_url == NULL)
    self->artwork_url = tutti_service_track_get_artwork_url (best);
}

static gint64
hash_words (const GString *words)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (gsize i = 0; i < words->len; i++)
    hash = (hash ^ (guint8) words->str[i]) * G_GUINT64_CONSTANT (1099511628211);

  return (gint64) (hash & 0xffffffff);
}

static void
bind_text (TuttiStatement *statement,
           const Derived  *derived)
{
  tutti_bind_text (statement, ":title", tutti_service_track_get_title (derived->best));
  tutti_bind_text (statement, ":artist", derived->artist);
  tutti_bind_text (statement, ":album", tutti_service_track_get_album (derived->best));
  tutti_bind_int (statement, ":duration_ms", tutti_service_track_get_duration (derived->best));
  tutti_bind_text (statement, ":artwork_url", derived->artwork_url);
  tutti_bind_text (statement, ":version", derived->version);
  tutti_bind_int (statement, ":is_explicit", derived->is_explicit);
  tutti_bind_text (statement, ":title_key", derived->title_key);
  tutti_bind_text (statement, ":artist_key", derived->artist_key);
  tutti_bind_int (statement, ":words_hash", hash_words (derived->words));
  tutti_bind_int (statement, ":now", tutti_clock_now ());
}

static gboolean
write_words (TuttiDb       *db,
             const char    *name,
             gint64         track_id,
             const GString *words,
             GError       **error)
{
  g_autoptr (TuttiStatement) put = tutti_db_query (db, name, error);

  if (put == NULL)
    return FALSE;
  tutti_bind_int (put, ":id", track_id);
  tutti_bind_text (put, ":words", words->str);

  return tutti_db_run (db, put, error);
}

static void
bind_liked_at (TuttiStatement *statement,
               gint64          liked_at)
{
  if (liked_at == TUTTI_NOT_LIKED)
    tutti_bind_null (statement, ":liked_at");
  else
    tutti_bind_int (statement, ":liked_at", liked_at);
}

gint64
tutti_derived_insert (TuttiDb           *db,
                      TuttiServiceTrack *track,
                      TuttiBroughtBy     brought_by,
                      gint64             liked_at,
                      const guint8      *uuid,
                      GError           **error)
{
  g_autoptr (TuttiStatement) insert = tutti_db_query (db, "insert-track", error);
  g_auto (Derived) derived = { 0 };
  guint8 new_uuid[TUTTI_UUID_SIZE];
  guint  n_words = 0;
  gint64 id;

  if (insert == NULL)
    return 0;

  take_best (&derived, track);
  derived.is_explicit = tutti_service_track_is_explicit (track);
  derived.words = g_string_sized_new (128);
  add_words_of (derived.words, &n_words, track);

  tutti_uuid_generate (tutti_clock_now (), new_uuid);
  tutti_bind_blob (insert, ":uuid", uuid != NULL ? uuid : new_uuid, TUTTI_UUID_SIZE);
  bind_text (insert, &derived);
  tutti_bind_int (insert, ":is_own", (brought_by & TUTTI_BROUGHT_OWN) != 0);
  bind_liked_at (insert, liked_at);
  tutti_bind_int (insert, ":n_services", !is_from_file (track));
  if (!tutti_db_run (db, insert, error))
    return 0;

  id = sqlite3_last_insert_rowid (tutti_db_get_handle (db));
  tutti_db_note_change (db, TUTTI_CHANGE_TRACKS);

  return write_words (db, "insert-words", id, derived.words, error) ? id : 0;
}

static gboolean
delete_track (TuttiDb *db,
              gint64   track_id,
              GError **error)
{
  g_autoptr (TuttiStatement) delete_row = tutti_db_query (db, "delete-track", error);
  g_autoptr (TuttiStatement) delete_words = tutti_db_query (db, "delete-words", error);

  if (delete_row == NULL || delete_words == NULL)
    return FALSE;
  tutti_bind_int (delete_words, ":id", track_id);
  tutti_bind_int (delete_row, ":id", track_id);
  tutti_db_note_change (db, TUTTI_CHANGE_TRACKS);

  return tutti_db_run (db, delete_words, error) && tutti_db_run (db, delete_row, error);
}

/* Everything but likes, from the members; `best` stays NULL where there are none. */
static gboolean
gather (TuttiDb *db,
        gint64   track_id,
        Derived *derived,
        GError **error)
{
  g_autoptr (GArray) ids = tutti_members_list (db, track_id, error);
  g_autoptr (GPtrArray) providers = g_ptr_array_new ();
  TuttiServiceTrack *best = NULL;
  guint              n_words = 0;

  if (ids == NULL)
    return FALSE;

  derived->words = g_string_sized_new (128);
  for (guint i = 0; i < ids->len; i++)
    {
      TuttiMember *member = tutti_members_get (db, g_array_index (ids, gint64, i), error);
      const char  *provider;

      if (member == NULL)
        return FALSE;
      provider = tutti_service_track_get_provider (member->track);
      if (!is_from_file (member->track) && !g_ptr_array_find_with_equal_func (providers, provider, g_str_equal, NULL))
        g_ptr_array_add (providers, (gpointer) provider);
      if (best == NULL || rate (member->track) > rate (best))
        best = member->track;
      if (derived->artwork_url == NULL)
        derived->artwork_url = tutti_service_track_get_artwork_url (member->track);
      derived->is_explicit |= tutti_service_track_is_explicit (member->track);
      derived->is_own |= (member->brought_by & TUTTI_BROUGHT_OWN) != 0;
      derived->n_kept += member->brought_by == TUTTI_BROUGHT_BY_LIKE;
      add_words_of (derived->words, &n_words, member->track);
    }

  derived->n_services = providers->len;
  derived->n_members = ids->len;
  if (best != NULL)
    {
      if (tutti_service_track_get_artwork_url (best) != NULL)
        derived->artwork_url = tutti_service_track_get_artwork_url (best);
      take_best (derived, best);
    }

  return TRUE;
}

TuttiServiceTrack *
tutti_derived_find_best (TuttiDb *db,
                         gint64   track_id,
                         GError **error)
{
  g_auto (Derived) derived = { 0 };

  return gather (db, track_id, &derived, error) ? g_steal_pointer (&derived.best) : NULL;
}

gboolean
tutti_derived_update (TuttiDb *db,
                      gint64   track_id,
                      GError **error)
{
  g_autoptr (TuttiStatement) state = tutti_db_query (db, "track-state", error);
  g_autoptr (TuttiStatement) like = tutti_db_query (db, "track-liked-at", error);
  g_auto (Derived) derived = { 0 };
  gint64   old_hash, old_liked_at, liked_at = TUTTI_NOT_LIKED;
  gboolean is_manual, flags_differ;

  if (state == NULL || like == NULL)
    return FALSE;

  tutti_bind_int (state, ":id", track_id);
  if (!tutti_db_step (db, state, error))
    return tutti_db_ended (db);
  if (!gather (db, track_id, &derived, error))
    return FALSE;

  /* A song that has come again needs the words no longer that were kept of it. */
  if (derived.n_kept > 0 && derived.n_kept < derived.n_members)
    {
      derived_clear (&derived);
      derived = (Derived) { 0 };
      if (!tutti_catalogue_drop_kept (db, track_id, error) || !gather (db, track_id, &derived, error))
        return FALSE;
    }

  tutti_bind_int (like, ":id", track_id);
  if (tutti_db_step (db, like, error))
    liked_at = sqlite3_column_type (like, 0) == SQLITE_NULL ? TUTTI_NOT_LIKED : sqlite3_column_int64 (like, 0);
  else if (!tutti_db_ended (db))
    return FALSE;

  old_hash = sqlite3_column_int64 (state, 0);
  old_liked_at = sqlite3_column_type (state, 1) == SQLITE_NULL ? TUTTI_NOT_LIKED : sqlite3_column_int64 (state, 1);
  is_manual = sqlite3_column_int (state, 4) > 0;
  derived.is_own |= is_manual || liked_at != TUTTI_NOT_LIKED;
  flags_differ = old_liked_at != liked_at ||
                 (sqlite3_column_int (state, 2) != 0) != derived.is_own ||
                 (guint) sqlite3_column_int (state, 3) != derived.n_services;
  sqlite3_reset (state);

  if (derived.best == NULL && !is_manual)
    return delete_track (db, track_id, error);

  if (flags_differ)
    {
      g_autoptr (TuttiStatement) update = tutti_db_query (db, "update-track-flags", error);

      if (update == NULL)
        return FALSE;
      tutti_bind_int (update, ":id", track_id);
      tutti_bind_int (update, ":is_own", derived.is_own);
      bind_liked_at (update, liked_at);
      tutti_bind_int (update, ":n_services", derived.n_services);
      tutti_bind_int (update, ":now", tutti_clock_now ());
      if (!tutti_db_run (db, update, error))
        return FALSE;
      tutti_db_note_change (db, TUTTI_CHANGE_TRACKS);
    }

  /* A song liked by hand whose service tracks are gone keeps its text. */
  if (derived.best != NULL)
    {
      g_autoptr (TuttiStatement) update = tutti_db_query (db, "update-track-text", error);

      if (update == NULL)
        return FALSE;
      tutti_bind_int (update, ":id", track_id);
      bind_text (update, &derived);
      if (!tutti_db_run (db, update, error))
        return FALSE;
      if (sqlite3_changes (tutti_db_get_handle (db)) > 0)
        tutti_db_note_change (db, TUTTI_CHANGE_TRACKS);
      if (hash_words (derived.words) != old_hash && !write_words (db, "put-words", track_id, derived.words, error))
        return FALSE;
    }

  return TRUE;
}
