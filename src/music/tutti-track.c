/* tutti-track.c: one recording, as the library knows it
 *
 * A TuttiTrack never changes after construction, so it may be made in a store
 * thread and handed to the main thread without a lock. A like or a regroup
 * makes a new one.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-track.h"

struct _TuttiTrack
{
  GObject parent_instance;

  gint64     id;
  char      *uuid;
  char      *title;
  char      *artist;
  char      *album;
  gint64     duration_ms;
  char      *artwork_url;
  char      *version;
  gboolean   is_explicit;
  gboolean   is_liked;
  GPtrArray *links; /* of TuttiLink, (owned) */
};

G_DEFINE_FINAL_TYPE (TuttiTrack, tutti_track, G_TYPE_OBJECT)

enum
{
  PROP_ID = 1,
  PROP_UUID,
  PROP_TITLE,
  PROP_ARTIST,
  PROP_ALBUM,
  PROP_DURATION,
  PROP_ARTWORK_URL,
  PROP_VERSION,
  PROP_EXPLICIT,
  PROP_LIKED,
  PROP_LINKS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
tutti_track_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TuttiTrack *self = TUTTI_TRACK (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_int64 (value, self->id);
      break;
    case PROP_UUID:
      g_value_set_string (value, self->uuid);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_ARTIST:
      g_value_set_string (value, self->artist);
      break;
    case PROP_ALBUM:
      g_value_set_string (value, self->album);
      break;
    case PROP_DURATION:
      g_value_set_int64 (value, self->duration_ms);
      break;
    case PROP_ARTWORK_URL:
      g_value_set_string (value, self->artwork_url);
      break;
    case PROP_VERSION:
      g_value_set_string (value, self->version);
      break;
    case PROP_EXPLICIT:
      g_value_set_boolean (value, self->is_explicit);
      break;
    case PROP_LIKED:
      g_value_set_boolean (value, self->is_liked);
      break;
    case PROP_LINKS:
      g_value_set_boxed (value, self->links);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_track_finalize (GObject *object)
{
  TuttiTrack *self = TUTTI_TRACK (object);

  g_clear_pointer (&self->uuid, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->artist, g_free);
  g_clear_pointer (&self->album, g_free);
  g_clear_pointer (&self->artwork_url, g_free);
  g_clear_pointer (&self->version, g_free);
  g_clear_pointer (&self->links, g_ptr_array_unref);

  G_OBJECT_CLASS (tutti_track_parent_class)->finalize (object);
}

static void
tutti_track_class_init (TuttiTrackClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tutti_track_get_property;
  object_class->finalize = tutti_track_finalize;

  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_UUID] = g_param_spec_string ("uuid", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_ARTIST] = g_param_spec_string ("artist", NULL, NULL, "", flags);
  properties[PROP_ALBUM] = g_param_spec_string ("album", NULL, NULL, NULL, flags);
  properties[PROP_DURATION] = g_param_spec_int64 ("duration", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_ARTWORK_URL] = g_param_spec_string ("artwork-url", NULL, NULL, NULL, flags);
  properties[PROP_VERSION] = g_param_spec_string ("version", NULL, NULL, NULL, flags);
  properties[PROP_EXPLICIT] = g_param_spec_boolean ("explicit", NULL, NULL, FALSE, flags);
  properties[PROP_LIKED] = g_param_spec_boolean ("liked", NULL, NULL, FALSE, flags);
  properties[PROP_LINKS] = g_param_spec_boxed ("links", NULL, NULL, G_TYPE_PTR_ARRAY, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tutti_track_init (TuttiTrack *self)
{
  self->links = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_link_unref);
}

/**
 * tutti_track_new:
 * @info: what it holds; borrowed for the call
 *
 * Any thread.
 *
 * Returns: (transfer full): a new track
 */
TuttiTrack *
tutti_track_new (const TuttiTrackInfo *info)
{
  TuttiTrack *self;

  g_return_val_if_fail (info != NULL, NULL);

  self = g_object_new (TUTTI_TYPE_TRACK, NULL);
  self->id = info->id;
  self->uuid = g_strdup (info->uuid);
  self->title = g_strdup (info->title != NULL ? info->title : "");
  self->artist = g_strdup (info->artist != NULL ? info->artist : "");
  self->album = g_strdup (info->album);
  self->duration_ms = MAX (info->duration_ms, 0);
  self->artwork_url = g_strdup (info->artwork_url);
  self->version = g_strdup (info->version);
  self->is_explicit = !!info->is_explicit;
  self->is_liked = !!info->is_liked;
  for (guint i = 0; i < info->n_links; i++)
    g_ptr_array_add (self->links, tutti_link_ref (info->links[i]));

  return self;
}

/* The row's number in the database; 0 for what is in none. */
gint64
tutti_track_get_id (TuttiTrack *self)
{
  g_return_val_if_fail (TUTTI_IS_TRACK (self), 0);

  return self->id;
}

/* (nullable): its lasting name, in the notation with hyphens. */
const char *
tutti_track_get_uuid (TuttiTrack *self)
{
  g_return_val_if_fail (TUTTI_IS_TRACK (self), NULL);

  return self->uuid;
}

/* The title a row shows; never NULL. */
const char *
tutti_track_get_title (TuttiTrack *self)
{
  g_return_val_if_fail (TUTTI_IS_TRACK (self), NULL);

  return self->title;
}

/* The line of artists a row shows; never NULL. */
const char *
tutti_track_get_artist (TuttiTrack *self)
{
  g_return_val_if_fail (TUTTI_IS_TRACK (self), NULL);

  return self->artist;
}

/* (nullable): the album's title. */
const char *
tutti_track_get_album (TuttiTrack *self)
{
  g_return_val_if_fail (TUTTI_IS_TRACK (self), NULL);

  return self->album;
}

/* Milliseconds; 0 where unknown. */
gint64
tutti_track_get_duration (TuttiTrack *self)
{
  g_return_val_if_fail (TUTTI_IS_TRACK (self), 0);

  return self->duration_ms;
}

/* (nullable): https address of the picture. */
const char *
tutti_track_get_artwork_url (TuttiTrack *self)
{
  g_return_val_if_fail (TUTTI_IS_TRACK (self), NULL);

  return self->artwork_url;
}

/* (nullable): what sets this recording apart, as in "Live". */
const char *
tutti_track_get_version (TuttiTrack *self)
{
  g_return_val_if_fail (TUTTI_IS_TRACK (self), NULL);

  return self->version;
}

/* A service marks it so. */
gboolean
tutti_track_is_explicit (TuttiTrack *self)
{
  g_return_val_if_fail (TUTTI_IS_TRACK (self), FALSE);

  return self->is_explicit;
}

/* Liked somewhere, or in Tutti itself. */
gboolean
tutti_track_is_liked (TuttiTrack *self)
{
  g_return_val_if_fail (TUTTI_IS_TRACK (self), FALSE);

  return self->is_liked;
}

/* (transfer none) (element-type TuttiLink): where it can be opened; never
 * NULL, not to be changed. */
GPtrArray *
tutti_track_get_links (TuttiTrack *self)
{
  g_return_val_if_fail (TUTTI_IS_TRACK (self), NULL);

  return self->links;
}

/**
 * tutti_track_get_link:
 * @self: a track
 * @provider: a provider's id
 *
 * Returns: (transfer none) (nullable): that service's link; where it has
 *   several the one the row comes from, else the first
 */
TuttiLink *
tutti_track_get_link (TuttiTrack *self,
                      const char *provider)
{
  TuttiLink *found = NULL;

  g_return_val_if_fail (TUTTI_IS_TRACK (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  for (guint i = 0; i < self->links->len; i++)
    {
      TuttiLink *link = g_ptr_array_index (self->links, i);

      if (!g_str_equal (tutti_link_get_provider (link), provider))
        continue;
      if (tutti_link_is_source (link))
        return link;
      if (found == NULL)
        found = link;
    }

  return found;
}

static gboolean
equal_links (TuttiLink *a,
             TuttiLink *b)
{
  return g_str_equal (tutti_link_get_provider (a), tutti_link_get_provider (b)) &&
         g_str_equal (tutti_link_get_remote_id (a), tutti_link_get_remote_id (b)) &&
         g_strcmp0 (tutti_link_get_title (a), tutti_link_get_title (b)) == 0 &&
         g_strcmp0 (tutti_link_get_web_url (a), tutti_link_get_web_url (b)) == 0 &&
         g_strcmp0 (tutti_link_get_app_uri (a), tutti_link_get_app_uri (b)) == 0 &&
         tutti_link_get_duration (a) == tutti_link_get_duration (b) &&
         tutti_link_is_source (a) == tutti_link_is_source (b);
}

/**
 * tutti_track_equal:
 * @a: a track
 * @b: another, or the same read again
 *
 * Returns: whether nothing differs that anybody could see
 */
gboolean
tutti_track_equal (TuttiTrack *a,
                   TuttiTrack *b)
{
  g_return_val_if_fail (TUTTI_IS_TRACK (a), FALSE);
  g_return_val_if_fail (TUTTI_IS_TRACK (b), FALSE);

  if (a->id != b->id || a->duration_ms != b->duration_ms || a->is_explicit != b->is_explicit || a->is_liked != b->is_liked ||
      a->links->len != b->links->len ||
      g_strcmp0 (a->uuid, b->uuid) != 0 || g_strcmp0 (a->title, b->title) != 0 || g_strcmp0 (a->artist, b->artist) != 0 ||
      g_strcmp0 (a->album, b->album) != 0 || g_strcmp0 (a->artwork_url, b->artwork_url) != 0 || g_strcmp0 (a->version, b->version) != 0)
    return FALSE;

  for (guint i = 0; i < a->links->len; i++)
    if (!equal_links (g_ptr_array_index (a->links, i), g_ptr_array_index (b->links, i)))
      return FALSE;

  return TRUE;
}
