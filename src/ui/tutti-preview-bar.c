/* tutti-preview-bar.c: what plays, at the bottom of the window
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-artwork.h"
#include "tutti-mpris.h"
#include "tutti-preview-bar.h"
#include "tutti-text.h"
#include "tutti-track-actions.h"

#include <glib/gi18n.h>

struct _TuttiPreviewBar
{
  AdwBin parent_instance;

  TuttiContext   *context;     /* (nullable) */
  GtkApplication *application; /* (nullable) (unowned) outlives its windows */
  TuttiMpris     *mpris;       /* (nullable) */
  TuttiTrack     *track;       /* (nullable) what it shows; kept while it leaves */
  char           *page;        /* (nullable) of whose sound it is */

  GtkRevealer     *revealer;
  GtkProgressBar  *progress;
  TuttiArtwork    *artwork;
  GtkLabel        *title;
  GtkLabel        *artist;
  AdwBin          *narrow_place;
  AdwBin          *wide_place;
  GtkWidget       *source;
  GtkLabel        *source_label;
  GtkLabel        *time;
  GtkButton       *pause;
  GtkButton       *stop;
  GtkToggleButton *like;
};

G_DEFINE_FINAL_TYPE (TuttiPreviewBar, tutti_preview_bar, ADW_TYPE_BIN)

static TuttiPlayer *
get_player (TuttiPreviewBar *self)
{
  return tutti_context_get_player (self->context);
}

/* --- what it shows --- */

static void
show_like (TuttiPreviewBar *self)
{
  gboolean         liked = tutti_track_is_liked (self->track);
  g_autofree char *label = NULL;

  /* Translators: %s is the title of a song */
  label = g_strdup_printf (_ ("Like “%s”"), tutti_track_get_title (self->track));
  gtk_toggle_button_set_active (self->like, liked);
  gtk_button_set_icon_name (GTK_BUTTON (self->like), liked ? "tutti-likes-symbolic" : "tutti-like-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->like), liked ? _ ("Remove Like") : _ ("Like"));
  tutti_accessible_set_name (self->like, label);
}

static void
show_track (TuttiPreviewBar *self)
{
  gtk_label_set_text (self->title, tutti_track_get_title (self->track));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), tutti_track_get_title (self->track));
  gtk_label_set_text (self->artist, tutti_track_get_artist (self->track));
  tutti_artwork_show (self->artwork, tutti_context_get_artwork (self->context), tutti_track_get_artwork_url (self->track));
  show_like (self);
}

/* The services want to be named beside their sound, with a link. */
static void
show_source (TuttiPreviewBar *self)
{
  TuttiPreview    *preview = tutti_player_get_preview (get_player (self));
  g_autofree char *text = NULL;
  g_autofree char *tip = NULL;

  gtk_widget_set_visible (self->source, preview != NULL);
  g_set_str (&self->page, preview != NULL ? preview->page : NULL);
  if (preview == NULL)
    return;

  /* Translators: %s is a service */
  text = g_strdup_printf (_ ("Preview from %s"), preview->service_name);
  /* Translators: %s is a service */
  tip = g_strdup_printf (_ ("Open in %s"), preview->service_name);
  gtk_label_set_text (self->source_label, text);
  gtk_widget_set_tooltip_text (self->source, tip);
  gtk_widget_set_sensitive (self->source, self->page != NULL);
  tutti_accessible_set_name (self->source, text);
}

static void
show_progress (TuttiPreviewBar *self)
{
  gint64           position = tutti_player_get_position (get_player (self));
  gint64           duration = tutti_player_get_duration (get_player (self));
  gint64           left = MAX (0, duration - position);
  g_autofree char *clock = tutti_text_from_duration (MAX (1, left));
  /* U+2212, a minus as wide as the digits, and before it what keeps it there */
  g_autofree char *text = g_strdup_printf ("\xe2\x80\x8e\xe2\x88\x92%s", clock);

  gtk_progress_bar_set_fraction (self->progress, CLAMP ((double) position / (double) duration, 0, 1));
  if (g_strcmp0 (gtk_label_get_text (self->time), text) != 0)
    gtk_label_set_text (self->time, text);
}

static void
show_state (TuttiPreviewBar *self)
{
  gboolean is_paused = tutti_player_get_state (get_player (self)) == TUTTI_PLAYER_PAUSED;

  gtk_button_set_icon_name (self->pause, is_paused ? "media-playback-start-symbolic" : "media-playback-pause-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pause), is_paused ? _ ("Go On") : _ ("Pause"));
  tutti_accessible_set_name (self->pause, is_paused ? _ ("Go on with the preview") : _ ("Pause the preview"));
}

/* Where there is little room the link takes the artist's line. */
static void
layout_changed_cb (TuttiPreviewBar *self)
{
  gboolean is_narrow = tutti_context_get_layout (self->context) == TUTTI_LAYOUT_NARROW;
  AdwBin  *from = is_narrow ? self->wide_place : self->narrow_place;
  AdwBin  *to = is_narrow ? self->narrow_place : self->wide_place;

  if (adw_bin_get_child (to) == NULL)
    {
      g_autoptr (GtkWidget) source = g_object_ref (self->source);

      adw_bin_set_child (from, NULL);
      adw_bin_set_child (to, source);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->narrow_place), is_narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->wide_place), !is_narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->artist), !is_narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->like), !is_narrow);
}

/* --- following the player --- */

/* The picture that is kept here: others should not ask an address for it that came with a file. */
static void
tell_media_keys (TuttiPreviewBar *self)
{
  const char      *address = self->track != NULL ? tutti_track_get_artwork_url (self->track) : NULL;
  g_autofree char *file = address != NULL ? tutti_artwork_cache_dup_file (tutti_context_get_artwork (self->context), address) : NULL;

  if (self->mpris != NULL)
    tutti_mpris_set_art (self->mpris, file);
}

static void
track_changed_cb (TuttiPreviewBar *self)
{
  TuttiTrack *track = tutti_player_get_track (get_player (self));

  if (track != NULL)
    {
      g_set_object (&self->track, track);
      show_track (self);
      show_progress (self);
      gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
    }
  gtk_revealer_set_reveal_child (self->revealer, track != NULL);
  tell_media_keys (self);
}

static void
preview_changed_cb (TuttiPreviewBar *self)
{
  g_autofree char *text = NULL;

  /* What was shown stays while the bar leaves. */
  if (!tutti_player_is_loaded (get_player (self)))
    return;
  show_source (self);
  tell_media_keys (self);
  if (tutti_player_get_preview (get_player (self)) == NULL)
    return;

  /* Translators: for a screen reader; the title of a song, then a service */
  text = g_strdup_printf (_ ("Preview of “%s” from %s"), tutti_track_get_title (self->track),
                          tutti_player_get_preview (get_player (self))->service_name);
  tutti_announcer_say (tutti_context_get_announcer (self->context), text);
}

static void
position_changed_cb (TuttiPreviewBar *self)
{
  if (tutti_player_is_loaded (get_player (self)))
    show_progress (self);
}

static void
failed_cb (TuttiPreviewBar *self,
           TuttiTrack      *track,
           const GError    *error)
{
  g_autofree char *sentence = NULL;

  if (tutti_error_is_silent (error))
    return;
  sentence = tutti_error_dup_sentence (error, tutti_player_get_error_service (get_player (self)));
  tutti_context_say (self->context, sentence);
}

/* A like that was given, or taken back, somewhere else. */
static DexFuture *
read_fiber (gpointer data)
{
  TuttiPreviewBar *self = data;
  g_autoptr (TuttiTrack) track = NULL;

  if (self->context == NULL || self->track == NULL)
    return dex_future_new_true ();
  track = dex_await_object (tutti_library_find_track (tutti_context_get_library (self->context), tutti_track_get_uuid (self->track)), NULL);
  if (track != NULL && self->context != NULL && tutti_player_has_track (get_player (self), track) && g_set_object (&self->track, track))
    show_like (self);

  return dex_future_new_true ();
}

static void
library_changed_cb (TuttiPreviewBar *self,
                    guint            what)
{
  if ((what & TUTTI_CHANGED_LIKES) != 0 && tutti_player_is_loaded (get_player (self)))
    dex_future_disown (dex_scheduler_spawn (NULL, 0, read_fiber, g_object_ref (self), g_object_unref));
}

/* Whoever turns previews off wants silence. */
static void
setting_changed_cb (TuttiPreviewBar *self)
{
  if (!g_settings_get_boolean (tutti_context_get_settings (self->context), "previews"))
    tutti_player_stop (get_player (self));
}

static void
revealed_cb (TuttiPreviewBar *self)
{
  if (!gtk_revealer_get_child_revealed (self->revealer) && !gtk_revealer_get_reveal_child (self->revealer))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* --- what a person does --- */

static void
toggle (TuttiPreviewBar *self)
{
  if (tutti_player_get_state (get_player (self)) == TUTTI_PLAYER_PAUSED)
    tutti_player_resume (get_player (self));
  else
    tutti_player_pause (get_player (self));
}

static void
pause_clicked_cb (TuttiPreviewBar *self)
{
  toggle (self);
}

static void
stop_clicked_cb (TuttiPreviewBar *self)
{
  tutti_player_stop (get_player (self));
}

static void
like_clicked_cb (TuttiPreviewBar *self)
{
  if (self->track != NULL)
    tutti_track_actions_toggle_like (self->context, self->track);
}

static void
source_clicked_cb (TuttiPreviewBar *self)
{
  if (self->page != NULL)
    tutti_track_actions_open_uri (self->context, GTK_WIDGET (self), self->page);
}

/* Space, wherever nothing else wants it. */
static gboolean
space_cb (GtkWidget *widget,
          GVariant  *args,
          gpointer   data)
{
  TuttiPreviewBar *self = data;

  if (self->context == NULL || !tutti_player_is_loaded (get_player (self)))
    return FALSE;
  toggle (self);

  return TRUE;
}

static void
raise_cb (TuttiPreviewBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    gtk_window_present (GTK_WINDOW (root));
}

static void
quit_cb (TuttiPreviewBar *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "quit", NULL);
}

/* --- the object --- */

static void
tutti_preview_bar_dispose (GObject *object)
{
  TuttiPreviewBar *self = TUTTI_PREVIEW_BAR (object);

  /* The sound goes with its window, while all who hear of that are still there. */
  if (self->context != NULL)
    tutti_player_stop (get_player (self));
  g_clear_object (&self->mpris);
  /* The child is a named one, which the template takes away behind the bin's back. */
  if (self->revealer != NULL)
    adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_PREVIEW_BAR);
  g_clear_object (&self->track);
  g_clear_object (&self->context);
  g_clear_pointer (&self->page, g_free);

  G_OBJECT_CLASS (tutti_preview_bar_parent_class)->dispose (object);
}

static void
tutti_preview_bar_class_init (TuttiPreviewBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_preview_bar_dispose;

  g_type_ensure (TUTTI_TYPE_ARTWORK);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-preview-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiPreviewBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreviewBar, progress);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreviewBar, artwork);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreviewBar, title);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreviewBar, artist);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreviewBar, narrow_place);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreviewBar, wide_place);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreviewBar, source);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreviewBar, source_label);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreviewBar, time);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreviewBar, pause);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreviewBar, stop);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreviewBar, like);
  gtk_widget_class_bind_template_callback (widget_class, revealed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pause_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, like_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, source_clicked_cb);
}

static void
tutti_preview_bar_init (TuttiPreviewBar *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  tutti_accessible_set_name (self->stop, _ ("Stop the preview"));

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("space"),
                                                          gtk_callback_action_new (space_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
tutti_preview_bar_set_context (TuttiPreviewBar *self,
                               TuttiContext    *context,
                               GtkApplication  *application)
{
  GDBusConnection *connection = application != NULL ? g_application_get_dbus_connection (G_APPLICATION (application)) : NULL;
  TuttiPlayer     *player;

  g_return_if_fail (TUTTI_IS_PREVIEW_BAR (self));
  g_return_if_fail (self->context == NULL);

  self->context = g_object_ref (context);
  self->application = application;
  player = get_player (self);
  if (connection != NULL)
    {
      self->mpris = tutti_mpris_new (player, connection);
      g_signal_connect_object (self->mpris, "raise", G_CALLBACK (raise_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->mpris, "quit", G_CALLBACK (quit_cb), self, G_CONNECT_SWAPPED);
    }

  g_signal_connect_object (player, "notify::track", G_CALLBACK (track_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "notify::preview", G_CALLBACK (preview_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "notify::state", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "notify::state", G_CALLBACK (tell_media_keys), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "notify::position", G_CALLBACK (position_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "notify::duration", G_CALLBACK (position_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::layout", G_CALLBACK (layout_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tutti_context_get_library (context), "changed", G_CALLBACK (library_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tutti_context_get_settings (context), "changed::previews", G_CALLBACK (setting_changed_cb), self, G_CONNECT_SWAPPED);
  layout_changed_cb (self);
  show_state (self);
  if (tutti_player_is_loaded (player))
    track_changed_cb (self);
}
