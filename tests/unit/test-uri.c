/* test-uri.c: what addresses of Tutti may say, and what they may not
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-error.h"
#include "tutti-uri.h"

#include <string.h>

#define UUID "01890a5d-ac96-774b-bcce-b302099a8057"

static void
test_good (void)
{
  static const struct
  {
    const char  *uri;
    TuttiUriKind kind;
    const char  *value;
  } cases[] = {
    { "tutti:", TUTTI_URI_RAISE, NULL },
    { "TUTTI:", TUTTI_URI_RAISE, NULL },
    { "tutti:likes", TUTTI_URI_LIKES, NULL },
    { "tutti:search", TUTTI_URI_SEARCH, NULL },
    { "tutti:search?q=", TUTTI_URI_SEARCH, "" },
    { "tutti:search?q=hey%20jude", TUTTI_URI_SEARCH, "hey jude" },
    { "Tutti:search?q=hey+jude", TUTTI_URI_SEARCH, "hey jude" },
    { "tutti:search?q=1%2B1%3D2%26%25", TUTTI_URI_SEARCH, "1+1=2&%" },
    { "tutti:search?q=bj%C3%B6rk", TUTTI_URI_SEARCH, "björk" },
    { "tutti:search?q=björk", TUTTI_URI_SEARCH, "björk" },
    { "tutti:search?q=%D8%A3%D9%86%D8%AA", TUTTI_URI_SEARCH, "أنت" },
    { "tutti:search?q=javascript:alert(1)", TUTTI_URI_SEARCH, "javascript:alert(1)" }, /* only text */
    { "tutti:search?q=a=b?c", TUTTI_URI_SEARCH, "a=b?c" },
    { "tutti:search?q=%D9%85%DB%8C%E2%80%8C%D8%AE%D9%88%D8%A7%D9%87%D9%85", TUTTI_URI_SEARCH, "می\u200cخواهم" }, /* Persian needs it */
    { "tutti:track/" UUID, TUTTI_URI_TRACK, UUID },
    { "tUtTi:track/01890A5D-AC96-774B-BCCE-B302099A8057", TUTTI_URI_TRACK, UUID },
    { "tutti:open?url=https%3A%2F%2Fmusic.test%2Ftrack%2F1", TUTTI_URI_OPEN, "https://music.test/track/1" },
    { "tutti:open?url=https://music.test/track/1", TUTTI_URI_OPEN, "https://music.test/track/1" },
    { "tutti:open?url=http://music.test/a+b", TUTTI_URI_OPEN, "http://music.test/a+b" },
    { "tutti:open?url=HTTPS://music.test/1", TUTTI_URI_OPEN, "HTTPS://music.test/1" },
    { "tutti:open?url=https://music.test/watch?v=1%26list=2", TUTTI_URI_OPEN, "https://music.test/watch?v=1&list=2" },
    { "tutti:open?url=quaver:track:1", TUTTI_URI_OPEN, "quaver:track:1" }, /* a service's own; the library knows which */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TuttiUriKind     kind = (TuttiUriKind) 99;
      g_autofree char *value = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].uri);
      g_assert_true (tutti_uri_is_own (cases[i].uri));
      g_assert_true (tutti_uri_parse (cases[i].uri, &kind, &value, &error));
      g_assert_no_error (error);
      g_assert_cmpint (kind, ==, cases[i].kind);
      g_assert_cmpstr (value, ==, cases[i].value);
    }
}

static void
assert_refused (const char *uri)
{
  TuttiUriKind     kind = (TuttiUriKind) 99;
  g_autofree char *value = NULL;
  g_autofree char *shown = g_strescape (uri, NULL);
  g_autoptr (GError) error = NULL;

  g_test_message ("%.100s", shown);
  g_assert_false (tutti_uri_parse (uri, &kind, &value, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
  g_assert_cmpint (kind, ==, 99);
  g_assert_null (value);
}

static void
test_bad (void)
{
  static const char *const cases[] = {
    /* another scheme, or none */
    "",
    "tutti",
    ":",
    "tuttix:",
    "xtutti:likes",
    " tutti:likes",
    "https://music.test/track/1",
    "javascript:alert(1)",
    /* a host, a path, something else than is known */
    "tutti:/",
    "tutti://",
    "tutti:///",
    "tutti://track/" UUID,
    "tutti:///track/" UUID,
    "tutti://open?url=https://music.test/1",
    "tutti://user:secret@music.test/",
    "tutti:/track/" UUID,
    "tutti:../likes",
    "tutti:./likes",
    "tutti:likes/",
    "tutti:likes?",
    "tutti:likes#",
    "tutti:likes?q=1",
    "tutti:Likes",
    "tutti:SEARCH",
    "tutti:%6Cikes",
    "tutti:like",
    "tutti:like/" UUID,
    "tutti:unlike/" UUID,
    "tutti:delete",
    "tutti:delete-everything",
    "tutti:connect?service=quaver",
    "tutti:disconnect",
    "tutti:sign-in",
    "tutti:import?file=/etc/passwd",
    "tutti:export",
    "tutti:quit",
    "tutti:?q=a",
    "tutti:#",
    "tutti:tutti:likes",
    "tutti: likes",
    "tutti:likes ",
    "tutti:\tlikes",
    "tutti:likes\n",
    /* songs */
    "tutti:track",
    "tutti:track/",
    "tutti:track/1",
    "tutti:track/" UUID "/",
    "tutti:track/" UUID "?",
    "tutti:track/" UUID "#x",
    "tutti:track/ " UUID,
    "tutti:track/{" UUID "}",
    "tutti:track/01890a5dac96774bbcceb302099a8057",
    "tutti:track/01890a5d-ac96-774b-bcce-b302099a805g",
    "tutti:track/%30%31890a5d-ac96-774b-bcce-b302099a8057",
    "tutti:track/../../etc/passwd",
    "tutti:track/' OR 1=1 --",
    "tutti:track?" UUID,
    /* searches */
    "tutti:search?",
    "tutti:search?q",
    "tutti:search?Q=a",
    "tutti:search?query=a",
    "tutti:search?q=a&q=b",
    "tutti:search?q=a&like=1",
    "tutti:search?a=1&q=b",
    "tutti:search?q=a;b",
    "tutti:search?%71=a",
    "tutti:search/q=a",
    "tutti:search?q=%",
    "tutti:search?q=%2",
    "tutti:search?q=%zz",
    "tutti:search?q=%2z",
    "tutti:search?q=a%00b",
    "tutti:search?q=%00",
    "tutti:search?q=%0a",
    "tutti:search?q=%1b[31m",
    "tutti:search?q=%7f",
    "tutti:search?q=a\001b",
    "tutti:search?q=%FF",
    "tutti:search?q=\xff",
    "tutti:search?q=%C0%80",
    "tutti:search?q=%ED%A0%80",
    "tutti:search?q=%C3",
    "tutti:search?q=%F4%90%80%80",
    "tutti:search?q=%E2%80%A8",
    "tutti:search?q=%C2%85",
    "tutti:search?q=%u0041",
    /* what turns letters round, hides, or is nothing at all */
    "tutti:search?q=a%E2%80%AEb",
    "tutti:search?q=a%E2%81%A6b",
    "tutti:search?q=%E2%80%8F",
    "tutti:search?q=a%E2%80%8Bb",
    "tutti:search?q=%EF%BB%BFa",
    "tutti:search?q=a%C2%ADb",
    "tutti:search?q=a%E2%81%A0b",
    "tutti:search?q=%F3%A0%81%81",
    "tutti:search?q=a\u202eb",
    "tutti:open?url=https://music.test/%E2%80%AE1",
    /* links */
    "tutti:open",
    "tutti:open?",
    "tutti:open?url=",
    "tutti:open?url",
    "tutti:open?uri=https://music.test/1",
    "tutti:open?URL=https://music.test/1",
    "tutti:open/https://music.test/1",
    "tutti:open?url=https://music.test/1&url=https://music.test/2",
    "tutti:open?url=https://music.test/1&play=1",
    "tutti:open?url=javascript:alert(1)",
    "tutti:open?url=JaVaScRiPt%3Aalert(1)",
    "tutti:open?url=%6Aavascript:alert(1)",
    "tutti:open?url=file:///etc/passwd",
    "tutti:open?url=FILE:///etc/passwd",
    "tutti:open?url=data:text/html,x",
    "tutti:open?url=tutti:likes",
    "tutti:open?url=tutti:open?url=https://music.test/1",
    "tutti:open?url=TUTTI%3Aopen",
    "tutti:open?url=blob:https://music.test/1",
    "tutti:open?url=view-source:https://music.test",
    "tutti:open?url=about:blank",
    "tutti:open?url=vbscript:x",
    "tutti:open?url=https://user:secret@music.test/1",
    "tutti:open?url=https://user@music.test/1",
    "tutti:open?url=https%3A%2F%2Fmusic.test%40evil.test%2F1",
    "tutti:open?url=https:///track/1",
    "tutti:open?url=https://",
    "tutti:open?url=https:",
    "tutti:open?url=https://music.test:99999/1",
    "tutti:open?url=//music.test/1",
    "tutti:open?url=/etc/passwd",
    "tutti:open?url=music.test/1",
    "tutti:open?url=%20https://music.test/1",
    "tutti:open?url=https://music.test/1%20",
    "tutti:open?url=https://music.test/a%20b",
    "tutti:open?url=https://music.test/%00",
    "tutti:open?url=https://music.test/%0d%0aHost:x",
    "tutti:open?url=https://music.test/%",
    "tutti:open?url=https://music.test/%E0%80%AF",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i]);
}

static void
test_huge (void)
{
  g_autofree char *letters = g_strnfill (10 * 1000 * 1000, 'a');
  g_autofree char *search = g_strconcat ("tutti:search?q=", letters, NULL);
  g_autofree char *link = g_strconcat ("tutti:open?url=https://music.test/", letters, NULL);
  g_autofree char *unknown = g_strconcat ("tutti:", letters, NULL);
  g_autofree char *wordy = g_strnfill (201, 'a');
  g_autofree char *long_search = g_strconcat ("tutti:search?q=", wordy, NULL);

  assert_refused (search);
  assert_refused (link);
  assert_refused (unknown);
  assert_refused (letters);
  assert_refused (long_search);
}

/* What Tutti makes it can read, whatever a person typed. */
static void
test_made (void)
{
  static const struct
  {
    const char *text;
    const char *read;
  } cases[] = {
    { "", "" },
    { "hey jude", "hey jude" },
    { "1+1=2 & 100% #; ?/", "1+1=2 & 100% #; ?/" },
    { "björk 駆ける أنت 🎵", "björk 駆ける أنت 🎵" },
    { "a\nb\001\x7f", "a b  " },
    { "hey\xff\xfe", "hey\xef\xbf\xbd\xef\xbf\xbd" },
    { "a\xc2\x85" "b\u2028c\u2029d", "a b c d" },
    { "a\u202eb\u2066c\u200bd\ufeffe\u00adf", "a b c d e f" },
    { "می\u200cخواهم 👩\u200d🎤", "می\u200cخواهم 👩\u200d🎤" },
    { "\U000e0041\U000e0042\U0010ffff", "   " },
  };
  g_autofree char *track = tutti_uri_for_track (UUID);
  g_autofree char *letters = g_strnfill (1000 * 1000, 'x');
  g_autofree char *cut = tutti_uri_for_search (letters);
  g_autofree char *song = NULL;
  g_autofree char *all = NULL;
  TuttiUriKind     kind;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *uri = tutti_uri_for_search (cases[i].text);
      g_autofree char *value = NULL;

      g_assert_true (g_str_is_ascii (uri));
      g_assert_true (tutti_uri_parse (uri, &kind, &value, NULL));
      g_assert_cmpint (kind, ==, TUTTI_URI_SEARCH);
      g_assert_cmpstr (value, ==, cases[i].read);
    }

  g_assert_true (tutti_uri_parse (track, &kind, &song, NULL));
  g_assert_cmpint (kind, ==, TUTTI_URI_TRACK);
  g_assert_cmpstr (song, ==, UUID);
  g_assert_true (tutti_uri_parse (cut, &kind, &all, NULL));
  g_assert_cmpuint (strlen (all), ==, 200);
}

/* Cut and changed anywhere, an address is read or refused, and nothing else. */
static void
test_mangled (void)
{
  static const char *const seeds[] = { "tutti:track/" UUID, "tutti:open?url=https%3A%2F%2Fmusic.test%2Ftrack%2F1", "tutti:search?q=bj%C3%B6rk" };
  static const char        letters[] = "%:/?#&=+\001\xff\x80 aZ0";

  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    for (gsize at = 0; at < strlen (seeds[i]); at++)
      for (gsize k = 0; k < sizeof letters; k++) /* the last one cuts */
        {
          g_autofree char *uri = g_strdup (seeds[i]);
          g_autofree char *value = NULL;
          g_autoptr (GError) error = NULL;
          TuttiUriKind kind;

          uri[at] = letters[k];
          if (tutti_uri_parse (uri, &kind, &value, &error))
            g_assert_true (value == NULL || g_utf8_validate (value, -1, NULL));
          else
            g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
        }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/uri/good", test_good);
  g_test_add_func ("/uri/bad", test_bad);
  g_test_add_func ("/uri/huge", test_huge);
  g_test_add_func ("/uri/made", test_made);
  g_test_add_func ("/uri/mangled", test_mangled);

  return g_test_run ();
}
