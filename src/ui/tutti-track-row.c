/* tutti-track-row.c: one song, wherever it is listed
 *
 * Filled by plain code instead of expressions: a list makes two hundred of
 * them before its first frame.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-artwork.h"
#include "tutti-preview-button.h"
#include "tutti-service-strip.h"
#include "tutti-text.h"
#include "tutti-track-actions.h"
#include "tutti-track-row.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TuttiTrackRow
{
  GtkBox parent_instance;

  TuttiContext   *context;
  TuttiTrackSlot *slot; /* (nullable) */
  TuttiRows       rows;
  gboolean        is_near;
  gboolean        is_selecting;

  TuttiArtwork *artwork;
  GtkWidget    *words;
  GtkLabel     *title;
  GtkLabel *explicit;
  GtkLabel           *version;
  GtkLabel           *subtitle;
  GtkLabel           *time;
  TuttiServiceStrip  *strip;
  GtkWidget          *preview_place;
  TuttiPreviewButton *preview;
  GtkToggleButton    *like;
  GtkWidget          *menu;
  GtkWidget          *popover; /* (nullable) made when first asked for */
  GtkWidget          *mark;    /* (nullable) as the popover */
};

G_DEFINE_FINAL_TYPE (TuttiTrackRow, tutti_track_row, GTK_TYPE_BOX)

static TuttiTrack *
get_track (TuttiTrackRow *self)
{
  return self->slot ? tutti_track_slot_get_track (self->slot) : NULL;
}

static void
append_part (GString    *line,
             const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (line->len > 0)
    g_string_append (line, " · ");
  g_string_append (line, part);
}

/* The version, where the title does not say it already. */
static const char *
get_tag (TuttiTrack *track)
{
  const char *version = tutti_track_get_version (track);

  return version != NULL && strstr (tutti_track_get_title (track), version) == NULL ? version : NULL;
}

static void
show_words (TuttiTrackRow *self,
            TuttiTrack    *track)
{
  gboolean is_narrow = tutti_context_get_layout (self->context) == TUTTI_LAYOUT_NARROW;
  gboolean has_time = self->rows == TUTTI_ROWS_FEED;
  g_autoptr (GString) line = g_string_new (tutti_track_get_artist (track));
  g_autofree char *time = has_time ? tutti_text_from_time (tutti_track_slot_get_at (self->slot)) : NULL;

  if (is_narrow)
    append_part (line, time);
  else if (self->rows == TUTTI_ROWS_LIKES || self->rows == TUTTI_ROWS_SEARCH)
    append_part (line, tutti_track_get_album (track));

  gtk_label_set_text (self->title, tutti_track_get_title (track));
  gtk_label_set_text (self->subtitle, line->str);
  gtk_label_set_text (self->version, get_tag (track));
  gtk_label_set_text (self->time, time);
  gtk_widget_set_visible (GTK_WIDGET (self->explicit), tutti_track_is_explicit (track));
  gtk_widget_set_visible (GTK_WIDGET (self->version), get_tag (track) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->time), has_time && !is_narrow);
  gtk_widget_set_visible (self->menu, !is_narrow);
}

static void
show_like (TuttiTrackRow *self,
           TuttiTrack    *track)
{
  gboolean         liked = tutti_track_is_liked (track);
  const char      *icon = liked ? "tutti-likes-symbolic" : "tutti-like-symbolic";
  g_autofree char *label = NULL;

  /* Translators: %s is the title of a song */
  label = g_strdup_printf (_ ("Like “%s”"), tutti_track_get_title (track));
  gtk_toggle_button_set_active (self->like, liked);
  if (g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (self->like)), icon) != 0)
    gtk_button_set_icon_name (GTK_BUTTON (self->like), icon);
  tutti_accessible_set_tooltip (self->like, liked ? _ ("Remove Like") : _ ("Like"));
  tutti_accessible_set_name (self->like, label);
}

static void
show_menu_name (TuttiTrackRow *self,
                TuttiTrack    *track)
{
  g_autofree char *label = NULL;

  /* Translators: the menu of a song; %s is its title */
  label = g_strdup_printf (_ ("More for “%s”"), tutti_track_get_title (track));
  tutti_accessible_set_tooltip (self->menu, _ ("More"));
  tutti_accessible_set_name (self->menu, label);
}

/* On Search one listens to find the right recording; narrow rows have it in their menu. */
static void
show_preview (TuttiTrackRow *self,
              TuttiTrack    *track)
{
  gboolean is_narrow = tutti_context_get_layout (self->context) == TUTTI_LAYOUT_NARROW;

  tutti_preview_button_show (self->preview, self->context, track);
  gtk_widget_set_visible (self->preview_place, !is_narrow);
}

static void
show_playing (TuttiTrackRow *self)
{
  if (tutti_player_has_track (tutti_context_get_player (self->context), get_track (self)))
    gtk_widget_add_css_class (GTK_WIDGET (self), "playing");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "playing");
}

static void
show_artwork (TuttiTrackRow *self)
{
  TuttiTrack *track = self->is_near ? get_track (self) : NULL;

  tutti_artwork_show (self->artwork,
                      tutti_context_get_artwork (self->context),
                      track ? tutti_track_get_artwork_url (track) : NULL);
}

/* While songs are chosen a click or key anywhere is about the row; and in a row
 * that is still being read there is nothing to click on. It is not insensitive
 * then: all in it would be styled anew, twice for each row that comes in sight. */
static void
update_reach (TuttiTrackRow *self)
{
  gboolean is_reached = !self->is_selecting && get_track (self) != NULL;

  gtk_widget_set_can_target (GTK_WIDGET (self), is_reached);
  gtk_widget_set_can_focus (GTK_WIDGET (self), is_reached);
}

static void
update (TuttiTrackRow *self)
{
  static const TuttiStrong strong[] = {
    [TUTTI_ROWS_FEED] = TUTTI_STRONG_PLAYED,
    [TUTTI_ROWS_FALLBACK] = TUTTI_STRONG_NONE,
    [TUTTI_ROWS_LIKES] = TUTTI_STRONG_LIKED,
    [TUTTI_ROWS_SEARCH] = TUTTI_STRONG_NONE,
  };
  TuttiTrack *track = get_track (self);

  gtk_widget_set_opacity (GTK_WIDGET (self), track != NULL ? 1 : 0.4);
  update_reach (self);
  /* words are measured once, when they are there */
  gtk_widget_set_child_visible (self->words, track != NULL);
  gtk_widget_set_child_visible (GTK_WIDGET (self->time), track != NULL);
  if (track == NULL)
    {
      show_artwork (self);
      return;
    }

  show_words (self, track);
  show_preview (self, track);
  show_playing (self);
  show_like (self, track);
  show_menu_name (self, track);
  tutti_service_strip_show (self->strip, self->context, track, tutti_track_slot_get_sources (self->slot), strong[self->rows]);
  show_artwork (self);
}

static gboolean
query_tooltip_cb (TuttiTrackRow *self,
                  int            x,
                  int            y,
                  gboolean       keyboard_mode,
                  GtkTooltip    *tooltip)
{
  g_autoptr (GString) text = NULL;

  if (!pango_layout_is_ellipsized (gtk_label_get_layout (self->title)) && !pango_layout_is_ellipsized (gtk_label_get_layout (self->subtitle)))
    return FALSE;

  text = g_string_new (gtk_label_get_text (self->title));
  g_string_append_printf (text, "\n%s", gtk_label_get_text (self->subtitle));
  gtk_tooltip_set_text (tooltip, text->str);
  return TRUE;
}

static void
right_click_cb (TuttiTrackRow *self,
                int            n_press,
                double         x,
                double         y)
{
  tutti_track_row_popup (self, x, y);
}

static void
long_press_cb (TuttiTrackRow *self,
               double         x,
               double         y)
{
  tutti_track_row_popup (self, x, y);
}

static void
menu_clicked_cb (TuttiTrackRow *self)
{
  tutti_track_row_popup (self, -1, -1);
}

static void
like_clicked_cb (TuttiTrackRow *self)
{
  TuttiTrack *track = get_track (self);

  if (track != NULL)
    tutti_track_actions_toggle_like (self->context, track);
}

static void
act (GtkWidget  *widget,
     const char *name,
     GVariant   *target)
{
  TuttiTrackRow *self = TUTTI_TRACK_ROW (widget);
  TuttiTrack    *track = get_track (self);

  if (track == NULL)
    return;
  if (g_str_equal (name, "track.open"))
    tutti_track_actions_open (self->context, widget, track, g_variant_get_string (target, NULL), FALSE);
  else if (g_str_equal (name, "track.open-preferred"))
    tutti_track_actions_open (self->context, widget, track, NULL, FALSE);
  else if (g_str_equal (name, "track.open-web"))
    tutti_track_actions_open (self->context, widget, track, NULL, TRUE);
  else if (g_str_equal (name, "track.details"))
    tutti_context_show_track (self->context, track);
  else if (g_str_equal (name, "track.preview"))
    tutti_preview_toggle (self->context, track);
  else if (g_str_equal (name, "track.toggle-like"))
    tutti_track_actions_toggle_like (self->context, track);
  else if (g_str_equal (name, "track.copy-link"))
    tutti_track_actions_copy_link (self->context, widget, track, NULL);
  else if (g_str_equal (name, "track.copy-link-of"))
    tutti_track_actions_copy_link (self->context, widget, track, g_variant_get_string (target, NULL));
  else if (g_str_equal (name, "track.copy-text"))
    tutti_track_actions_copy_text (self->context, widget, track);
}

static void
tutti_track_row_dispose (GObject *object)
{
  TuttiTrackRow *self = TUTTI_TRACK_ROW (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->slot);
  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_TRACK_ROW);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_track_row_parent_class)->dispose (object);
}

static void
tutti_track_row_class_init (TuttiTrackRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_track_row_dispose;

  g_type_ensure (TUTTI_TYPE_ARTWORK);
  g_type_ensure (TUTTI_TYPE_PREVIEW_BUTTON);
  g_type_ensure (TUTTI_TYPE_SERVICE_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-track-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackRow, artwork);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackRow, words);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackRow, title);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackRow, explicit);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackRow, version);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackRow, time);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackRow, strip);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackRow, preview_place);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackRow, preview);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackRow, like);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
  gtk_widget_class_bind_template_callback (widget_class, right_click_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_press_cb);
  gtk_widget_class_bind_template_callback (widget_class, like_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_clicked_cb);

  gtk_widget_class_install_action (widget_class, "track.open", "s", act);
  gtk_widget_class_install_action (widget_class, "track.open-preferred", NULL, act);
  gtk_widget_class_install_action (widget_class, "track.open-web", NULL, act);
  gtk_widget_class_install_action (widget_class, "track.details", NULL, act);
  gtk_widget_class_install_action (widget_class, "track.preview", NULL, act);
  gtk_widget_class_install_action (widget_class, "track.toggle-like", NULL, act);
  gtk_widget_class_install_action (widget_class, "track.copy-link", NULL, act);
  gtk_widget_class_install_action (widget_class, "track.copy-link-of", "s", act);
  gtk_widget_class_install_action (widget_class, "track.copy-text", NULL, act);
  gtk_widget_class_set_css_name (widget_class, "track");
}

static void
tutti_track_row_init (TuttiTrackRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tutti_accessible_set_tooltip (self->explicit, _ ("Explicit"));
}

GtkWidget *
tutti_track_row_new (TuttiContext *context,
                     TuttiRows     rows)
{
  TuttiTrackRow *self = g_object_new (TUTTI_TYPE_TRACK_ROW, NULL);

  self->context = g_object_ref (context);
  self->rows = rows;
  if (rows == TUTTI_ROWS_SEARCH)
    gtk_widget_add_css_class (GTK_WIDGET (self), "always");
  g_signal_connect_object (context, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tutti_context_get_player (context), "notify::track", G_CALLBACK (show_playing), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

void
tutti_track_row_show (TuttiTrackRow  *self,
                      TuttiTrackSlot *slot)
{
  if (self->slot == slot)
    return;
  if (self->slot != NULL)
    g_signal_handlers_disconnect_by_func (self->slot, update, self);
  if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_set_object (&self->slot, slot);
  if (slot != NULL)
    {
      g_signal_connect_object (slot, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      update (self);
    }
  else
    show_artwork (self);
}

void
tutti_track_row_set_near (TuttiTrackRow *self,
                          gboolean       is_near)
{
  if (self->is_near == is_near)
    return;
  self->is_near = is_near;
  show_artwork (self);
}

void
tutti_track_row_set_selecting (TuttiTrackRow *self,
                               gboolean       selecting,
                               gboolean       selected)
{
  if (selecting && self->mark == NULL)
    {
      self->mark = g_object_new (GTK_TYPE_CHECK_BUTTON, "valign", GTK_ALIGN_CENTER, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
      gtk_widget_add_css_class (self->mark, "selection-mode");
      gtk_box_prepend (GTK_BOX (self), self->mark);
    }
  if (self->mark != NULL)
    {
      gtk_widget_set_visible (self->mark, selecting);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (self->mark), selected);
    }

  self->is_selecting = selecting;
  update_reach (self);
  /* its columns stay where they are */
  gtk_widget_set_child_visible (self->preview_place, !selecting);
  gtk_widget_set_child_visible (GTK_WIDGET (self->like), !selecting);
  gtk_widget_set_child_visible (self->menu, !selecting);
}

void
tutti_track_row_popup (TuttiTrackRow *self,
                       double         x,
                       double         y)
{
  TuttiTrack *track = get_track (self);
  g_autoptr (GMenuModel) model = NULL;
  graphene_rect_t bounds;
  GdkRectangle    place;

  if (track == NULL)
    return;

  model = tutti_track_actions_new_menu (self->context, track, TRUE);
  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (model);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      tutti_accessible_watch_menu (self->popover);
    }
  else
    gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->popover), model);

  place = (GdkRectangle) { (int) x, (int) y, 1, 1 };
  if (x < 0 && gtk_widget_compute_bounds (gtk_widget_get_visible (self->menu) ? self->menu : GTK_WIDGET (self->like), GTK_WIDGET (self), &bounds))
    place = (GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width, (int) bounds.size.height };

  gtk_widget_set_halign (self->popover, x < 0 ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &place);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

char *
tutti_track_row_describe (TuttiTrackSlot *slot,
                          TuttiRows       rows)
{
  TuttiTrack *track = tutti_track_slot_get_track (slot);
  g_autoptr (GString) text = NULL;
  g_autofree char *time = NULL;

  if (track == NULL)
    return g_strdup (_ ("Loading…"));

  text = g_string_new (tutti_track_get_title (track));
  if (get_tag (track) != NULL)
    g_string_append_printf (text, ", %s", get_tag (track));
  if (tutti_track_is_explicit (track))
    g_string_append_printf (text, ", %s", _ ("Explicit"));
  if (tutti_track_get_artist (track) != NULL)
    g_string_append_printf (text, ", %s", tutti_track_get_artist (track));
  if (rows == TUTTI_ROWS_FEED)
    time = tutti_text_from_time (tutti_track_slot_get_at (slot));
  if (time != NULL && *time != '\0')
    g_string_append_printf (text, ", %s", time);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
