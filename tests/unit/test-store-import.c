/* test-store-import.c: plays, found songs, and passes over likes
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store-fixture.h"
#include "tutti-store-data.h"

#define DAY_MS (G_GINT64_CONSTANT (86400000))

#define MINUTE_MS (G_GINT64_CONSTANT (60) * 1000)

static const Song a = { "spotify", "a", "Dreams", "Fleetwood Mac", "Rumours", "USWB10400046", 257 };
static const Song b = { "spotify", "b", "Don't Stop", "Fleetwood Mac", "Rumours", "USWB10400049", 193 };
static const Song c = { "spotify", "c", "Hello", "Adele", "25", "GBBKS1500214", 295 };
static const Song d = { "spotify", "d", "Clocks", "Coldplay", "A Rush of Blood", "GBAYE0200771", 307 };

/* Spelled "abcab": those songs, newest first, undated or a minute apart. */
static guint
add_plays (Fixture    *fixture,
           gint64      account,
           const char *letters,
           gint64      newest)
{
  static const Song *const songs[] = { &a, &b, &c, &d };
  g_autoptr (GPtrArray) plays = make_dated ();

  for (guint i = 0; letters[i] != '\0'; i++)
    add_dated (plays, songs[letters[i] - 'a'], newest == 0 ? 0 : newest - i * MINUTE_MS);

  return wait_for_uint (tutti_store_add_plays (fixture->store, account, "spotify", plays));
}

static void
test_dated_plays (Fixture      *fixture,
                  gconstpointer data)
{
  gint64 account = connect_account (fixture, "spotify");
  gint64 now = tutti_clock_now ();

  g_assert_cmpuint (add_plays (fixture, account, "abc", now), ==, 3);
  g_assert_cmpuint (add_plays (fixture, account, "abc", now), ==, 0);
  g_assert_cmpuint (add_plays (fixture, account, "aabc", now + MINUTE_MS), ==, 1);
  g_assert_cmpuint (fixture->changes & TUTTI_CHANGE_PLAYS, !=, 0);
}

/* What a list without times says when it is read again. */
static void
test_undated_plays (Fixture      *fixture,
                    gconstpointer data)
{
  static const struct
  {
    const char *first;
    const char *then;
    guint       n_new;
    const char *why;
  } cases[] = {
    { "abc", "abc", 0, "nothing happened" },
    { "abc", "dabc", 1, "one more on top" },
    { "abc", "dab", 1, "the list has a fixed length" },
    { "abc", "cab", 1, "played again, shown once: moved to the top" },
    { "abc", "dcab", 2, "two, one of them moved" },
    { "abc", "aabc", 1, "played again at once, shown twice" },
    { "ab", "cd", 2, "nothing in common: a gap" },
    { "abcd", "ab", 0, "a shorter page" },
    { "ab", "abcd", 0, "a longer page" },
    { "", "ab", 2, "nothing was there" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 account = connect_account (fixture, "spotify");

      g_test_message ("%s", cases[i].why);
      add_plays (fixture, account, cases[i].first, 0);
      g_assert_cmpuint (add_plays (fixture, account, cases[i].then, 0), ==, cases[i].n_new);
      g_assert_cmpuint (add_plays (fixture, account, cases[i].then, 0), ==, 0);
      wait_for (tutti_store_delete_account (fixture->store, "spotify", FALSE));
    }
}

static void
test_old_account (Fixture      *fixture,
                  gconstpointer data)
{
  gint64 account = connect_account (fixture, "spotify");
  g_autoptr (GPtrArray) none = make_dated ();
  g_autoptr (TuttiPass) pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, account, "spotify", FALSE)));

  wait_for (tutti_store_delete_account (fixture->store, "spotify", FALSE));
  g_assert_cmpint (connect_account (fixture, "spotify"), !=, account);

  wait_for_error (tutti_store_add_plays (fixture->store, account, "spotify", none), TUTTI_ERROR_NOT_LINKED);
  wait_for_error (tutti_store_add_likes_page (fixture->store, account, pass, none, 0, 0, NULL), TUTTI_ERROR_NOT_LINKED);
  wait_for_error (tutti_store_finish_pass (fixture->store, account, pass, FALSE), TUTTI_ERROR_NOT_LINKED);
  wait_for_error (tutti_store_begin_pass (fixture->store, account, "spotify", FALSE), TUTTI_ERROR_NOT_LINKED);
}

static void
test_second_account (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (TuttiAccount) account = tutti_account_new ("spotify");
  GPtrArray *accounts;

  account->id = connect_account (fixture, "spotify");
  account->name = g_strdup ("New name");
  account->state = TUTTI_ACCOUNT_SIGN_IN_AGAIN;
  wait_for (tutti_store_save_account (fixture->store, account));
  accounts = g_value_get_boxed (wait_for (tutti_store_list_accounts (fixture->store)));
  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_cmpstr (((TuttiAccount *) g_ptr_array_index (accounts, 0))->name, ==, "New name");

  account->id = 0;
  wait_for_error (tutti_store_save_account (fixture->store, account), TUTTI_ERROR_ALREADY_LINKED);
}

/* A page of numbered likes, FROM to TO - 1. */
static GPtrArray *
make_page (guint from,
           guint to)
{
  GPtrArray *page = make_dated ();

  for (guint i = from; i < to; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autofree char *title = g_strdup_printf ("Title %c%c%c", 'a' + i / 676 % 26, 'a' + i / 26 % 26, 'a' + i % 26);
      g_autofree char *artist = g_strdup_printf ("Artist %c%c", 'a' + i / 26 % 26, 'a' + i % 26);

      add_dated (page, &(Song) { "spotify", id, title, artist }, 1000000 - i);
    }

  return page;
}

/* One whole pass over likes FROM to TO - 1; how many wait for the person's word. */
/* The pass at its next page. */
static TuttiPass *
take_pass (TuttiPass  *pass,
           const char *next_cursor)
{
  TuttiPass *next = tutti_pass_move (pass, next_cursor);

  tutti_pass_unref (pass);
  return next;
}

static guint
import (Fixture *fixture,
        gint64   account,
        guint    from,
        guint    to,
        guint    total)
{
  g_autoptr (TuttiPass) pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, account, "spotify", TRUE)));

  for (guint at = from; at < to; at += 50)
    {
      guint end = MIN (at + 50, to);
      g_autoptr (GPtrArray) page = make_page (at, end);
      g_autofree char *cursor = end < to ? g_strdup_printf ("%u", end) : NULL;
      TuttiPass       *next = g_value_dup_boxed (wait_for (tutti_store_add_likes_page (fixture->store, account, pass, page, 0, total, cursor)));

      tutti_pass_unref (pass);
      pass = next;
    }
  g_assert_true (pass->is_done);
  tutti_clock_set_offset (tutti_clock_now () - g_get_real_time () / 1000 + 1000);

  return wait_for_uint (tutti_store_finish_pass (fixture->store, account, pass, FALSE));
}

static guint
count_likes (Fixture *fixture)
{
  guint of_service = wait_for_uint (tutti_store_count_likes (fixture->store, "spotify"));

  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, of_service);

  return of_service;
}

static void
test_vanish (Fixture      *fixture,
             gconstpointer data)
{
  gint64 account = connect_account (fixture, "spotify");

  g_assert_cmpuint (import (fixture, account, 0, 300, 300), ==, 0);
  g_assert_cmpuint (count_likes (fixture), ==, 300);

  /* Few go at once. */
  g_assert_cmpuint (import (fixture, account, 5, 300, 295), ==, 0);
  g_assert_cmpuint (count_likes (fixture), ==, 295);

  /* They can come back. */
  g_assert_cmpuint (import (fixture, account, 0, 300, 300), ==, 0);
  g_assert_cmpuint (count_likes (fixture), ==, 300);

  /* The service says there are more than it showed: nothing goes. */
  g_assert_cmpuint (import (fixture, account, 5, 300, 300), ==, 0);
  g_assert_cmpuint (count_likes (fixture), ==, 300);

  /* More than 20 and 5 %: asked first. */
  g_assert_cmpuint (import (fixture, account, 100, 300, 200), ==, 100);
  g_assert_cmpuint (count_likes (fixture), ==, 300);
  {
    g_autoptr (TuttiPass) pass = g_value_dup_boxed (wait_for (tutti_store_get_pass (fixture->store, "spotify")));

    g_assert_cmpuint (pass->n_vanished, ==, 100);
    g_assert_cmpuint (wait_for_uint (tutti_store_finish_pass (fixture->store, account, pass, TRUE)), ==, 0);
  }
  g_assert_cmpuint (count_likes (fixture), ==, 200);
}

/* "They stay" makes them the person's own: the next pass does not ask again. */
static void
test_keep_vanished (Fixture      *fixture,
                    gconstpointer data)
{
  gint64 account = connect_account (fixture, "spotify");

  import (fixture, account, 0, 100, 100);
  g_assert_cmpuint (import (fixture, account, 50, 100, 50), ==, 50);
  wait_for (tutti_store_keep_vanished (fixture->store, "spotify"));
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, 100);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, "spotify")), ==, 50);
  g_assert_cmpuint (import (fixture, account, 50, 100, 50), ==, 0);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, 100);
}

/* What spoils a pass, so that nothing may vanish after it. */
static void
test_tainted (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    guint       second_from;
    guint       unreadable;
    guint       total;
    guint       last_total;
    const char *cursor;
    const char *why;
  } cases[] = {
    { 9, 0, 21, 21, NULL, "an item came twice" },
    { 10, 1, 20, 20, NULL, "one more than the service says, unreadable" },
    { 10, 0, 20, 21, NULL, "the number changed on the way" },
    { 10, 0, 20, 20, "same", "the service sent us in a circle" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 account = connect_account (fixture, "spotify");
      g_autoptr (GPtrArray) first = make_page (0, 10);
      g_autoptr (GPtrArray) second = make_page (cases[i].second_from, 20);
      g_autoptr (TuttiPass) pass = NULL;

      g_test_message ("%s", cases[i].why);
      import (fixture, account, 0, 25, 25);
      pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, account, "spotify", TRUE)));
      wait_for (tutti_store_add_likes_page (fixture->store, account, pass, first, 0, cases[i].total, "same"));
      pass = take_pass (pass, "same");
      wait_for (tutti_store_add_likes_page (fixture->store, account, pass, second, cases[i].unreadable, cases[i].last_total, cases[i].cursor));
      g_assert_cmpuint (wait_for_uint (tutti_store_finish_pass (fixture->store, account, pass, TRUE)), ==, 0);
      g_assert_cmpuint (count_likes (fixture), ==, 25);
      wait_for (tutti_store_delete_account (fixture->store, "spotify", FALSE));
    }
}

/* A whole pass that sees songs up to `end`, and some items that name none. */
static guint
import_some (Fixture *fixture,
             gint64   account,
             guint    end,
             guint    n_unreadable,
             guint    total)
{
  g_autoptr (TuttiPass) pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, account, "spotify", TRUE)));
  g_autoptr (GPtrArray) page = make_page (0, end);

  wait_for (tutti_store_add_likes_page (fixture->store, account, pass, page, n_unreadable, total, NULL));
  tutti_clock_set_offset (tutti_clock_now () - g_get_real_time () / 1000 + 1000); /* a like of the pass’s own moment is no old one */

  return wait_for_uint (tutti_store_finish_pass (fixture->store, account, pass, FALSE));
}

/* Items without a song: they count, and hide no more likes than they could be. */
static void
test_unreadable (Fixture      *fixture,
                 gconstpointer data)
{
  gint64 account = connect_account (fixture, "spotify");
  g_autoptr (TuttiPass) pass = NULL;

  g_assert_cmpuint (import_some (fixture, account, 25, 2, 27), ==, 0);

  /* As many as before: what is not seen is gone. */
  g_assert_cmpuint (import_some (fixture, account, 20, 2, 22), ==, 0);
  g_assert_cmpuint (count_likes (fixture), ==, 20);

  /* The number does not add up: nothing goes. */
  g_assert_cmpuint (import_some (fixture, account, 10, 2, 11), ==, 0);
  g_assert_cmpuint (import_some (fixture, account, 10, 2, 13), ==, 0);
  g_assert_cmpuint (count_likes (fixture), ==, 20);

  /* One more: it may be the one that is not seen, for as long as it lasts. */
  g_assert_cmpuint (import_some (fixture, account, 19, 3, 22), ==, 0);
  g_assert_cmpuint (import_some (fixture, account, 19, 3, 22), ==, 0);
  g_assert_cmpuint (count_likes (fixture), ==, 20);

  /* Three are not seen, and one of them may be that item: nobody but the person knows which. */
  g_assert_cmpuint (import_some (fixture, account, 17, 3, 20), ==, 3);
  g_assert_cmpuint (count_likes (fixture), ==, 20);
  pass = g_value_dup_boxed (wait_for (tutti_store_get_pass (fixture->store, "spotify")));
  g_assert_cmpuint (pass->n_vanished, ==, 3);
  g_assert_cmpuint (pass->n_unreadable, ==, 3);
  g_assert_cmpuint (wait_for_uint (tutti_store_finish_pass (fixture->store, account, pass, TRUE)), ==, 0);
  g_assert_cmpuint (count_likes (fixture), ==, 17);

  /* From now on there are always three. */
  g_assert_cmpuint (import_some (fixture, account, 16, 3, 19), ==, 0);
  g_assert_cmpuint (count_likes (fixture), ==, 16);
  g_assert_cmpuint (import_some (fixture, account, 14, 1, 15), ==, 0);
  g_assert_cmpuint (count_likes (fixture), ==, 14);
}

/* What a file told and the service never had is not gone there: it becomes the
 * person's own. What the service has too is the service's from then on. */
static void
test_likes_of_file (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "likes.jsonl", NULL);
  gint64           account = connect_account (fixture, "spotify");

  import (fixture, account, 0, 25, 25);
  g_assert_cmpuint (wait_for_uint (tutti_store_export (fixture->store, path, TUTTI_FORMAT_JSON_LINES)), >, 25);
  wait_for (tutti_store_wipe (fixture->store));
  fixture_close (fixture);
  fixture_open (fixture);
  account = connect_account (fixture, "spotify");
  g_assert_cmpuint (wait_for_uint (tutti_store_import (fixture->store, path)), >, 25);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, "spotify")), ==, 25);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_listed_likes (fixture->store, "spotify")), ==, 0);
  tutti_clock_set_offset (tutti_clock_now () - g_get_real_time () / 1000 + 1000);

  g_assert_cmpuint (import_some (fixture, account, 22, 0, 22), ==, 0);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, 25);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, "spotify")), ==, 22);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_listed_likes (fixture->store, "spotify")), ==, 22);

  g_assert_cmpuint (import_some (fixture, account, 21, 0, 21), ==, 0);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, 24);
}

/* A stopped import goes on where it was; a newer one ends it. */
static void
test_resume (Fixture      *fixture,
             gconstpointer data)
{
  gint64 account = connect_account (fixture, "spotify");
  g_autoptr (GPtrArray) page = make_page (0, 10);
  g_autoptr (TuttiPass) pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, account, "spotify", FALSE)));
  g_autoptr (TuttiPass) again = NULL;
  g_autoptr (TuttiPass) anew = NULL;

  g_assert_null (pass->cursor);
  wait_for (tutti_store_add_likes_page (fixture->store, account, pass, page, 0, 20, "next"));
  wait_for (tutti_store_pause_pass (fixture->store, "spotify", TRUE));
  fixture_close (fixture);
  fixture_open (fixture);
  again = g_value_dup_boxed (wait_for (tutti_store_get_pass (fixture->store, "spotify")));
  g_assert_true (again->is_paused);
  tutti_pass_unref (again);
  again = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, account, "spotify", FALSE)));
  g_assert_false (again->is_paused);
  g_assert_cmpint (again->number, ==, pass->number);
  g_assert_cmpstr (again->cursor, ==, "next");
  g_assert_cmpuint (again->seen, ==, 10);
  g_assert_cmpuint (again->total, ==, 20);

  anew = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, account, "spotify", TRUE)));
  g_assert_cmpint (anew->number, >, pass->number);
  g_assert_null (anew->cursor);
  wait_for_error (tutti_store_add_likes_page (fixture->store, account, again, page, 0, 20, NULL), TUTTI_ERROR_CANCELLED);

  g_assert_null (g_value_get_boxed (wait_for (tutti_store_get_pass (fixture->store, "deezer"))));
}

/* Pages are given ahead of those before them; behind one that can't be stored none is. */
static void
test_ahead (Fixture      *fixture,
            gconstpointer data)
{
  gint64 account = connect_account (fixture, "spotify");
  g_autoptr (GPtrArray) first = make_page (0, 10);
  g_autoptr (GPtrArray) middle = make_page (10, 20);
  g_autoptr (GPtrArray) last = make_page (20, 30);
  g_autoptr (TuttiPass) pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, account, "spotify", FALSE)));
  g_autoptr (TuttiPass) second = tutti_pass_move (pass, "10");
  g_autoptr (TuttiPass) third = tutti_pass_move (second, "20");
  g_autoptr (TuttiPass) end = tutti_pass_move (third, NULL);
  g_autoptr (TuttiPass) circle = tutti_pass_move (third, "20");
  g_autoptr (TuttiPass) stored = NULL;
  g_autoptr (DexFuture) one = NULL;
  g_autoptr (DexFuture) two = NULL;

  g_assert_false (third->is_done);
  g_assert_true (end->is_done);
  g_assert_true (circle->is_done);
  wait_for_error (tutti_store_add_likes_page (fixture->store, account, second, middle, 0, 30, "20"), TUTTI_ERROR_CANCELLED);
  g_assert_cmpuint (count_likes (fixture), ==, 0);

  one = tutti_store_add_likes_page (fixture->store, account, pass, first, 0, 30, "10");
  two = tutti_store_add_likes_page (fixture->store, account, second, middle, 0, 30, "20");
  stored = g_value_dup_boxed (wait_for (tutti_store_add_likes_page (fixture->store, account, third, last, 0, 30, NULL)));
  g_assert_true (stored->is_done);
  g_assert_false (stored->is_tainted);
  g_assert_cmpuint (stored->seen, ==, 30);
  wait_for_error (tutti_store_add_likes_page (fixture->store, account, pass, first, 0, 30, "10"), TUTTI_ERROR_CANCELLED);
  g_assert_cmpuint (count_likes (fixture), ==, 30);
}

/* A look at the top in the middle of a pass: new ones come at once, and the
 * pass ends as if nobody had looked. */
static void
test_recent (Fixture      *fixture,
             gconstpointer data)
{
  gint64 account = connect_account (fixture, "spotify");
  g_autoptr (GPtrArray) first = make_page (0, 10);
  g_autoptr (GPtrArray) second = make_page (10, 20);
  g_autoptr (GPtrArray) top = make_page (0, 5);
  g_autoptr (TuttiPass) pass = NULL;
  g_autoptr (TuttiPass) end = NULL;

  import (fixture, account, 1, 25, 24);
  pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, account, "spotify", TRUE)));
  g_assert_cmpuint (wait_for_uint (tutti_store_add_recent_likes (fixture->store, account, "spotify", top)), ==, 1);
  wait_for (tutti_store_add_likes_page (fixture->store, account, pass, first, 0, 20, "10"));
  g_assert_cmpuint (wait_for_uint (tutti_store_add_recent_likes (fixture->store, account, "spotify", top)), ==, 0);
  pass = take_pass (pass, "10");
  end = g_value_dup_boxed (wait_for (tutti_store_add_likes_page (fixture->store, account, pass, second, 0, 20, NULL)));
  g_assert_false (end->is_tainted);
  g_assert_cmpuint (wait_for_uint (tutti_store_finish_pass (fixture->store, account, end, FALSE)), ==, 0);
  g_assert_cmpuint (count_likes (fixture), ==, 20);
}

static void
test_notes (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GPtrArray) notes = NULL;
  const TuttiSyncNote *note;

  wait_for (tutti_store_note_sync (fixture->store, "spotify", "plays", NULL));
  wait_for (tutti_store_note_sync (fixture->store, "spotify", "plays", "offline"));
  notes = g_value_dup_boxed (wait_for (tutti_store_list_sync_notes (fixture->store)));
  g_assert_cmpuint (notes->len, ==, 1);
  note = g_ptr_array_index (notes, 0);
  g_assert_cmpstr (note->error, ==, "offline");
  g_assert_cmpint (note->succeeded_at, >, 0);
  g_assert_cmpint (note->failed_at, >, 0);
  wait_for (tutti_store_note_sync (fixture->store, "spotify", "plays", NULL));
  g_ptr_array_unref (notes);
  notes = g_value_dup_boxed (wait_for (tutti_store_list_sync_notes (fixture->store)));
  note = g_ptr_array_index (notes, 0);
  g_assert_null (note->error);
  g_assert_cmpint (note->failed_at, ==, 0);
}

static void
test_settings (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GPtrArray) list = NULL;
  const TuttiServiceSettings *settings;

  wait_for (tutti_store_set_send_likes (fixture->store, "spotify", FALSE));
  wait_for (tutti_store_set_open_in (fixture->store, "spotify", TUTTI_OPEN_WEB));
  wait_for (tutti_store_set_client_id (fixture->store, "spotify", "abc"));
  wait_for (tutti_store_set_not_before (fixture->store, "spotify", 12345, TRUE));
  list = g_value_dup_boxed (wait_for (tutti_store_list_settings (fixture->store)));
  g_assert_cmpuint (list->len, ==, 1);
  settings = g_ptr_array_index (list, 0);
  g_assert_cmpstr (settings->client_id, ==, "abc");
  g_assert_false (settings->send_likes);
  g_assert_cmpint (settings->open_in, ==, TUTTI_OPEN_WEB);
  g_assert_cmpint (settings->not_before, ==, 12345);
  g_assert_true (settings->is_quota);
}

/* A budget is never exceeded, and begins anew when its day has ended; a clock
 * that goes back brings nothing, unless it was wrong by more than a month. */
static void
test_budget (Fixture      *fixture,
             gconstpointer data)
{
  static const struct
  {
    gint64   until;
    guint    cost;
    gboolean is_left;
    guint    spent;
  } cases[] = {
    { 1000, 1, TRUE, 1 }, { 1000, 1, TRUE, 2 }, { 1000, 2, FALSE, 2 }, { 1000, 1, TRUE, 3 }, { 1000, 1, FALSE, 3 },
    { 900, 1, FALSE, 3 }, { 2000, 2, TRUE, 2 }, { 1000, 1, TRUE, 3 }, { 2000 - 31 * DAY_MS, 1, FALSE, 3 },
    { 2000 - 31 * DAY_MS - 1, 1, TRUE, 1 }, { 2000 - 31 * DAY_MS, 1, TRUE, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DexFuture) future = tutti_store_spend (fixture->store, "youtube", cases[i].until, cases[i].cost, 3);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) list = NULL;
      const TuttiServiceSettings *settings;

      while (dex_future_is_pending (future))
        g_main_context_iteration (NULL, TRUE);
      g_assert_true ((dex_future_get_value (future, &error) != NULL) == cases[i].is_left);
      if (!cases[i].is_left)
        {
          g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_QUOTA_EXCEEDED);
          g_assert_cmpint (tutti_error_get_number (error), ==, cases[i].until);
        }
      list = g_value_dup_boxed (wait_for (tutti_store_list_settings (fixture->store)));
      settings = g_ptr_array_index (list, 0);
      g_assert_cmpuint (settings->spent, ==, cases[i].spent);
    }
}

/* What a service did not tell again goes; what another has stays, and so do
 * the words of what the person liked in Tutti itself. */
static void
test_stale (Fixture      *fixture,
            gconstpointer data)
{
  gint64       account = connect_account (fixture, "spotify");
  TuttiCounts *counts;
  gint64 day = G_GINT64_CONSTANT (24) * 60 * 60 * 1000;

  import (fixture, account, 0, 10, 10);
  g_assert_cmpuint (g_value_get_uint (wait_for (tutti_store_forget_stale (fixture->store, "spotify", tutti_clock_now () - 30 * day))), ==, 0);
  tutti_clock_set_offset (31 * day);
  g_assert_cmpuint (g_value_get_uint (wait_for (tutti_store_forget_stale (fixture->store, "youtube", tutti_clock_now () - 30 * day))), ==, 0);
  g_assert_cmpuint (g_value_get_uint (wait_for (tutti_store_forget_stale (fixture->store, "spotify", tutti_clock_now () - 30 * day))), ==, 10);
  tutti_clock_set_offset (0);
  counts = g_value_get_boxed (wait_for (tutti_store_count_all (fixture->store)));
  g_assert_cmpuint (counts->tracks, ==, 0);
  g_assert_cmpuint (counts->likes, ==, 0);
}

/* Disconnecting takes what only this account brought. */
static void
test_disconnect (Fixture      *fixture,
                 gconstpointer data)
{
  gint64            account = connect_account (fixture, "spotify");
  const char *const nowhere[] = { NULL };
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);
  TuttiRemoval *removal;
  TuttiCounts  *counts;

  import (fixture, account, 0, 10, 10);
  add_plays (fixture, account, "abc", tutti_clock_now ());
  g_ptr_array_add (found, make_song (&b));
  wait_for (tutti_store_add_tracks (fixture->store, 0, "link", found));
  wait_for (tutti_store_set_liked (fixture->store, find_track_id (fixture, "spotify:a"), TRUE, nowhere));

  removal = g_value_get_boxed (wait_for (tutti_store_count_account (fixture->store, "spotify")));
  g_assert_cmpuint (removal->likes, ==, 10);
  g_assert_cmpuint (removal->plays, ==, 3);
  g_assert_cmpuint (removal->tracks, ==, 11); /* ten likes and c; b came by a link, a is liked by hand */
  g_assert_cmpuint (removal->manual, ==, 1);

  wait_for (tutti_store_delete_account (fixture->store, "spotify", TRUE));
  counts = g_value_get_boxed (wait_for (tutti_store_count_all (fixture->store)));
  g_assert_cmpuint (counts->tracks, ==, 2);
  g_assert_cmpuint (counts->service_tracks, ==, 2); /* b, and the words of a */
  g_assert_cmpuint (counts->likes, ==, 1);
  g_assert_cmpuint (counts->plays, ==, 0);
  g_assert_cmpuint (((GPtrArray *) g_value_get_boxed (wait_for (tutti_store_list_accounts (fixture->store))))->len, ==, 0);

  /* The song liked by hand keeps its text, is found, and meets its service track again. */
  {
    g_autoptr (GArray) likes = list_likes (fixture, TUTTI_SORT_NEWEST);
    g_autofree char *titles = join_titles (fixture, likes);

    g_assert_cmpstr (titles, ==, "Dreams");
  }

  /* Once kept, another disconnection does not take it. */
  wait_for (tutti_store_delete_account (fixture->store, "spotify", FALSE));
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, 1);
}

static void
test_disconnect_all (Fixture      *fixture,
                     gconstpointer data)
{
  gint64            account = connect_account (fixture, "spotify");
  const char *const nowhere[] = { NULL };
  TuttiRemoval     *removal;

  add_plays (fixture, account, "abc", tutti_clock_now ());
  wait_for (tutti_store_set_liked (fixture->store, find_track_id (fixture, "spotify:a"), TRUE, nowhere));
  removal = g_value_get_boxed (wait_for (tutti_store_delete_account (fixture->store, "spotify", FALSE)));
  g_assert_cmpuint (removal->tracks, ==, 3);
  g_assert_cmpuint (((TuttiCounts *) g_value_get_boxed (wait_for (tutti_store_count_all (fixture->store))))->tracks, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(name, func) g_test_add ("/store/import/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("dated-plays", test_dated_plays);
  ADD ("undated-plays", test_undated_plays);
  ADD ("old-account", test_old_account);
  ADD ("second-account", test_second_account);
  ADD ("vanish", test_vanish);
  ADD ("keep-vanished", test_keep_vanished);
  ADD ("tainted", test_tainted);
  ADD ("unreadable", test_unreadable);
  ADD ("likes-of-file", test_likes_of_file);
  ADD ("resume", test_resume);
  ADD ("ahead", test_ahead);
  ADD ("recent", test_recent);
  ADD ("notes", test_notes);
  ADD ("settings", test_settings);
  ADD ("budget", test_budget);
  ADD ("stale", test_stale);
  ADD ("disconnect", test_disconnect);
  ADD ("disconnect-all", test_disconnect_all);
#undef ADD

  return g_test_run ();
}
