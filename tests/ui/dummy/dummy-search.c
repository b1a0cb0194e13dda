/* dummy-search.c: a search that finds invented songs
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "dummy-private.h"

struct _TuttiSearch
{
  GObject parent_instance;

  TuttiTrackList *local;
  TuttiTrackList *remote;
  char           *text;
  gboolean        is_loading;
};

enum
{
  PROP_IS_LOCAL_LOADING = 1,
  PROP_IS_REMOTE_LOADING,
};

G_DEFINE_FINAL_TYPE (TuttiSearch, tutti_search, G_TYPE_OBJECT)

static void
tutti_search_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  g_value_set_boolean (value, prop_id == PROP_IS_REMOTE_LOADING && TUTTI_SEARCH (object)->is_loading);
}

static void
tutti_search_finalize (GObject *object)
{
  TuttiSearch *self = TUTTI_SEARCH (object);

  g_clear_object (&self->local);
  g_clear_object (&self->remote);
  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (tutti_search_parent_class)->finalize (object);
}

static void
tutti_search_class_init (TuttiSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tutti_search_get_property;
  object_class->finalize = tutti_search_finalize;
  g_object_class_install_property (object_class, PROP_IS_LOCAL_LOADING,
                                   g_param_spec_boolean ("is-local-loading", NULL, NULL, FALSE, G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_IS_REMOTE_LOADING,
                                   g_param_spec_boolean ("is-remote-loading", NULL, NULL, FALSE, G_PARAM_READABLE));
}

static void
tutti_search_init (TuttiSearch *self)
{
}

TuttiSearch *
tutti_search_new (TuttiLibrary *library)
{
  TuttiSearch *self = g_object_new (TUTTI_TYPE_SEARCH, NULL);

  self->local = tutti_track_list_new (library);
  self->remote = tutti_track_list_new (library);
  self->text = g_strdup ("");
  return self;
}

static void
find (TuttiTrackList *list,
      const char     *text,
      guint           first,
      guint           last)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = first; i < last && *text != '\0'; i++)
    {
      g_autoptr (TuttiTrack) track = dummy_make_track (i);
      gint64 id = i + 1;

      if (g_str_match_string (text, tutti_track_get_title (track), TRUE))
        g_array_append_val (ids, id);
    }
  tutti_track_list_set_ids (list, ids);
}

static gboolean
answer_cb (gpointer data)
{
  TuttiSearch *self = data;

  self->is_loading = FALSE;
  if (!dummy_has ("offline"))
    find (self->remote, self->text, 100, 200);
  g_object_notify (G_OBJECT (self), "is-remote-loading");
  return G_SOURCE_REMOVE;
}

void
tutti_search_set_text (TuttiSearch *self,
                       const char  *text)
{
  g_set_str (&self->text, text);
  find (self->local, text, 0, 30);
  find (self->remote, "", 0, 0);
  self->is_loading = *text != '\0';
  g_object_notify (G_OBJECT (self), "is-remote-loading");
  g_timeout_add_full (G_PRIORITY_DEFAULT, dummy_has ("slow") ? 60000 : 400, answer_cb, g_object_ref (self), g_object_unref);
}

const char *
tutti_search_get_text (TuttiSearch *self)
{
  return self->text;
}
void
tutti_search_submit (TuttiSearch *self)
{
  tutti_search_set_text (self, self->text);
}
TuttiTrackList *
tutti_search_get_local (TuttiSearch *self)
{
  return self->local;
}
TuttiTrackList *
tutti_search_get_remote (TuttiSearch *self)
{
  return self->remote;
}
gboolean
tutti_search_is_loading (TuttiSearch *self)
{
  return self->is_loading;
}
char *
tutti_search_dup_offer (TuttiSearch *self)
{
  return NULL;
}

const char *
tutti_search_get_silent (TuttiSearch *self)
{
  return dummy_has ("silent") && *self->text ? "TIDAL did not answer in time." : NULL;
}
