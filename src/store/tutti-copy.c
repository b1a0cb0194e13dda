/* tutti-copy.c: copies of the library file beside it
 *
 * Made before each migration and every week. The name carries the time and
 * sorts by it: library.db.copy-20261121T024500Z.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-private.h"

#include "tutti-clock.h"
#include "tutti-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <string.h>

#define ENDING ".copy-"
#define HOW_MANY 2

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  return strcmp (*(const char *const *) b, *(const char *const *) a);
}

GPtrArray *
tutti_copy_list (const char *path)
{
  GPtrArray       *copies = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (base, ENDING, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix) && g_str_has_suffix (name, "Z"))
      g_ptr_array_add (copies, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (copies, compare_newest_first);

  return copies;
}

gint64
tutti_copy_get_newest (const char *path)
{
  g_autoptr (GPtrArray) copies = tutti_copy_list (path);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) when = NULL;

  if (copies->len > 0)
    when = g_date_time_new_from_iso8601 (strstr (g_ptr_array_index (copies, 0), ENDING) + strlen (ENDING), utc);

  return when != NULL ? g_date_time_to_unix (when) * 1000 : 0;
}

gboolean
tutti_copy_make (TuttiDb *db,
                 GError **error)
{
  const char *path = tutti_db_get_path (db);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (tutti_clock_now () / 1000);
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *copy = g_strconcat (path, ENDING, stamp, NULL);
  g_autofree char *part = g_strconcat (path, ".copying", NULL);
  g_autoptr (GPtrArray) copies = NULL;
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "vacuum-into", error);
  int fd;

  if (query == NULL)
    return FALSE;

  /* SQLite fills an empty file, and so keeps the mode that we gave it. */
  g_unlink (part);
  fd = g_open (part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 || fchmod (fd, 0600) != 0)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_STORAGE, "Copying the library to %s: %s", part, g_strerror (errno));
      if (fd >= 0)
        g_close (fd, NULL);
      return FALSE;
    }
  g_close (fd, NULL);

  tutti_bind_text (query, ":path", part);
  if (!tutti_db_run (db, query, error))
    {
      g_unlink (part);
      return FALSE;
    }
  if (g_rename (part, copy) != 0)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_STORAGE, "Copying the library to %s: %s", copy, g_strerror (errno));
      return FALSE;
    }

  copies = tutti_copy_list (path);
  for (guint i = HOW_MANY; i < copies->len; i++)
    g_unlink (g_ptr_array_index (copies, i));

  return TRUE;
}

gboolean
tutti_copy_replace_all (TuttiDb *db,
                        GError **error)
{
  const char *path = tutti_db_get_path (db);
  g_autoptr (GPtrArray) old = tutti_copy_list (path);
  g_autoptr (GPtrArray) copies = NULL;

  if (old->len == 0)
    return TRUE;
  if (!tutti_copy_make (db, error))
    return FALSE;

  copies = tutti_copy_list (path);
  for (guint i = 1; i < copies->len; i++)
    g_unlink (g_ptr_array_index (copies, i));

  return TRUE;
}
