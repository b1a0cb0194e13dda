/* tutti-track-details.c: what a song's page says below its links
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-join-dialog.h"
#include "tutti-library-verdicts.h"
#include "tutti-part-dialog.h"
#include "tutti-text.h"
#include "tutti-track-details.h"
#include "tutti-verdict-actions.h"
#include "tutti-version-group.h"

#include <glib/gi18n.h>

#define MANY 1000 /* as many as the library tells at most */

struct _TuttiTrackDetails
{
  AdwBin parent_instance;

  TuttiContext *context;
  TuttiTrack   *track;
  GPtrArray    *members; /* (nullable) of TuttiMatch */
  GPtrArray    *rows;    /* of GtkWidget (unowned), the suggestions */
  guint         asked;   /* an older answer is dropped */

  GtkListBox          *suggestions;
  GtkWidget           *part;
  TuttiVersionGroup   *versions;
  AdwPreferencesGroup *past;
  AdwActionRow        *played;
  AdwActionRow        *liked;
  AdwActionRow        *isrc;
};

G_DEFINE_FINAL_TYPE (TuttiTrackDetails, tutti_track_details, ADW_TYPE_BIN)

static const char *
get_service_name (TuttiTrackDetails *self,
                  const char        *id)
{
  TuttiService *service = id ? tutti_library_find_service (tutti_context_get_library (self->context), id) : NULL;

  return service ? tutti_service_get_name (service) : id ? id
                                                         : _ ("in Tutti");
}

/* --- when and where --- */

static void
show_row (AdwActionRow *row,
          const char   *text)
{
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && *text != '\0');
  adw_action_row_set_subtitle (row, text ? text : "");
}

static char *
describe_plays (TuttiTrackDetails *self,
                GArray            *history)
{
  const TuttiHistory *last = NULL;
  guint               n_plays = 0;
  g_autofree char    *times = NULL;
  g_autofree char    *moment = NULL;
  g_autofree char    *when = NULL;

  for (guint i = 0; i < history->len; i++)
    {
      const TuttiHistory *entry = &g_array_index (history, TuttiHistory, i);

      if (entry->kind != TUTTI_HISTORY_PLAYED)
        continue;
      n_plays++;
      if (last == NULL && entry->at > 0)
        last = entry;
    }

  if (n_plays == 0)
    return NULL;
  if (history->len >= MANY)
    times = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "At least %'u time", "At least %'u times", n_plays), n_plays);
  else
    times = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u time", "%'u times", n_plays), n_plays);
  if (last == NULL)
    return g_steal_pointer (&times);
  moment = tutti_text_from_moment (last->at);
  /* Translators: when a song was played last; a date and time, then a service */
  when = g_strdup_printf (_ ("last %s, %s"), moment, get_service_name (self, last->service));
  return tutti_text_join ((const char *[]) { times, when }, 2);
}

static char *
describe_likes (TuttiTrackDetails *self,
                GArray            *history)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < history->len; i++)
    {
      const TuttiHistory *entry = &g_array_index (history, TuttiHistory, i);
      const char         *name = get_service_name (self, entry->service);
      g_autofree char    *date = NULL;

      if (entry->kind == TUTTI_HISTORY_PLAYED)
        continue;
      date = entry->at > 0 ? tutti_text_from_date (entry->at) : NULL;
      /* Translators: a service, and the date of a like there */
      g_ptr_array_add (texts, date ? g_strdup_printf (C_ ("like", "%s, %s"), name, date) : g_strdup (name));
    }
  return tutti_text_join ((const char *const *) texts->pdata, texts->len);
}

static char *
list_codes (TuttiTrackDetails *self)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();

  for (guint i = 0; i < self->members->len; i++)
    {
      const char *const *isrcs = tutti_service_track_get_isrcs (tutti_match_get_song (g_ptr_array_index (self->members, i)));

      for (guint j = 0; isrcs != NULL && isrcs[j] != NULL; j++)
        if (!g_ptr_array_find_with_equal_func (codes, isrcs[j], g_str_equal, NULL))
          g_ptr_array_add (codes, (gpointer) isrcs[j]);
    }
  return tutti_text_join ((const char *const *) codes->pdata, codes->len);
}

static void
copy_isrc_cb (TuttiTrackDetails *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), adw_action_row_get_subtitle (self->isrc));
  tutti_context_say (self->context, _ ("Recording code copied"));
}

/* --- what is the same --- */

static void
join_clicked_cb (TuttiTrackDetails *self,
                 GtkWidget         *button)
{
  TuttiMatch *match = g_object_get_data (G_OBJECT (button), "match");

  tutti_verdict_actions_join (self->context, tutti_track_get_id (self->track), tutti_match_get_track_id (match));
}

static void
refuse_clicked_cb (TuttiTrackDetails *self,
                   GtkWidget         *button)
{
  g_autofree char *name = tutti_match_dup_name (g_object_get_data (G_OBJECT (button), "match"));

  tutti_verdict_actions_refuse (self->context, tutti_track_get_id (self->track), name);
}

static void
add_button (TuttiTrackDetails *self,
            AdwActionRow      *row,
            TuttiMatch        *match,
            const char        *label,
            const char        *format,
            GCallback          clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  g_autoptr (GString) name = g_string_new (format);

  g_string_replace (name, "%s", tutti_service_track_get_title (tutti_match_get_song (match)), 1);
  tutti_accessible_set_name (button, name->str);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "match", g_object_ref (match), g_object_unref);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
}

static void
add_suggestion (TuttiTrackDetails *self,
                TuttiMatch        *match)
{
  TuttiServiceTrack *song = tutti_match_get_song (match);
  g_autofree char   *artists = tutti_service_track_dup_artist_line (song);
  g_autofree char   *duration = tutti_text_from_duration (tutti_service_track_get_duration (song));
  g_autofree char   *why = tutti_match_dup_sentence (match);
  const char        *parts[] = { artists, get_service_name (self, tutti_service_track_get_provider (song)), duration, why };
  g_autofree char   *facts = tutti_text_join (parts, G_N_ELEMENTS (parts));
  GtkWidget         *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                         "use-markup", FALSE,
                                         NULL);

  /* Not with the other properties, which would all be told at once, these first. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), tutti_service_track_get_title (song));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), facts);
  /* Translators: %s is the title of a song */
  add_button (self, ADW_ACTION_ROW (row), match, C_ ("song", "_Different"), _ ("“%s” Is Different"), G_CALLBACK (refuse_clicked_cb));
  /* Translators: %s is the title of a song */
  add_button (self, ADW_ACTION_ROW (row), match, C_ ("song", "_Same"), _ ("“%s” Is the Same"), G_CALLBACK (join_clicked_cb));
  gtk_list_box_insert (self->suggestions, row, (int) self->rows->len);
  g_ptr_array_add (self->rows, row);
}

/* The focus does not go with the row that had it. */
static void
show_suggestions (TuttiTrackDetails *self,
                  GPtrArray         *matches)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self->suggestions));
  gboolean   had_focus = focus != NULL && g_ptr_array_find (self->rows, focus, NULL);

  for (guint i = 0; i < self->rows->len; i++)
    gtk_list_box_remove (self->suggestions, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; matches != NULL && i < matches->len; i++)
    add_suggestion (self, g_ptr_array_index (matches, i));
  gtk_widget_set_visible (self->part, self->members != NULL && self->members->len > 1);
  if (had_focus)
    gtk_widget_child_focus (GTK_WIDGET (self->suggestions), GTK_DIR_TAB_FORWARD);
}

/* What is asked about above is no version yet. */
static void
show_versions (TuttiTrackDetails *self,
               GPtrArray         *versions,
               GPtrArray         *matches)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; versions != NULL && i < versions->len; i++)
    {
      TuttiTrack *track = g_ptr_array_index (versions, i);
      gboolean    is_asked = FALSE;

      for (guint j = 0; matches != NULL && !is_asked && j < matches->len; j++)
        is_asked = tutti_match_get_track_id (g_ptr_array_index (matches, j)) == tutti_track_get_id (track);
      if (!is_asked)
        g_ptr_array_add (others, g_object_ref (track));
    }
  tutti_version_group_show (self->versions, self->context, self->track, others);
}

static void
part_cb (TuttiTrackDetails *self)
{
  if (self->members != NULL)
    adw_dialog_present (tutti_part_dialog_new (self->context, tutti_track_get_id (self->track), self->members), GTK_WIDGET (self));
}

static void
join_cb (TuttiTrackDetails *self)
{
  adw_dialog_present (tutti_join_dialog_new (self->context, self->track), GTK_WIDGET (self));
}

/* --- reading --- */

typedef struct
{
  TuttiTrackDetails *details;
  guint              asked;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_object (&question->details);
  g_free (question);
}

static DexFuture *
read_fiber (gpointer data)
{
  Question          *question = data;
  TuttiTrackDetails *self = question->details;
  g_autoptr (TuttiLibrary) library = NULL;
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GPtrArray) matches = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GArray) history = NULL;
  gint64           id;
  g_autofree char *plays = NULL;
  g_autofree char *likes = NULL;
  g_autofree char *codes = NULL;

  /* the page may be gone already */
  if (self->context == NULL)
    return dex_future_new_true ();
  library = g_object_ref (tutti_context_get_library (self->context));
  id = tutti_track_get_id (self->track);
  members = dex_await_boxed (tutti_library_list_members (library, id), NULL);
  matches = dex_await_boxed (tutti_library_list_suggestions (library, id), NULL);
  versions = dex_await_boxed (tutti_library_list_versions (library, id), NULL);
  history = dex_await_boxed (tutti_library_list_history (library, id), NULL);
  if (self->context == NULL || question->asked != self->asked || members == NULL || history == NULL)
    return dex_future_new_true ();

  g_clear_pointer (&self->members, g_ptr_array_unref);
  self->members = g_steal_pointer (&members);
  show_suggestions (self, matches);
  show_versions (self, versions, matches);
  plays = describe_plays (self, history);
  likes = describe_likes (self, history);
  codes = list_codes (self);
  show_row (self->played, plays);
  show_row (self->liked, likes);
  show_row (self->isrc, codes);
  gtk_widget_set_visible (GTK_WIDGET (self->past), plays != NULL || *likes != '\0' || *codes != '\0');
  return dex_future_new_true ();
}

static void
tutti_track_details_dispose (GObject *object)
{
  TuttiTrackDetails *self = TUTTI_TRACK_DETAILS (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_TRACK_DETAILS);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->track);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_track_details_parent_class)->dispose (object);
}

static void
tutti_track_details_class_init (TuttiTrackDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_track_details_dispose;

  g_type_ensure (TUTTI_TYPE_VERSION_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-track-details.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackDetails, suggestions);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackDetails, part);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackDetails, versions);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackDetails, past);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackDetails, played);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackDetails, liked);
  gtk_widget_class_bind_template_child (widget_class, TuttiTrackDetails, isrc);
  gtk_widget_class_bind_template_callback (widget_class, part_cb);
  gtk_widget_class_bind_template_callback (widget_class, join_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_isrc_cb);
}

static void
tutti_track_details_init (TuttiTrackDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

void
tutti_track_details_show (TuttiTrackDetails *self,
                          TuttiContext      *context,
                          TuttiTrack        *track)
{
  Question *question = g_new0 (Question, 1);

  g_set_object (&self->context, context);
  g_set_object (&self->track, track);
  question->details = g_object_ref (self);
  question->asked = ++self->asked;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, read_fiber, question, question_free));
}
