/* tutti-preview-button.c: plays and stops the preview of one song
 *
 * A list has two hundred of them, and one of them plays: each hears when
 * another song is loaded, only that one hears how far it is.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-preview-button.h"

#include <glib/gi18n.h>
#include <math.h>

#define RING 26.0f /* CSS pixels across */
#define STROKE 2.5f
#define TURN_US G_USEC_PER_SEC /* once round while waiting */
#define WAITING_PART 0.3f      /* of the ring that turns */

struct _TuttiPreviewButton
{
  GtkButton parent_instance;

  TuttiContext *context; /* (nullable) */
  TuttiTrack   *track;   /* (nullable) */
  gulong        position_id;
  guint         tick_id; /* while it is waited for */
  gboolean      is_active;
};

G_DEFINE_FINAL_TYPE (TuttiPreviewButton, tutti_preview_button, GTK_TYPE_BUTTON)

static TuttiPlayer *
get_player (TuttiPreviewButton *self)
{
  return tutti_context_get_player (self->context);
}

gboolean
tutti_preview_is_possible (TuttiContext *context)
{
  return g_settings_get_boolean (tutti_context_get_settings (context), "previews") &&
         !tutti_library_is_offline (tutti_context_get_library (context));
}

void
tutti_preview_toggle (TuttiContext *context,
                      TuttiTrack   *track)
{
  TuttiPlayer *player = tutti_context_get_player (context);

  if (tutti_player_has_track (player, track))
    tutti_player_stop (player);
  else if (tutti_preview_is_possible (context))
    tutti_player_play (player, track);
}

/* --- the ring --- */

/* A piece of a circle, both ends in parts of a turn from the top. */
static GskPath *
make_arc (float width,
          float height,
          float from,
          float to)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  float radius = (RING - STROKE) / 2;
  float x = width / 2;
  float y = height / 2;
  guint n = MAX (2, (guint) (fabsf (to - from) * 48));

  for (guint i = 0; i <= n; i++)
    {
      double angle = 2 * G_PI * (double) (from + (to - from) * (float) i / (float) n) - G_PI / 2;
      float  at_x = x + radius * (float) cos (angle);
      float  at_y = y + radius * (float) sin (angle);

      if (i == 0)
        gsk_path_builder_move_to (builder, at_x, at_y);
      else
        gsk_path_builder_line_to (builder, at_x, at_y);
    }

  return gsk_path_builder_free_to_path (g_steal_pointer (&builder));
}

static void
draw_arc (TuttiPreviewButton *self,
          GtkSnapshot        *snapshot,
          float               from,
          float               to,
          const GdkRGBA      *color)
{
  g_autoptr (GskPath) path = make_arc ((float) gtk_widget_get_width (GTK_WIDGET (self)), (float) gtk_widget_get_height (GTK_WIDGET (self)), from, to);
  GskStroke *stroke = gsk_stroke_new (STROKE);

  gsk_stroke_set_line_cap (stroke, GSK_LINE_CAP_ROUND);
  gtk_snapshot_append_stroke (snapshot, path, stroke, color);
  gsk_stroke_free (stroke);
}

static void
draw_ring (TuttiPreviewButton *self,
           GtkSnapshot        *snapshot)
{
  TuttiPlayer *player = get_player (self);
  gboolean     is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  float        from = 0;
  float        to;
  GdkRGBA      color;
  GdkRGBA      ground;

  gtk_widget_get_color (GTK_WIDGET (self), &color);
  ground = color;
  ground.alpha *= 0.2f;
  draw_arc (self, snapshot, 0, 1, &ground);

  if (tutti_player_get_state (player) == TUTTI_PLAYER_LOADING)
    {
      /* Where nothing may move, a piece of the ring stands for waiting. */
      if (self->tick_id != 0)
        from = (float) (gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (GTK_WIDGET (self))) % TURN_US) / (float) TURN_US;
      to = from + WAITING_PART;
    }
  else
    to = (float) tutti_player_get_position (player) / (float) tutti_player_get_duration (player);

  if (to > from)
    draw_arc (self, snapshot, is_rtl ? -from : from, is_rtl ? -MIN (to, from + 1) : MIN (to, from + 1), &color);
}

static void
tutti_preview_button_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  TuttiPreviewButton *self = TUTTI_PREVIEW_BUTTON (widget);

  GTK_WIDGET_CLASS (tutti_preview_button_parent_class)->snapshot (widget, snapshot);
  if (self->is_active)
    draw_ring (self, snapshot);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static void
turn (TuttiPreviewButton *self,
      gboolean            is_turning)
{
  if (is_turning && self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  else if (!is_turning && self->tick_id != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
      self->tick_id = 0;
    }
}

/* --- what it shows --- */

static void
follow_position (TuttiPreviewButton *self)
{
  TuttiPlayer *player = get_player (self);

  if (self->is_active && self->position_id == 0)
    self->position_id = g_signal_connect_object (player, "notify::position", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  else if (!self->is_active && self->position_id != 0)
    {
      g_signal_handler_disconnect (player, self->position_id);
      self->position_id = 0;
    }
}

static void
show_words (TuttiPreviewButton *self)
{
  const char      *title = tutti_track_get_title (self->track);
  g_autofree char *name = NULL;

  if (self->is_active)
    /* Translators: %s is the title of a song */
    name = g_strdup_printf (_ ("Stop the preview of “%s”"), title);
  else
    /* Translators: %s is the title of a song */
    name = g_strdup_printf (_ ("Preview “%s”"), title);
  tutti_accessible_set_tooltip (self, self->is_active ? _ ("Stop Preview") : _ ("Preview"));
  tutti_accessible_set_name (self, name);
}

static void
update (TuttiPreviewButton *self)
{
  TuttiPlayer *player = get_player (self);
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));
  gboolean     may_move = TRUE;
  const char  *icon;

  g_object_get (settings, "gtk-enable-animations", &may_move, NULL);
  self->is_active = tutti_player_has_track (player, self->track);
  icon = self->is_active ? "media-playback-stop-symbolic" : "media-playback-start-symbolic";
  follow_position (self);
  turn (self, self->is_active && may_move && tutti_player_get_state (player) == TUTTI_PLAYER_LOADING);
  if (g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (self)), icon) != 0)
    gtk_button_set_icon_name (GTK_BUTTON (self), icon);
  if (self->is_active)
    gtk_widget_add_css_class (GTK_WIDGET (self), "active");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "active");
  if (self->track != NULL)
    show_words (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
player_changed_cb (TuttiPreviewButton *self)
{
  if (self->is_active || tutti_player_has_track (get_player (self), self->track))
    update (self);
}

static void
possible_changed_cb (TuttiPreviewButton *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self), !tutti_library_is_offline (tutti_context_get_library (self->context)));
  gtk_widget_set_visible (GTK_WIDGET (self), g_settings_get_boolean (tutti_context_get_settings (self->context), "previews"));
}

static void
tutti_preview_button_clicked (GtkButton *button)
{
  TuttiPreviewButton *self = TUTTI_PREVIEW_BUTTON (button);

  if (self->track != NULL)
    tutti_preview_toggle (self->context, self->track);
}

/* --- the object --- */

static void
tutti_preview_button_dispose (GObject *object)
{
  TuttiPreviewButton *self = TUTTI_PREVIEW_BUTTON (object);

  turn (self, FALSE);
  g_clear_object (&self->track);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_preview_button_parent_class)->dispose (object);
}

static void
tutti_preview_button_class_init (TuttiPreviewButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tutti_preview_button_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = tutti_preview_button_snapshot;
  GTK_BUTTON_CLASS (klass)->clicked = tutti_preview_button_clicked;
}

static void
tutti_preview_button_init (TuttiPreviewButton *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self), "preview");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/* A window has one context, and so has each of its rows. */
static void
set_context (TuttiPreviewButton *self,
             TuttiContext       *context)
{
  self->context = g_object_ref (context);
  g_signal_connect_object (get_player (self), "notify::track", G_CALLBACK (player_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_player (self), "notify::state", G_CALLBACK (player_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tutti_context_get_library (context), "notify::is-offline", G_CALLBACK (possible_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tutti_context_get_settings (context), "changed::previews", G_CALLBACK (possible_changed_cb), self, G_CONNECT_SWAPPED);
  possible_changed_cb (self);
}

void
tutti_preview_button_show (TuttiPreviewButton *self,
                           TuttiContext       *context,
                           TuttiTrack         *track)
{
  g_return_if_fail (TUTTI_IS_PREVIEW_BUTTON (self));
  g_return_if_fail (self->context == NULL || self->context == context);

  if (self->context == NULL)
    set_context (self, context);
  g_set_object (&self->track, track);
  update (self);
}
