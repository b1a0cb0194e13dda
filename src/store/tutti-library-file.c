/* tutti-library-file.c: the file: made, checked, brought up to date, set aside
 *
 * Called by the writer before its first job, in its lane. The order: folder
 * and file get their modes; a file of a newer Tutti is left untouched; damage
 * is looked for, and a damaged file is set aside and what it still tells is
 * carried over; migrations run.
 *
 * A whole check of a big file takes seconds, so it is made when the file is
 * small, or when a query met damage before (the ".damaged" mark).
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-private.h"

#include "tutti-catalogue.h"
#include "tutti-clock.h"
#include "tutti-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_NAME "library.db"

/* Files up to this size are checked at every opening (some 20 ms). */
#define ALWAYS_CHECK_BYTES (8 * 1024 * 1024)

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

char *
tutti_library_file_dup_path (const char *folder)
{
  return g_build_filename (folder, FILE_NAME, NULL);
}

static char *
dup_mark_path (const char *path)
{
  return g_strconcat (path, ".damaged", NULL);
}

void
tutti_library_file_mark_damaged (const char *path)
{
  g_autofree char *mark = dup_mark_path (path);
  int              fd = g_open (mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  if (fd >= 0)
    g_close (fd, NULL);
}

static gboolean
fail_with_errno (const char *what,
                 const char *path,
                 GError    **error)
{
  g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_STORAGE, "%s %s: %s", what, path, g_strerror (errno));

  return FALSE;
}

/* The folder 0700 and the file 0600 whatever the umask; SQLite gives -wal and
 * -shm the file's mode. */
static gboolean
make_private (const char *folder,
              const char *path,
              GError    **error)
{
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0 || g_chmod (folder, 0700) != 0)
    return fail_with_errno ("The folder", folder, error);

  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return fail_with_errno ("The file", path, error);
  if (fchmod (fd, 0600) != 0)
    {
      fail_with_errno ("The mode of", path, error);
      g_close (fd, NULL);
      return FALSE;
    }

  return g_close (fd, error);
}

static gint64
read_version (TuttiDb *db,
              GError **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "user-version", error);

  return query != NULL ? tutti_db_read_int (db, query, -1, error) : -1;
}

gboolean
tutti_library_file_check_version (TuttiDb *db,
                                  gboolean is_writer,
                                  GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 version = read_version (db, &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (version > tutti_migrations_get_newest ())
    g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_LIBRARY_NEWER,
                 "The library file has version %" G_GINT64_FORMAT ", this Tutti knows %u", version, tutti_migrations_get_newest ());
  else if (!is_writer && version < tutti_migrations_get_newest ())
    g_set_error (error, TUTTI_ERROR, version == 0 ? TUTTI_ERROR_NOT_FOUND : TUTTI_ERROR_BUSY,
                 "The library file has version %" G_GINT64_FORMAT " and must be brought up to date first", version);
  else
    return TRUE;

  return FALSE;
}

/* Looks at the version through a connection that can't write, so that a newer
 * file stays as it is, byte for byte. */
static gboolean
refuse_newer (const char *path,
              GError    **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (TuttiDb) db = NULL;
  GStatBuf info;

  if (g_stat (path, &info) != 0 || info.st_size == 0)
    return TRUE;

  db = tutti_db_open (path, TUTTI_DB_READ, &local);
  if (db != NULL)
    tutti_library_file_check_version (db, TRUE, &local);
  if (g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_LIBRARY_NEWER))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_whole (TuttiDb *db,
             GError **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "quick-check", error);

  if (query == NULL || !tutti_db_step (db, query, error))
    return FALSE;
  if (g_strcmp0 ((const char *) sqlite3_column_text (query, 0), "ok") == 0)
    return TRUE;

  g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_LIBRARY_DAMAGED, "Library file: %s", sqlite3_column_text (query, 0));

  return FALSE;
}

/* Opens, looks for damage, migrates. */
static TuttiDb *
open_sound (const char *path,
            GError    **error)
{
  g_autofree char *mark = dup_mark_path (path);
  g_autoptr (TuttiDb) db = NULL;
  GStatBuf info;
  gboolean is_marked = g_file_test (mark, G_FILE_TEST_EXISTS);
  gboolean is_small = g_stat (path, &info) == 0 && info.st_size <= ALWAYS_CHECK_BYTES;

  db = tutti_db_open (path, TUTTI_DB_WRITE, error);
  if (db == NULL || !tutti_library_file_check_version (db, TRUE, error))
    return NULL;
  if ((is_marked || is_small) && !check_whole (db, error))
    return NULL;
  if (!tutti_migrations_run (db, error))
    return NULL;
  g_unlink (mark);

  return g_steal_pointer (&db);
}

/* Moves the file and its journal out of the way, under one new name. */
static char *
set_aside (const char *path,
           GError    **error)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (tutti_clock_now () / 1000);
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *aside = g_strdup_printf ("%s.set-aside-%s", path, stamp);

  for (guint n = 2; g_file_test (aside, G_FILE_TEST_EXISTS); n++)
    {
      g_free (aside);
      aside = g_strdup_printf ("%s.set-aside-%s-%u", path, stamp, n);
    }

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *from = g_strconcat (path, endings[i], NULL);
      g_autofree char *to = g_strconcat (aside, endings[i], NULL);

      if (g_rename (from, to) != 0 && (errno != ENOENT || i == 0))
        {
          fail_with_errno ("Setting aside", from, error);
          return NULL;
        }
    }

  return g_steal_pointer (&aside);
}

/* The damaged file goes aside, a new one takes its place and what the old one
 * still tells; the newest copy is asked where it tells nothing. */
static TuttiDb *
salvage (const char *folder,
         const char *path,
         char      **note,
         GError    **error)
{
  g_autofree char *aside = set_aside (path, error);
  g_autoptr (GPtrArray) copies = tutti_copy_list (path);
  g_autofree char *mark = dup_mark_path (path);
  g_autoptr (TuttiDb) db = NULL;
  guint n_rows = 0;

  if (aside == NULL || !make_private (folder, path, error))
    return NULL;
  db = open_sound (path, error);
  if (db == NULL || !tutti_salvage_run (db, aside, &n_rows, error))
    return NULL;
  for (guint i = 0; i < copies->len && n_rows == 0; i++)
    if (!tutti_salvage_run (db, g_ptr_array_index (copies, i), &n_rows, error))
      return NULL;

  g_message ("The library file was damaged and set aside as %s; %u rows were carried over", aside, n_rows);
  g_unlink (mark);
  if (note != NULL)
    *note = g_steal_pointer (&aside);

  return g_steal_pointer (&db);
}

TuttiDb *
tutti_library_file_open (const char *folder,
                         char      **note,
                         GError    **error)
{
  g_autofree char *path = tutti_library_file_dup_path (folder);
  g_autoptr (GError) local = NULL;
  g_autoptr (TuttiDb) db = NULL;

  if (!make_private (folder, path, error) || !refuse_newer (path, error))
    return NULL;

  db = open_sound (path, &local);
  if (db == NULL && g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_LIBRARY_DAMAGED))
    {
      g_clear_error (&local);
      db = salvage (folder, path, note, &local);
    }
  if (db == NULL || !tutti_catalogue_keep_up (db, &local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&db);
}

gboolean
tutti_library_file_keep_up (TuttiDb *db,
                            GError **error)
{
  g_autoptr (TuttiStatement) count = tutti_db_query (db, "count-tracks", error);
  gint64 n_tracks = count != NULL ? tutti_db_read_int (db, count, -1, error) : -1;

  guint n_moved;

  /* An import that was cut off left what its last pass would have put right. */
  if (n_tracks < 0 || !tutti_catalogue_rematch_if_due (db, &n_moved, error))
    return FALSE;
  if (n_tracks > 0 && tutti_clock_now () - tutti_copy_get_newest (tutti_db_get_path (db)) > 7 * DAY_MS && !tutti_copy_make (db, error))
    return FALSE;

  return tutti_catalogue_forget (db, tutti_clock_now () - 30 * DAY_MS, error);
}

gboolean
tutti_library_file_wipe (const char *folder,
                         GError    **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, FILE_NAME) && g_unlink (path) != 0 && errno != ENOENT)
        return fail_with_errno ("Deleting", path, error);
    }

  return TRUE;
}
