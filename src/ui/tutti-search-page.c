/* tutti-search-page.c: one field for songs here and on every service
 *
 * "In Your Music" stands first and is there at the first letter; "Everywhere"
 * joins below. Who is still asked, or did not answer, is said in a line at the
 * bottom, so that no row moves for it.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-search.h"
#include "tutti-search-page.h"
#include "tutti-text.h"
#include "tutti-track-view.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_RECENT        8
#define MIN_REMEMBERED    3    /* letters */
#define MAX_REMEMBERED    200  /* as much as a search reads */
#define REMEMBER_AFTER_MS 2500 /* a text that rests this long was meant */

struct _TuttiSearchPage
{
  AdwBin parent_instance;

  TuttiContext *context;
  TuttiSearch  *search;
  GPtrArray    *recent_rows; /* of GtkWidget (unowned) */
  guint         remember_id;
  guint         link_id;  /* which link was asked for last */
  gboolean      is_link;  /* the text is one: what is found by words is no matter */
  gboolean      is_asked; /* and who asked has not heard yet what was found */

  GtkSearchEntry      *entry;
  GtkStack            *stack;
  TuttiTrackView      *view;
  AdwStatusPage       *start;
  AdwPreferencesGroup *recent;
  AdwStatusPage       *empty;
  GtkButton           *empty_button;
  GtkWidget           *note;
  GtkOrientable       *note_line;
  GtkWidget           *note_spinner;
  GtkLabel            *note_text;
  GtkWidget           *note_again;
};

G_DEFINE_FINAL_TYPE (TuttiSearchPage, tutti_search_page, ADW_TYPE_BIN)

static TuttiLibrary *
get_library (TuttiSearchPage *self)
{
  return tutti_context_get_library (self->context);
}

static guint
count (TuttiTrackList *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

static char *
group_header (TuttiTrackSlot *slot,
              guint           position,
              gpointer        data)
{
  TuttiSearchPage *self = data;
  guint            n_local = self->search ? count (tutti_search_get_local (self->search)) : 0;

  return g_strdup (position < n_local ? C_ ("search results", "In Your Music") : C_ ("search results", "Everywhere"));
}

/* --- states --- */

static void
show_note (TuttiSearchPage *self,
           const char      *text,
           gboolean         is_loading)
{
  gtk_widget_set_visible (self->note, text != NULL);
  gtk_widget_set_visible (self->note_spinner, is_loading);
  gtk_widget_set_visible (self->note_again, !is_loading);
  gtk_label_set_text (self->note_text, text ? text : "");
}

static void
show_empty (TuttiSearchPage *self,
            const char      *icon,
            const char      *title,
            const char      *text,
            const char      *button)
{
  adw_status_page_set_icon_name (self->empty, icon);
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, text);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_button), button != NULL);
  gtk_button_set_label (self->empty_button, button ? button : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->empty_button), NULL);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

/* What a screen reader says once the services have answered, too. */
static char *
describe (gpointer page)
{
  TuttiSearchPage *self = page;
  const char      *silent = self->search != NULL ? tutti_search_get_silent (self->search) : NULL;
  g_autofree char *songs = NULL;
  gboolean         is_local_loading, is_remote_loading;
  guint            n_found;

  if (self->search == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) || *tutti_search_get_text (self->search) == '\0')
    return NULL;
  g_object_get (self->search,
                "is-local-loading", &is_local_loading,
                "is-remote-loading", &is_remote_loading,
                NULL);
  if (is_local_loading || is_remote_loading)
    return NULL;

  self->is_asked = FALSE;
  n_found = count (tutti_search_get_local (self->search)) + count (tutti_search_get_remote (self->search));
  songs = n_found > 0 ? tutti_text_from_songs (n_found) : g_strdup (adw_status_page_get_title (self->empty));
  return silent != NULL ? g_strdup_printf ("%s. %s", songs, silent) : g_steal_pointer (&songs);
}

static void
announce_found (TuttiSearchPage *self)
{
  if (self->is_asked)
    tutti_announcer_say_at_rest (tutti_context_get_announcer (self->context), G_OBJECT (self), describe);
}

static void
update_state (TuttiSearchPage *self)
{
  const char *text = tutti_search_get_text (self->search);
  const char *silent = tutti_search_get_silent (self->search);
  gboolean    is_offline = tutti_library_is_offline (get_library (self));
  gboolean    is_local_loading, is_remote_loading;
  guint       n_found = count (tutti_search_get_local (self->search)) + count (tutti_search_get_remote (self->search));

  g_object_get (self->search,
                "is-local-loading", &is_local_loading,
                "is-remote-loading", &is_remote_loading,
                NULL);

  if (self->is_link)
    return;
  if (text == NULL || *text == '\0')
    {
      gtk_stack_set_visible_child_name (self->stack, "start");
      show_note (self, NULL, FALSE);
      return;
    }

  if (n_found > 0)
    gtk_stack_set_visible_child_name (self->stack, "results");
  else if (is_local_loading || is_remote_loading)
    gtk_stack_set_visible_child_name (self->stack, "loading");
  else if (is_offline)
    show_empty (self, "network-offline-symbolic", _ ("Nothing on This Computer"), _ ("The services can be searched as soon as you are online again."), _ ("_Try Again"));
  else if (!tutti_library_has_connection (get_library (self)) && silent == NULL)
    show_empty (self, "edit-find-symbolic", _ ("Nothing Found"), _ ("Connect a service to search there too."), _ ("_Connect a Service"));
  else
    show_empty (self, "edit-find-symbolic", _ ("Nothing Found"), _ ("Check the spelling, or try the title or the artist alone."), NULL);

  if (is_remote_loading)
    show_note (self, _ ("Asking your services…"), TRUE);
  else if (is_offline && n_found > 0)
    show_note (self, _ ("These are the matches in your own music. The services can be searched as soon as you are online again."), FALSE);
  else
    {
      g_autofree char *offer = silent == NULL ? tutti_search_dup_offer (self->search) : NULL;

      show_note (self, silent != NULL ? silent : offer, FALSE);
      gtk_widget_set_visible (self->note_again, silent != NULL);
    }
  tutti_track_view_refresh_headers (self->view);
  announce_found (self);
}

/* --- what was searched for --- */

static void
save_recent (TuttiSearchPage *self,
             const char      *first,
             const char      *without)
{
  GSettings *settings = tutti_context_get_settings (self->context);
  g_auto (GStrv) old = g_settings_get_strv (settings, "recent-searches");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;
  guint n_texts = 0;

  if (first != NULL)
    {
      g_strv_builder_add (builder, first);
      n_texts++;
    }
  for (guint i = 0; old[i] != NULL && n_texts < MAX_RECENT; i++)
    if (g_strcmp0 (old[i], first) != 0 && g_strcmp0 (old[i], without) != 0)
      {
        g_strv_builder_add (builder, old[i]);
        n_texts++;
      }
  texts = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "recent-searches", (const char *const *) texts);
}

/* What was pasted by mistake is nothing to come back to. */
static gboolean
is_memorable (const char *text)
{
  glong n_letters = g_utf8_strlen (text, -1);

  return n_letters >= MIN_REMEMBERED && n_letters <= MAX_REMEMBERED;
}

static gboolean
remember_cb (gpointer data)
{
  TuttiSearchPage *self = data;
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  self->remember_id = 0;
  if (is_memorable (text))
    save_recent (self, text, NULL);
  return G_SOURCE_REMOVE;
}

static void
recent_activated_cb (TuttiSearchPage *self,
                     AdwActionRow    *row)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  tutti_search_submit (self->search);
}

static void
forget_clicked_cb (TuttiSearchPage *self,
                   GtkWidget       *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);

  save_recent (self, NULL, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
}

static GtkWidget *
make_recent_row (TuttiSearchPage *self,
                 const char      *text)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "use-markup", FALSE,
                                 "title-lines", 2,
                                 "activatable", TRUE,
                                 NULL);
  GtkWidget *forget = gtk_button_new_from_icon_name ("window-close-symbolic");
  /* Translators: %s is a text that was searched for */
  g_autofree char *label = g_strdup_printf (_ ("Forget “%s”"), text);

  /* Not with the other properties, which would all be told at once, this one first. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  gtk_widget_set_valign (forget, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (forget, _ ("Forget"));
  gtk_widget_add_css_class (forget, "flat");
  tutti_accessible_set_name (forget, label);
  g_signal_connect_object (forget, "clicked", G_CALLBACK (forget_clicked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "activated", G_CALLBACK (recent_activated_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE,
                                           "icon-name", "document-open-recent-symbolic",
                                           "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           NULL));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), forget);
  return row;
}

static void
fill_recent (TuttiSearchPage *self)
{
  g_auto (GStrv) texts = g_settings_get_strv (tutti_context_get_settings (self->context), "recent-searches");

  for (guint i = 0; i < self->recent_rows->len; i++)
    adw_preferences_group_remove (self->recent, g_ptr_array_index (self->recent_rows, i));
  g_ptr_array_set_size (self->recent_rows, 0);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      GtkWidget *row;

      /* An older Tutti remembered these too; measuring their row takes seconds. */
      if (g_utf8_strlen (texts[i], -1) > MAX_REMEMBERED)
        continue;
      row = make_recent_row (self, texts[i]);
      adw_preferences_group_add (self->recent, row);
      g_ptr_array_add (self->recent_rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->recent), self->recent_rows->len > 0);
}

static void
clear_recent_cb (TuttiSearchPage *self)
{
  g_settings_reset (tutti_context_get_settings (self->context), "recent-searches");
}

/* --- links --- */

typedef struct
{
  TuttiSearchPage *page;
  char            *link;
  guint            id;
} Find;

static void
find_free (gpointer data)
{
  Find *find = data;

  g_clear_object (&find->page);
  g_clear_pointer (&find->link, g_free);
  g_free (find);
}

static DexFuture *
find_fiber (gpointer data)
{
  Find            *find = data;
  TuttiSearchPage *self = find->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiTrack) track = dex_await_object (tutti_library_find_link (get_library (self), find->link), &error);
  g_autofree char *sentence = NULL;
  g_autofree char *page = NULL;
  TuttiService *service;

  if (self->context == NULL || find->id != self->link_id)
    return dex_future_new_true ();
  if (track != NULL)
    {
      tutti_context_show_track (self->context, track);
      self->is_link = FALSE;
      update_state (self);
    }
  else if (!tutti_error_is_silent (error))
    {
      service = tutti_library_find_link_service (get_library (self), find->link);
      sentence = g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND)
                   ? g_strdup (_ ("There is no song at this address."))
                   : tutti_error_dup_sentence (error, service ? tutti_service_get_name (service) : NULL);
      page = tutti_library_dup_page (get_library (self), find->link);
      show_empty (self, "tutti-link-symbolic", _ ("This Link Could Not Be Opened"), sentence, page != NULL ? _ ("_Open in Browser") : NULL);
      if (page != NULL)
        gtk_actionable_set_action_target (GTK_ACTIONABLE (self->empty_button), "s", page);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->empty_button), page != NULL ? "win.open-uri" : NULL);
    }
  if (sentence != NULL)
    tutti_announcer_say (tutti_context_get_announcer (self->context), adw_status_page_get_title (self->empty));
  return dex_future_new_true ();
}

static void
open_link (TuttiSearchPage *self,
           const char      *link)
{
  Find *find = g_new0 (Find, 1);

  find->page = g_object_ref (self);
  find->link = g_strdup (link);
  find->id = ++self->link_id;
  self->is_link = TRUE;
  gtk_stack_set_visible_child_name (self->stack, "loading");
  show_note (self, NULL, FALSE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, find_fiber, find, find_free));
}

/* --- the entry --- */

static void
text_changed_cb (TuttiSearchPage *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  if (self->search == NULL)
    return;
  self->link_id++;
  g_clear_handle_id (&self->remember_id, g_source_remove);
  if (tutti_library_is_link (get_library (self), text))
    {
      open_link (self, text);
      tutti_search_set_text (self->search, "");
      return;
    }
  self->is_link = FALSE;
  self->remember_id = g_timeout_add (REMEMBER_AFTER_MS, remember_cb, self);
  self->is_asked = TRUE;
  tutti_search_set_text (self->search, text);
  tutti_track_view_scroll_to_top (self->view);
  update_state (self);
}

static void
submit_cb (TuttiSearchPage *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  if (*text == '\0')
    return;
  if (tutti_library_is_link (get_library (self), text))
    open_link (self, text);
  else
    {
      if (g_utf8_strlen (text, -1) <= MAX_REMEMBERED)
        save_recent (self, text, NULL);
      self->is_asked = TRUE;
      tutti_search_submit (self->search);
    }
}

static void
stop_search_cb (TuttiSearchPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
empty_clicked_cb (TuttiSearchPage *self)
{
  if (gtk_actionable_get_action_name (GTK_ACTIONABLE (self->empty_button)) != NULL)
    return; /* a page for the browser */
  if (tutti_library_has_connection (get_library (self)) || tutti_library_is_offline (get_library (self)))
    tutti_search_submit (self->search);
  else
    tutti_context_show_page (self->context, "services");
}

/* Down from the entry goes to the first result. */
static gboolean
key_pressed_cb (TuttiSearchPage *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  if (key == GDK_KEY_Down && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "results") == 0)
    return tutti_track_view_focus_first (self->view);
  return FALSE;
}

static void
tutti_search_page_dispose (GObject *object)
{
  TuttiSearchPage *self = TUTTI_SEARCH_PAGE (object);

  g_clear_handle_id (&self->remember_id, g_source_remove);
  if (self->search != NULL)
    g_signal_handlers_disconnect_by_data (self->search, self);
  g_clear_object (&self->search);
  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_SEARCH_PAGE);
  g_clear_pointer (&self->recent_rows, g_ptr_array_unref);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_search_page_parent_class)->dispose (object);
}

static void
tutti_search_page_class_init (TuttiSearchPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_search_page_dispose;

  g_type_ensure (TUTTI_TYPE_TRACK_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-search-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiSearchPage, entry);
  gtk_widget_class_bind_template_child (widget_class, TuttiSearchPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TuttiSearchPage, view);
  gtk_widget_class_bind_template_child (widget_class, TuttiSearchPage, start);
  gtk_widget_class_bind_template_child (widget_class, TuttiSearchPage, recent);
  gtk_widget_class_bind_template_child (widget_class, TuttiSearchPage, empty);
  gtk_widget_class_bind_template_child (widget_class, TuttiSearchPage, empty_button);
  gtk_widget_class_bind_template_child (widget_class, TuttiSearchPage, note);
  gtk_widget_class_bind_template_child (widget_class, TuttiSearchPage, note_line);
  gtk_widget_class_bind_template_child (widget_class, TuttiSearchPage, note_spinner);
  gtk_widget_class_bind_template_child (widget_class, TuttiSearchPage, note_text);
  gtk_widget_class_bind_template_child (widget_class, TuttiSearchPage, note_again);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_recent_cb);
  gtk_widget_class_bind_template_callback (widget_class, empty_clicked_cb);
}

static void
tutti_search_page_init (TuttiSearchPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->recent_rows = g_ptr_array_new ();
  /* what a status page scrolls in takes the focus, and can have no name */
  gtk_widget_set_focusable (gtk_widget_get_first_child (GTK_WIDGET (self->start)), FALSE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

/* Beside a long button the note would stand in many short lines. */
static void
lay_out (TuttiSearchPage *self)
{
  gboolean is_narrow = tutti_context_get_layout (self->context) == TUTTI_LAYOUT_NARROW;

  gtk_orientable_set_orientation (self->note_line, is_narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

void
tutti_search_page_set_context (TuttiSearchPage *self,
                               TuttiContext    *context)
{
  TuttiLibrary *library = tutti_context_get_library (context);

  g_set_object (&self->context, context);
  g_signal_connect_object (context, "changed", G_CALLBACK (lay_out), self, G_CONNECT_SWAPPED);
  lay_out (self);
  self->search = tutti_search_new (library);
  tutti_track_view_set_up (self->view, context, TUTTI_ROWS_SEARCH, _ ("Search Results"));
  tutti_track_view_set_headers (self->view, group_header, self);
  tutti_track_view_set_lists (self->view, tutti_search_get_local (self->search), tutti_search_get_remote (self->search));

  g_signal_connect_object (self->search, "notify", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tutti_search_get_local (self->search), "items-changed", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tutti_search_get_local (self->search), "replaced", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tutti_search_get_remote (self->search), "items-changed", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tutti_search_get_remote (self->search), "replaced", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "notify::is-offline", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tutti_context_get_settings (context), "changed::recent-searches", G_CALLBACK (fill_recent), self, G_CONNECT_SWAPPED);
  fill_recent (self);
  update_state (self);
  /* The entry was there before the library. */
  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    text_changed_cb (self);
}

void
tutti_search_page_focus_entry (TuttiSearchPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

void
tutti_search_page_search (TuttiSearchPage *self,
                          const char      *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

gboolean
tutti_search_page_forward (TuttiSearchPage       *self,
                           GtkEventControllerKey *controller)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)));

  gtk_text_grab_focus_without_selecting (GTK_TEXT (text));
  /* GTK 4.24 has an input interceptor instead, which 4.18 has not. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  return gtk_event_controller_key_forward (controller, text);
  G_GNUC_END_IGNORE_DEPRECATIONS
}
