/* tutti-fold-table.c: what each letter is folded to
 *
 * Pages of 256 letters, each made from GLib's Unicode data when a letter of it
 * is first met, and kept until the process ends: a few hundred kilobytes at
 * the most, and no thread ever waits.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-fold-table.h"

#include <string.h>

#define N_PAGES (0x110000 / 256)

typedef struct
{
  TuttiLetter letters[256];
} Page;

static Page *pages[N_PAGES];

/* Letters that Unicode does not take apart, and those that are one letter to
 * a reader. */
static const struct
{
  gunichar    letter;
  const char *text;
} specials[] = {
  { 0x00df, "ss" }, /* ß */
  { 0x00e6, "ae" }, /* æ */
  { 0x00f0, "d" },  /* ð */
  { 0x00f8, "o" },  /* ø */
  { 0x00fe, "th" }, /* þ */
  { 0x0111, "d" },  /* đ */
  { 0x0127, "h" },  /* ħ */
  { 0x0131, "i" },  /* ı */
  { 0x0138, "k" },  /* ĸ */
  { 0x0142, "l" },  /* ł */
  { 0x014b, "n" },  /* ŋ */
  { 0x0153, "oe" }, /* œ */
  { 0x0167, "t" },  /* ŧ */
  { 0x0180, "b" },  /* ƀ */
  { 0x0192, "f" },  /* ƒ */
  { 0x0259, "e" },  /* ə */
  { 0x03c2, "σ" },  /* final sigma */
  { 0x0454, "е" },  /* Ukrainian ye */
  { 0x0456, "и" },  /* Ukrainian and Belarusian i */
  { 0x0491, "г" },  /* ghe with upturn */
  { 0x2116, "no" }, /* № */
  { 0x0629, "ه" },  /* Arabic teh marbuta */
  { 0x0649, "ي" },  /* Arabic alef maksura */
  { 0x0640, "" },   /* Arabic tatweel */
};

/* Apostrophes, primes and what cannot be seen: a word goes on behind them. */
static gboolean
vanishes (gunichar letter)
{
  switch (letter)
    {
    case '\'':
    case '`':
    case 0x00ad: /* soft hyphen */
    case 0x00b4: /* acute accent */
    case 0x02b9:
    case 0x02bb:
    case 0x02bc:
    case 0x02bd:
    case 0x2018:
    case 0x2019:
    case 0x201b:
    case 0x2032: /* prime */
    case 0x2122: /* trade mark sign */
    case 0xff07: /* full-width apostrophe */
      return TRUE;
    default:
      return g_unichar_type (letter) == G_UNICODE_FORMAT || g_unichar_type (letter) == G_UNICODE_CONTROL;
    }
}

/* Accents of Latin, Greek, Cyrillic, Hebrew and Arabic do not count; the signs
 * that write a vowel, a tone or a voiced consonant elsewhere do. */
static gboolean
is_accent (gunichar letter)
{
  int class;

  if (g_unichar_type (letter) != G_UNICODE_NON_SPACING_MARK && g_unichar_type (letter) != G_UNICODE_ENCLOSING_MARK)
    return FALSE;
  if (letter < 0x0300 || (letter >= 0xfe00 && letter <= 0xfe0f)) /* variation selectors */
    return TRUE;
  class = g_unichar_combining_class (letter);

  return class == 1 || (class >= 10 && class <= 36) || class >= 200 ||
         g_unichar_type (letter) == G_UNICODE_ENCLOSING_MARK;
}

static gunichar
find_simplified (gunichar letter)
{
  static gunichar *pairs;
  static glong     n_pairs;
  glong            low = 0, high;

  if (g_once_init_enter_pointer (&pairs))
    {
      glong     length;
      gunichar *decoded = g_utf8_to_ucs4_fast (tutti_fold_han, -1, &length);

      n_pairs = length / 2;
      g_once_init_leave_pointer (&pairs, decoded);
    }

  for (high = n_pairs; low < high;)
    {
      glong middle = (low + high) / 2;

      if (pairs[2 * middle] == letter)
        return pairs[2 * middle + 1];
      if (pairs[2 * middle] < letter)
        low = middle + 1;
      else
        high = middle;
    }

  return letter;
}

/* Appends one letter of a decomposition; FALSE where it does not fit. */
static gboolean
append (TuttiLetter *entry,
        gunichar     letter)
{
  char text[6];
  int  length;

  letter = g_unichar_tolower (letter);
  if (letter >= 0x30a1 && letter <= 0x30f6) /* katakana to hiragana */
    letter -= 0x60;
  if (letter >= 0x4e00 && letter <= 0x9fff)
    letter = find_simplified (letter);

  for (guint i = 0; i < G_N_ELEMENTS (specials); i++)
    if (specials[i].letter == letter)
      {
        gsize n = strlen (specials[i].text);

        if (entry->length + n > sizeof entry->text)
          return FALSE;
        memcpy (entry->text + entry->length, specials[i].text, n);
        entry->length = (guint8) (entry->length + n);
        entry->kind = n > 0 ? TUTTI_LETTER_TEXT : TUTTI_LETTER_NOTHING;
        return TRUE;
      }

  if (is_accent (letter) || vanishes (letter))
    return TRUE;
  if (!g_unichar_isalnum (letter) && !g_unichar_ismark (letter))
    {
      if (entry->length == 0)
        return TRUE;
      letter = ' ';
    }

  length = g_unichar_to_utf8 (letter, text);
  if ((gsize) entry->length + (gsize) length > sizeof entry->text)
    return FALSE;
  memcpy (entry->text + entry->length, text, (gsize) length);
  entry->length = (guint8) (entry->length + length);
  if (letter != ' ')
    entry->kind = TUTTI_LETTER_TEXT;

  return TRUE;
}

static void
fill (TuttiLetter *entry,
      gunichar     letter)
{
  gunichar apart[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize    n;

  memset (entry, 0, sizeof *entry);
  if (letter == 0x3099 || letter == 0x309a || letter == 0xff9e || letter == 0xff9f)
    {
      entry->kind = TUTTI_LETTER_VOICE;
      return;
    }
  if (vanishes (letter) || (is_accent (letter) && letter >= 0x0300))
    {
      entry->kind = TUTTI_LETTER_NOTHING;
      return;
    }
  if (g_unichar_ismark (letter))
    {
      entry->length = (guint8) g_unichar_to_utf8 (letter, entry->text);
      entry->kind = TUTTI_LETTER_MARK;
      return;
    }

  /* kana keep their voicing marks: they are other letters, not accents */
  if (letter >= 0x3041 && letter <= 0x30ff)
    {
      append (entry, letter);
      return;
    }

  n = g_unichar_fully_decompose (letter, TRUE, apart, G_N_ELEMENTS (apart));
  for (gsize i = 0; i < n; i++)
    if (!append (entry, apart[i]))
      {
        /* too long for the table: it stands for itself */
        entry->length = (guint8) g_unichar_to_utf8 (letter, entry->text);
        entry->kind = TUTTI_LETTER_TEXT;
        return;
      }
  while (entry->length > 0 && entry->text[entry->length - 1] == ' ')
    entry->length--;
}

/**
 * tutti_fold_table_lookup:
 * @letter: a Unicode letter
 *
 * Any thread.
 *
 * Returns: (transfer none): its folded form, for good
 */
const TuttiLetter *
tutti_fold_table_lookup (gunichar letter)
{
  Page *page;

  if (letter >= 0x110000)
    letter = 0xfffd;

  page = g_atomic_pointer_get (&pages[letter / 256]);
  if (page == NULL)
    {
      Page *made = g_new (Page, 1);

      for (gunichar i = 0; i < 256; i++)
        fill (&made->letters[i], (letter & ~255u) + i);
      if (!g_atomic_pointer_compare_and_exchange_full (&pages[letter / 256], NULL, made, &page))
        g_free (made);
      else
        page = made;
    }

  return &page->letters[letter % 256];
}

/**
 * tutti_fold_table_german:
 * @letter: a Unicode letter
 *
 * Returns: (transfer none) (nullable): the two letters that people write for
 *   it where the keyboard lacks it, as in "ue" for ü
 */
const char *
tutti_fold_table_german (gunichar letter)
{
  switch (g_unichar_tolower (letter))
    {
    case 0x00e4: /* ä */
    case 0x00e6: /* æ */
      return "ae";
    case 0x00f6: /* ö */
    case 0x00f8: /* ø */
      return "oe";
    case 0x00fc: /* ü */
      return "ue";
    case 0x00e5: /* å */
      return "aa";
    default:
      return NULL;
    }
}
