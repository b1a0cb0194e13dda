/* tutti-service-filter.c: which services a song is to be on, on which not, and what else
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-service-filter.h"

#include <glib/gi18n.h>

struct _TuttiServiceFilter
{
  GtkPopover parent_instance;

  TuttiContext *context;
  GPtrArray    *groups;     /* of AdwToggleGroup (unowned), one for each service */
  gboolean      is_filling; /* our own changes are not the person's */
  GtkBox       *rows;
  GtkWidget    *single;
  GtkWidget    *explicit;
  GtkWidget    *clear;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TuttiServiceFilter, tutti_service_filter, GTK_TYPE_POPOVER)

static const char *
get_service (AdwToggleGroup *group)
{
  return g_object_get_data (G_OBJECT (group), "service");
}

static gboolean
is_choice (AdwToggleGroup *group,
           const char     *choice)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (group), choice) == 0;
}

static void
changed_cb (TuttiServiceFilter *self)
{
  if (self->is_filling)
    return;
  gtk_widget_set_visible (self->clear, tutti_service_filter_is_set (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
is_active (GtkWidget *check)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (check));
}

static GtkWidget *
make_check (TuttiServiceFilter *self,
            const char         *label)
{
  GtkWidget *check = gtk_check_button_new_with_label (label);

  tutti_accessible_set_name (check, label);
  g_signal_connect_object (check, "toggled", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return check;
}

static void
clear_cb (TuttiServiceFilter *self)
{
  tutti_service_filter_reset (self, NULL);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
add_toggle (AdwToggleGroup *group,
            const char     *name,
            const char     *label)
{
  AdwToggle *toggle = adw_toggle_new ();

  adw_toggle_set_name (toggle, name);
  adw_toggle_set_label (toggle, label);
  adw_toggle_group_add (group, toggle);
}

static GtkWidget *
make_row (TuttiServiceFilter *self,
          TuttiService       *service,
          const char         *choice)
{
  const char *id = tutti_service_get_id (service);
  GtkWidget  *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget  *group = adw_toggle_group_new ();
  GtkWidget  *name = gtk_label_new (tutti_service_get_name (service));

  gtk_box_append (GTK_BOX (row), g_object_new (GTK_TYPE_IMAGE,
                                               "icon-name", tutti_service_get_icon_name (service),
                                               "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                               NULL));
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_box_append (GTK_BOX (row), name);
  gtk_box_append (GTK_BOX (row), group);

  add_toggle (ADW_TOGGLE_GROUP (group), "any", C_ ("filter by service", "Any"));
  add_toggle (ADW_TOGGLE_GROUP (group), "on", C_ ("filter by service", "On"));
  add_toggle (ADW_TOGGLE_GROUP (group), "missing", C_ ("filter by service", "Missing"));
  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (group), choice);
  g_object_set_data_full (G_OBJECT (group), "service", g_strdup (id), g_free);
  tutti_accessible_set_name (group, tutti_service_get_name (service));
  g_signal_connect_object (group, "notify::active", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->groups, group);

  return row;
}

/* id → what is chosen for it */
static GHashTable *
note_choices (TuttiServiceFilter *self)
{
  GHashTable *choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < self->groups->len; i++)
    {
      AdwToggleGroup *group = g_ptr_array_index (self->groups, i);

      g_hash_table_insert (choices, g_strdup (get_service (group)), g_strdup (adw_toggle_group_get_active_name (group)));
    }
  return choices;
}

static gboolean
is_in_order (TuttiServiceFilter *self,
             GPtrArray          *order)
{
  if (order->len != self->groups->len)
    return FALSE;
  for (guint i = 0; i < order->len; i++)
    if (!g_str_equal (get_service (g_ptr_array_index (self->groups, i)), tutti_service_get_id (g_ptr_array_index (order, i))))
      return FALSE;
  return TRUE;
}

static void
fill (TuttiServiceFilter *self)
{
  GPtrArray *order = tutti_context_get_order (self->context);
  g_autoptr (GHashTable) choices = NULL;
  GtkWidget *child;

  if (is_in_order (self, order))
    return;
  choices = note_choices (self);
  self->is_filling = TRUE;
  g_ptr_array_set_size (self->groups, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, child);
  for (guint i = 0; i < order->len; i++)
    {
      TuttiService *service = g_ptr_array_index (order, i);
      const char   *choice = g_hash_table_lookup (choices, tutti_service_get_id (service));

      gtk_box_append (self->rows, make_row (self, service, choice ? choice : "any"));
    }
  self->is_filling = FALSE;
}

static void
tutti_service_filter_dispose (GObject *object)
{
  TuttiServiceFilter *self = TUTTI_SERVICE_FILTER (object);

  self->is_filling = TRUE;
  g_ptr_array_set_size (self->groups, 0);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_service_filter_parent_class)->dispose (object);
}

static void
tutti_service_filter_finalize (GObject *object)
{
  g_clear_pointer (&TUTTI_SERVICE_FILTER (object)->groups, g_ptr_array_unref);

  G_OBJECT_CLASS (tutti_service_filter_parent_class)->finalize (object);
}

static void
tutti_service_filter_class_init (TuttiServiceFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tutti_service_filter_dispose;
  G_OBJECT_CLASS (klass)->finalize = tutti_service_filter_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_OBJECT_CLASS_TYPE (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tutti_service_filter_init (TuttiServiceFilter *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *checks = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->groups = g_ptr_array_new ();
  self->rows = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  self->clear = gtk_button_new_with_mnemonic (_ ("_Clear Filters"));
  gtk_widget_add_css_class (self->clear, "flat");
  gtk_widget_set_visible (self->clear, FALSE);
  g_signal_connect_object (self->clear, "clicked", G_CALLBACK (clear_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (box, "filters");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rows));
  self->single = make_check (self, _ ("On One Service Only"));
  self->explicit = make_check (self, _ ("Explicit"));
  gtk_box_append (GTK_BOX (checks), self->single);
  gtk_box_append (GTK_BOX (checks), self->explicit);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), checks);
  gtk_box_append (GTK_BOX (box), self->clear);
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

void
tutti_service_filter_set_context (TuttiServiceFilter *self,
                                  TuttiContext       *context)
{
  g_return_if_fail (self->context == NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (context, "changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);
}

char *
tutti_service_filter_dup_ids (TuttiServiceFilter *self,
                              gboolean            missing)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < self->groups->len; i++)
    {
      AdwToggleGroup *group = g_ptr_array_index (self->groups, i);

      if (!is_choice (group, missing ? "missing" : "on"))
        continue;
      if (ids->len > 0)
        g_string_append_c (ids, ',');
      g_string_append (ids, get_service (group));
    }
  return ids->len > 0 ? g_string_free (g_steal_pointer (&ids), FALSE) : NULL;
}

gboolean
tutti_service_filter_is_set (TuttiServiceFilter *self)
{
  for (guint i = 0; i < self->groups->len; i++)
    if (!is_choice (g_ptr_array_index (self->groups, i), "any"))
      return TRUE;
  return is_active (self->single) || is_active (self->explicit);
}

gboolean
tutti_service_filter_is_single (TuttiServiceFilter *self)
{
  return is_active (self->single);
}

gboolean
tutti_service_filter_is_explicit (TuttiServiceFilter *self)
{
  return is_active (self->explicit);
}

void
tutti_service_filter_reset (TuttiServiceFilter *self,
                            const char         *id)
{
  self->is_filling = TRUE;
  for (guint i = 0; i < self->groups->len; i++)
    {
      AdwToggleGroup *group = g_ptr_array_index (self->groups, i);

      if (id == NULL || g_str_equal (get_service (group), id))
        adw_toggle_group_set_active_name (group, "any");
    }
  if (id == NULL || g_str_equal (id, TUTTI_FILTER_SINGLE))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->single), FALSE);
  if (id == NULL || g_str_equal (id, TUTTI_FILTER_EXPLICIT))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->explicit), FALSE);
  self->is_filling = FALSE;
  changed_cb (self);
}
