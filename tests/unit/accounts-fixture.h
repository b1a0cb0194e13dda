/* accounts-fixture.h: waiting for futures in tests of the accounts room
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib/gstdio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* Runs the main loop until `future` is settled; its value, or NULL and an error.
 * Takes `future` and keeps it alive with the value in `keep`. */
static inline const GValue *
await_value (DexFuture  *future,
             DexFuture **keep,
             GError    **error)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  *keep = future;
  return dex_future_get_value (future, error);
}

/* TRUE if it resolved. */
static inline gboolean
await_ok (DexFuture *future,
          GError   **error)
{
  g_autoptr (DexFuture) keep = NULL;

  return await_value (future, &keep, error) != NULL;
}

static inline int
await_int (DexFuture *future)
{
  g_autoptr (DexFuture) keep = NULL;
  g_autoptr (GError)    error = NULL;
  const GValue         *value = await_value (future, &keep, &error);

  g_assert_no_error (error);
  return g_value_get_int (value);
}

static inline gboolean
await_boolean (DexFuture *future)
{
  g_autoptr (DexFuture) keep = NULL;
  g_autoptr (GError)    error = NULL;
  const GValue         *value = await_value (future, &keep, &error);

  g_assert_no_error (error);
  return g_value_get_boolean (value);
}

/* The boxed value, to be freed, or NULL and an error. */
static inline gpointer
await_boxed (DexFuture *future,
             GError   **error)
{
  g_autoptr (DexFuture) keep = NULL;
  const GValue         *value = await_value (future, &keep, error);

  return value != NULL ? g_value_dup_boxed (value) : NULL;
}

static inline void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char      *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_folder (child);
    }
  g_remove (path);
}

/* Lets the main loop run for a while. */
static inline void
run_for (guint ms)
{
  await_ok (dex_timeout_new_msec ((int) ms), NULL);
}

#define assert_rejects(future, code_)                    \
  G_STMT_START                                           \
  {                                                      \
    g_autoptr (GError) error_ = NULL;                    \
    g_assert_false (await_ok ((future), &error_));       \
    g_assert_error (error_, TUTTI_ERROR, (int) (code_)); \
  }                                                      \
  G_STMT_END

#define assert_resolves(future)       \
  G_STMT_START                        \
  {                                   \
    g_autoptr (GError) error_ = NULL; \
    await_ok ((future), &error_);     \
    g_assert_no_error (error_);       \
  }                                   \
  G_STMT_END

G_END_DECLS
