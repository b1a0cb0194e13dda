/* test-fiber.c: a fiber may be given up at any moment
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-fiber.h"

typedef struct
{
  DexPromise *awaited; /* by the fiber */
  guint       started;
  guint       woken;
  guint       ended;
  gboolean    was_given_up;
} Story;

static void
end_story (gpointer data)
{
  Story *story = data;

  story->ended++;
}

static DexFuture *
wait_for_promise (DexFuture *given_up,
                  gpointer   data)
{
  Story             *story = data;
  g_autoptr (GError) error = NULL;
  int                value;

  story->started++;
  value = dex_await_int (tutti_fiber_until (dex_ref (DEX_FUTURE (story->awaited)), given_up), &error);
  story->woken++;
  story->was_given_up = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_int (value * 2);
}

static void
spin (void)
{
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_resolve (void)
{
  Story                 story = { dex_promise_new () };
  g_autoptr (DexFuture) future = tutti_fiber_spawn (wait_for_promise, &story, end_story);
  g_autoptr (GError)    error = NULL;
  const GValue         *value;

  spin ();
  g_assert_true (dex_future_is_pending (future));
  dex_promise_resolve_int (story.awaited, 21);
  spin ();

  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_value_get_int (value), ==, 42);
  g_assert_cmpuint (story.ended, ==, 1);
  dex_clear (&story.awaited);
}

static void
test_reject (void)
{
  Story                 story = { dex_promise_new () };
  g_autoptr (DexFuture) future = tutti_fiber_spawn (wait_for_promise, &story, end_story);
  g_autoptr (GError)    error = NULL;

  spin ();
  dex_promise_reject (story.awaited, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "busy"));
  spin ();

  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_cmpuint (story.ended, ==, 1);
  dex_clear (&story.awaited);
}

static void
test_drop_before (void)
{
  Story      story = { dex_promise_new_cancellable () };
  DexFuture *future = tutti_fiber_spawn (wait_for_promise, &story, end_story);

  dex_unref (future);
  spin ();

  g_assert_cmpuint (story.started, ==, 0);
  g_assert_cmpuint (story.ended, ==, 1);
  dex_clear (&story.awaited);
}

static void
test_drop_later (void)
{
  Story      story = { dex_promise_new_cancellable () };
  DexFuture *future = tutti_fiber_spawn (wait_for_promise, &story, end_story);

  spin ();
  dex_unref (future);
  g_assert_true (g_cancellable_is_cancelled (dex_promise_get_cancellable (story.awaited)));
  spin ();

  g_assert_true (story.was_given_up);
  g_assert_cmpuint (story.woken, ==, 1);
  g_assert_cmpuint (story.ended, ==, 1);
  dex_clear (&story.awaited);
}

/* What corrupts memory with a bare fiber and libdex 0.10: given up, and what it
 * awaits completes in the same turn of the loop. */
static void
test_drop_and_resolve (void)
{
  for (guint round = 0; round < 4; round++)
    {
      Story      story = { dex_promise_new_cancellable () };
      DexFuture *future = tutti_fiber_spawn (wait_for_promise, &story, end_story);

      spin ();
      if (round & 1)
        dex_promise_resolve_int (story.awaited, 1);
      dex_unref (future);
      if (!(round & 1))
        dex_promise_resolve_int (story.awaited, 1);
      spin ();

      g_assert_cmpuint (story.woken, ==, 1);
      g_assert_cmpuint (story.ended, ==, 1);
      g_assert_cmpint (story.was_given_up, ==, !(round & 1));
      dex_clear (&story.awaited);
    }
}

static DexFuture *
wait_for_fiber (DexFuture *given_up,
                gpointer   data)
{
  return tutti_fiber_spawn (wait_for_promise, data, end_story);
}

static void
test_nested (void)
{
  Story      story = { dex_promise_new_cancellable () };
  DexFuture *future = tutti_fiber_spawn (wait_for_fiber, &story, NULL);

  spin ();
  g_assert_cmpuint (story.started, ==, 1);
  dex_unref (future);
  spin ();

  g_assert_true (story.was_given_up);
  g_assert_cmpuint (story.ended, ==, 1);
  dex_clear (&story.awaited);
}

int
main (int    argc,
      char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fiber/resolve", test_resolve);
  g_test_add_func ("/fiber/reject", test_reject);
  g_test_add_func ("/fiber/drop-before", test_drop_before);
  g_test_add_func ("/fiber/drop-later", test_drop_later);
  g_test_add_func ("/fiber/drop-and-resolve", test_drop_and_resolve);
  g_test_add_func ("/fiber/nested", test_nested);

  return g_test_run ();
}
