/* tutti-track-page.c: all about one song
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-artwork.h"
#include "tutti-elsewhere.h"
#include "tutti-preview-button.h"
#include "tutti-text.h"
#include "tutti-track-actions.h"
#include "tutti-track-details.h"
#include "tutti-track-page.h"

#include <glib/gi18n.h>

struct _TuttiTrackPage
{
  AdwNavigationPage parent_instance;

  TuttiContext *context;
  TuttiTrack   *track;
  GPtrArray    *rows; /* of GtkWidget (unowned), in `links` */

  GtkMenuButton       *menu;
  GtkOrientable       *head;
  TuttiArtwork        *artwork;
  GtkWidget           *words;
  GtkLabel            *title;
  GtkLabel            *artist;
  GtkLabel            *facts;
  AdwWrapBox          *buttons;
  GtkWidget           *open;
  AdwButtonContent    *open_content;
  TuttiPreviewButton  *preview;
  GtkToggleButton     *like;
  AdwButtonContent    *like_content;
  AdwPreferencesGroup *links;
  GtkWidget           *elsewhere;
  GtkStack            *elsewhere_stack;
  GtkWidget           *elsewhere_label;
  GtkWidget           *elsewhere_spinner;
  TuttiTrackDetails   *details;
};

G_DEFINE_FINAL_TYPE (TuttiTrackPage, tutti_track_page, ADW_TYPE_NAVIGATION_PAGE)

static TuttiLibrary *
get_library (TuttiTrackPage *self)
{
  return tutti_context_get_library (self->context);
}

/* --- the head --- */

static void
append_fact (GString    *facts,
             const char *fact)
{
  if (fact == NULL || *fact == '\0')
    return;
  if (facts->len > 0)
    g_string_append (facts, " · ");
  g_string_append (facts, fact);
}

static void
show_head (TuttiTrackPage *self)
{
  TuttiTrack *track = self->track;
  g_autoptr (GString) facts = g_string_new (NULL);
  g_autofree char *duration = tutti_text_from_duration (tutti_track_get_duration (track));

  append_fact (facts, tutti_track_get_album (track));
  append_fact (facts, duration);
  append_fact (facts, tutti_track_is_explicit (track) ? _ ("Explicit") : NULL);

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), tutti_track_get_title (track));
  gtk_label_set_text (self->title, tutti_track_get_title (track));
  gtk_label_set_text (self->artist, tutti_track_get_artist (track));
  gtk_label_set_text (self->facts, facts->str);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), facts->len > 0);
  tutti_artwork_show (self->artwork, tutti_context_get_artwork (self->context), tutti_track_get_artwork_url (track));
}

static void
show_buttons (TuttiTrackPage *self)
{
  TuttiService *service = tutti_context_choose_service (self->context, self->track);
  gboolean      liked = tutti_track_is_liked (self->track);
  g_autoptr (GMenuModel) menu = tutti_track_actions_new_menu (self->context, self->track, FALSE);
  g_autofree char *label = NULL;

  gtk_widget_set_visible (self->open, service != NULL);
  if (service != NULL)
    {
      /* Translators: %s is a service */
      label = g_strdup_printf (_ ("_Open in %s"), tutti_service_get_name (service));
      adw_button_content_set_label (self->open_content, label);
      adw_button_content_set_icon_name (self->open_content, tutti_service_get_icon_name (service));
    }

  tutti_preview_button_show (self->preview, self->context, self->track);
  gtk_toggle_button_set_active (self->like, liked);
  adw_button_content_set_label (self->like_content, liked ? _ ("Liked") : _ ("Like"));
  adw_button_content_set_icon_name (self->like_content, liked ? "tutti-likes-symbolic" : "tutti-like-symbolic");
  gtk_menu_button_set_menu_model (self->menu, menu);
  tutti_accessible_watch_menu (GTK_WIDGET (gtk_menu_button_get_popover (self->menu)));
}

/* --- where it can be heard --- */

static GtkWidget *
make_icon_button (const char *icon,
                  const char *action,
                  const char *target,
                  const char *format,
                  const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autoptr (GString) label = g_string_new (format);

  g_string_replace (label, "%s", name, 1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label->str);
  tutti_accessible_set_name (button, label->str);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static GtkWidget *
make_row (TuttiService *service)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "use-markup", FALSE,
                                 "title", tutti_service_get_name (service),
                                 NULL);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE,
                                           "icon-name", tutti_service_get_icon_name (service),
                                           "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           NULL));
  return row;
}

static GtkWidget *
make_link_row (TuttiTrackPage *self,
               TuttiService   *service,
               TuttiLink      *link)
{
  GtkWidget  *row = make_row (service);
  const char *id = tutti_service_get_id (service);
  const char *name = tutti_service_get_name (service);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), tutti_link_get_title (link) ? tutti_link_get_title (link) : "");
  if (service == tutti_context_choose_service (self->context, self->track))
    {
      GtkWidget *tag = gtk_label_new (C_ ("service", "Preferred"));

      gtk_widget_set_valign (tag, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (tag, "tag");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), tag);
    }
  /* Translators: %s is a service */
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_icon_button ("tutti-link-symbolic", "track.copy-link-of", id, _ ("Copy %s Link"), name));
  /* Translators: %s is a service */
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_icon_button ("tutti-browser-symbolic", "track.open", id, _ ("Open in %s"), name));
  return row;
}

/* A service that is not known to have it: its own search may know. (nullable) */
static GtkWidget *
make_search_row (TuttiTrackPage *self,
                 TuttiService   *service)
{
  g_autofree char *text = g_strdup_printf ("%s %s", tutti_track_get_title (self->track), tutti_track_get_artist (self->track));
  g_autofree char *uri = tutti_service_dup_search_uri (service, text);
  g_autofree char *label = NULL;
  GtkWidget       *row;
  GtkWidget       *button;

  if (uri == NULL)
    return NULL;

  row = make_row (service);
  gtk_widget_add_css_class (row, "absent");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Not found there yet"));
  button = g_object_new (GTK_TYPE_BUTTON,
                         "valign", GTK_ALIGN_CENTER,
                         "child", tutti_accessible_new_content ("tutti-browser-symbolic", _ ("Search There")),
                         NULL);
  /* Translators: %s is a service */
  label = g_strdup_printf (_ ("Search on %s"), tutti_service_get_name (service));
  tutti_accessible_set_name (button, label);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", uri);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-uri");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
fill_links (TuttiTrackPage *self)
{
  GPtrArray *order = tutti_context_get_order (self->context);
  guint      n_absent = 0;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->links, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  for (int found = 1; found >= 0; found--)
    for (guint i = 0; i < order->len; i++)
      {
        TuttiService *service = g_ptr_array_index (order, i);
        TuttiLink    *link = tutti_track_get_link (self->track, tutti_service_get_id (service));
        GtkWidget    *row;

        if ((link != NULL) != found)
          continue;
        row = link != NULL ? make_link_row (self, service, link) : make_search_row (self, service);
        if (row == NULL)
          continue;
        n_absent += link == NULL;
        adw_preferences_group_add (self->links, row);
        g_ptr_array_add (self->rows, row);
      }

  gtk_widget_set_visible (GTK_WIDGET (self->links), self->rows->len > 0);
  gtk_widget_set_visible (self->elsewhere, n_absent > 0);
}

/* --- asking the others --- */

static void
set_looking (TuttiTrackPage *self,
             gboolean        is_looking)
{
  gtk_stack_set_visible_child (self->elsewhere_stack, is_looking ? self->elsewhere_spinner : self->elsewhere_label);
  gtk_widget_set_sensitive (self->elsewhere, !is_looking);
}

static void
say_found (TuttiTrackPage *self,
           GPtrArray      *answers)
{
  const char      *problem = NULL;
  guint            n_new = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < answers->len; i++)
    {
      TuttiElsewhere *answer = g_ptr_array_index (answers, i);

      n_new += answer->is_new;
      if (problem == NULL && answer->state == TUTTI_ELSEWHERE_SILENT)
        problem = answer->problem;
    }

  if (n_new > 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Found on %u more service", "Found on %u more services", n_new), n_new);
  tutti_context_say (self->context, text ? text : problem ? problem
                                                          : _ ("Nothing more was found"));
}

static DexFuture *
look_fiber (gpointer data)
{
  TuttiTrackPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) answers = NULL;

  if (self->context == NULL)
    return dex_future_new_true ();
  answers = dex_await_boxed (tutti_library_find_elsewhere (get_library (self), tutti_track_get_id (self->track), NULL), &error);
  if (self->context == NULL)
    return dex_future_new_true ();
  set_looking (self, FALSE);
  if (answers != NULL)
    say_found (self, answers);
  else
    tutti_context_report (self->context, error, NULL);
  return dex_future_new_true ();
}

static void
elsewhere_clicked_cb (TuttiTrackPage *self)
{
  set_looking (self, TRUE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, look_fiber, g_object_ref (self), g_object_unref));
}

static void
show (TuttiTrackPage *self)
{
  show_head (self);
  show_buttons (self);
  fill_links (self);
  tutti_track_details_show (self->details, self->context, self->track);
}

static void
layout_changed_cb (TuttiTrackPage *self)
{
  gboolean is_narrow = tutti_context_get_layout (self->context) == TUTTI_LAYOUT_NARROW;
  float    align = is_narrow ? 0.5f : 0;

  gtk_orientable_set_orientation (self->head, is_narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_halign (GTK_WIDGET (self->artwork), is_narrow ? GTK_ALIGN_CENTER : GTK_ALIGN_START);
  gtk_label_set_xalign (self->title, align);
  gtk_label_set_xalign (self->artist, align);
  gtk_label_set_xalign (self->facts, align);
  gtk_label_set_justify (self->title, is_narrow ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
  gtk_label_set_justify (self->artist, is_narrow ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
  gtk_label_set_justify (self->facts, is_narrow ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
  adw_wrap_box_set_justify (self->buttons, is_narrow ? ADW_JUSTIFY_FILL : ADW_JUSTIFY_NONE);
  adw_wrap_box_set_justify_last_line (self->buttons, is_narrow);
}

/* --- following the library --- */

static DexFuture *
read_fiber (gpointer data)
{
  TuttiTrackPage *self = data;
  g_autoptr (TuttiTrack) track = NULL;

  if (self->context == NULL)
    return dex_future_new_true ();
  track = dex_await_object (tutti_library_find_track (get_library (self), tutti_track_get_uuid (self->track)), NULL);
  /* a song that is gone stays on its page until the person leaves it */
  if (track == NULL || self->context == NULL)
    return dex_future_new_true ();
  g_set_object (&self->track, track);
  show (self);
  return dex_future_new_true ();
}

static void
library_changed_cb (TuttiTrackPage *self,
                    guint           what)
{
  if (what & (TUTTI_CHANGED_LIKES | TUTTI_CHANGED_TRACKS | TUTTI_CHANGED_PLAYS | TUTTI_CHANGED_SERVICES))
    dex_future_disown (dex_scheduler_spawn (NULL, 0, read_fiber, g_object_ref (self), g_object_unref));
}

static void
like_clicked_cb (TuttiTrackPage *self)
{
  tutti_track_actions_toggle_like (self->context, self->track);
}

static void
act (GtkWidget  *widget,
     const char *name,
     GVariant   *target)
{
  TuttiTrackPage *self = TUTTI_TRACK_PAGE (widget);

  if (g_str_equal (name, "track.open"))
    tutti_track_actions_open (self->context, widget, self->track, g_variant_get_string (target, NULL), FALSE);
  else if (g_str_equal (name, "track.open-preferred"))
    tutti_track_actions_open (self->context, widget, self->track, NULL, FALSE);
  else if (g_str_equal (name, "track.open-web"))
    tutti_track_actions_open (self->context, widget, self->track, NULL, TRUE);
  else if (g_str_equal (name, "track.preview"))
    tutti_preview_toggle (self->context, self->track);
  else if (g_str_equal (name, "track.toggle-like"))
    tutti_track_actions_toggle_like (self->context, self->track);
  else if (g_str_equal (name, "track.copy-link"))
    tutti_track_actions_copy_link (self->context, widget, self->track, NULL);
  else if (g_str_equal (name, "track.copy-link-of"))
    tutti_track_actions_copy_link (self->context, widget, self->track, g_variant_get_string (target, NULL));
  else if (g_str_equal (name, "track.copy-text"))
    tutti_track_actions_copy_text (self->context, widget, self->track);
}

static void
tutti_track_page_dispose (GObject *object)
{
  TuttiTrackPage *self = TUTTI_TRACK_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_TRACK_PAGE);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_track_page_parent_class)->dispose (object);
}

static void
tutti_track_page_finalize (GObject *object)
{
  g_clear_object (&TUTTI_TRACK_PAGE (object)->track);

  G_OBJECT_CLASS (tutti_track_page_parent_class)->finalize (object);
}

static void
tutti_track_page_class_init (TuttiTrackPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_track_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tutti_track_page_finalize;

  g_type_ensure (TUTTI_TYPE_ARTWORK);
  g_type_ensure (TUTTI_TYPE_TRACK_DETAILS);
  g_type_ensure (TUTTI_TYPE_PREVIEW_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-track-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, menu);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, head);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, artwork);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, words);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, title);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, artist);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, facts);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, buttons);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, open);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, open_content);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, preview);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, like);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, like_content);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, links);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, details);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, elsewhere);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, elsewhere_stack);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, elsewhere_label);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackPage, elsewhere_spinner);
  gtk_widget_class_bind_template_callback (widget_class, elsewhere_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, like_clicked_cb);

  gtk_widget_class_install_action (widget_class, "track.open", "s", act);
  gtk_widget_class_install_action (widget_class, "track.open-preferred", NULL, act);
  gtk_widget_class_install_action (widget_class, "track.open-web", NULL, act);
  gtk_widget_class_install_action (widget_class, "track.preview", NULL, act);
  gtk_widget_class_install_action (widget_class, "track.toggle-like", NULL, act);
  gtk_widget_class_install_action (widget_class, "track.copy-link", NULL, act);
  gtk_widget_class_install_action (widget_class, "track.copy-link-of", "s", act);
  gtk_widget_class_install_action (widget_class, "track.copy-text", NULL, act);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK, "track.toggle-like", NULL);
}

static void
tutti_track_page_init (TuttiTrackPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

AdwNavigationPage *
tutti_track_page_new (TuttiContext *context,
                      TuttiTrack   *track)
{
  TuttiTrackPage *self = g_object_new (TUTTI_TYPE_TRACK_PAGE, NULL);

  self->context = g_object_ref (context);
  self->track = g_object_ref (track);
  g_signal_connect_object (context, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::layout", G_CALLBACK (layout_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tutti_context_get_library (context), "changed", G_CALLBACK (library_changed_cb), self, G_CONNECT_SWAPPED);
  layout_changed_cb (self);
  show (self);

  return ADW_NAVIGATION_PAGE (self);
}
