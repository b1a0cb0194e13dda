/* tutti-hash.h: short text to 64 bits
 *
 * The same bytes give the same number on every machine and in every version:
 * the numbers are kept in the database. Not meant against an attacker; what
 * two keys have in common is always looked at again before it counts.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <string.h>

static inline guint64
tutti_hash_mix (guint64 a,
                guint64 b)
{
  guint64 h = (a ^ (b + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15))) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);

  h ^= h >> 32;
  h *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);

  return h ^ (h >> 29);
}

static inline guint64
tutti_hash (const char *text,
            gsize       length,
            guint64     seed)
{
  guint64 h = seed ^ (length * G_GUINT64_CONSTANT (0x9fb21c651e98df25));

  for (; length >= 8; text += 8, length -= 8)
    {
      guint64 word;

      memcpy (&word, text, 8);
      h = tutti_hash_mix (h, GUINT64_FROM_LE (word));
    }
  if (length > 0)
    {
      guint64 word = 0;

      if (length >= 4) /* two halves that overlap say the same as bytes one by one */
        {
          guint32 low, high;

          memcpy (&low, text, 4);
          memcpy (&high, text + length - 4, 4);
          word = GUINT32_FROM_LE (low) | (guint64) GUINT32_FROM_LE (high) << (8 * (length - 4));
        }
      else
        for (gsize i = 0; i < length; i++)
          word |= (guint64) (guint8) text[i] << (8 * i);
      h = tutti_hash_mix (h, word);
    }

  return tutti_hash_mix (h, 1);
}

/* The same of text without its spaces; 0 for none. */
static inline guint64
tutti_hash_letters (const char *text,
                    gsize       length,
                    guint64     seed)
{
  guint64 h = seed, word = 0;
  gsize   n = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == ' ')
        continue;
      word |= (guint64) (guint8) text[i] << (n % 8 * 8);
      if (++n % 8 == 0)
        {
          h = tutti_hash_mix (h, word);
          word = 0;
        }
    }

  return n > 0 ? tutti_hash_mix (tutti_hash_mix (h, word), n) : 0;
}
