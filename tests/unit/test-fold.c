/* test-fold.c: folded text, index words and queries
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-fold.h"
#include "tutti-similarity.h"
#include "tutti-uuid.h"

#include <string.h>

static void
test_fold (void)
{
  static const struct
  {
    const char *text;
    const char *folded;
    const char *why;
  } cases[] = {
    { "Morning Glass", "morning glass", "small letters" },
    { "  Morning\t\tGlass ", "morning glass", "one space between words" },
    { "Don't", "dont", "apostrophes vanish" },
    { "Don’t", "dont", "curly ones too" },
    { "rock-and-roll", "rock and roll", "other signs part words" },
    { "Señor Crème Brûlée", "senor creme brulee", "accents" },
    { "Sen\xcc\x83or", "senor", "accents written apart" },
    { "Łąka Øst Ðorð Straße", "laka ost dord strasse", "letters Unicode does not take apart" },
    { "Æon Œuvre İstanbul ıssız", "aeon oeuvre istanbul issiz", "ligatures, Turkish i" },
    { "ＦＵＬＬ　ｗｉｄｔｈ１", "full width1", "full-width letters" },
    { "ﬁne ²", "fine 2", "ligature and superscript" },
    { "Ёлка й", "елка и", "Cyrillic accents" },
    { "Ωμέγας", "ωμεγασ", "Greek, the final sigma" },
    { "カタカナ", "かたかな", "katakana are hiragana" },
    { "ｶﾞｷﾞ", "がぎ", "half-width kana with voicing marks" },
    { "が か", "が か", "a voiced kana is another letter" },
    { "國語", "国语", "traditional letters are simplified" },
    { "مُحَمَّد", "محمد", "Arabic vowel signs" },
    { "हिन्दी", "हिन्दी", "Indic vowel signs stay" },
    { "Rain & Fire", "rain and fire", "and" },
    { "Rain &amp; Fire", "rain and fire", "an HTML entity" },
    { "It&#39;s", "its", "another one" },
    { "Sun + Moon", "sun and moon", "plus" },
    { "+99", "99", "but not before the first word" },
    { "A$H Cra$h", "ash crash", "dollar signs in words" },
    { "$100", "100", "but not before numbers" },
    { "Bl!nk", "blink", "an exclamation mark for an i" },
    { "Stop! Now", "stop now", "but not behind a word" },
    { "B.L.U.E.", "blue", "initials are one word" },
    { "J.Doe", "j doe", "a name is not" },
    { "Sh**t", "sht", "starred" },
    { "zero\xe2\x80\x8bwidth", "zerowidth", "what cannot be seen" },
    { "!!!", "!!!", "nothing becomes empty" },
    { " ( ) ", "( )", "nor signs with spaces" },
    { "❤", "❤", "nor an emoji" },
    { "❤ Love ❤", "love", "which else is left out" },
    { "", "", "but what is empty" },
    { "bad \xff\xfe byte", "bad byte", "invalid UTF-8" },
    { "שלום עולם", "שלום עולם", "Hebrew" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = tutti_fold (cases[i].text);
      g_autofree char *again = tutti_fold (folded);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (folded, ==, cases[i].folded);
      g_assert_cmpstr (again, ==, folded);
    }
  {
    g_autofree char *folded = tutti_fold (NULL);

    g_assert_cmpstr (folded, ==, "");
  }
}

static void
test_fold_hostile (void)
{
  g_autofree char *long_text = g_strnfill (1 << 20, 'x');
  g_autofree char *folded = tutti_fold (long_text);
  g_autofree char *words = tutti_fold_words (long_text);

  g_assert_cmpuint (strlen (folded), <=, 64 * 1024);
  g_assert_cmpuint (strlen (words), <=, 64 * 1024);

  /* every letter there is, each alone: valid, and never empty */
  for (gunichar letter = 1; letter < 0x110000; letter++)
    {
      char  text[7] = { 0 };
      char *result;

      if (!g_unichar_validate (letter))
        continue;
      g_unichar_to_utf8 (letter, text);
      result = tutti_fold (text);
      if (!g_utf8_validate (result, -1, NULL) || (result[0] == '\0' && !g_ascii_isspace (text[0])))
        g_error ("U+%04X folds to nothing good", letter);
      g_clear_pointer (&result, g_free);
    }
}

static void
test_words (void)
{
  static const struct
  {
    const char *text;
    const char *words;
    const char *query;
    const char *match;
  } cases[] = {
    { "Morning Glass", "morning glass", "morning glass", "\"morning\" \"glass\"*" },
    { "Morning ", "morning", "morning", "\"morning\"" },
    { "夜明けの歌", "夜明 明け けの の歌 歌", "夜明 明け けの の歌", "\"夜明\" \"明け\" \"けの\" \"の歌\"*" },
    { "夜", "夜", "夜", "\"夜\"*" },
    { "夜 glass", "夜 glass", "夜 glass", "\"夜\"* \"glass\"*" },
    { "glass夜明", "glass 夜明 明", "glass 夜明", "\"glass\" \"夜明\"*" },
    { "Salt & Sand", "salt and n sand", "salt and sand", "\"salt\" \"and\" \"sand\"*" },
    { "Salt n Sand", "salt n and sand", "salt n sand", "\"salt\" \"n\" \"sand\"*" },
    { "Über uns", "uber uns ueber", "uber uns", "\"uber\" \"uns\"*" },
    { "\"'*^:", "\"'*^:", "\"'*^:", "\"\"\"'*^:\"*" },
    { "", "", "", NULL },
    { "   ", "", "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = tutti_fold_words (cases[i].text);
      g_autofree char *query = tutti_fold_query (cases[i].text, NULL);
      g_autofree char *match = tutti_fold_match (cases[i].text);

      g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_cmpstr (query, ==, cases[i].query);
      g_assert_cmpstr (match, ==, cases[i].match);
    }
}

/* What is typed letter by letter always finds the title: each word of the
 * query is in the index, or begins a word of it where it may go on. */
static void
test_words_find (void)
{
  static const char *const titles[] = {
    "Morning Glass",
    "夜明けの歌",
    "강남 거리",
    "Łódź – Δέλτα",
    "Ёжик в тумане",
    "Salt & Sand",
    "Mr. Æther & Co",
    "ＡＢＣ カード",
    "!!!",
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_autofree char *words = tutti_fold_words (titles[i]);
      g_auto (GStrv) index = g_strsplit (words, " ", -1);

      for (const char *end = g_utf8_next_char (titles[i]);; end = g_utf8_next_char (end))
        {
          g_autofree char *typed = g_strndup (titles[i], (gsize) (end - titles[i]));
          gboolean         is_prefix;
          g_autofree char *query = tutti_fold_query (typed, &is_prefix);
          g_auto (GStrv) wanted = g_strsplit (query, " ", -1);

          for (guint w = 0; wanted[w] != NULL; w++)
            {
              gboolean may_go_on = (wanted[w + 1] == NULL && is_prefix) || g_utf8_strlen (wanted[w], -1) <= 1;
              gboolean found = FALSE;

              for (guint k = 0; index[k] != NULL && !found; k++)
                found = may_go_on ? g_str_has_prefix (index[k], wanted[w]) : g_str_equal (index[k], wanted[w]);
              if (!found)
                g_error ("“%s”, typed for “%s”, is not in “%s”", wanted[w], titles[i], words);
            }
          if (*end == '\0')
            break;
        }
    }
}

static double
letters (const char *a,
         const char *b)
{
  return tutti_similarity_letters (a, strlen (a), b, strlen (b));
}

/* Edit distance the slow way, to compare with. */
static guint
measure_slowly (const char *a,
                const char *b,
                gboolean    swaps)
{
  guint rows[66][66];
  guint n_a = (guint) strlen (a), n_b = (guint) strlen (b);

  for (guint i = 0; i <= n_a; i++)
    for (guint j = 0; j <= n_b; j++)
      if (i == 0 || j == 0)
        rows[i][j] = i + j;
      else
        {
          rows[i][j] = MIN (MIN (rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
          if (swaps && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            rows[i][j] = MIN (rows[i][j], rows[i - 2][j - 2] + 1);
        }

  return rows[n_a][n_b];
}

static void
test_similarity (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  double contained;

  g_assert_cmpfloat (letters ("glass", "glass"), ==, 1);
  g_assert_cmpfloat (letters ("mash up", "mashup"), ==, 1);
  g_assert_cmpfloat_with_epsilon (letters ("glsas", "glass"), 0.8, 1e-9);
  g_assert_cmpfloat (letters ("f**king day", "fucking day"), ==, 1);
  g_assert_cmpfloat (letters ("", "glass"), ==, 0);
  g_assert_cmpfloat (letters ("a", "abcdefghijk"), ==, 0);
  g_assert_cmpfloat_with_epsilon (letters ("夜明けの歌", "夜明けの花"), 0.8, 1e-9);

  for (guint round = 0; round < 20000; round++)
    {
      char   a[66] = { 0 }, b[66] = { 0 };
      guint  n_a = (guint) g_rand_int_range (rand, 20, 60), n_b = n_a + (guint) g_rand_int_range (rand, 0, 5);
      double slow;

      for (guint i = 0; i < n_a; i++)
        a[i] = (char) ('a' + g_rand_int_range (rand, 0, 3));
      for (guint i = 0; i < n_b; i++)
        b[i] = (char) ('a' + g_rand_int_range (rand, 0, 3));
      slow = 1 - (double) measure_slowly (a, b, TRUE) / MAX (n_a, n_b);
      g_assert_cmpfloat_with_epsilon (letters (a, b), slow, 1e-9);
    }

  /* beyond 64 letters, and in other scripts, in blocks */
  {
    g_autoptr (GString) a = g_string_new (NULL);
    g_autoptr (GString) b = g_string_new (NULL);

    for (guint i = 0; i < 150; i++)
      {
        g_string_append_unichar (a, 0x3042 + (i * 7) % 80);
        if (i != 70)
          g_string_append_unichar (b, i == 130 ? 0x4e00 : 0x3042 + (i * 7) % 80);
      }
    g_assert_cmpfloat_with_epsilon (letters (a->str, b->str), 1 - 2.0 / 150, 1e-9);
  }

  g_assert_cmpfloat_with_epsilon (tutti_similarity_words ("rain over me", 12, "me over rain", 12, &contained), 1, 1e-9);
  g_assert_cmpfloat (tutti_similarity_words ("rain", 4, "rain over me", 12, &contained), <, 0.7);
  g_assert_cmpfloat_with_epsilon (contained, 1, 1e-9);
  g_assert_cmpfloat (tutti_similarity_words ("", 0, "rain", 4, &contained), ==, 0);
}

static void
test_uuid (void)
{
  guint8           one[TUTTI_UUID_SIZE], other[TUTTI_UUID_SIZE], back[TUTTI_UUID_SIZE];
  g_autofree char *text = NULL;
  g_autofree char *loud = NULL;

  tutti_uuid_generate (1700000000000, one);
  tutti_uuid_generate (1700000000001, other);
  g_assert_cmpint (memcmp (one, other, TUTTI_UUID_SIZE), <, 0);
  g_assert_cmpint (one[6] >> 4, ==, 7);
  g_assert_cmpint (one[8] >> 6, ==, 2);

  text = tutti_uuid_to_string (one);
  g_assert_true (g_uuid_string_is_valid (text));
  g_assert_true (g_str_has_prefix (text, "018bcfe5-6800-7"));
  g_assert_true (tutti_uuid_from_string (text, back));
  g_assert_cmpmem (one, sizeof one, back, sizeof back);
  loud = g_ascii_strup (text, -1);
  g_assert_true (tutti_uuid_from_string (loud, back));

  g_assert_false (tutti_uuid_from_string (NULL, back));
  g_assert_false (tutti_uuid_from_string ("", back));
  g_assert_false (tutti_uuid_from_string ("018bcfe5-6800-7000-8000-00000000000", back));
  g_assert_false (tutti_uuid_from_string ("018bcfe5-6800-7000-8000-0000000000000", back));
  g_assert_false (tutti_uuid_from_string ("018bcfe5x6800-7000-8000-000000000000", back));
  g_assert_false (tutti_uuid_from_string ("018bcfe5-6800-7000-8000-00000000000g", back));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fold/text", test_fold);
  g_test_add_func ("/fold/hostile", test_fold_hostile);
  g_test_add_func ("/fold/words", test_words);
  g_test_add_func ("/fold/words-find", test_words_find);
  g_test_add_func ("/fold/similarity", test_similarity);
  g_test_add_func ("/fold/uuid", test_uuid);

  return g_test_run ();
}
