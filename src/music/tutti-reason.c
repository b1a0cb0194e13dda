/* tutti-reason.c: why a service track belongs to a recording, as text
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-identity.h"

/**
 * tutti_reason_to_string:
 * @reason: a reason
 * @score: from 0 to 1, how sure it is
 *
 * Returns: (transfer full): "isrc", "key", "verdict", "score 0.93" or ""
 */
char *
tutti_reason_to_string (TuttiReason reason,
                        double      score)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  switch (reason)
    {
    case TUTTI_REASON_NONE:
      return g_strdup ("");
    case TUTTI_REASON_ISRC:
      return g_strdup ("isrc");
    case TUTTI_REASON_KEY:
      return g_strdup ("key");
    case TUTTI_REASON_VERDICT:
      return g_strdup ("verdict");
    case TUTTI_REASON_SCORE:
      g_ascii_formatd (digits, sizeof digits, "%.2f", CLAMP (score, 0, 1));
      return g_strconcat ("score ", digits, NULL);
    }

  g_return_val_if_reached (NULL);
}

/**
 * tutti_reason_from_string:
 * @text: (nullable): what tutti_reason_to_string() gave
 * @score: (out) (optional): how sure it is; 1 for all but a score
 *
 * Returns: the reason, none for text that is not one
 */
TuttiReason
tutti_reason_from_string (const char *text,
                          double     *score)
{
  TuttiReason reason = TUTTI_REASON_NONE;
  double      value = 1;

  if (g_strcmp0 (text, "isrc") == 0)
    reason = TUTTI_REASON_ISRC;
  else if (g_strcmp0 (text, "key") == 0)
    reason = TUTTI_REASON_KEY;
  else if (g_strcmp0 (text, "verdict") == 0)
    reason = TUTTI_REASON_VERDICT;
  else if (text != NULL && g_str_has_prefix (text, "score "))
    {
      reason = TUTTI_REASON_SCORE;
      value = CLAMP (g_ascii_strtod (text + 6, NULL), 0, 1);
    }
  if (score != NULL)
    *score = reason != TUTTI_REASON_NONE ? value : 0;

  return reason;
}
