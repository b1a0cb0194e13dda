/* test-json.c: odd JSON reads as absent, silently
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-error.h"
#include "tutti-json.h"

#include <string.h>

static JsonNode *
parse (const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  JsonNode          *root = tutti_json_parse (body, &error);

  g_assert_no_error (error);
  g_assert_nonnull (root);

  return root;
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gsize       length; /* 0: of the text */
    gboolean    good;
    const char *why;
  } cases[] = {
    { "{}", 0, TRUE, "an object" },
    { "[]", 0, TRUE, "an array as root" },
    { "3", 0, TRUE, "a number as root" },
    { "null", 0, TRUE, "null as root" },
    { " {\"a\": 1} \n", 0, TRUE, "space around" },
    { "\xef\xbb\xbf{\"a\": 1}", 0, TRUE, "a byte order mark" },
    { "", 0, FALSE, "nothing" },
    { "  \n", 0, FALSE, "blank" },
    { "\xef\xbb\xbf", 0, FALSE, "a byte order mark alone" },
    { "<!DOCTYPE html><html><body>Bad gateway</body></html>", 0, FALSE, "HTML" },
    { "{\"a\": 1", 0, FALSE, "cut" },
    { "{\"a\": \"", 0, FALSE, "cut in a string" },
    { "{\"a\": 1} x", 0, FALSE, "more behind" },
    { "{'a': 1}", 0, FALSE, "JavaScript quotes" },
    { "{\"a\": 1, /* b */ \"c\": 2}", 0, FALSE, "a comment" },
    { "{\"a\": \"\xff\"}", 0, FALSE, "not UTF-8" },
    { "{\"a\": \"b\0c\"}", 12, FALSE, "a zero byte" },
    { "Quota exceeded", 0, FALSE, "bare text" },
    { "\"\\ud800", 0, FALSE, "cut after half a pair" },
    { "\"\\ud8", 0, FALSE, "cut in half a pair" },
    { "\"\\", 0, FALSE, "cut in an escape" },
    { "\"\\ud800\\ud800\\udc00\\udc00\"", 0, TRUE, "halves around a pair" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize                length = cases[i].length > 0 ? cases[i].length : strlen (cases[i].text);
      g_autoptr (GBytes)   body = g_bytes_new_static (cases[i].text, length);
      g_autoptr (GError)   error = NULL;
      g_autoptr (JsonNode) root = tutti_json_parse (body, &error);

      g_test_message ("%s", cases[i].why);
      if (cases[i].good)
        {
          g_assert_no_error (error);
          g_assert_nonnull (root);
        }
      else
        {
          g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
          g_assert_null (root);
        }
    }
}

static void
test_deep (void)
{
  g_autofree char     *open = g_strnfill (100000, '[');
  g_autoptr (GBytes)   body = g_bytes_new_static (open, 100000);
  g_autoptr (GError)   error = NULL;
  g_autoptr (JsonNode) root = tutti_json_parse (body, &error);

  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
  g_assert_null (root);
}

/* The body never stands in an error: it may hold a token. */
static void
test_quiet (void)
{
  g_autoptr (GBytes)   body = g_bytes_new_static ("{\"access_token\": hunter22}", 26);
  g_autoptr (GError)   error = NULL;
  g_autoptr (JsonNode) root = tutti_json_parse (body, &error);

  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
  g_assert_null (strstr (error->message, "hunter"));
}

#define SONG "{\"track\": {\"name\": \"So What\", \"artists\": [{\"name\": \"Miles Davis\"}, {\"name\": 7}, {}, {\"name\": \"Bill Evans\"}]," \
             " \"isrc\": null, \"ms\": 545000, \"score\": 2.5, \"count\": 3.0, \"big\": 1e300, \"fits\": 12e3, \"explicit\": false," \
             " \"tags\": [\"jazz\", 1, \"modal\", null], \"bad\": \"x\\uD83d\\\\ud800\", \"emoji\": \"\\ud83d\\ude00\", \"zero\": \"a\\u0000b\", \"\": 1, \"none\": []}," \
             " \"at\": \"2026-11-20T21:03:17.412Z\"}"

static void
test_string (void)
{
  static const struct
  {
    const char *path;
    const char *text;
  } cases[] = {
    { "track.name", "So What" },
    { "track.artists.0.name", "Miles Davis" },
    { "track.artists.3.name", "Bill Evans" },
    { "track.artists.1.name", NULL },
    { "track.artists.2.name", NULL },
    { "track.artists.4.name", NULL },
    { "track.artists.-1.name", NULL },
    { "track.artists.x.name", NULL },
    { "track.artists.99999999999.name", NULL },
    { "track.artists.name", NULL },
    { "track.isrc", NULL },
    { "track.isrc.x", NULL },
    { "track.name.x", NULL },
    { "track.ms", NULL },
    { "track", NULL },
    { "track.bad", "x\xef\xbf\xbd\\ud800" },
    { "track.emoji", "\xf0\x9f\x98\x80" },
    { "track.nothing", NULL },
    { "", NULL },
    { ".", NULL },
    { "track..name", NULL },
  };
  g_autoptr (JsonNode) root = parse (SONG);
  g_autofree char     *deep = g_strnfill (1000, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].path);
      g_assert_cmpstr (tutti_json_get_string (root, cases[i].path), ==, cases[i].text);
    }
  g_assert_null (tutti_json_get_string (root, deep));
  g_assert_null (tutti_json_get_string (NULL, "track"));
}

static void
test_values (void)
{
  g_autoptr (JsonNode) root = parse (SONG);
  g_autoptr (JsonNode) array = parse ("[[1, 2], \"x\"]");
  g_autoptr (JsonNode) huge = parse ("{\"a\": 99999999999999999999, \"b\": -9223372036854775808}");

  g_assert_cmpint (tutti_json_get_int (root, "track.ms", -1), ==, 545000);
  g_assert_cmpint (tutti_json_get_int (root, "track.count", -1), ==, 3);
  g_assert_cmpint (tutti_json_get_int (root, "track.fits", -1), ==, 12000);
  g_assert_cmpint (tutti_json_get_int (root, "track.score", -1), ==, -1);
  g_assert_cmpint (tutti_json_get_int (root, "track.big", -1), ==, -1);
  g_assert_cmpint (tutti_json_get_int (root, "track.name", -1), ==, -1);
  g_assert_cmpint (tutti_json_get_int (root, "track.explicit", -1), ==, -1);
  g_assert_cmpint (tutti_json_get_int (root, "track.isrc", -1), ==, -1);
  g_assert_cmpint (tutti_json_get_int (huge, "b", -1), ==, G_MININT64);
  g_assert_cmpint (tutti_json_get_int (huge, "a", -1), !=, 0);

  g_assert_false (tutti_json_get_boolean (root, "track.explicit", TRUE));
  g_assert_true (tutti_json_get_boolean (root, "track.ms", TRUE));
  g_assert_true (tutti_json_get_boolean (root, "no", TRUE));

  g_assert_cmpuint (json_array_get_length (tutti_json_get_array (root, "track.artists")), ==, 4);
  g_assert_cmpuint (json_array_get_length (tutti_json_get_array (array, NULL)), ==, 2);
  g_assert_null (tutti_json_get_array (root, "track"));
  g_assert_cmpint (tutti_json_get_int (array, "0.1", -1), ==, 2);
  g_assert_nonnull (tutti_json_get_array (root, "track.none"));
  g_assert_null (tutti_json_get_array (root, "track.name"));
  g_assert_null (tutti_json_get (root, "track.isrc"));
  g_assert_true (tutti_json_get (root, "") == root);
}

static void
test_strings (void)
{
  g_autoptr (JsonNode) root = parse (SONG);
  g_auto (GStrv)       artists = tutti_json_dup_strings (root, "track.artists", "name");
  g_auto (GStrv)       tags = tutti_json_dup_strings (root, "track.tags", NULL);
  g_auto (GStrv)       none = tutti_json_dup_strings (root, "track.name", NULL);

  g_assert_cmpstrv (artists, ((const char *const[]) { "Miles Davis", "Bill Evans", NULL }));
  g_assert_cmpstrv (tags, ((const char *const[]) { "jazz", "modal", NULL }));
  g_assert_nonnull (none);
  g_assert_null (none[0]);
}

static void
test_time (void)
{
  static const struct
  {
    const char *json;
    gint64      ms;
  } cases[] = {
    { "\"2026-11-20T21:03:17.412Z\"", 1795208597412 },
    { "\"2026-11-20T21:03:17Z\"", 1795208597000 },
    { "\"2026-11-20T22:03:17+01:00\"", 1795208597000 },
    { "\"2026-11-20T21:03:17\"", 1795208597000 },
    { "\"1970-01-01T00:00:00Z\"", 0 },
    { "\"2026-11-20\"", 0 },
    { "\"yesterday\"", 0 },
    { "\"2026-13-40T99:99:99Z\"", 0 },
    { "1795208597", 0 },
    { "null", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char     *text = g_strdup_printf ("{\"at\": %s}", cases[i].json);
      g_autoptr (JsonNode) root = parse (text);

      g_test_message ("%s", cases[i].json);
      g_assert_cmpint (tutti_json_get_time (root, "at"), ==, cases[i].ms);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/parse", test_parse);
  g_test_add_func ("/json/deep", test_deep);
  g_test_add_func ("/json/quiet", test_quiet);
  g_test_add_func ("/json/string", test_string);
  g_test_add_func ("/json/values", test_values);
  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/time", test_time);

  return g_test_run ();
}
