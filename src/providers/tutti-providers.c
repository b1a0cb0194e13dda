/* tutti-providers.c: all services Tutti knows
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-providers.h"

#include "tutti-apple-music.h"
#include "tutti-bandlab.h"
#include "tutti-deezer.h"
#include "tutti-links.h"
#include "tutti-listenbrainz.h"
#include "tutti-musicbrainz.h"
#include "tutti-provider-private.h"
#include "tutti-soundcloud.h"
#include "tutti-spotify.h"
#include "tutti-tidal.h"
#include "tutti-youtube.h"

#include <gio/gio.h>
#include <string.h>

struct _TuttiProviders
{
  GObject parent_instance;

  GPtrArray *providers; /* of TuttiProvider */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TuttiProviders, tutti_providers, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* A new service gets one line here, in the order the Services page shows. */
typedef GType (*GetType) (void);

static const GetType types[] = {
  tutti_spotify_get_type,
  tutti_youtube_get_type,
  tutti_apple_music_get_type,
  tutti_deezer_get_type,
  tutti_tidal_get_type,
  tutti_soundcloud_get_type,
  tutti_bandlab_get_type,
  tutti_musicbrainz_get_type,
  tutti_listenbrainz_get_type,
};

static gboolean
read_all (TuttiProviders *self,
          const char     *folder,
          GError        **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      TuttiProvider *provider = tutti_provider_new (types[i](), folder, error);

      if (provider == NULL)
        return FALSE;
      g_ptr_array_add (self->providers, provider);
    }

  return TRUE;
}

static GType
tutti_providers_get_item_type (GListModel *model)
{
  return TUTTI_TYPE_PROVIDER;
}

static guint
tutti_providers_get_n_items (GListModel *model)
{
  return TUTTI_PROVIDERS (model)->providers->len;
}

static gpointer
tutti_providers_get_item (GListModel *model,
                          guint       position)
{
  GPtrArray *providers = TUTTI_PROVIDERS (model)->providers;

  return position < providers->len ? g_object_ref (g_ptr_array_index (providers, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = tutti_providers_get_item_type;
  iface->get_n_items = tutti_providers_get_n_items;
  iface->get_item = tutti_providers_get_item;
}

static void
tutti_providers_finalize (GObject *object)
{
  TuttiProviders *self = TUTTI_PROVIDERS (object);

  g_clear_pointer (&self->providers, g_ptr_array_unref);

  G_OBJECT_CLASS (tutti_providers_parent_class)->finalize (object);
}

static void
tutti_providers_class_init (TuttiProvidersClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tutti_providers_finalize;
}

static void
tutti_providers_init (TuttiProviders *self)
{
  self->providers = g_ptr_array_new_with_free_func (g_object_unref);
}

TuttiProviders *
tutti_providers_new (GError **error)
{
  g_autoptr (TuttiProviders) self = g_object_new (TUTTI_TYPE_PROVIDERS, NULL);
  const char                *folder = g_getenv ("TUTTI_PROVIDERS");

  if (folder == NULL || folder[0] == '\0')
    folder = TUTTI_PROVIDERS_DIR;
  if (!read_all (self, folder, error))
    return NULL;

  return g_steal_pointer (&self);
}

TuttiProvider *
tutti_providers_find (TuttiProviders *self,
                      const char     *id)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDERS (self), NULL);

  for (guint i = 0; id != NULL && i < self->providers->len; i++)
    {
      TuttiProvider *provider = g_ptr_array_index (self->providers, i);

      if (strcmp (tutti_provider_get_id (provider), id) == 0)
        return provider;
    }

  return NULL;
}

TuttiProvider *
tutti_providers_match_link (TuttiProviders *self,
                            const char     *link,
                            char          **remote_id)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDERS (self), NULL);
  g_return_val_if_fail (remote_id != NULL, NULL);

  *remote_id = NULL;
  for (guint i = 0; i < self->providers->len; i++)
    {
      TuttiProvider *provider = g_ptr_array_index (self->providers, i);

      *remote_id = tutti_provider_match_link (provider, link);
      if (*remote_id != NULL)
        return provider;
    }

  return NULL;
}

char *
tutti_providers_dup_page (TuttiProviders *self,
                          const char     *link)
{
  /* Their API is gone since August 2026, and reading their pages was never allowed. */
  static const char * const lists[] = { "song.link", "album.link", "odesli.co", "www.odesli.co", NULL };

  g_return_val_if_fail (TUTTI_IS_PROVIDERS (self), NULL);

  for (guint i = 0; i < self->providers->len; i++)
    {
      char *page = tutti_provider_dup_own_page (g_ptr_array_index (self->providers, i), link);

      if (page != NULL)
        return page;
    }

  return tutti_links_dup_page (link, lists);
}
