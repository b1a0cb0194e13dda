/* tutti-store-data.c: data out and in, and which kind of file it is
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-data.h"

#include "tutti-catalogue.h"
#include "tutti-clock.h"
#include "tutti-data-private.h"
#include "tutti-error.h"
#include "tutti-fold.h"
#include "tutti-store-private.h"
#include "tutti-store-verdicts.h"

#include <glib/gstdio.h>
#include <string.h>

/* A file that is longer is not one of ours. */
#define MAX_BYTES (G_GINT64_CONSTANT (1) << 31)

/* Songs after which what is derived is made anew. */
#define BATCH 500

typedef struct
{
  char       *path;
  TuttiFormat format;
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  g_clear_pointer (&self->path, g_free);
  g_free (self);
}

static DexFuture *
answer_count (guint   count,
              GError *error)
{
  return error == NULL ? dex_future_new_for_uint (count) : dex_future_new_for_error (error);
}

static DexFuture *
export_job (TuttiDb *db,
            gpointer data)
{
  const Work *work = data;
  g_autoptr (GError) error = NULL;
  guint n_written = 0;

  tutti_data_export (db, work->path, work->format, &n_written, &error);

  return answer_count (n_written, g_steal_pointer (&error));
}

DexFuture *
tutti_store_export (TuttiStore *self,
                    const char *path,
                    TuttiFormat format)
{
  Work *work;

  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  work = g_new0 (Work, 1);
  work->path = g_strdup (path);
  work->format = format;

  return tutti_store_run_apart (self, export_job, work, work_free);
}

gboolean
tutti_data_like_song (TuttiDb               *db,
                      const TuttiListedSong *song,
                      gboolean              *is_new,
                      GError               **error)
{
  const char *const     artists[] = { song->artist, NULL };
  g_autofree char      *joined = g_strjoin ("\n", song->title, song->artist, song->album != NULL ? song->album : "", NULL);
  g_autofree char      *folded = tutti_fold (joined);
  g_autofree char      *id = g_compute_checksum_for_string (G_CHECKSUM_SHA1, folded, -1);
  TuttiServiceTrackInfo info = {
    .provider = "file",
    .remote_id = id,
    .title = song->title,
    .artists = artists,
    .album = song->album,
    .isrc = song->isrc,
    .duration_ms = song->duration_ms,
  };
  g_autoptr (TuttiServiceTrack) track = tutti_service_track_new (&info);
  g_autoptr (TuttiStatement) add = NULL;
  TuttiPlace place = { 0 };

  /* A known recording is liked as it is; another is kept as a song of no service. */
  if (!tutti_catalogue_identify (db, track, &place.track_id, error))
    return FALSE;
  if (place.track_id == 0 && !tutti_catalogue_add (db, track, TUTTI_BROUGHT_BY_FILE, TUTTI_NOT_LIKED, FALSE, &place, error))
    return FALSE;

  add = tutti_db_query (db, "add-manual-like", error);
  if (add == NULL)
    return FALSE;
  tutti_bind_int (add, ":track_id", place.track_id);
  tutti_bind_int (add, ":created_at", song->liked_at != 0 ? song->liked_at : tutti_clock_now ());
  tutti_bind_int (add, ":now", tutti_clock_now ());
  if (!tutti_db_run (db, add, error))
    return FALSE;
  *is_new = sqlite3_changes (tutti_db_get_handle (db)) > 0;
  tutti_catalogue_touch (db, place.track_id);
  tutti_db_note_change (db, TUTTI_CHANGE_LIKES);

  return TRUE;
}

/* Where a list of songs stands. */
typedef struct
{
  TuttiDb *db;
  guint    n_read;
  guint    n_new;
} Listing;

static gboolean
take_song (const TuttiListedSong *song,
           guint                  line,
           gpointer               data,
           GError               **error)
{
  Listing *listing = data;
  gboolean is_new = FALSE;

  if (song->title == NULL || *song->title == '\0' || song->artist == NULL)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "Line %u has no title or no artist", line);
      return FALSE;
    }
  if (!tutti_data_like_song (listing->db, song, &is_new, error))
    return FALSE;
  listing->n_new += is_new;

  return ++listing->n_read % BATCH != 0 || tutti_catalogue_settle (listing->db, error);
}

/* A line each, empty ones left out. */
static gboolean
read_lines (TuttiDb    *db,
            const char *text,
            gsize       length,
            guint      *n_new,
            GError    **error)
{
  g_autoptr (TuttiLineReader) reader = tutti_line_reader_new (db);
  const char *end = text + length;
  guint       number = 1;

  for (const char *line = text; line < end; number++)
    {
      const char *stop = memchr (line, '\n', (gsize) (end - line));
      gsize       size = (gsize) ((stop != NULL ? stop : end) - line);

      if (size > 0 && !(size == 1 && *line == '\r') && !tutti_line_reader_take (reader, line, size, error))
        {
          g_prefix_error (error, "Line %u: ", number);
          return FALSE;
        }
      if (number % BATCH == 0 && !tutti_catalogue_settle (db, error))
        return FALSE;
      line += size + 1;
    }
  *n_new = tutti_line_reader_get_new (reader);

  return TRUE;
}

/* By its first letter that is no space: {, < or something else. */
static gboolean
read_text (TuttiDb    *db,
           const char *text,
           gsize       length,
           guint      *n_new,
           GError    **error)
{
  Listing  listing = { .db = db };
  gboolean is_read;
  gsize    at = 0;

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  while (at < length && g_ascii_isspace (text[at]))
    at++;
  if (at == length || !g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, at == length ? "The file is empty" : "The file is no text in UTF-8");
      return FALSE;
    }
  if (text[at] == '{')
    return read_lines (db, text, length, n_new, error);

  is_read = text[at] == '<' ? tutti_xspf_read (text, length, take_song, &listing, error)
                            : tutti_csv_read (text, length, take_song, &listing, error);
  *n_new = listing.n_new;

  return is_read;
}

static gboolean
import (TuttiDb    *db,
        const char *path,
        guint      *n_new,
        GError    **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (TuttiTransaction) transaction = NULL;
  GStatBuf info;

  if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode) || info.st_size > MAX_BYTES)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "%s is not a file that can be read", path);
      return FALSE;
    }
  file = g_mapped_file_new (path, FALSE, &local);
  if (file == NULL)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "Reading %s: %s", path, local->message);
      return FALSE;
    }

  transaction = tutti_transaction_begin (db, error);

  return transaction != NULL &&
         read_text (db, g_mapped_file_get_contents (file), g_mapped_file_get_length (file), n_new, error) &&
         tutti_catalogue_settle (db, error) &&
         tutti_transaction_commit (&transaction, error);
}

static DexFuture *
import_job (TuttiDb *db,
            gpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_new = 0;
  guint n_moved;

  if (import (db, data, &n_new, &error))
    {
      tutti_db_note_change (db, TUTTI_CHANGE_ALL);
      tutti_catalogue_rematch_if_due (db, &n_moved, &error);
    }

  return answer_count (n_new, g_steal_pointer (&error));
}

DexFuture *
tutti_store_import (TuttiStore *self,
                    const char *path)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return tutti_store_run (self, TUTTI_DB_WRITE, import_job, g_strdup (path), g_free);
}
