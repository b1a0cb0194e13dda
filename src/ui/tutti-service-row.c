/* tutti-service-row.c: a service that is not connected
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-service-row.h"
#include "tutti-text.h"

#include <glib/gi18n.h>

struct _TuttiServiceRow
{
  AdwPreferencesRow parent_instance;

  TuttiContext *context;
  TuttiService *service;

  GtkImage   *icon;
  GtkBox     *body;
  GtkLabel   *name;
  GtkLabel   *needs;
  AdwWrapBox *chips;
  GtkLabel   *lacks;
  GtkWidget  *buttons;
  GtkWidget  *again;
  GtkWidget  *cancel;
  GtkButton  *connect;

  gboolean could_connect;
};

G_DEFINE_FINAL_TYPE (TuttiServiceRow, tutti_service_row, ADW_TYPE_PREFERENCES_ROW)

void
tutti_service_row_fill_chips (AdwWrapBox   *box,
                              TuttiService *service)
{
  g_auto (GStrv) names = tutti_text_from_features (service);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    adw_wrap_box_remove (box, child);
  for (guint i = 0; names[i] != NULL; i++)
    {
      GtkWidget *chip = gtk_label_new (names[i]);

      gtk_widget_add_css_class (chip, "chip");
      adw_wrap_box_append (box, chip);
    }
}

void
tutti_service_row_describe (GtkWidget    *widget,
                            TuttiService *service,
                            const char   *first)
{
  g_auto (GStrv) names = tutti_text_from_features (service);
  g_autofree char *lacks = tutti_text_from_lacks (service);
  g_autofree char *features = g_strjoinv (", ", names);
  const char      *parts[4] = { NULL };
  g_autofree char *text = NULL;
  guint            n_parts = 0;

  if (first != NULL && *first != '\0')
    parts[n_parts++] = first;
  if (*features != '\0')
    parts[n_parts++] = features;
  if (lacks != NULL)
    parts[n_parts++] = lacks;
  text = g_strjoinv (". ", (char **) parts);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static const char *
get_needs (TuttiService *service)
{
  const char *needs = tutti_service_get_needs (service);

  if (!tutti_service_can (service, TUTTI_FEATURE_CONNECT))
    {
      if (tutti_service_is_public (service))
        return _ ("Searched without an account");
      return tutti_service_has_public (service) ? _ ("Can be searched without an account") : NULL;
    }

  switch (tutti_service_get_state (service))
    {
    case TUTTI_SERVICE_NOT_SET_UP:
      return needs != NULL ? needs : _ ("A key of your own");
    case TUTTI_SERVICE_READY:
      return _ ("Set up, not connected");
    case TUTTI_SERVICE_WAITING:
      return _ ("Waiting for your browser…");
    case TUTTI_SERVICE_FINISHING:
      return _ ("Finishing…");
    case TUTTI_SERVICE_CONNECTED:
    case TUTTI_SERVICE_SIGN_IN_AGAIN:
      break;
    }
  return NULL;
}

static void
show_button (TuttiServiceRow *self)
{
  TuttiServiceState state = tutti_service_get_state (self->service);
  const char       *name = tutti_service_get_name (self->service);
  gboolean          is_old = tutti_service_takes_old_key (self->service);
  gboolean          can_connect = is_old || tutti_service_can (self->service, TUTTI_FEATURE_CONNECT);
  const char       *text = _ ("_Continue…");
  /* Translators: %s is a service */
  g_autofree char  *again = g_strdup_printf (_ ("Change the Key of %s…"), name);
  g_autofree char  *label = NULL;

  if (state == TUTTI_SERVICE_NOT_SET_UP)
    text = is_old ? _ ("Use an _Old App ID…") : _ ("_Set Up…");
  else if (state == TUTTI_SERVICE_READY)
    text = _ ("_Connect");

  if (state == TUTTI_SERVICE_NOT_SET_UP && is_old)
    /* Translators: %s is a service */
    label = g_strdup_printf (_ ("Use an Old App ID of %s…"), name);
  else if (state == TUTTI_SERVICE_NOT_SET_UP)
    /* Translators: %s is a service */
    label = g_strdup_printf (_ ("Set Up %s…"), name);
  else if (state == TUTTI_SERVICE_READY)
    /* Translators: %s is a service */
    label = g_strdup_printf (_ ("Connect %s"), name);
  else
    /* Translators: %s is a service */
    label = g_strdup_printf (_ ("Continue Connecting %s…"), name);

  gtk_widget_set_visible (self->buttons, can_connect && state != TUTTI_SERVICE_FINISHING);
  gtk_widget_set_visible (self->again, state == TUTTI_SERVICE_READY);
  gtk_widget_set_visible (self->cancel, state == TUTTI_SERVICE_WAITING);
  gtk_button_set_label (self->connect, text);
  gtk_button_set_use_underline (self->connect, TRUE);
  tutti_accessible_set_name (self->connect, label);
  tutti_accessible_set_name (self->again, again);
  if (state == TUTTI_SERVICE_READY)
    gtk_widget_add_css_class (GTK_WIDGET (self->connect), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->connect), "suggested-action");
  if (is_old && state == TUTTI_SERVICE_NOT_SET_UP)
    gtk_widget_add_css_class (GTK_WIDGET (self->connect), "flat");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->connect), "flat");
}

/* What it can do changes with the person's key only. */
static void
show_features (TuttiServiceRow *self)
{
  g_autofree char *lacks = tutti_text_from_lacks (self->service);

  gtk_label_set_text (self->lacks, lacks != NULL ? lacks : "");
  gtk_widget_set_visible (GTK_WIDGET (self->lacks), lacks != NULL);
  tutti_service_row_fill_chips (self->chips, self->service);
}

static void
update (TuttiServiceRow *self)
{
  gboolean    can_connect = tutti_service_can (self->service, TUTTI_FEATURE_CONNECT);
  const char *needs = get_needs (self->service);
  const char *problem = tutti_service_get_problem (self->service);
  gboolean    is_wish = problem == NULL && needs != NULL && tutti_service_can (self->service, TUTTI_FEATURE_CONNECT) && tutti_service_get_state (self->service) == TUTTI_SERVICE_NOT_SET_UP;
  /* Translators: what connecting a service takes, as in “Needs: A key of your own and Spotify Premium” */
  g_autofree char *wish = is_wish ? g_strdup_printf (_ ("Needs: %s"), needs) : NULL;

  gtk_label_set_text (self->needs, wish ? wish : problem ? problem
                                                         : needs);
  gtk_widget_set_visible (GTK_WIDGET (self->needs), needs != NULL || problem != NULL);
  show_button (self);
  if (can_connect != self->could_connect)
    show_features (self);
  self->could_connect = can_connect;
  /* where the keyboard comes by, all that stands there is said */
  tutti_service_row_describe (gtk_widget_get_focusable (GTK_WIDGET (self)) ? GTK_WIDGET (self) : GTK_WIDGET (self->connect),
                              self->service, gtk_label_get_text (self->needs));
}

static void
layout_changed_cb (TuttiServiceRow *self)
{
  gboolean is_narrow = tutti_context_get_layout (self->context) == TUTTI_LAYOUT_NARROW;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->body), is_narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_halign (self->buttons, is_narrow ? GTK_ALIGN_START : GTK_ALIGN_FILL);
}

static void
connect_clicked_cb (TuttiServiceRow *self)
{
  tutti_context_connect_service (self->context, self->service, FALSE);
}

static void
again_clicked_cb (TuttiServiceRow *self)
{
  tutti_context_connect_service (self->context, self->service, TRUE);
}

static void
cancel_clicked_cb (TuttiServiceRow *self)
{
  tutti_context_watch (self->context,
                       tutti_library_cancel_connect (tutti_context_get_library (self->context), self->service),
                       self->service);
}

static void
tutti_service_row_dispose (GObject *object)
{
  TuttiServiceRow *self = TUTTI_SERVICE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_SERVICE_ROW);
  g_clear_object (&self->service);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_service_row_parent_class)->dispose (object);
}

static void
tutti_service_row_class_init (TuttiServiceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_service_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-service-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiServiceRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TuttiServiceRow, body);
  gtk_widget_class_bind_template_child (widget_class, TuttiServiceRow, name);
  gtk_widget_class_bind_template_child (widget_class, TuttiServiceRow, needs);
  gtk_widget_class_bind_template_child (widget_class, TuttiServiceRow, chips);
  gtk_widget_class_bind_template_child (widget_class, TuttiServiceRow, lacks);
  gtk_widget_class_bind_template_child (widget_class, TuttiServiceRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, TuttiServiceRow, again);
  gtk_widget_class_bind_template_child (widget_class, TuttiServiceRow, cancel);
  gtk_widget_class_bind_template_child (widget_class, TuttiServiceRow, connect);
  gtk_widget_class_bind_template_callback (widget_class, connect_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
tutti_service_row_init (TuttiServiceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tutti_service_row_new (TuttiContext *context,
                       TuttiService *service)
{
  TuttiServiceRow *self = g_object_new (TUTTI_TYPE_SERVICE_ROW, NULL);
  const char      *name = tutti_service_get_name (service);

  self->context = g_object_ref (context);
  self->service = g_object_ref (service);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  tutti_accessible_set_name (self, name);
  /* a row without a button is read where it is, one with a button there */
  gtk_widget_set_focusable (GTK_WIDGET (self), !tutti_service_can (service, TUTTI_FEATURE_CONNECT) && !tutti_service_takes_old_key (service));
  gtk_image_set_from_icon_name (self->icon, tutti_service_get_icon_name (service));
  gtk_label_set_text (self->name, name);
  show_features (self);
  self->could_connect = tutti_service_can (service, TUTTI_FEATURE_CONNECT);
  g_signal_connect_object (service, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::layout", G_CALLBACK (layout_changed_cb), self, G_CONNECT_SWAPPED);
  layout_changed_cb (self);
  update (self);

  return GTK_WIDGET (self);
}
