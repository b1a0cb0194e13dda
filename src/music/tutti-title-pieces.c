/* tutti-title-pieces.c: a title cut at its brackets and dashes
 *
 * The first of the two steps in reading a title; it looks at signs only,
 * and at the one word that needs none, "feat".
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-title-pieces.h"

#include <string.h>

typedef struct
{
  const char *title;
  TuttiPiece *pieces;
  guint       n_pieces;
  gboolean    has_credit; /* the letters of a word that says so were met */
} Cut;

static gboolean
is_opening (gunichar letter)
{
  switch (letter)
    {
    case '(':
    case '[':
    case '{':
    case 0x3008: /* 〈 */
    case 0x300a: /* 《 */
    case 0x3010: /* 【 */
    case 0x3014: /* 〔 */
    case 0xff08: /* （ */
    case 0xff3b: /* ［ */
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_closing (gunichar letter)
{
  switch (letter)
    {
    case ')':
    case ']':
    case '}':
    case 0x3009:
    case 0x300b:
    case 0x3011:
    case 0x3015:
    case 0xff09:
    case 0xff3d:
      return TRUE;
    default:
      return FALSE;
    }
}

/* The ASCII signs among all these, what is no ASCII, and how "feat" and "prod"
 * begin. */
static const guint8 is_sign[256] = {
  ['('] = 1,
  [')'] = 1,
  ['-'] = 1,
  ['['] = 1,
  [']'] = 1,
  ['{'] = 1,
  ['}'] = 1,
  ['|'] = 1,
  ['~'] = 1,
  ['f'] = 1,
  ['F'] = 1,
  ['p'] = 1,
  ['P'] = 1,
  [0x80 ... 0xff] = 1
};

/* Dashes and bars set off a tail where spaces stand around them. */
static gboolean
is_dash (gunichar letter)
{
  return letter == '-' || letter == '|' || letter == '~' || (letter >= 0x2010 && letter <= 0x2015) ||
         letter == 0x2212 || letter == 0x301c || letter == 0xff5e || letter == 0xff0d || letter == 0xff5c;
}

static gboolean
is_space_at (const char *title,
             gsize       at,
             gsize       length)
{
  if (at >= length)
    return TRUE;
  if (title[at] == ' ' || title[at] == '_')
    return TRUE;
  if (length - at < 3) /* no-break and ideographic space */
    return FALSE;
  return memcmp (title + at, "\xe3\x80\x80", 3) == 0 || memcmp (title + at, "\xc2\xa0", 2) == 0;
}

/* How long the word is at @p that says that names follow; 0 for none. */
static gsize
match_credit_word (const char *p,
                   gsize       length)
{
  static const char *const words[] = { "featuring", "featuting", "feat.", "feat ", "ft.", "ft ", "f/", "prod.", "prod by" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize n = strlen (words[i]);

      if (length > n && g_ascii_strncasecmp (p, words[i], n) == 0)
        return n;
    }

  return 0;
}

static void
add (Cut           *cut,
     TuttiPieceKind kind,
     gsize          start,
     gsize          end)
{
  while (start < end && cut->title[start] == ' ')
    start++;
  while (end > start && cut->title[end - 1] == ' ')
    end--;
  if (start < end && cut->n_pieces < TUTTI_TITLE_MAX_PIECES)
    cut->pieces[cut->n_pieces++] = (TuttiPiece) { kind, { (guint32) start, (guint32) end } };
}

static inline gboolean
may_credit (const char *title,
            gsize       at,
            gsize       length)
{
  char letter = (char) (title[at] | 0x20);

  return (letter == 'f' || letter == 'p') && at + 1 < length && strchr (letter == 'f' ? "eEtT/" : "rR", title[at + 1]) != NULL;
}

/* Adds a piece, what stands behind a "feat." as one of its own. */
static void
flush (Cut           *cut,
       TuttiPieceKind kind,
       gsize          start,
       gsize          end)
{
  for (gsize i = start; cut->has_credit && i + 1 < end; i++)
    {
      gsize n;

      if (!may_credit (cut->title, i, end))
        continue;
      if (i > start && (g_ascii_isalnum (cut->title[i - 1]) || cut->title[i - 1] == '\'' || (guchar) cut->title[i - 1] >= 0x80))
        continue;
      n = match_credit_word (cut->title + i, end - i);
      if (n == 0)
        continue;
      add (cut, kind, start, i);
      add (cut, TUTTI_PIECE_CREDIT, i + n, end);
      return;
    }

  add (cut, kind, start, end);
}

/* Keeps the first dashes and the last. */
static TuttiPieceKind
add_dash (TuttiSpan dashes[TUTTI_TITLE_MAX_DASHES],
          guint    *n_dashes,
          gsize     start,
          gsize     end)
{
  if (*n_dashes == TUTTI_TITLE_MAX_DASHES)
    (*n_dashes)--;
  dashes[(*n_dashes)++] = (TuttiSpan) { (guint32) start, (guint32) end };

  return TUTTI_PIECE_TAIL;
}

/**
 * tutti_title_cut:
 * @title: valid UTF-8
 * @length: its bytes
 * @pieces: (out caller-allocates): the pieces, in the title's order
 * @dashes: (out caller-allocates): the dashes outside of brackets: the first
 *   ones, and the last
 * @n_dashes: (out): how many of them
 *
 * What is nested in a bracket becomes a piece of its own. Any thread.
 *
 * Returns: how many pieces there are
 */
guint
tutti_title_cut (const char *title,
                 gsize       length,
                 TuttiPiece  pieces[TUTTI_TITLE_MAX_PIECES],
                 TuttiSpan   dashes[TUTTI_TITLE_MAX_DASHES],
                 guint      *n_dashes)
{
  Cut            cut = { title, pieces, 0, FALSE };
  TuttiPieceKind outside = TUTTI_PIECE_CORE;
  gsize          start = 0;
  guint          depth = 0;

  *n_dashes = 0;

  for (gsize i = 0; i < length;)
    {
      gunichar       letter = (guchar) title[i];
      gsize          next = i + 1;
      TuttiPieceKind kind;

      if (!is_sign[letter])
        {
          i = next;
          continue;
        }
      if (g_ascii_isalpha (letter))
        {
          cut.has_credit |= may_credit (title, i, length);
          i = next;
          continue;
        }
      kind = depth > 0 ? TUTTI_PIECE_BRACKET : outside;
      if (letter >= 0x80)
        {
          letter = g_utf8_get_char (title + i);
          next = i + (gsize) g_utf8_skip[(guchar) title[i]];
        }

      if (is_opening (letter))
        {
          flush (&cut, kind, start, i);
          start = next;
          depth++;
        }
      else if (is_closing (letter) && depth > 0)
        {
          flush (&cut, kind, start, i);
          start = next;
          depth--;
        }
      else if (letter == '-' && i + 2 < length && title[i + 1] == '-' && title[i + 2] == '-')
        { /* "X---Y": somebody's spaces became dashes */
          next = i + 3;
          flush (&cut, kind, start, i);
          start = next;
          if (depth == 0 && cut.n_pieces > 0)
            outside = add_dash (dashes, n_dashes, i, next);
        }
      else if (is_dash (letter) && is_space_at (title, next, length) &&
               (i > start && (title[i - 1] == ' ' || title[i - 1] == '_' || letter == '-') && next < length))
        {
          flush (&cut, kind, start, i);
          start = next;
          if (depth == 0 && cut.n_pieces > 0)
            outside = add_dash (dashes, n_dashes, i, next);
        }
      i = next;
    }
  flush (&cut, depth > 0 ? TUTTI_PIECE_BRACKET : outside, start, length);

  return cut.n_pieces;
}
