/* tutti-aliases.c: two names of one artist, as the library itself teaches
 *
 * Two services may write a name in two scripts, or before and after its owner
 * changed it, and no table of letters knows that. But where two tracks share
 * an ISRC and have a title or a length in common, their artists are the same
 * people; two names that meet in this way on two different ISRCs are taken
 * for one everywhere.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-aliases.h"
#include "tutti-hash.h"
#include "tutti-identity-private.h"

/* So many different ISRCs make two names one. */
#define ENOUGH 2

/* What is known of a pair of names. */
typedef struct
{
  guint64 pair; /* hash of both */
  guint64 isrcs[ENOUGH];
  guint   n_isrcs;
} Meeting;

struct _TuttiAliases
{
  GHashTable *meetings; /* pair → Meeting */
  guint       n_aliases;
};

/* (transfer full): knows nothing yet. For one thread at a time. */
TuttiAliases *
tutti_aliases_new (void)
{
  TuttiAliases *self = g_new0 (TuttiAliases, 1);

  self->meetings = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);

  return self;
}

void
tutti_aliases_free (TuttiAliases *self)
{
  g_clear_pointer (&self->meetings, g_hash_table_unref);
  g_free (self);
}

static guint64
hash_pair (guint64 a,
           guint64 b)
{
  return tutti_hash_mix (MIN (a, b), MAX (a, b));
}

/* The main artist's name, of the service's own list; NULL where there is none. */
static const TuttiName *
get_main (const TuttiIdentity *identity)
{
  return identity->n_names > 0 && !identity->is_guessed ? &identity->names[0] : NULL;
}

/**
 * tutti_aliases_learn:
 * @self: what is known
 * @a: one identity
 * @b: another, of an ISRC that @a has as well
 *
 * Learns only where title or length bear out the ISRC and the two share no
 * artist.
 *
 * Returns: whether two names became one
 */
gboolean
tutti_aliases_learn (TuttiAliases        *self,
                     const TuttiIdentity *a,
                     const TuttiIdentity *b)
{
  const TuttiName *name_a = get_main (a);
  const TuttiName *name_b = get_main (b);
  gboolean         other_script;
  guint64          isrc = 0, pair;
  Meeting         *meeting;

  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < a->n_isrcs; i++)
    for (guint j = 0; j < b->n_isrcs; j++)
      if (a->isrcs[i] == b->isrcs[j])
        isrc = a->isrcs[i];
  if (isrc == 0 || name_a == NULL || name_b == NULL || name_a->hash == name_b->hash)
    return FALSE;
  if (a->readings[0].core.hash != b->readings[0].core.hash &&
      (a->duration == 0 || b->duration == 0 || MAX (a->duration, b->duration) - MIN (a->duration, b->duration) > 3000))
    return FALSE;
  if (tutti_artists_compare (a->names, a->n_names, a->text, b->names, b->n_names, b->text, &other_script) >= 0.8)
    return FALSE;

  pair = hash_pair (name_a->hash, name_b->hash);
  meeting = g_hash_table_lookup (self->meetings, &pair);
  if (meeting == NULL)
    {
      meeting = g_new0 (Meeting, 1);
      meeting->pair = pair;
      g_hash_table_insert (self->meetings, &meeting->pair, meeting);
    }
  for (guint i = 0; i < meeting->n_isrcs; i++)
    if (meeting->isrcs[i] == isrc)
      return FALSE;
  if (meeting->n_isrcs == ENOUGH)
    return FALSE;
  meeting->isrcs[meeting->n_isrcs++] = isrc;
  if (meeting->n_isrcs < ENOUGH)
    return FALSE;
  self->n_aliases++;

  return TRUE;
}

/* Two names are one, as another learned before: @pair is of its tutti_aliases_list(). */
void
tutti_aliases_add (TuttiAliases *self,
                   guint64       pair)
{
  Meeting *meeting;

  g_return_if_fail (self != NULL);

  meeting = g_hash_table_lookup (self->meetings, &pair);
  if (meeting == NULL)
    {
      meeting = g_new0 (Meeting, 1);
      meeting->pair = pair;
      g_hash_table_insert (self->meetings, &meeting->pair, meeting);
    }
  self->n_aliases += meeting->n_isrcs < ENOUGH;
  meeting->n_isrcs = ENOUGH;
}

/* The pairs of names that are one, as numbers that mean the same to all who
 * have the same %TUTTI_IDENTITY_RULES. (transfer full) (element-type guint64) */
GArray *
tutti_aliases_list (const TuttiAliases *self)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (guint64));
  GHashTableIter iter;
  gpointer       value;

  g_return_val_if_fail (self != NULL, NULL);

  g_hash_table_iter_init (&iter, self->meetings);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Meeting *meeting = value;

      if (meeting->n_isrcs == ENOUGH)
        g_array_append_val (pairs, meeting->pair);
    }

  return g_steal_pointer (&pairs);
}

/* How many pairs of names are one. */
guint
tutti_aliases_get_n (const TuttiAliases *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_aliases;
}

/* Whether an artist of @a is known to be one of @b under another name. */
gboolean
tutti_aliases_connect (const TuttiAliases  *self,
                       const TuttiIdentity *a,
                       const TuttiIdentity *b)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->n_aliases == 0)
    return FALSE;

  for (guint i = 0; i < a->n_names; i++)
    for (guint j = 0; j < b->n_names; j++)
      {
        guint64        pair = hash_pair (a->names[i].hash, b->names[j].hash);
        const Meeting *meeting = g_hash_table_lookup (self->meetings, &pair);

        if (meeting != NULL && meeting->n_isrcs == ENOUGH)
          return TRUE;
      }

  return FALSE;
}
