/* tutti-part-dialog.c: which of these are not the same song
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-match.h"
#include "tutti-part-dialog.h"
#include "tutti-text.h"
#include "tutti-verdict-actions.h"

struct _TuttiPartDialog
{
  AdwDialog parent_instance;

  TuttiContext *context;
  gint64        track_id;
  GPtrArray    *members; /* of TuttiMatch */
  GPtrArray    *marks;   /* of GtkCheckButton (unowned), one for each */

  GtkWidget  *part;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (TuttiPartDialog, tutti_part_dialog, ADW_TYPE_DIALOG)

static guint
count_marked (TuttiPartDialog *self)
{
  guint n_marked = 0;

  for (guint i = 0; i < self->marks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->marks, i)))
      n_marked++;
  return n_marked;
}

/* Somebody must stay. */
static void
marked_cb (TuttiPartDialog *self)
{
  guint n_marked = count_marked (self);

  gtk_widget_set_sensitive (self->part, n_marked > 0 && n_marked < self->marks->len);
}

static void
part_cb (TuttiPartDialog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < self->marks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->marks, i)))
      g_strv_builder_take (builder, tutti_match_dup_name (g_ptr_array_index (self->members, i)));
  names = g_strv_builder_end (builder);
  tutti_verdict_actions_part (self->context, self->track_id, (const char *const *) names);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
add_row (TuttiPartDialog *self,
         TuttiMatch      *match)
{
  TuttiServiceTrack *song = tutti_match_get_song (match);
  TuttiService      *service = tutti_library_find_service (tutti_context_get_library (self->context), tutti_service_track_get_provider (song));
  g_autofree char   *artists = tutti_service_track_dup_artist_line (song);
  g_autofree char   *duration = tutti_text_from_duration (tutti_service_track_get_duration (song));
  g_autofree char   *why = tutti_match_dup_sentence (match);
  const char        *parts[] = { artists, duration, why };
  g_autofree char   *facts = tutti_text_join (parts, G_N_ELEMENTS (parts));
  const char        *names[] = { tutti_service_track_get_title (song), service ? tutti_service_get_name (service) : NULL };
  g_autofree char   *name = tutti_text_join (names, G_N_ELEMENTS (names));
  GtkWidget         *mark = gtk_check_button_new ();
  GtkWidget         *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                         "use-markup", FALSE,
                                         "title", tutti_service_track_get_title (song),
                                         "subtitle", facts,
                                         "activatable-widget", mark,
                                         NULL);

  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (mark, "selection-mode");
  tutti_accessible_set_name (mark, name);
  g_signal_connect_object (mark, "toggled", G_CALLBACK (marked_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->marks, mark);
  if (service != NULL)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE,
                                                                   "icon-name", tutti_service_get_icon_name (service),
                                                                   "tooltip-text", tutti_service_get_name (service),
                                                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                                                   NULL));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
  gtk_list_box_append (self->list, row);
}

static void
tutti_part_dialog_dispose (GObject *object)
{
  TuttiPartDialog *self = TUTTI_PART_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_PART_DIALOG);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_part_dialog_parent_class)->dispose (object);
}

static void
tutti_part_dialog_class_init (TuttiPartDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_part_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-part-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiPartDialog, part);
  gtk_widget_class_bind_template_child (widget_class, TuttiPartDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, part_cb);
}

static void
tutti_part_dialog_init (TuttiPartDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->marks = g_ptr_array_new ();
}

AdwDialog *
tutti_part_dialog_new (TuttiContext *context,
                       gint64        track_id,
                       GPtrArray    *members)
{
  TuttiPartDialog *self = g_object_new (TUTTI_TYPE_PART_DIALOG, NULL);

  self->context = g_object_ref (context);
  self->track_id = track_id;
  self->members = g_ptr_array_ref (members);
  for (guint i = 0; i < members->len; i++)
    add_row (self, g_ptr_array_index (members, i));

  return ADW_DIALOG (self);
}
