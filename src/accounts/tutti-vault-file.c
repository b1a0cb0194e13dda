/* tutti-vault-file.c: the file in which libsecret keeps things behind the Secret portal
 *
 * Its form (libsecret 0.21, secret-file-collection.c): a header, two bytes of
 * version, and a GVariant with the salt's size, the salt, the count of
 * iterations that make a key, times, counts and the items. libsecret believes
 * all of it: it asserts that the sizes are right, and runs the iterations in
 * the main thread, however many there are.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-vault-file.h"

#include <gio/gio.h>
#include <string.h>

static const char header[] = "GnomeKeyring\n\r\0\n";

#define HEADER_SIZE (sizeof header - 1)
#define VERSION_SIZE 2

/* libsecret writes 100,000; more than this is damage. */
#define MAX_ITERATIONS 1000000

/* Whether libsecret can read such a file: one that was cut, or has a broken
 * size in it, would end the program or keep it busy for ever. */
static gboolean
is_whole (GBytes *bytes)
{
  gsize                size, n_salt;
  const char          *data = g_bytes_get_data (bytes, &size);
  g_autoptr (GBytes)   body = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) salt = NULL;
  guint32              salt_size, iterations;

  if (size < HEADER_SIZE + VERSION_SIZE || memcmp (data, header, HEADER_SIZE) != 0)
    return FALSE;
  if (data[HEADER_SIZE] != 1 || data[HEADER_SIZE + 1] != 0)
    return TRUE; /* of a newer libsecret, which this one refuses with an error */

  body = g_bytes_new_from_bytes (bytes, HEADER_SIZE + VERSION_SIZE, size - HEADER_SIZE - VERSION_SIZE);
  variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("(uayutua(a{say}ay))"), body, FALSE));
  if (!g_variant_is_normal_form (variant))
    return FALSE;

  g_variant_get_child (variant, 0, "u", &salt_size);
  g_variant_get_child (variant, 2, "u", &iterations);
  iterations = GUINT32_FROM_LE (iterations);
  salt = g_variant_get_child_value (variant, 1);
  g_variant_get_fixed_array (salt, &n_salt, 1);

  return n_salt > 0 && GUINT32_FROM_LE (salt_size) == n_salt && iterations > 0 && iterations <= MAX_ITERATIONS;
}

/* Where libsecret 0.21 has it. */
static char *
dup_path (void)
{
  const char *path = g_getenv ("SECRET_FILE_TEST_PATH");

  if (path != NULL && *path != '\0')
    return g_strdup (path);
  return g_build_filename (g_get_user_data_dir (), "keyrings", "default.keyring", NULL);
}

static gboolean
set_aside (GFile      *file,
           const char *path,
           GError    **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char      *stamp = g_date_time_format (now, "%Y%m%dT%H%M%S");
  g_autofree char      *aside = g_strdup_printf ("%s.damaged-%s", path, stamp);
  g_autoptr (GFile)     target = g_file_new_for_path (aside);

  if (!g_file_move (file, target, G_FILE_COPY_NONE, NULL, NULL, NULL, error))
    return FALSE;

  g_message ("The keyring file is damaged; it is kept as %s", aside);
  return TRUE;
}

static DexFuture *
look_cb (DexFuture *future,
         gpointer   user_data)
{
  GFile             *file = user_data;
  g_autofree char   *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;
  const GValue      *value = dex_future_get_value (future, &error);

  if (value == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_clear_error (&error);
  if (value != NULL && !is_whole (g_value_get_boxed (value)) && !set_aside (file, path, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
tutti_vault_file_check (void)
{
  g_autofree char *path = dup_path ();
  GFile           *file = g_file_new_for_path (path);

  return dex_future_finally (dex_file_load_contents_bytes (file), look_cb, file, g_object_unref);
}

DexFuture *
tutti_vault_file_set_aside (void)
{
  g_autofree char   *path = dup_path ();
  g_autoptr (GFile)  file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  if (!set_aside (file, path, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_true ();
}
