/* tutti-fold.c: text as it is compared and searched
 *
 * Folding keeps what two ways of writing one name have in common: small
 * letters without accents, words separated by one space. Letters of every
 * script stay. Plain ASCII, which is most of it, takes the short way through
 * one table; everything else is looked up letter by letter.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-fold.h"
#include "tutti-fold-private.h"
#include "tutti-fold-table.h"

#include <string.h>

/* What an ASCII letter becomes; ' ' ends a word, 0 vanishes, 1 depends. */
static const char ascii[129] =
    "                                "
    " 1  1 1\0  11  1 0123456789      "
    " abcdefghijklmnopqrstuvwxyz     "
    "\0abcdefghijklmnopqrstuvwxyz     ";

/* The same for letters and digits alone: 0 for all else. */
static const char runs[256] =
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "0123456789"
    "\0\0\0\0\0\0"
    "\0abcdefghijklmnopqrstuvwxyz\0\0\0\0\0"
    "\0abcdefghijklmnopqrstuvwxyz";

/* The fold's state between two letters. */
typedef struct
{
  TuttiFoldBuffer *buffer;
  TuttiFoldFlags   flags;
  gsize            start;   /* of this text in the buffer */
  gsize            word;    /* of the word that is being written */
  guint            letters; /* in that word */
  gboolean         in_word;
  gboolean         wants_and;
  gboolean         is_full;
  gboolean         is_special; /* met a letter that has a German form */
} Fold;

static gboolean
write_bytes (Fold       *fold,
             const char *text,
             gsize       length)
{
  TuttiFoldBuffer *buffer = fold->buffer;

  if (buffer->length + length > buffer->size)
    {
      fold->is_full = TRUE;
      return FALSE;
    }
  memcpy (buffer->text + buffer->length, text, length);
  buffer->length += length;

  return TRUE;
}

/* Begins a word where none is open. */
static inline gboolean
begin (Fold *fold)
{
  if (fold->in_word)
    return TRUE;
  if (fold->buffer->length > 0 && !write_bytes (fold, " ", 1))
    return FALSE;
  if (fold->wants_and && fold->buffer->length > fold->start && !write_bytes (fold, "and ", 4))
    return FALSE;

  fold->wants_and = FALSE;
  fold->in_word = TRUE;
  fold->letters = 0;
  fold->word = fold->buffer->length;

  return TRUE;
}

static inline void
end (Fold *fold)
{
  fold->in_word = FALSE;
}

static void
put (Fold       *fold,
     const char *text,
     gsize       length)
{
  if (!begin (fold))
    return;
  if (length == 1 || memchr (text, ' ', length) == NULL)
    {
      if (write_bytes (fold, text, length))
        fold->letters++;
      return;
    }
  for (gsize i = 0; i < length; i++)
    if (text[i] == ' ')
      end (fold);
    else if (begin (fold) && write_bytes (fold, text + i, 1))
      fold->letters++;
}

/* ASCII letters and digits, as many as follow; returns how many. */
static gsize
write_run (Fold       *fold,
           const char *p,
           const char *limit)
{
  TuttiFoldBuffer *buffer = fold->buffer;
  gsize            most = MIN (buffer->size - buffer->length, (gsize) (limit - p));
  char            *to = buffer->text + buffer->length;
  gsize            n = 0;

  for (char small; n < most && (small = runs[(guchar) p[n]]) != 0; n++)
    to[n] = small;
  buffer->length += n;
  fold->letters += (guint) n;
  fold->is_full = n == most && p + n < limit;

  return n;
}

/* A voicing mark joins the kana before it. */
static void
voice (Fold    *fold,
       gunichar mark)
{
  TuttiFoldBuffer *buffer = fold->buffer;
  gunichar         letter, voiced;
  char             text[6];

  if (!fold->in_word || buffer->length < fold->word + 3)
    return;
  letter = g_utf8_get_char_validated (buffer->text + buffer->length - 3, 3);
  if (letter < 0x3041 || letter > 0x30ff)
    return;
  if (g_unichar_compose (letter, mark == 0x309a || mark == 0xff9f ? 0x309a : 0x3099, &voiced))
    {
      buffer->length -= 3;
      write_bytes (fold, text, (gsize) g_unichar_to_utf8 (voiced, text));
    }
}

static inline gboolean
is_letter_at (const char *p,
              const char *limit)
{
  return p < limit && ((guchar) *p >= 0x80 || g_ascii_isalpha (*p));
}

/* The character an HTML entity at @p stands for, and its length; 0 for none. */
static gsize
read_entity (const char *p,
             const char *limit,
             char       *letter)
{
  static const struct
  {
    const char *name;
    char        letter;
  } entities[] = { { "&amp;", '&' }, { "&#39;", '\'' }, { "&#039;", '\'' }, { "&apos;", '\'' }, { "&quot;", '"' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&nbsp;", ' ' } };

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      gsize length = strlen (entities[i].name);

      if ((gsize) (limit - p) >= length && g_ascii_strncasecmp (p, entities[i].name, length) == 0)
        {
          *letter = entities[i].letter;
          return length;
        }
    }

  return 0;
}

/* The few ASCII signs whose meaning depends on what stands beside them;
 * returns how many bytes were read. */
static gsize
put_sign (Fold       *fold,
          const char *p,
          const char *first,
          const char *limit)
{
  gboolean before = fold->in_word;
  gboolean after = is_letter_at (p + 1, limit);
  char     letter = '&';
  gsize    length = 1;

  switch (*p)
    {
    case '$': /* A$AP, Ke$ha, but not $100 */
      if (after || (before && !(p + 1 < limit && g_ascii_isdigit (p[1]))))
        {
          put (fold, "s", 1);
          return 1;
        }
      break;
    case '!': /* P!nk */
      if (before && after && p > first && (guchar) p[-1] < 0x80 && (guchar) p[1] < 0x80 && g_ascii_isalpha (p[-1]))
        {
          put (fold, "i", 1);
          return 1;
        }
      break;
    case '*': /* F**k */
      if (before && (after || (p + 1 < limit && p[1] == '*')))
        {
          if (fold->flags & TUTTI_FOLD_STARS)
            put (fold, "*", 1);
          return 1;
        }
      break;
    case '.': /* D.A.N.C.E. is one word, J.Cole are two */
      if (before && fold->letters == 1 && after)
        {
          const char *next = g_utf8_next_char (p + 1);

          if (next >= limit || !is_letter_at (next, limit))
            {
              fold->letters = 0;
              return 1;
            }
        }
      break;
    case '&':
      length = read_entity (p, limit, &letter);
      if (letter == '\'')
        return length;
      length = MAX (length, 1);
      if (letter == '&')
        fold->wants_and = TRUE;
      break;
    case '+':
      fold->wants_and = TRUE;
      break;
    default:
      break;
    }
  end (fold);

  return length;
}

/* A full-width letter as the ASCII one that it is. */
static void
put_narrow (Fold    *fold,
            gunichar letter)
{
  char narrow = ascii[letter - 0xfee0];

  if (narrow > 1 && narrow != ' ' && narrow != '1')
    put (fold, &narrow, 1);
  else if (letter == 0xff10 + 1)
    put (fold, "1", 1);
  else if (narrow != 0)
    {
      fold->wants_and |= letter == 0xff06 || letter == 0xff0b;
      end (fold);
    }
}

/**
 * tutti_fold_append:
 * @buffer: where the words go, behind what it holds, a space between
 * @text: valid UTF-8
 * @length: its bytes
 * @flags: how
 *
 * Text that consists of signs only adds nothing. Any thread.
 *
 * Returns: whether @text has a letter that %TUTTI_FOLD_GERMAN writes
 *   differently
 */
gboolean
tutti_fold_append (TuttiFoldBuffer *buffer,
                   const char      *text,
                   gsize            length,
                   TuttiFoldFlags   flags)
{
  Fold        fold = { .buffer = buffer, .flags = flags, .start = buffer->length };
  const char *limit = text + length;

  for (const char *p = text; p < limit && !fold.is_full;)
    {
      const TuttiLetter *entry;
      const char        *german;
      gunichar           letter = (guchar) *p;

      if (letter >= 0x80)
        {
          letter = g_utf8_get_char (p);
          p = g_utf8_next_char (p);
          if (letter >= 0xff01 && letter <= 0xff5e) /* full-width ASCII */
            {
              put_narrow (&fold, letter);
              continue;
            }
        }
      else
        {
          char small = ascii[letter];

          if (small == ' ')
            end (&fold);
          else if (small == '1' && letter != '1')
            {
              p += put_sign (&fold, p, text, limit);
              continue;
            }
          else if (small != 0 && begin (&fold))
            {
              p += write_run (&fold, p, limit);
              continue;
            }
          p++;
          continue;
        }

      german = tutti_fold_table_german (letter);
      fold.is_special |= german != NULL;
      if (german != NULL && (flags & TUTTI_FOLD_GERMAN))
        {
          put (&fold, german, 2);
          continue;
        }

      entry = tutti_fold_table_lookup (letter);
      switch ((TuttiLetterKind) entry->kind)
        {
        case TUTTI_LETTER_SEPARATOR:
          end (&fold);
          break;
        case TUTTI_LETTER_NOTHING:
          break;
        case TUTTI_LETTER_TEXT:
          put (&fold, entry->text, entry->length);
          break;
        case TUTTI_LETTER_VOICE:
          voice (&fold, letter);
          break;
        case TUTTI_LETTER_MARK:
          if (fold.in_word)
            put (&fold, entry->text, entry->length);
          break;
        }
    }

  return fold.is_special;
}

/**
 * tutti_fold:
 * @text: (nullable): any text, valid or not
 *
 * What two ways of writing one name have in common: lower case, without
 * accents and punctuation, letters of every script kept, words separated by
 * one space. Text that consists of nothing else ("!!!") stays as it is, apart
 * from spaces around it. Any thread.
 *
 * Returns: (transfer full): folded text, empty only for empty text
 */
char *
tutti_fold (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *folded = NULL;
  TuttiFoldBuffer  buffer = { 0 };
  gsize            length;

  if (text == NULL)
    return g_strdup ("");

  length = strnlen (text, TUTTI_FOLD_MAX_BYTES);
  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      valid = g_utf8_make_valid (text, (gssize) length);
      text = valid;
      length = strlen (text);
    }

  /* one letter becomes 14 bytes at the most, of two or more */
  buffer.size = MIN (length * 8 + 16, TUTTI_FOLD_MAX_BYTES);
  buffer.text = folded = g_malloc (buffer.size + 1);
  tutti_fold_append (&buffer, text, length, TUTTI_FOLD_PLAIN);
  if (buffer.length == 0)
    return g_strstrip (g_strndup (text, length));

  folded[buffer.length] = '\0';

  return g_strdup (folded);
}
