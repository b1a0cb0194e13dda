/* test-bus.c: one worker, and others that ask it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tutti-bus.h"
#include "tutti-error.h"

/* What the file system has of locks, which the program asks here. */
static int lock_errno;

int
flock (int fd,
       int operation)
{
  if (lock_errno != 0)
    {
      errno = lock_errno;
      return -1;
    }

  return (int) syscall (SYS_flock, fd, operation);
}

typedef struct
{
  GTestDBus *bus;
  char      *folder;
} Fixture;

/* Runs the main loop until the future is done; what it resolved to stays lent by it. */
static const GValue *
wait_for (DexFuture *future,
          GError   **error)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  return dex_future_get_value (future, error);
}

static TuttiBus *
make_bus (Fixture *fixture)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (DexFuture) future = tutti_bus_new (fixture->folder);
  const GValue         *value = wait_for (future, &error);

  g_assert_no_error (error);
  return g_value_dup_object (value);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  fixture->folder = g_dir_make_tmp ("tutti-bus-XXXXXX", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *lock = g_build_filename (fixture->folder, "worker.lock", NULL);

  g_unlink (lock);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_test_dbus_stop (fixture->bus);
  g_clear_object (&fixture->bus);
  g_clear_pointer (&fixture->folder, g_free);
}

/* Where there are no locks it is not another Tutti that is in the way. */
static void
test_no_locks (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (TuttiBus)  bus = make_bus (fixture);
  g_autoptr (GError)    error = NULL;
  g_autoptr (DexFuture) asked = NULL;

  lock_errno = ENOLCK;
  g_assert_false (tutti_bus_try_lock (bus));
  lock_errno = 0;
  asked = tutti_bus_ask (bus, "like", TUTTI_BUS_NOTHING);
  while (dex_future_is_pending (asked))
    g_main_context_iteration (NULL, TRUE);
  dex_future_get_value (asked, &error);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_STORAGE);
}

/* Doubles what it is given; "fail" fails. */
static DexFuture *
answer (const char *command,
        GVariant   *args,
        gpointer    user_data)
{
  guint *calls = user_data;
  guint  n = 0;

  (*calls)++;
  if (g_str_equal (command, "fail"))
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_ALLOW_LISTED, "because");
  g_variant_get (args, "(u)", &n);
  return dex_future_new_take_variant (g_variant_ref_sink (g_variant_new ("(u)", n * 2)));
}

static void
test_lock (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (TuttiBus) first = make_bus (fixture);
  g_autoptr (TuttiBus) second = make_bus (fixture);
  g_autofree char     *path = g_build_filename (fixture->folder, "worker.lock", NULL);
  GStatBuf             info;

  g_assert_true (tutti_bus_try_lock (first));
  g_assert_true (tutti_bus_try_lock (first));
  g_assert_false (tutti_bus_try_lock (second));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  tutti_bus_leave (first);
  g_assert_false (tutti_bus_has_lock (first));
  g_assert_true (tutti_bus_try_lock (second));
}

/* A folder that can't be written to has no worker, and nobody is asked to close one. */
static void
test_no_room (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (TuttiBus)  bus = NULL;
  g_autoptr (GError)    error = NULL;
  g_autoptr (DexFuture) asked = NULL;
  g_autofree char      *path = g_build_filename (fixture->folder, "worker.lock", NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  bus = make_bus (fixture);
  g_assert_false (tutti_bus_try_lock (bus));
  asked = tutti_bus_ask (bus, "like", TUTTI_BUS_NOTHING);
  while (dex_future_is_pending (asked))
    g_main_context_iteration (NULL, TRUE);
  dex_future_get_value (asked, &error);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_STORAGE);
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
test_ask (Fixture      *fixture,
          gconstpointer data)
{
  g_autoptr (TuttiBus)  worker = make_bus (fixture);
  g_autoptr (TuttiBus)  other = make_bus (fixture);
  g_autoptr (DexFuture) before = tutti_bus_ask (other, "double", g_variant_new ("(u)", 4));
  g_autoptr (DexFuture) good = NULL;
  g_autoptr (DexFuture) bad = NULL;
  g_autoptr (GError)    error = NULL;
  guint                 calls = 0;
  guint                 n = 0;

  g_assert_null (wait_for (before, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BUSY);
  g_clear_error (&error);

  g_assert_true (tutti_bus_try_lock (worker));
  tutti_bus_serve (worker, answer, &calls);
  /* Owning the name takes a turn. */
  do
    {
      dex_clear (&good);
      good = tutti_bus_ask (other, "double", g_variant_new ("(u)", 21));
    }
  while (wait_for (good, NULL) == NULL);
  g_variant_get (g_value_get_variant (wait_for (good, &error)), "(u)", &n);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 42);

  /* The code crosses, and the words for the log. */
  bad = tutti_bus_ask (other, "fail", TUTTI_BUS_NOTHING);
  g_assert_null (wait_for (bad, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_ALLOW_LISTED);
  g_assert_cmpstr (error->message, ==, "because");
  g_assert_cmpuint (calls, ==, 2);
}

static void
count_cb (TuttiBus *bus,
          guint    *count)
{
  (*count)++;
}

static void
news_cb (TuttiBus *bus,
         GVariant *news,
         guint    *value)
{
  const char          *what = NULL;
  g_autoptr (GVariant) inner = NULL;

  g_variant_get (news, "(&sv)", &what, &inner);
  g_assert_cmpstr (what, ==, "changed");
  *value = g_variant_get_uint32 (inner);
}

static void
test_news (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (TuttiBus) worker = make_bus (fixture);
  g_autoptr (TuttiBus) other = make_bus (fixture);
  guint                heard_by_worker = 0;
  guint                heard = 0;
  guint                vacancies = 0;
  guint                calls = 0;

  /* Nobody was there at the start: that is told too. */
  g_signal_connect (other, "vacant", G_CALLBACK (count_cb), &vacancies);
  while (vacancies == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (tutti_bus_try_lock (worker));
  tutti_bus_serve (worker, answer, &calls);
  g_signal_connect (worker, "news", G_CALLBACK (news_cb), &heard_by_worker);
  g_signal_connect (other, "news", G_CALLBACK (news_cb), &heard);
  while (heard == 0)
    {
      tutti_bus_tell (worker, "changed", g_variant_new_uint32 (7));
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpuint (heard, ==, 7);
  g_assert_cmpuint (heard_by_worker, ==, 0);

  vacancies = 0;
  tutti_bus_leave (worker);
  while (vacancies == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (tutti_bus_try_lock (other));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add ("/bus/lock", Fixture, NULL, set_up, test_lock, tear_down);
  g_test_add ("/bus/no-room", Fixture, NULL, set_up, test_no_room, tear_down);
  g_test_add ("/bus/no-locks", Fixture, NULL, set_up, test_no_locks, tear_down);
  g_test_add ("/bus/ask", Fixture, NULL, set_up, test_ask, tear_down);
  g_test_add ("/bus/news", Fixture, NULL, set_up, test_news, tear_down);

  return g_test_run ();
}
