/* tutti-version-group.c: other versions of a song, on its page
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-artwork.h"
#include "tutti-service-strip.h"
#include "tutti-text.h"
#include "tutti-track-actions.h"
#include "tutti-version-group.h"
#include "tutti-versions.h"

#include <glib/gi18n.h>
#include <string.h>

#define ARTWORK_SIZE 40 /* CSS pixels */

struct _TuttiVersionGroup
{
  AdwPreferencesGroup parent_instance;

  TuttiContext *context;
  GPtrArray    *versions; /* (nullable) of TuttiTrack, as they are shown */
  GPtrArray    *rows;     /* of GtkWidget (unowned) */
};

G_DEFINE_FINAL_TYPE (TuttiVersionGroup, tutti_version_group, ADW_TYPE_PREFERENCES_GROUP)

/* What belongs to a row: the buttons of its strip mean this song, not the page's. */
static void
open_cb (GSimpleAction *action,
         GVariant      *service,
         gpointer       data)
{
  GtkWidget         *row = data;
  TuttiVersionGroup *self = TUTTI_VERSION_GROUP (gtk_widget_get_ancestor (row, TUTTI_TYPE_VERSION_GROUP));

  if (self != NULL)
    tutti_track_actions_open (self->context, row, g_object_get_data (G_OBJECT (row), "track"), g_variant_get_string (service, NULL), FALSE);
}

static void
activated_cb (TuttiVersionGroup *self,
              GtkWidget         *row)
{
  tutti_context_show_track (self->context, g_object_get_data (G_OBJECT (row), "track"));
}

static void
add_tag (GtkWidget  *row,
         const char *text)
{
  GtkWidget *tag = gtk_label_new (text);

  gtk_widget_set_valign (tag, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (tag, "tag");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), tag);
}

/* What sets it apart, where its title does not say so: the words of the
 * version, else that the one is explicit and the other is not. */
static void
add_tags (GtkWidget  *row,
          TuttiTrack *track,
          TuttiTrack *version)
{
  const char      *words = tutti_track_get_version (version);
  g_autofree char *remarks = tutti_versions_dup_remarks (tutti_track_get_title (version));

  if (words != NULL && strstr (tutti_track_get_title (version), words) == NULL)
    add_tag (row, words);
  else if (remarks == NULL && tutti_track_is_explicit (version) != tutti_track_is_explicit (track))
    add_tag (row, tutti_track_is_explicit (version) ? _ ("Explicit") : C_ ("version of a song", "Not Explicit"));
}

static void
add_strip (TuttiVersionGroup *self,
           GtkWidget         *row,
           TuttiTrack        *version)
{
  GtkWidget *strip = g_object_new (TUTTI_TYPE_SERVICE_STRIP, "valign", GTK_ALIGN_CENTER, NULL);
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) open = g_simple_action_new ("open", G_VARIANT_TYPE_STRING);

  g_signal_connect_object (open, "activate", G_CALLBACK (open_cb), row, G_CONNECT_DEFAULT);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (open));
  gtk_widget_insert_action_group (row, "track", G_ACTION_GROUP (actions));
  tutti_service_strip_show (TUTTI_SERVICE_STRIP (strip), self->context, version, NULL, TUTTI_STRONG_NONE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), strip);
}

static GtkWidget *
make_row (TuttiVersionGroup *self,
          TuttiTrack        *track,
          TuttiTrack        *version)
{
  GtkWidget       *artwork = g_object_new (TUTTI_TYPE_ARTWORK, "size", ARTWORK_SIZE, "valign", GTK_ALIGN_CENTER, NULL);
  g_autofree char *duration = tutti_text_from_duration (tutti_track_get_duration (version));
  const char      *parts[] = { tutti_track_get_artist (version), tutti_track_get_album (version), duration };
  g_autofree char *facts = tutti_text_join (parts, G_N_ELEMENTS (parts));
  GtkWidget       *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                       "use-markup", FALSE,
                                       "activatable", TRUE,
                                       NULL);

  /* Not with the other properties, which would all be told at once, these first. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), tutti_track_get_title (version));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), facts);
  g_object_set_data_full (G_OBJECT (row), "track", g_object_ref (version), g_object_unref);
  tutti_artwork_show (TUTTI_ARTWORK (artwork), tutti_context_get_artwork (self->context), tutti_track_get_artwork_url (version));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), artwork);
  add_tags (row, track, version);
  if (tutti_context_get_layout (self->context) != TUTTI_LAYOUT_NARROW)
    add_strip (self, row, version);
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static gboolean
is_shown (TuttiVersionGroup *self,
          GPtrArray         *versions)
{
  if (self->versions == NULL || self->versions->len != versions->len)
    return FALSE;
  for (guint i = 0; i < versions->len; i++)
    if (!tutti_track_equal (g_ptr_array_index (self->versions, i), g_ptr_array_index (versions, i)))
      return FALSE;
  return TRUE;
}

static void
tutti_version_group_dispose (GObject *object)
{
  TuttiVersionGroup *self = TUTTI_VERSION_GROUP (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->versions, g_ptr_array_unref);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_version_group_parent_class)->dispose (object);
}

static void
tutti_version_group_class_init (TuttiVersionGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tutti_version_group_dispose;
}

static void
tutti_version_group_init (TuttiVersionGroup *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Other Versions"));
}

void
tutti_version_group_show (TuttiVersionGroup *self,
                          TuttiContext      *context,
                          TuttiTrack        *track,
                          GPtrArray         *versions)
{
  /* the library tells of much else, and who is here keeps the focus */
  if (is_shown (self, versions))
    return;

  g_set_object (&self->context, context);
  g_clear_pointer (&self->versions, g_ptr_array_unref);
  self->versions = g_ptr_array_ref (versions);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < versions->len; i++)
    {
      GtkWidget *row = make_row (self, track, g_ptr_array_index (versions, i));

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), versions->len > 0);
}
