/* rewrite.c: the services' data files, pointed at this program
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "rewrite.h"

#include <string.h>

static char *
rewrite_value (const char *value,
               const char *base,
               const char *id)
{
  g_auto (GStrv) items = g_strsplit (value, ";", -1);

  for (guint i = 0; items[i] != NULL; i++)
    if (g_str_has_prefix (items[i], "https://"))
      {
        g_autofree char *item = g_steal_pointer (&items[i]);

        items[i] = g_strdup_printf ("%s/%s/%s", base, id, item + strlen ("https://"));
      }
  return g_strjoinv (";", items);
}

/* Pages that only a person opens, Tutti's own address, and the names of scopes. */
static gboolean
is_left_alone (const char *key)
{
  return g_str_equal (key, "scopes") || g_str_equal (key, "dashboard") || g_str_equal (key, "redirect") || g_str_has_suffix (key, "-page");
}

static void
rewrite_group (GKeyFile   *file,
               const char *group,
               const char *base,
               const char *id)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_value (file, group, keys[i], NULL);
      g_autofree char *rewritten = value != NULL ? rewrite_value (value, base, id) : NULL;

      if (rewritten != NULL && !is_left_alone (keys[i]))
        g_key_file_set_value (file, group, keys[i], rewritten);
    }
}

static void
add_host (GKeyFile   *file,
          const char *group)
{
  gsize length;
  g_auto (GStrv) hosts = g_key_file_get_string_list (file, group, "hosts", &length, NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  if (hosts == NULL || g_strv_contains ((const char *const *) hosts, "127.0.0.1"))
    return;
  for (guint i = 0; i < length; i++)
    g_ptr_array_add (all, hosts[i]);
  g_ptr_array_add (all, (gpointer) "127.0.0.1");
  g_key_file_set_string_list (file, group, "hosts", (const char *const *) all->pdata, all->len);
}

static void
lift_limits (GKeyFile *file)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, "Limits", NULL, NULL);

  for (guint i = 0; keys[i] != NULL; i++)
    if (g_str_has_prefix (keys[i], "per-") || g_str_has_prefix (keys[i], "burst"))
      g_key_file_set_integer (file, "Limits", keys[i], 10000);
}

static gboolean
rewrite_file (const char *from,
              const char *to,
              const char *base,
              gboolean    fast,
              GError    **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *id = NULL;
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_file (file, from, G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, error))
    {
      g_prefix_error (error, "%s: ", from);
      return FALSE;
    }
  id = g_key_file_get_string (file, "Provider", "id", error);
  if (id == NULL)
    {
      g_prefix_error (error, "%s: ", from);
      return FALSE;
    }
  rewrite_group (file, "OAuth", base, id);
  rewrite_group (file, "API", base, id);
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    add_host (file, groups[i]);
  if (fast && g_key_file_has_group (file, "Limits"))
    lift_limits (file);
  return g_key_file_save_to_file (file, to, error);
}

int
rewrite_providers (const char *from,
                   const char *to,
                   const char *base,
                   gboolean    fast,
                   GError    **error)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, error);
  const char *name;
  int         count = 0;

  if (dir == NULL)
    return -1;
  if (g_mkdir_with_parents (to, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s can’t be made", to);
      return -1;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);

      if (!g_str_has_suffix (name, ".ini"))
        continue;
      if (!rewrite_file (source, target, base, fast, error))
        return -1;
      count++;
    }
  return count;
}
