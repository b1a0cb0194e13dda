/* test-identity.c: which tracks are one recording, alone and in batches
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-aliases.h"
#include "tutti-identity.h"
#include "tutti-versions.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  const char *title;
  const char *artist; /* several with ; between */
  const char *album;
  int         seconds;
  const char *isrc;
} Song;

static TuttiIdentity *
identify_at (const Song *song,
             const char *provider)
{
  g_auto (GStrv) artists = g_strsplit (song->artist != NULL ? song->artist : "", ";", -1);
  const TuttiServiceTrackInfo info = {
    .provider = provider,
    .title = song->title,
    .artists = (const char *const *) artists,
    .album = song->album,
    .duration_ms = song->seconds * 1000,
    .isrc = song->isrc,
  };
  g_autoptr (TuttiServiceTrack) track = tutti_service_track_new (&info);

  return tutti_identity_new (track);
}

static gboolean
share_key (const TuttiIdentity *a,
           const TuttiIdentity *b)
{
  guint          n_a, n_b;
  const guint64 *keys_a = tutti_identity_get_keys (a, &n_a);
  const guint64 *keys_b = tutti_identity_get_keys (b, &n_b);

  g_assert_cmpuint (n_a, <=, TUTTI_IDENTITY_MAX_KEYS);
  for (guint i = 0; i < n_a; i++)
    for (guint j = 0; j < n_b; j++)
      if (keys_a[i] == keys_b[j])
        return TRUE;

  return FALSE;
}

static const struct
{
  Song         a;
  Song         b;
  TuttiVerdict verdict;
  const char  *why;
} pairs[] = {
  { { "Morning Glass", "Ada Lune", NULL, 200 }, { "morning glass", "ADA LUNE", NULL, 201 }, TUTTI_VERDICT_SAME, "the same but for case" },
  { { "Morning Glass", "Ada Lune" }, { "Morning Glass", "Ada Lune" }, TUTTI_VERDICT_SAME, "title and artist are all that is known" },
  { { "Morning Glass", "Ada Lune" }, { "Morning Glass", "Ben Sole" }, TUTTI_VERDICT_DIFFERENT, "another artist" },
  { { "Morning Glass", "Ada Lune" }, { "Evening Stone", "Ada Lune" }, TUTTI_VERDICT_DIFFERENT, "another title" },
  { { "Morning Glass", "Ada Lune", NULL, 200 }, { "Morning Glass", "Ada Lune", NULL, 260 }, TUTTI_VERDICT_DIFFERENT, "another length" },
  { { "Morning Glass", "Ada Lune", NULL, 200 }, { "Morning Glass", "Ada Lune", NULL, 204 }, TUTTI_VERDICT_SAME, "a fade" },
  { { "Intro", "Ada Lune", "One", 15 }, { "Intro", "Ada Lune", "One (Deluxe)", 22 }, TUTTI_VERDICT_DIFFERENT, "short tracks do not fade for seven seconds" },
  { { "Long Piece", "Ada Lune", NULL, 1300 }, { "Long Piece", "Ada Lune", NULL, 1325 }, TUTTI_VERDICT_SAME, "long ones do" },
  { { "Morning Glass (2011 Remaster)", "Ada Lune" }, { "Morning Glass", "Ada Lune" }, TUTTI_VERDICT_SAME, "a remaster" },
  { { "Morning Glass (Explicit)", "Ada Lune" }, { "Morning Glass (Clean)", "Ada Lune" }, TUTTI_VERDICT_SAME, "explicit and clean" },
  { { "Morning Glass [Explicit]", "Ada Lune", "Hills", 236 }, { "Morning Glass", "Ada Lune", "Hills", 225 }, TUTTI_VERDICT_SAME, "cut to be clean" },
  { { "Morning Glass", "Ada Lune", "Hills [Explicit]", 236 }, { "Morning Glass", "Ada Lune", "Hills", 225 }, TUTTI_VERDICT_SAME, "cut to be clean, as the album says" },
  { { "Morning Glass [Explicit]", "Ada Lune", "Hills", 236 }, { "Morning Glass", "Ada Lune", "Valleys", 225 }, TUTTI_VERDICT_DIFFERENT, "another length on another album" },
  { { "Morning Glass [Explicit]", "Ada Lune", "Hills", 236 }, { "Morning Glass", "Ada Lune", "Hills", 150 }, TUTTI_VERDICT_MAYBE, "too much is gone" },
  { { "Morning Glass - Back to the Mill", "Ada Lune", "Hills", 206 }, { "Morning Glass", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_MAYBE, "a subtitle that the other has not, and another length" },
  { { "Morning Glass - Live", "Ada Lune" }, { "Morning Glass", "Ada Lune" }, TUTTI_VERDICT_DIFFERENT, "live" },
  { { "Morning Glass - Live", "Ada Lune", NULL, 200 }, { "Morning Glass", "Ada Lune", NULL, 200 }, TUTTI_VERDICT_DIFFERENT, "live, at the same length" },
  { { "Morning Glass", "Ada Lune", "Live at the Mill", 200 }, { "Morning Glass (Live)", "Ada Lune", "Live at the Mill", 201 }, TUTTI_VERDICT_SAME, "the album says it for the other" },
  { { "Morning Glass", "Ada Lune", "2001-03-04: The Mill" }, { "Morning Glass", "Ada Lune", "2001-03-05: The Mill" }, TUTTI_VERDICT_DIFFERENT, "two evenings" },
  { { "Rain (Live in Arlen, 1999)", "Ada Lune", "Hills", 200 }, { "Rain (Live in Brome, 1983)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_DIFFERENT, "two places and years" },
  { { "Rain (Live in Arlen)", "Ada Lune", "Hills", 200 }, { "Rain (Live in Brome)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_DIFFERENT, "two places" },
  { { "Rain (Live in Arlen, 1999)", "Ada Lune", "Hills", 200 }, { "Rain (Live in Arlen, 2003)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_DIFFERENT, "one place in two years" },
  { { "Rain (Live 1999)", "Ada Lune", "Hills", 200 }, { "Rain (Live 2003)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_DIFFERENT, "two years" },
  { { "Rain - Live at the Mill '86", "Ada Lune", "Hills", 200 }, { "Rain (Live at the Mill, 1979)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_DIFFERENT, "a year in two digits is another" },
  { { "Rain - Live at the Mill '86", "Ada Lune", "Hills", 200 }, { "Rain (Live at the Mill, 1986)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_SAME, "a year in two digits is the same" },
  { { "Rain (Arlen Session 1995)", "Ada Lune", "Hills", 200 }, { "Rain (Brome Session 1981)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_DIFFERENT, "two sessions" },
  { { "Rain (Arlen Session 1995)", "Ada Lune", "Hills", 200 }, { "Rain (Arlen Session 1981)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_DIFFERENT, "two sessions at one place" },
  { { "Rain (Acoustic at Arlen, 1995)", "Ada Lune", "Hills", 200 }, { "Rain (Acoustic at Arlen, 1997)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_DIFFERENT, "two acoustic evenings" },
  { { "Rain (Live at Cork Hall)", "Ada Lune", "Hills", 200 }, { "Rain (Live at York Hall)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_DIFFERENT, "two places a letter apart" },
  { { "Rain (Live at Arlen, July 11, 1986)", "Ada Lune", "Hills", 200 }, { "Rain (Live at Arlen, July 12, 1986)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_DIFFERENT, "two evenings at one place" },
  { { "Rain (Live in Arlen, 1999)", "Ada Lune", "Hills", 200 }, { "Rain (Live in Arlen, 1999) [2011 Remaster]", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_SAME, "a remaster of a live take" },
  { { "Rain (Live - 2003 Remaster)", "Ada Lune", "Hills", 200 }, { "Rain (Live - 2011 Remaster)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_SAME, "years of remasters" },
  { { "Rain (Live)", "Ada Lune", "Hills", 200 }, { "Rain (Live in Arlen, 1999)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_SAME, "one says where" },
  { { "Rain (En Vivo)", "Ada Lune", "Hills", 200 }, { "Rain (Live in Arlen, 1999)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_SAME, "one says where, the other speaks Spanish" },
  { { "Rain (Live)", "Ada Lune", "Hills", 200 }, { "Rain (Live in Arlen, 1999)", "Ada Lune", "Hills", 212 }, TUTTI_VERDICT_DIFFERENT, "one says where, of another length" },
  { { "Rain (Live at Arlen)", "Ada Lune", "Hills", 200 }, { "Rain (Live at Arlen Stadium, 1986)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_SAME, "one says more" },
  { { "Rain (Live)", "Ada Lune", "Live at Arlen '86", 200 }, { "Rain (Live at Arlen Stadium, 1986)", "Ada Lune", "Live at Arlen '86", 200 }, TUTTI_VERDICT_SAME, "the album says where" },
  { { "Rain (Live)", "Ada Lune", "Live at Arlen '86", 200 }, { "Rain (Live in Brome, 1979)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_DIFFERENT, "the album says it was elsewhere" },
  { { "Rain (Live in Arlen)", "Ada Lune", "Hills", 200 }, { "Rain (Live in Arlem)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_SAME, "a place, mistyped" },
  { { "Rain", "Ada Lune", "Unplugged at Arlen", 200 }, { "Rain (Live in Brome, 1977)", "Ada Lune", "Unplugged at Arlen", 205 }, TUTTI_VERDICT_DIFFERENT, "the evening of the album and another one" },
  { { "Rain", "Ada Lune", "Unplugged at Arlen", 200 }, { "Rain (Live)", "Ada Lune", "Unplugged at Arlen", 205 }, TUTTI_VERDICT_DIFFERENT, "a live album's take of another length" },
  { { "Rain", "Ada Lune", "Unplugged at Arlen", 200 }, { "Rain (Live)", "Ada Lune", "Unplugged at Arlen", 201 }, TUTTI_VERDICT_SAME, "a live album's take" },
  { { "Rain (Ben Sole Remix 1999)", "Ada Lune", "Hills", 200 }, { "Rain (Ben Sole Remix 2004)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_DIFFERENT, "two remixes by one" },
  { { "Rain (Ben Sole Remix 1999)", "Ada Lune", "Hills", 200 }, { "Rain (Cy Rill Remix 1999)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_DIFFERENT, "two remixes of one year" },
  { { "Rain (1999 Remix)", "Ada Lune", "Hills", 200 }, { "Rain (2004 Remix)", "Ada Lune", "Hills", 200 }, TUTTI_VERDICT_DIFFERENT, "two remixes of two years" },
  { { "雨", "Ada Lune", "Hills", 200 }, { "Zug", "Ada Lune", "Hills", 201 }, TUTTI_VERDICT_DIFFERENT, "two titles in two scripts on an album whose name is in one" },
  { { "Morning Glass (Ben Sole Remix)", "Ada Lune" }, { "Morning Glass", "Ada Lune" }, TUTTI_VERDICT_DIFFERENT, "a remix" },
  { { "Morning Glass (Ben Sole Remix)", "Ada Lune" }, { "Morning Glass - Ben Sole Remix", "Ada Lune;Ben Sole" }, TUTTI_VERDICT_SAME, "the same remix" },
  { { "Morning Glass (Ben Sole Remix)", "Ada Lune" }, { "Morning Glass (Cy Rill Remix)", "Ada Lune" }, TUTTI_VERDICT_DIFFERENT, "two remixes" },
  { { "Morning Glass (Ben Sole Remix)", "Ada Lune", NULL, 200 }, { "Morning Glass (Ben Soel Remix)", "Ada Lune", NULL, 200 }, TUTTI_VERDICT_SAME, "one remix, mistyped" },
  { { "Rain (Radio Edit)", "Ada Lune", NULL, 200 }, { "Rain", "Ada Lune", NULL, 201 }, TUTTI_VERDICT_SAME, "an edit of the same length is the recording" },
  { { "Rain (Radio Edit)", "Ada Lune", NULL, 200 }, { "Rain", "Ada Lune", NULL, 320 }, TUTTI_VERDICT_DIFFERENT, "one that is shorter is not" },
  { { "Rain (Karaoke Version)", "Ada Lune" }, { "Rain", "Ada Lune" }, TUTTI_VERDICT_DIFFERENT, "karaoke" },
  { { "Rain", "Karaoke Stars", NULL, 200 }, { "Rain", "Ada Lune", NULL, 200 }, TUTTI_VERDICT_DIFFERENT, "karaoke in the artist's name" },
  { { "Rain (Sped Up)", "Ada Lune" }, { "Rain", "Ada Lune" }, TUTTI_VERDICT_DIFFERENT, "sped up" },
  { { "Rain (Spanish Version)", "Ada Lune" }, { "Rain", "Ada Lune" }, TUTTI_VERDICT_DIFFERENT, "another language" },
  { { "Rain (Morning Version)", "Ada Lune", "Rain" }, { "Rain", "Ada Lune", "Morning" }, TUTTI_VERDICT_SAME, "a version named after the album" },
  { { "Rain, Pt. 2", "Ada Lune" }, { "Rain, Part II", "Ada Lune" }, TUTTI_VERDICT_SAME, "one number in two notations" },
  { { "Rain, Pt. 2", "Ada Lune" }, { "Rain, Pt. 3", "Ada Lune" }, TUTTI_VERDICT_DIFFERENT, "two parts" },
  { { "Rain, Pt. 2", "Ada Lune", NULL, 200 }, { "Rain", "Ada Lune", NULL, 200 }, TUTTI_VERDICT_DIFFERENT, "a second part" },
  { { "Morning at the Mill, Chapter 40", "Ada Lune", "Morning at the Mill", 240 }, { "Morning at the Mill, Chapter 22", "Ada Lune", "Morning at the Mill", 240 }, TUTTI_VERDICT_DIFFERENT, "two chapters of one length" },
  { { "Rain, Pt. 1", "Ada Lune" }, { "Rain", "Ada Lune" }, TUTTI_VERDICT_SAME, "a first part" },
  { { "Rain - Volume 3", "Ada Lune", NULL, 200 }, { "Rain", "Ada Lune", "Volume 3", 200 }, TUTTI_VERDICT_SAME, "a number that is the album's name" },
  { { "Rain / Hills", "Ada Lune", NULL, 400 }, { "Rain", "Ada Lune", NULL, 200 }, TUTTI_VERDICT_DIFFERENT, "two songs in one track" },
  { { "Rain (Over the Hills)", "Ada Lune" }, { "Rain", "Ada Lune" }, TUTTI_VERDICT_SAME, "a subtitle left out" },
  { { "Rain (Over the Hills)", "Ada Lune" }, { "Rain - Over the Hills", "Ada Lune" }, TUTTI_VERDICT_SAME, "a bracket or a dash" },
  { { "(Over the) Rain", "Ada Lune" }, { "Over the Rain", "Ada Lune" }, TUTTI_VERDICT_SAME, "a bracket at the start" },
  { { "Rain (Over the Hills)", "Ada Lune" }, { "Rain (Under the Bridge)", "Ada Lune" }, TUTTI_VERDICT_DIFFERENT, "two subtitles" },
  { { "Rain (feat. Ben Sole)", "Ada Lune" }, { "Rain", "Ada Lune;Ben Sole" }, TUTTI_VERDICT_SAME, "a credit in the title" },
  { { "Rain (feat. Ben Sole)", "Ada Lune" }, { "Rain", "Ben Sole" }, TUTTI_VERDICT_SAME, "the guest as artist" },
  { { "Rain", "Ada Lune & Ben Sole" }, { "Rain", "Ben Sole, Ada Lune" }, TUTTI_VERDICT_SAME, "one line, another order" },
  { { "Rain", "The Hollow Men" }, { "Rain", "Hollow Men" }, TUTTI_VERDICT_SAME, "The" },
  { { "Rain", "Sand & Salt" }, { "Rain", "Sand and Salt" }, TUTTI_VERDICT_SAME, "and" },
  { { "Rain", "Bl!nk" }, { "Rain", "Blink" }, TUTTI_VERDICT_SAME, "a sign for a letter" },
  { { "Rain", "Die Söhne" }, { "Rain", "Die Soehne" }, TUTTI_VERDICT_SAME, "an umlaut in two letters" },
  { { "Rain", "Thirty Two Doors" }, { "Rain", "32 Doors" }, TUTTI_VERDICT_SAME, "a number in words" },
  { { "Morning Glass", "Ada Lune", NULL, 200 }, { "Mornign Glass", "Ada Lune", NULL, 200 }, TUTTI_VERDICT_SAME, "a typing error" },
  { { "F**kin' Rain", "Ada Lune" }, { "Fuckin' Rain", "Ada Lune" }, TUTTI_VERDICT_SAME, "stars hide letters" },
  { { "The Bridge", "Ada Lune", NULL, 200 }, { "Bridge", "Ada Lune", NULL, 200 }, TUTTI_VERDICT_SAME, "an article and the same length" },
  { { "Ada Lune - Morning Glass (Official Video)", "Ada Lune" }, { "Morning Glass", "Ada Lune" }, TUTTI_VERDICT_SAME, "a video" },
  { { "Ada Lune - Morning Glass", "Big Label Records", NULL, 200 }, { "Morning Glass", "Ada Lune", NULL, 200 }, TUTTI_VERDICT_SAME, "uploaded by a label" },
  { { "Ada Lune - Morning Glass", "AdaLuneVEVO" }, { "Morning Glass", "Ada Lune" }, TUTTI_VERDICT_SAME, "a channel" },
  { { "Morning Glass", "Ada Lune - Topic" }, { "Morning Glass", "Ada Lune" }, TUTTI_VERDICT_SAME, "a topic channel" },
  { { "Ada Lune - Morning Glass", NULL, NULL, 200 }, { "Morning Glass", "Ada Lune", NULL, 200 }, TUTTI_VERDICT_SAME, "no artist but in the title" },
  { { "Morning Glass - Evening Stones", "Ada Lune", NULL, 200 }, { "Morning Glass", "Ada Lune", "Evening Stones", 200 }, TUTTI_VERDICT_SAME, "the album in the title" },
  { { "夜明けの歌", "青木 夏", NULL, 200 }, { "夜明けの歌", "青木夏", NULL, 200 }, TUTTI_VERDICT_SAME, "no letter is lost" },
  { { "夜明けの歌", "青木夏", NULL, 200 }, { "春の手紙", "森川遥", NULL, 200 }, TUTTI_VERDICT_DIFFERENT, "nor equal to any other" },
  { { "夜明けの歌 (Song of Dawn)", "Aoki" }, { "Song of Dawn (夜明けの歌)", "Aoki" }, TUTTI_VERDICT_SAME, "two scripts in the other order" },
  { { "Солнце", "Волна", NULL, 200, "RUA1D1500001" }, { "Solntse", "Volna", NULL, 200, "RUA1D1500001" }, TUTTI_VERDICT_SAME, "an ISRC over two scripts" },
  { { "Morning Glass", "Ada Lune", NULL, 200, "USRC17607839" }, { "Completely Other", "Ben Sole", NULL, 200, "USRC17607839" }, TUTTI_VERDICT_DIFFERENT, "an ISRC on two songs" },
  { { "Morning Glass", "Ada Lune", NULL, 200, "USRC17607839" }, { "Morning Glass", "Ada Lune", NULL, 200, "GBAYE0601498" }, TUTTI_VERDICT_SAME, "one recording with two ISRCs" },
  { { "Morning Glass (Live)", "Ada Lune", NULL, 200, "USRC17607839" }, { "Morning Glass", "Ada Lune", NULL, 200, "USRC17607839" }, TUTTI_VERDICT_SAME, "an ISRC decides over a remark" },
  { { "!!!", "???" }, { "!!!", "???" }, TUTTI_VERDICT_SAME, "names of signs" },
  { { "!!!", "???" }, { "...", "???" }, TUTTI_VERDICT_DIFFERENT, "other signs" },
  { { "", "" }, { "", "" }, TUTTI_VERDICT_DIFFERENT, "nothing known" },
  { { "Hello", "Ada Lune", "Hello" }, { "Hello", "Ben Sole", "Hello" }, TUTTI_VERDICT_MAYBE, "a single of one word by two artists" },
};

static void
test_pairs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (TuttiIdentity) a = identify_at (&pairs[i].a, "quaver");
      g_autoptr (TuttiIdentity) b = identify_at (&pairs[i].b, "semibreve");
      double       score, back;
      TuttiReason  reason, other;
      TuttiVerdict verdict = tutti_identity_compare (a, b, TUTTI_COMPARE_DEFAULT, &score, &reason);

      g_test_message ("%s / %s: %s (%.3f)", pairs[i].a.title, pairs[i].b.title, pairs[i].why, score);
      if (pairs[i].verdict == TUTTI_VERDICT_DIFFERENT)
        g_assert_cmpint (verdict, !=, TUTTI_VERDICT_SAME);
      else
        g_assert_cmpint (verdict, ==, pairs[i].verdict);

      g_assert_cmpfloat (score, >=, 0);
      g_assert_cmpfloat (score, <=, 1);
      g_assert_true ((reason != TUTTI_REASON_NONE) == (verdict == TUTTI_VERDICT_SAME));
      g_assert_cmpint (tutti_identity_compare (b, a, TUTTI_COMPARE_DEFAULT, &back, &other), ==, verdict);
      g_assert_cmpfloat_with_epsilon (back, score, 1e-9);
      if (verdict == TUTTI_VERDICT_SAME)
        g_assert_true (share_key (a, b));

      /* a pass over both, which looks at summaries first, says the same */
      {
        TuttiIdentity              *both[] = { a, b };
        g_autofree TuttiMembership *memberships = tutti_identity_cluster (both, 2, NULL, 0, TUTTI_COMPARE_DEFAULT, NULL);

        g_assert_true ((memberships[1].group == 0) == (verdict == TUTTI_VERDICT_SAME));
      }
    }
}

/* The key is a reason only where both say the same of the version. */
static void
test_key (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    TuttiReason reason;
  } cases[] = {
    { "Rain (Live in Arlen, 1999)", "Rain - Live in Arlen 1999", TUTTI_REASON_KEY },
    { "Rain (2011 Remaster)", "Rain", TUTTI_REASON_KEY },
    { "Rain (Live)", "Rain (Live in Arlen, 1999)", TUTTI_REASON_SCORE },
    { "Rain (Live in Arlen)", "Rain (Live in Arlen, 1999)", TUTTI_REASON_SCORE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Song a = { cases[i].a, "Ada Lune", "Hills", 200, NULL };
      const Song b = { cases[i].b, "Ada Lune", "Hills", 200, NULL };
      g_autoptr (TuttiIdentity) one = identify_at (&a, "quaver");
      g_autoptr (TuttiIdentity) other = identify_at (&b, "semibreve");
      TuttiReason reason;

      g_test_message ("%s / %s", cases[i].a, cases[i].b);
      g_assert_cmpint (tutti_identity_compare (one, other, TUTTI_COMPARE_DEFAULT, NULL, &reason), ==, TUTTI_VERDICT_SAME);
      g_assert_cmpint (reason, ==, cases[i].reason);
    }
}

/* What one service lists twice, under two ISRCs and two remarks, is two; so
 * is what it says to be by two people. */
static void
test_listed_twice (void)
{
  const Song a = { "Rain (Live)", "Ada Lune", "Hills", 374, "USRC17607839" };
  const Song b = { "Rain (Live in Arlen, 2004)", "Ada Lune", "Hills", 377, "GBAYE0601498" };
  g_autoptr (TuttiIdentity) one = identify_at (&a, "quaver");
  g_autoptr (TuttiIdentity) beside = identify_at (&b, "quaver");
  g_autoptr (TuttiIdentity) elsewhere = identify_at (&b, "semibreve");

  g_assert_cmpint (tutti_identity_compare (one, elsewhere, TUTTI_COMPARE_DEFAULT, NULL, NULL), ==, TUTTI_VERDICT_SAME);
  g_assert_cmpint (tutti_identity_compare (one, beside, TUTTI_COMPARE_DEFAULT, NULL, NULL), !=, TUTTI_VERDICT_SAME);
}

static void
test_two_people (void)
{
  const Song a = { "Morning Glass", "Ada Lune", "Over the Hills", 200 };
  const Song b = { "Morning Glass", "Ben Sole", "Over the Hills", 200 };
  g_autoptr (TuttiIdentity) one = identify_at (&a, "quaver");
  g_autoptr (TuttiIdentity) beside = identify_at (&b, "quaver");
  double score, other_score;
  g_autoptr (TuttiIdentity) elsewhere = identify_at (&b, "semibreve");

  g_assert_cmpint (tutti_identity_compare (one, beside, TUTTI_COMPARE_DEFAULT, &score, NULL), !=, TUTTI_VERDICT_SAME);
  tutti_identity_compare (one, elsewhere, TUTTI_COMPARE_DEFAULT, &other_score, NULL);
  g_assert_cmpfloat (score, <, other_score);
}

static void
test_isrc (void)
{
  const Song a = { "Солнце", "Волна", NULL, 200, "RUA1D1500001" };
  const Song b = { "Solntse", "Volna", NULL, 200, "RUA1D1500001" };
  g_autoptr (TuttiIdentity) one = identify_at (&a, "quaver");
  g_autoptr (TuttiIdentity) other = identify_at (&b, "semibreve");
  TuttiReason reason;

  g_assert_cmpint (tutti_identity_compare (one, other, TUTTI_COMPARE_DEFAULT, NULL, &reason), ==, TUTTI_VERDICT_SAME);
  g_assert_cmpint (reason, ==, TUTTI_REASON_ISRC);
  g_assert_cmpint (tutti_identity_compare (one, other, TUTTI_COMPARE_HIDE_ISRC, NULL, NULL), !=, TUTTI_VERDICT_SAME);
}

/* Two names of one artist, learned from two ISRCs, join a third song. */
static void
test_aliases (void)
{
  static const Song songs[] = {
    { "Solntse", "Волна", NULL, 200, "RUA1D1500001" },
    { "Solntse", "Volna", NULL, 200, "RUA1D1500001" },
    { "Zima", "Волна", NULL, 220, "RUA1D1500002" },
    { "Zima", "Volna", NULL, 220, "RUA1D1500002" },
    { "Reka", "Волна" },
    { "Reka", "Volna" },
    { "Reka", "Shoreline" },
  };
  g_autoptr (GPtrArray) identities = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_identity_free);
  g_autoptr (TuttiAliases) aliases = tutti_aliases_new ();
  g_autoptr (TuttiAliases) again = tutti_aliases_new ();
  g_autoptr (GArray) kept = NULL;
  g_autofree TuttiMembership *memberships = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (songs); i++)
    g_ptr_array_add (identities, identify_at (&songs[i], i % 2 ? "quaver" : "semibreve"));

  g_assert_false (tutti_aliases_learn (aliases, identities->pdata[0], identities->pdata[1]));
  g_assert_false (tutti_aliases_learn (aliases, identities->pdata[1], identities->pdata[0]));
  g_assert_false (tutti_aliases_connect (aliases, identities->pdata[4], identities->pdata[5]));
  g_assert_true (tutti_aliases_learn (aliases, identities->pdata[2], identities->pdata[3]));
  g_assert_cmpuint (tutti_aliases_get_n (aliases), ==, 1);
  g_assert_true (tutti_aliases_connect (aliases, identities->pdata[4], identities->pdata[5]));
  g_assert_false (tutti_aliases_connect (aliases, identities->pdata[4], identities->pdata[6]));

  /* Kept, and known again. */
  kept = tutti_aliases_list (aliases);
  g_assert_cmpuint (kept->len, ==, 1);
  tutti_aliases_add (again, g_array_index (kept, guint64, 0));
  tutti_aliases_add (again, g_array_index (kept, guint64, 0));
  g_assert_cmpuint (tutti_aliases_get_n (again), ==, 1);
  g_assert_true (tutti_aliases_connect (again, identities->pdata[4], identities->pdata[5]));
  g_assert_false (tutti_aliases_learn (again, identities->pdata[0], identities->pdata[1]));
  g_assert_cmpint (tutti_identity_compare (identities->pdata[4], identities->pdata[5], TUTTI_COMPARE_DEFAULT, NULL, NULL), !=, TUTTI_VERDICT_SAME);
  g_assert_cmpint (tutti_identity_compare_known (identities->pdata[4], identities->pdata[5], aliases, TUTTI_COMPARE_DEFAULT, NULL, NULL), ==, TUTTI_VERDICT_SAME);

  memberships = tutti_identity_cluster ((TuttiIdentity *const *) identities->pdata, identities->len, NULL, 0, TUTTI_COMPARE_DEFAULT, NULL);
  g_assert_cmpuint (memberships[5].group, ==, memberships[4].group);
  g_assert_cmpuint (memberships[6].group, ==, 6);
}

static void
test_reasons (void)
{
  static const struct
  {
    TuttiReason reason;
    double      score;
    const char *text;
  } cases[] = {
    { TUTTI_REASON_NONE, 0, "" },
    { TUTTI_REASON_ISRC, 1, "isrc" },
    { TUTTI_REASON_KEY, 1, "key" },
    { TUTTI_REASON_VERDICT, 1, "verdict" },
    { TUTTI_REASON_SCORE, 0.93, "score 0.93" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tutti_reason_to_string (cases[i].reason, cases[i].score);
      double           score;

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (tutti_reason_from_string (text, &score), ==, cases[i].reason);
      g_assert_cmpfloat_with_epsilon (score, cases[i].score, 1e-9);
    }
  g_assert_cmpint (tutti_reason_from_string ("nonsense", NULL), ==, TUTTI_REASON_NONE);
  g_assert_cmpint (tutti_reason_from_string (NULL, NULL), ==, TUTTI_REASON_NONE);
}

/* Songs of a made-up library, each as several services write it. */
static GPtrArray *
make_library (guint  n_songs,
              GRand *rand)
{
  static const char *const words[] = {
    "morning",
    "glass",
    "rain",
    "hills",
    "river",
    "night",
    "fire",
    "stone",
    "bird",
    "wire",
    "love",
    "road",
    "sea",
    "gold",
    "ashes",
    "mirror",
    "north",
    "harbour",
  };
  static const char *const tails[] = { "", " - 2011 Remaster", " (Live)", " (feat. Zed)", " (Ben Sole Remix)", "", " - Radio Edit", ", Pt. 2" };
  static const char *const providers[] = { "quaver", "semibreve", "crotchet", "minim" };
  GPtrArray               *identities = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_identity_free);

  for (guint i = 0; i < n_songs; i++)
    {
      g_autofree char *title = g_strdup_printf ("%s %s%s", words[g_rand_int_range (rand, 0, 18)], words[g_rand_int_range (rand, 0, 18)],
                                                tails[g_rand_int_range (rand, 0, 8)]);
      g_autofree char *artist = g_strdup_printf ("%s %s", words[g_rand_int_range (rand, 0, 18)], words[g_rand_int_range (rand, 0, 6)]);
      int              seconds = g_rand_int_range (rand, 100, 300);

      for (guint k = 0; k < 4; k++)
        {
          Song             song = { title, artist, words[g_rand_int_range (rand, 0, 18)], seconds + g_rand_int_range (rand, -4, 5) };
          g_autofree char *typo = g_strdup (title);
          guint            at = (guint) g_rand_int_range (rand, 1, 6);

          if (k == 3)
            {
              typo[at] = 'q';
              song.title = typo;
            }
          g_ptr_array_add (identities, identify_at (&song, providers[k]));
        }
    }

  return identities;
}

static void
test_order (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);
  g_autoptr (GPtrArray) library = make_library (700, rand);
  guint                       n = library->len;
  g_autofree TuttiMembership *first = tutti_identity_cluster ((TuttiIdentity *const *) library->pdata, n, NULL, 0, TUTTI_COMPARE_DEFAULT, NULL);
  guint                       n_joined = 0;

  for (guint i = 0; i < n; i++)
    n_joined += first[i].group != i;
  g_assert_cmpuint (n_joined, >, n / 3);

  for (guint round = 0; round < 5; round++)
    {
      g_autofree TuttiIdentity  **shuffled = g_memdup2 (library->pdata, n * sizeof (gpointer));
      g_autofree guint           *place = g_new (guint, n);
      g_autofree TuttiMembership *again = NULL;

      for (guint i = 0; i < n; i++)
        place[i] = i;
      for (guint i = n; i > 1; i--)
        {
          guint other = (guint) g_rand_int_range (rand, 0, (gint32) i);
          guint spare = place[i - 1];

          place[i - 1] = place[other];
          place[other] = spare;
        }
      for (guint i = 0; i < n; i++)
        shuffled[place[i]] = g_ptr_array_index (library, i);

      again = tutti_identity_cluster (shuffled, n, NULL, 0, TUTTI_COMPARE_DEFAULT, NULL);
      for (guint i = 0; i < n; i++)
        {
          /* in the same group as the first of its group, and no other's */
          g_assert_cmpuint (again[place[i]].group, ==, again[place[first[i].group]].group);
          g_assert_cmpint (again[place[i]].reason, ==, first[i].reason);
        }
      for (guint i = 0; i < n; i++)
        for (guint j = i + 1; j < MIN (n, i + 50); j++)
          g_assert_true ((first[i].group == first[j].group) == (again[place[i]].group == again[place[j]].group));
    }
}

/* Two services say all the same, and which of them stands for both does not
 * depend on which came first: a third track is of one of them. */
static void
test_order_of_twins (void)
{
  const Song rain = { "Rain", "Ada Lune", NULL, 200 };
  const Song longer = { "Rain", "Ada Lune", NULL, 206 };
  g_autoptr (TuttiIdentity) quaver = identify_at (&rain, "quaver");
  g_autoptr (TuttiIdentity) minim = identify_at (&rain, "minim");

  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (TuttiIdentity) third = identify_at (&longer, k == 0 ? "quaver" : "minim");
      TuttiIdentity              *one[] = { quaver, minim, third };
      TuttiIdentity              *other[] = { minim, quaver, third };
      g_autofree TuttiMembership *first = tutti_identity_cluster (one, 3, NULL, 0, TUTTI_COMPARE_DEFAULT, NULL);
      g_autofree TuttiMembership *again = tutti_identity_cluster (other, 3, NULL, 0, TUTTI_COMPARE_DEFAULT, NULL);

      g_assert_cmpuint (first[1].group, ==, 0);
      g_assert_cmpuint (again[1].group, ==, 0);
      g_assert_cmpuint (first[2].group, ==, again[2].group);
    }
}

static guint32 *
cluster_songs (const Song           *songs,
               guint                 n,
               const TuttiJudgement *judgements,
               guint                 n_judgements,
               GArray              **suggestions)
{
  static const char *const providers[] = { "quaver", "semibreve", "crotchet", "minim", "breve", "longa" };
  g_autoptr (GPtrArray) identities = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_identity_free);
  g_autofree TuttiMembership *memberships = NULL;
  guint32                    *groups = g_new (guint32, n);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (identities, identify_at (&songs[i], providers[i % G_N_ELEMENTS (providers)]));
  memberships = tutti_identity_cluster ((TuttiIdentity *const *) identities->pdata, n, judgements, n_judgements, TUTTI_COMPARE_DEFAULT, suggestions);
  for (guint i = 0; i < n; i++)
    groups[i] = memberships[i].group;

  return groups;
}

static void
test_chain (void)
{
  /* each is near enough to the next, the first and the last are not */
  static const Song songs[] = {
    { "Rain", "Ada Lune", NULL, 200 },
    { "Rain", "Ada Lune", NULL, 205 },
    { "Rain", "Ada Lune", NULL, 210 },
    { "Rain", "Ada Lune", NULL, 215 },
    { "Rain", "Ada Lune", NULL, 220 },
    { "Rain", "Ada Lune", NULL, 225 },
  };
  g_autofree guint32 *groups = cluster_songs (songs, G_N_ELEMENTS (songs), NULL, 0, NULL);

  g_assert_cmpuint (groups[0], !=, groups[5]);
  g_assert_cmpuint (groups[0], !=, groups[4]);
  g_assert_cmpuint (groups[0], !=, groups[3]);
}

static void
test_judgements (void)
{
  static const Song songs[] = {
    { "Rain", "Ada Lune", NULL, 200 },
    { "Rain", "Ada Lune", NULL, 200 },
    { "Hills", "Ben Sole", NULL, 100 },
    { "Rain", "Ada Lune", NULL, 201 },
  };
  static const TuttiJudgement judgements[] = { { 0, 1, FALSE }, { 1, 2, TRUE }, { 2, 99, TRUE } };
  g_autofree guint32         *plain = cluster_songs (songs, 4, NULL, 0, NULL);
  g_autofree guint32         *judged = cluster_songs (songs, 4, judgements, G_N_ELEMENTS (judgements), NULL);

  g_assert_cmpuint (plain[0], ==, plain[1]);
  g_assert_cmpuint (plain[0], ==, plain[3]);
  g_assert_cmpuint (plain[0], !=, plain[2]);
  g_assert_cmpuint (judged[0], !=, judged[1]);
  g_assert_cmpuint (judged[1], ==, judged[2]);
}

static void
test_suggestions (void)
{
  static const Song songs[] = {
    { "Hello", "Ada Lune", "Hello" },
    { "Hello", "Ben Sole", "Hello" },
    { "Rain", "Cy Rill" },
  };
  g_autoptr (GArray) suggestions = NULL;
  g_autofree guint32 *groups = cluster_songs (songs, 3, NULL, 0, &suggestions);

  g_assert_cmpuint (groups[0], !=, groups[1]);
  g_assert_cmpuint (suggestions->len, ==, 1);
  g_assert_cmpuint (g_array_index (suggestions, TuttiSuggestion, 0).a + g_array_index (suggestions, TuttiSuggestion, 0).b, ==, 1);
}

/* Time does not explode where all are alike. */
static void
test_crowds (void)
{
  static const char *const kinds[] = { "identical", "lengths", "artists", "nothing" };
  const guint              n = 20000;

  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    {
      g_autoptr (GPtrArray) identities = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_identity_free);
      g_autofree TuttiMembership *memberships = NULL;
      gint64                      start = g_get_monotonic_time ();

      for (guint i = 0; i < n; i++)
        {
          g_autofree char *artist = g_strdup_printf ("Artist %u", i * 7919);
          const Song       song = {
                  .title = kind == 3 ? "" : "Morning Glass",
                  .artist = kind == 2 ? artist : kind == 3 ? ""
                                                           : "Ada Lune",
                  .seconds = kind == 1 ? 30 + (int) i : 0,
          };

          g_ptr_array_add (identities, identify_at (&song, "quaver"));
        }
      memberships = tutti_identity_cluster ((TuttiIdentity *const *) identities->pdata, n, NULL, 0, TUTTI_COMPARE_DEFAULT, NULL);
      g_test_message ("%s: %.2f s", kinds[kind], (double) (g_get_monotonic_time () - start) / 1e6);
      if (kind == 0)
        g_assert_cmpuint (memberships[n - 1].group, ==, 0);
      if (kind >= 2)
        g_assert_cmpuint (memberships[n - 1].group, ==, n - 1);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 60 * G_USEC_PER_SEC);
    }
}

static void
test_hostile (void)
{
  g_autofree char         *brackets = g_strnfill (1 << 20, '(');
  g_autofree char         *dashes = g_strnfill (1 << 20, '-');
  static const char *const titles[] = {
    "",
    " ",
    "\xff\xfe",
    "\x01\x02",
    "(",
    ")",
    "((((((",
    "- - - - -",
    "feat.",
    "(feat.",
    "ft",
    "\xe2\x80\xae"
    "abc",
    "🎵🎵",
    "a - ",
    " - a",
    "- ",
    "[]",
    "-",
    "\xf0\x9f",
    "Pt.",
    "Part",
    "pt 99999999999999",
    "v999999999999999999",
  };
  g_autoptr (GPtrArray) identities = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_identity_free);
  g_autofree TuttiMembership *memberships = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (titles) + 2; i++)
    {
      const char *title = i < G_N_ELEMENTS (titles) ? titles[i] : i == G_N_ELEMENTS (titles) ? brackets
                                                                                             : dashes;
      const Song  song = { title, title, title, i % 2 ? -1 : 0, title };

      g_ptr_array_add (identities, identify_at (&song, title));
    }
  for (guint i = 0; i < identities->len; i++)
    for (guint j = 0; j < identities->len; j++)
      {
        double score;

        tutti_identity_compare (g_ptr_array_index (identities, i), g_ptr_array_index (identities, j), TUTTI_COMPARE_DEFAULT, &score, NULL);
        g_assert_cmpfloat (score, >=, 0);
        g_assert_cmpfloat (score, <=, 1);
      }
  memberships = tutti_identity_cluster ((TuttiIdentity *const *) identities->pdata, identities->len, NULL, 0, TUTTI_COMPARE_DEFAULT, NULL);
  g_assert_nonnull (memberships);
  {
    g_autofree TuttiMembership *none = tutti_identity_cluster (NULL, 0, NULL, 0, TUTTI_COMPARE_DEFAULT, NULL);

    g_assert_nonnull (none);
  }
}

static void
test_versions (void)
{
  static const struct
  {
    Song        a;
    Song        b;
    gboolean    are;
    const char *why;
  } cases[] = {
    { { "Morning Glass", "Ada Lune" }, { "Morning Glass - Live at the Mill", "Ada Lune" }, TRUE, "live" },
    { { "Morning Glass (Acoustic)", "Ada Lune" }, { "Morning Glass [Sable Remix]", "Ada Lune;Sable" }, TRUE, "acoustic and remixed by another" },
    { { "Morning Glass", "Ada Lune", "One" }, { "Morning Glass - 2011 Remaster", "Ada Lune", "Best" }, TRUE, "remastered" },
    { { "Morning Glass", "Ada Lune", "One", 200 }, { "Morning Glass", "Ada Lune", "Two", 260 }, TRUE, "another album's" },
    { { "Morning Glass", "Ada Lune;Ben Sole" }, { "Morning Glass (Live)", "Ben Sole" }, TRUE, "one artist of two" },
    { { "Morning Glass", "Ada Lune" }, { "Morning Glass (Live)", "Ben Sole" }, FALSE, "somebody else's" },
    { { "Morning Glass", "Ada Lune" }, { "Evening Stone (Live)", "Ada Lune" }, FALSE, "another song" },
    { { "Rain, Pt. 1", "Ada Lune" }, { "Rain, Pt. 2", "Ada Lune" }, FALSE, "another part" },
    { { "Suite (Prelude)", "Ada Lune" }, { "Suite (Gigue)", "Ada Lune" }, FALSE, "another piece" },
    { { "Intro", "Ada Lune", "One" }, { "Intro", "Ada Lune", "Two" }, FALSE, "every album has one" },
    { { "Morning Glass", NULL }, { "Morning Glass (Live)", NULL }, FALSE, "nobody knows whose" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TuttiIdentity) a = identify_at (&cases[i].a, "quaver");
      g_autoptr (TuttiIdentity) b = identify_at (&cases[i].b, "semibreve");
      const guint64 *keys;
      guint          n_keys, n_all;

      g_test_message ("%s: %s", cases[i].b.title, cases[i].why);
      g_assert_cmpint (tutti_versions_are (a, b), ==, cases[i].are);
      g_assert_cmpint (tutti_versions_are (b, a), ==, cases[i].are);
      keys = tutti_versions_get_keys (a, &n_keys);
      g_assert_true (keys >= tutti_identity_get_keys (a, &n_all) && n_keys <= MIN (n_all, 9));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/identity/pairs", test_pairs);
  g_test_add_func ("/identity/key", test_key);
  g_test_add_func ("/identity/listed-twice", test_listed_twice);
  g_test_add_func ("/identity/two-people", test_two_people);
  g_test_add_func ("/identity/isrc", test_isrc);
  g_test_add_func ("/identity/aliases", test_aliases);
  g_test_add_func ("/identity/reasons", test_reasons);
  g_test_add_func ("/identity/order", test_order);
  g_test_add_func ("/identity/order-of-twins", test_order_of_twins);
  g_test_add_func ("/identity/chain", test_chain);
  g_test_add_func ("/identity/judgements", test_judgements);
  g_test_add_func ("/identity/suggestions", test_suggestions);
  g_test_add_func ("/identity/crowds", test_crowds);
  g_test_add_func ("/identity/versions", test_versions);
  g_test_add_func ("/identity/hostile", test_hostile);

  return g_test_run ();
}
