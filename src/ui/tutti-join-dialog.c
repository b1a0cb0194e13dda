/* tutti-join-dialog.c: which other song is the same
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-join-dialog.h"
#include "tutti-text.h"
#include "tutti-verdict-actions.h"

#define MOST 30 /* songs shown */

struct _TuttiJoinDialog
{
  AdwDialog parent_instance;

  TuttiContext *context;
  TuttiTrack   *track;
  GPtrArray    *found; /* (nullable) of TuttiTrack, as the rows stand */
  guint         asked; /* an older answer is dropped */

  GtkSearchEntry *entry;
  GtkStack       *stack;
  GtkListBox     *songs;
};

G_DEFINE_FINAL_TYPE (TuttiJoinDialog, tutti_join_dialog, ADW_TYPE_DIALOG)

static void
add_row (TuttiJoinDialog *self,
         TuttiTrack      *track)
{
  g_autofree char *duration = tutti_text_from_duration (tutti_track_get_duration (track));
  const char      *parts[] = { tutti_track_get_artist (track), tutti_track_get_album (track), duration };
  g_autofree char *facts = tutti_text_join (parts, G_N_ELEMENTS (parts));
  GtkWidget       *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                       "use-markup", FALSE,
                                       "title", tutti_track_get_title (track),
                                       "subtitle", facts,
                                       "activatable", TRUE,
                                       NULL);

  gtk_list_box_append (self->songs, row);
}

static void
show_found (TuttiJoinDialog *self,
            GPtrArray       *tracks)
{
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_list_box_remove_all (self->songs);
  for (guint i = 0; tracks != NULL && i < tracks->len; i++)
    {
      TuttiTrack *track = g_ptr_array_index (tracks, i);

      if (tutti_track_get_id (track) == tutti_track_get_id (self->track))
        continue;
      g_ptr_array_add (self->found, g_object_ref (track));
      add_row (self, track);
    }
  gtk_stack_set_visible_child_name (self->stack, self->found->len > 0 ? "songs" : "empty");
}

/* --- asking --- */

typedef struct
{
  TuttiJoinDialog *dialog;
  char            *text;
  guint            asked;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_object (&question->dialog);
  g_clear_pointer (&question->text, g_free);
  g_free (question);
}

/* (transfer full) (nullable) */
static GPtrArray *
find_songs (TuttiLibrary *library,
            const char   *text)
{
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) tracks = NULL;
  g_autoptr (TuttiTrack) track = NULL;

  if (!tutti_library_is_link (library, text))
    {
      ids = dex_await_boxed (tutti_library_search_local (library, text, MOST), NULL);
      return ids != NULL ? dex_await_boxed (tutti_library_read_tracks (library, ids), NULL) : NULL;
    }

  tracks = g_ptr_array_new_with_free_func (g_object_unref);
  track = dex_await_object (tutti_library_find_link (library, text), NULL);
  if (track != NULL)
    g_ptr_array_add (tracks, g_steal_pointer (&track));
  return g_steal_pointer (&tracks);
}

static DexFuture *
find_fiber (gpointer data)
{
  Question        *question = data;
  TuttiJoinDialog *self = question->dialog;
  g_autoptr (TuttiLibrary) library = NULL;
  g_autoptr (GPtrArray) tracks = NULL;

  if (self->context == NULL)
    return dex_future_new_true ();
  library = g_object_ref (tutti_context_get_library (self->context));
  tracks = find_songs (library, question->text);
  if (self->context != NULL && question->asked == self->asked)
    show_found (self, tracks);
  return dex_future_new_true ();
}

static void
text_changed_cb (TuttiJoinDialog *self)
{
  Question *question;

  if (self->context == NULL)
    return;
  question = g_new0 (Question, 1);
  question->dialog = g_object_ref (self);
  question->text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  question->asked = ++self->asked;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, find_fiber, question, question_free));
}

static void
stop_cb (TuttiJoinDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
chosen_cb (TuttiJoinDialog *self,
           GtkListBoxRow   *row)
{
  TuttiTrack *other = g_ptr_array_index (self->found, (guint) gtk_list_box_row_get_index (row));

  tutti_verdict_actions_join (self->context, tutti_track_get_id (self->track), tutti_track_get_id (other));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
tutti_join_dialog_dispose (GObject *object)
{
  TuttiJoinDialog *self = TUTTI_JOIN_DIALOG (object);

  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_JOIN_DIALOG);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_object (&self->track);

  G_OBJECT_CLASS (tutti_join_dialog_parent_class)->dispose (object);
}

static void
tutti_join_dialog_class_init (TuttiJoinDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_join_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-join-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiJoinDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, TuttiJoinDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, TuttiJoinDialog, songs);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
tutti_join_dialog_init (TuttiJoinDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
tutti_join_dialog_new (TuttiContext *context,
                       TuttiTrack   *track)
{
  TuttiJoinDialog *self = g_object_new (TUTTI_TYPE_JOIN_DIALOG, NULL);

  self->track = g_object_ref (track);
  self->context = g_object_ref (context);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), tutti_track_get_title (track));
  text_changed_cb (self);

  return ADW_DIALOG (self);
}
