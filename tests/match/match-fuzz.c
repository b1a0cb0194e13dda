/* match-fuzz.c: hostile text through fold, parse, identify and cluster
 *
 * For libFuzzer; tests/match/fuzz builds and runs it. The input is cut at its
 * zero bytes into the parts of tracks, so that what makes two of them alike
 * can be found.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-fold.h"
#include "tutti-identity.h"
#include "tutti-title.h"

#include <string.h>

#define N_TRACKS 4

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* The next part of the input, up to a zero byte. */
static char *
take_part (const guint8 **data,
           gsize         *size)
{
  const guint8 *end = *size > 0 ? memchr (*data, 0, *size) : NULL;
  gsize         length = end != NULL ? (gsize) (end - *data) : *size;
  char         *part = g_strndup ((const char *) *data, length);

  *data += length;
  *size -= length;
  if (*size > 0)
    {
      (*data)++;
      (*size)--;
    }

  return part;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GPtrArray) identities = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_identity_free);
  g_autofree TuttiMembership *memberships = NULL;
  g_autoptr (GArray) suggestions = NULL;

  for (guint i = 0; i < N_TRACKS; i++)
    {
      g_autofree char            *title = take_part (&data, &size);
      g_autofree char            *artist = take_part (&data, &size);
      g_autofree char            *guest = take_part (&data, &size);
      g_autofree char            *album = take_part (&data, &size);
      g_autofree char            *rest = take_part (&data, &size);
      const char                 *artists[] = { artist, guest, NULL };
      const TuttiServiceTrackInfo info = {
        .provider = i % 2 ? "quaver" : "minim",
        .title = title,
        .artists = artists,
        .album = album,
        .isrc = rest,
        .duration_ms = (gint64) strlen (rest) * 1000,
        .year = (int) strlen (album),
      };
      g_autoptr (TuttiServiceTrack) track = tutti_service_track_new (&info);
      g_autofree char *folded = tutti_fold (title);
      g_autofree char *words = tutti_fold_words (title);
      g_autofree char *match = tutti_fold_match (title);
      g_autofree char *version = tutti_title_dup_version (title);

      g_assert_true (g_utf8_validate (folded, -1, NULL));
      g_assert_true (g_utf8_validate (words, -1, NULL));
      g_assert_true (version == NULL || g_utf8_validate (version, -1, NULL));
      g_ptr_array_add (identities, tutti_identity_new (track));
    }

  for (guint i = 0; i < N_TRACKS; i++)
    for (guint j = 0; j < N_TRACKS; j++)
      {
        double       score, back;
        TuttiVerdict verdict = tutti_identity_compare (identities->pdata[i], identities->pdata[j], TUTTI_COMPARE_DEFAULT, &score, NULL);

        g_assert_true (score >= 0 && score <= 1);
        g_assert_true (tutti_identity_compare (identities->pdata[j], identities->pdata[i], TUTTI_COMPARE_DEFAULT, &back, NULL) == verdict);
      }
  memberships = tutti_identity_cluster ((TuttiIdentity *const *) identities->pdata, identities->len, NULL, 0, TUTTI_COMPARE_DEFAULT, &suggestions);

  return 0;
}
