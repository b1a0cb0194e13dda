/* test-title.c: titles taken apart, and service tracks of hostile text
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-service-track.h"
#include "tutti-title.h"
#include "tutti-track.h"
#include "tutti-versions.h"
#include "tutti-vocabulary.h"

#include <string.h>

static void
test_parse (void)
{
  static const struct
  {
    const char *title;
    const char *core;
    const char *sub;
    guint32     versions;
    const char *why;
  } cases[] = {
    { "Morning Glass", "morning glass", "", 0, "nothing to take away" },
    { "Morning Glass - 2011 Remaster", "morning glass", "", 0, "a remaster is no other recording" },
    { "Morning Glass (Remastered 2011)", "morning glass", "", 0, "nor in brackets" },
    { "Morning Glass Remastered", "morning glass", "", 0, "nor without" },
    { "Morning Glass (Explicit)", "morning glass", "", 0, "explicit" },
    { "Morning Glass (Official Video) [HD]", "morning glass", "", 0, "video noise" },
    { "Morning Glass - Single Version / Mono", "morning glass", "", 0, "two remarks in one" },
    { "Morning Glass - From \"The Glass Show\"", "morning glass", "", 0, "a film" },
    { "Morning Glass (Original Motion Picture Soundtrack)", "morning glass", "", 0, "a soundtrack" },
    { "Morning Glass - 1983", "morning glass", "", 0, "a year" },
    { "1983 - 2011 Remaster", "1983", "", 0, "a year that is the title" },
    { "Morning Glass (Live)", "morning glass", "", TUTTI_VERSION_LIVE, "live" },
    { "Morning Glass - Live at the Mill / June 1986", "morning glass", "", TUTTI_VERSION_LIVE, "live somewhere" },
    { "Live and Be Glad", "live and be glad", "", 0, "live at the start is a word" },
    { "Glass (Live and Be Glad)", "glass", "live and be glad", 0, "also in a subtitle" },
    { "Remix to Rain", "remix to rain", "", 0, "remix at the start is a word" },
    { "Rain Remix (feat. Nobody)", "rain", "", TUTTI_VERSION_REMIX, "remix at the end is not" },
    { "Rain - Somebody's Big Remix", "rain", "", TUTTI_VERSION_REMIX, "a remix has a name" },
    { "Rain (Extended Somebody Remix (Explicit))", "rain", "", TUTTI_VERSION_REMIX | TUTTI_VERSION_EXTENDED, "brackets in brackets" },
    { "Rain (Original Mix)", "rain", "", 0, "the original mix is the recording" },
    { "Rain (Extended Mix)", "rain", "", TUTTI_VERSION_EXTENDED, "an extended mix is no remix" },
    { "Rain (Radio Edit)", "rain", "", TUTTI_VERSION_EDIT, "an edit" },
    { "Rain - 7\" Edit; 2018 Remaster", "rain", "", TUTTI_VERSION_EDIT, "an edit and a remaster" },
    { "Rain (Somebody's Edit)", "rain", "", TUTTI_VERSION_EDIT | TUTTI_VERSION_REMIX, "somebody's edit is a remix" },
    { "Rain (Acoustic)", "rain", "", TUTTI_VERSION_ACOUSTIC, "acoustic" },
    { "Rain (Instrumental)", "rain", "", TUTTI_VERSION_INSTRUMENTAL, "instrumental" },
    { "Rain (Originally Performed by Somebody) [Karaoke Version]", "rain", "", TUTTI_VERSION_KARAOKE | TUTTI_VERSION_LIVE, "karaoke" },
    { "Rain (Demo)", "rain", "", TUTTI_VERSION_DEMO, "a demo" },
    { "Rain (take 2)", "rain", "", TUTTI_VERSION_DEMO, "a take" },
    { "Rain sped up", "rain", "", TUTTI_VERSION_SPED, "sped up, no bracket" },
    { "Rain Slowed + Reverb", "rain", "", TUTTI_VERSION_SLOWED, "slowed and reverb" },
    { "Rain (Somebody's Version)", "rain", "", TUTTI_VERSION_OTHER, "a version of some kind" },
    { "Rain (Spanish Version)", "rain", "", TUTTI_VERSION_LANGUAGE, "another language" },
    { "Rain (A Cappella)", "rain", "", TUTTI_VERSION_ACAPPELLA, "a cappella" },
    { "Rain - Rerecorded", "rain", "", TUTTI_VERSION_RERECORDED, "sung again" },
    { "Rain (feat. A, B & C)", "rain", "", 0, "a credit" },
    { "Rain feat. A", "rain", "", 0, "a credit without a bracket" },
    { "Rain (with A)", "rain", "", 0, "with, in a bracket" },
    { "Dance with Rain", "dance with rain", "", 0, "with, as a word" },
    { "Rain (Over the Hills)", "rain", "over the hills", 0, "a subtitle" },
    { "Rain - Over the Hills", "rain", "over the hills", 0, "behind a dash" },
    { "(Over the Hills) Rain", "rain", "over the hills", 0, "before the title" },
    { "(Rain)", "rain", "", 0, "all in brackets" },
    { "[untitled", "untitled", "", 0, "a bracket that never ends" },
    { "Salt 'n' Sand", "salt and sand", "", 0, "n is and" },
    { "Rain---Hills", "rain", "hills", 0, "dashes for spaces" },
    { "Glass (Glasgow Style)", "glass", "glasgow style", 0, "style is a word" },
    { "!!!", "", "", 0, "nothing but signs has no words" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TuttiTitle       title;
      g_autofree char *core = NULL;
      g_autofree char *sub = NULL;

      tutti_title_parse (&title, cases[i].title, strlen (cases[i].title), NULL, 0);
      core = g_strndup (title.core.text, title.core.length);
      sub = g_strndup (title.sub.text, title.sub.length);
      g_test_message ("%s: %s", cases[i].title, cases[i].why);
      g_assert_cmpstr (core, ==, cases[i].core);
      g_assert_cmpstr (sub, ==, cases[i].sub);
      g_assert_cmphex (title.versions, ==, cases[i].versions);
    }
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *title;
    const char *core;
    guint32     numbers[4]; /* 0 ends */
  } cases[] = {
    { "Rain, Pt. 2", "rain", { 2 } },
    { "Rain (Part II)", "rain", { 2 } },
    { "Rain II", "rain", { 2 } },
    { "Rain, Parts 1-5", "rain", { 1, 5 } },
    { "Rain 7", "rain 7", { 7 } },
    { "Part-Time Rain", "part time rain", { 0 } },
    { "My Beat v2", "my beat", { 2 } },
    { "I", "i", { 0 } },
    { "Symphony No. 3 in D, Op. 12: IV. Finale", "symphony no 3 in d op 12 4 finale", { 3, 4, 12 } },
    { "Sinfonie Nr. 3 D-Dur op. 12: 4. Finale", "symphony no 3 d major op 12 4 finale", { 3, 4, 12 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TuttiTitle       title;
      g_autofree char *core = NULL;
      guint            n = 0;

      tutti_title_parse (&title, cases[i].title, strlen (cases[i].title), NULL, 0);
      core = g_strndup (title.core.text, title.core.length);
      while (n < 4 && cases[i].numbers[n] != 0)
        n++;
      g_test_message ("%s", cases[i].title);
      g_assert_cmpstr (core, ==, cases[i].core);
      g_assert_cmpmem (title.numbers, title.n_numbers * sizeof (guint32), cases[i].numbers, n * sizeof (guint32));
    }
}

static void
test_credits (void)
{
  TuttiTitle  title;
  const char *text = "Rain (Ada & Ben) [feat. Cy] - Hills";

  tutti_title_parse (&title, text, strlen (text), "ada ben", 7);
  g_assert_cmpuint (title.n_credits, ==, 2);
  g_assert_cmpint (strncmp (text + title.credits[0].start, "Ada & Ben", 9), ==, 0);
  g_assert_cmpint (strncmp (text + title.credits[1].start, "Cy", 2), ==, 0);
  g_assert_cmpuint (title.n_dashes, ==, 1);

  /* a tail that only repeats the artist is no subtitle */
  tutti_title_parse (&title, "Rain - Ada", 10, "ada", 3);
  g_assert_cmpuint (title.sub.length, ==, 0);
}

static void
test_version_text (void)
{
  static const char *const cases[][2] = {
    { "Rain (Live at the Mill)", "Live at the Mill" },
    { "Rain - Somebody Remix (Radio Edit)", "Somebody Remix, Radio Edit" },
    { "Rain - 2011 Remaster", NULL },
    { "Rain", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *version = tutti_title_dup_version (cases[i][0]);

      g_assert_cmpstr (version, ==, cases[i][1]);
    }
}

static void
test_remarks (void)
{
  static const struct
  {
    const char *title;
    const char *remarks;
  } cases[] = {
    { "Rain", NULL },
    { NULL, NULL },
    { "Live and Be Glad", NULL },
    { "Rain (Over the Hills)", NULL },
    { "Rain (feat. Ada)", NULL },
    { "Rain (Official Video) [HD]", NULL },
    { "Rain (Explicit)", NULL },
    { "Rain - Live at the Mill / June 1986", "Live at the Mill / June 1986" },
    { "Rain (Somebody's Big Remix)", "Somebody's Big Remix" },
    { "Rain - 2011 Remaster", "2011 Remaster" },
    { "Rain (Acoustic) [Remastered]", "Acoustic, Remastered" },
    { "Rain - Mono", "Mono" },
    { "Rain (Clean)", "Clean" },
    { "Rain (feat. Ada) [Live]", "Live" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *remarks = tutti_versions_dup_remarks (cases[i].title);

      g_test_message ("%s", cases[i].title);
      g_assert_cmpstr (remarks, ==, cases[i].remarks);
    }
}

static void
test_isrc (void)
{
  static const char *const cases[][2] = {
    { "USRC17607839", "USRC17607839" },
    { "us-rc1-76-07839", "USRC17607839" },
    { "ISRC US RC1 76 07839", "USRC17607839" },
    { "USRC1760783", NULL },
    { "USRC176078390", NULL },
    { "1SRC17607839", NULL },
    { "USRC1760783X", NULL },
    { "USRC10000000", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *code = tutti_isrc_normalize (cases[i][0]);

      g_assert_cmpstr (code, ==, cases[i][1]);
    }
}

static void
test_service_track (void)
{
  g_autofree char            *long_title = g_strnfill (1 << 20, 't');
  const char                 *artists[] = { "Ada", " ", "B\xffn\n", NULL };
  const TuttiServiceTrackInfo info = {
    .provider = "quaver",
    .remote_id = "1",
    .title = " Ra\x01in\t",
    .artists = artists,
    .duration_ms = -5,
    .isrc = "USRC17607839, nonsense, GBAYE0601498",
    .artwork_url = "https://pictures.invalid/a\nb",
    .web_url = "https://quaver.invalid/1",
    .year = -1,
  };
  g_autoptr (TuttiServiceTrack) track = tutti_service_track_new (&info);
  g_autoptr (TuttiServiceTrack) empty = tutti_service_track_new (&(TuttiServiceTrackInfo) { .provider = "quaver" });
  g_autoptr (TuttiServiceTrack) huge = tutti_service_track_new (&(TuttiServiceTrackInfo) { .title = long_title, .duration_ms = G_MAXINT64 });
  g_autofree char *line = tutti_service_track_dup_artist_line (track);

  g_assert_cmpstr (tutti_service_track_get_title (track), ==, "Ra in");
  g_assert_cmpstr (line, ==, "Ada, B\xef\xbf\xbdn");
  g_assert_cmpint (tutti_service_track_get_duration (track), ==, 0);
  g_assert_cmpstr (tutti_service_track_get_isrc (track), ==, "USRC17607839");
  g_assert_cmpstr (tutti_service_track_get_isrcs (track)[1], ==, "GBAYE0601498");
  g_assert_null (tutti_service_track_get_isrcs (track)[2]);
  g_assert_null (tutti_service_track_get_artwork_url (track));
  g_assert_cmpstr (tutti_service_track_get_web_url (track), ==, "https://quaver.invalid/1");
  g_assert_null (tutti_service_track_get_app_uri (track));
  g_assert_cmpint (tutti_service_track_get_year (track), ==, 0);
  g_assert_true (tutti_service_track_is_playable (track));
  g_assert_false (tutti_service_track_is_explicit (track));
  g_assert_false (tutti_service_track_is_upload (track));

  g_assert_cmpstr (tutti_service_track_get_title (empty), ==, "");
  g_assert_cmpstr (tutti_service_track_get_album (empty), ==, "");
  g_assert_null (tutti_service_track_get_artists (empty)[0]);
  g_assert_null (tutti_service_track_get_isrc (empty));

  g_assert_cmpint (g_utf8_strlen (tutti_service_track_get_title (huge), -1), ==, TUTTI_SERVICE_TRACK_MAX_LETTERS);
  g_assert_cmpint (tutti_service_track_get_duration (huge), ==, 0);
}

static void
test_track (void)
{
  g_autoptr (TuttiLink) first = tutti_link_new (&(TuttiLinkInfo) { .provider = "quaver", .remote_id = "1" });
  g_autoptr (TuttiLink) source = tutti_link_new (&(TuttiLinkInfo) { .provider = "quaver", .remote_id = "2", .is_source = TRUE });
  TuttiLink *const links[] = { first, source };
  TuttiTrack      *track = tutti_track_new (&(TuttiTrackInfo) { .id = 7, .title = "Rain", .artist = "Ada", .links = links, .n_links = 2, .is_liked = TRUE });
  g_autofree char *title = NULL;
  gboolean         liked;

  g_object_get (track, "title", &title, "liked", &liked, NULL);
  g_assert_cmpstr (title, ==, "Rain");
  g_assert_true (liked);
  g_assert_cmpuint (tutti_track_get_links (track)->len, ==, 2);
  g_assert_true (tutti_track_get_link (track, "quaver") == source);
  g_assert_null (tutti_track_get_link (track, "semibreve"));

  g_assert_finalize_object (track);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/title/parse", test_parse);
  g_test_add_func ("/title/numbers", test_numbers);
  g_test_add_func ("/title/credits", test_credits);
  g_test_add_func ("/title/version-text", test_version_text);
  g_test_add_func ("/title/remarks", test_remarks);
  g_test_add_func ("/title/isrc", test_isrc);
  g_test_add_func ("/title/service-track", test_service_track);
  g_test_add_func ("/title/track", test_track);

  return g_test_run ();
}
