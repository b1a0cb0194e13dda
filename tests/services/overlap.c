/* overlap.c: which recordings each service has, and whose libraries hold them
 *
 * README.md says this rule in words; tests count on it.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "services.h"

#define EVERYWHERE 40
#define STEP 13
#define PLAYED 120

guint
services_get_size (Services *self)
{
  return MAX (self->n_likes * 3 / 2 + 5000, 10000);
}

gboolean
services_knows (Services       *self,
                const Provider *provider,
                guint64         index)
{
  return index < services_get_size (self) && (index < EVERYWHERE || provider->place == 0 || index % STEP != provider->place);
}

Recording *
services_dup_recording (Services       *self,
                        const Provider *provider,
                        guint32         index)
{
  Recording *recording = catalogue_dup (self->catalogue, index);
  guint64    mix = catalogue_mix (index, 'd');

  if (provider->place == 0)
    return recording;
  if (recording->isrcs != NULL && index % 7 == provider->place % 7)
    g_set_str (&recording->isrc, recording->isrcs[g_strv_length (recording->isrcs) - 1]);
  recording->duration += (guint) (mix >> provider->place) % 1400;
  recording->duration -= MIN (recording->duration, 700);
  return recording;
}

char *
services_dup_link (const Provider *provider,
                   guint32         index)
{
  g_autofree char *id = provider->make_id (index);
  GString         *link = g_string_new (provider->link);

  g_string_replace (link, "{id}", id, 1);
  return g_string_free_and_steal (link);
}

gboolean
services_find_recording (Services       *self,
                         const Provider *provider,
                         const char     *id,
                         guint32        *index)
{
  guint64 number;

  if (!provider->parse_id (id, &number) || !services_knows (self, provider, number))
    return FALSE;
  *index = (guint32) number;
  return TRUE;
}

static GArray *
keep_known (Services       *self,
            const Provider *provider,
            GArray         *found)
{
  guint kept = 0;

  for (guint i = 0; i < found->len; i++)
    {
      guint32 index = g_array_index (found, guint32, i);

      if (services_knows (self, provider, index))
        g_array_index (found, guint32, kept++) = index;
    }
  g_array_set_size (found, kept);
  return found;
}

GArray *
services_search (Services       *self,
                 const Provider *provider,
                 const char     *any,
                 const char     *title,
                 const char     *artist,
                 const char     *album)
{
  return keep_known (self, provider, catalogue_search (self->catalogue, services_get_size (self), any, title, artist, album));
}

GArray *
services_search_isrc (Services       *self,
                      const Provider *provider,
                      const char     *isrc)
{
  return keep_known (self, provider, catalogue_search_isrc (self->catalogue, services_get_size (self), isrc));
}

/* The first COUNT recordings from FIRST on that PROVIDER has. */
static GArray *
list_known (Services       *self,
            const Provider *provider,
            guint           first,
            guint           count)
{
  GArray *known = g_array_sized_new (FALSE, FALSE, sizeof (guint32), count);

  for (guint32 i = first; known->len < count && i < services_get_size (self); i++)
    if (services_knows (self, provider, i))
      g_array_append_val (known, i);
  return known;
}

/* The first person has as much as was asked for; the others a few of their
 * own, so that it is seen when one account's data turn up in another. */
Library *
services_get_library (Services       *self,
                      const Provider *provider,
                      guint           person)
{
  g_autofree char *key = g_strdup_printf ("%s/%u", provider->id, person);
  Library         *library = g_hash_table_lookup (self->libraries, key);
  guint            n_likes = person == 0 ? self->n_likes : MIN (self->n_likes, 40);
  guint            n_plays = person == 0 ? self->n_plays : MIN (self->n_plays, 20);
  /* One that mirrors the first knows its plays to the second, even of what it can't name. */
  const Provider *player = provider->mirrors_first ? services_list_providers ()[0] : provider;
  gint64          pause = (gint64) player->place * 11 * 60000;
  g_autoptr (GArray) liked = NULL;
  g_autoptr (GArray) played = NULL;

  if (library != NULL)
    return library;
  liked = list_known (self, provider, person * 130 + provider->place * n_likes / 20, n_likes);
  played = list_known (self, player, person * 130 + player->place * 17, PLAYED);
  library = library_new (liked, played, n_plays, pause, self->started, self->plain);
  g_hash_table_insert (self->libraries, g_steal_pointer (&key), library);
  return library;
}
