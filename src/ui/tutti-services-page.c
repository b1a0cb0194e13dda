/* tutti-services-page.c: all services: connected, to be connected, and without an account
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-account-row.h"
#include "tutti-keyring-card.h"
#include "tutti-service-row.h"
#include "tutti-services-page.h"

struct _TuttiServicesPage
{
  AdwBin parent_instance;

  TuttiContext *context;
  GHashTable   *rows;       /* service id → its row (unowned, in a group) */
  gboolean      is_filling; /* our own changes are not the person's */

  TuttiKeyringCard    *keyring;
  AdwPreferencesGroup *connected;
  AdwPreferencesGroup *unconnected;
  AdwPreferencesGroup *keyless;
  AdwSwitchRow *public;
};

G_DEFINE_FINAL_TYPE (TuttiServicesPage, tutti_services_page, ADW_TYPE_BIN)

static AdwPreferencesGroup *
choose_group (TuttiServicesPage *self,
              TuttiService      *service)
{
  if (tutti_service_is_linked (service))
    return self->connected;
  if (tutti_service_can (service, TUTTI_FEATURE_CONNECT))
    return self->unconnected;
  return self->keyless;
}

static gboolean
is_in_group (GtkWidget           *row,
             AdwPreferencesGroup *group)
{
  return gtk_widget_is_ancestor (row, GTK_WIDGET (group));
}

static AdwPreferencesGroup *
find_group (TuttiServicesPage *self,
            GtkWidget         *row)
{
  AdwPreferencesGroup *groups[] = { self->connected, self->unconnected, self->keyless };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (is_in_group (row, groups[i]))
      return groups[i];
  return NULL;
}

static gboolean
is_in_place (TuttiServicesPage *self,
             GListModel        *services)
{
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);
      GtkWidget *row = g_hash_table_lookup (self->rows, tutti_service_get_id (service));

      if (row == NULL || !is_in_group (row, choose_group (self, service)))
        return FALSE;
    }
  return TRUE;
}

/* A service's row as it should be: made anew only when it changed sides. (transfer full) */
static GtkWidget *
take_row (TuttiServicesPage   *self,
          TuttiService        *service,
          AdwPreferencesGroup *group)
{
  const char *id = tutti_service_get_id (service);
  GtkWidget  *row = g_hash_table_lookup (self->rows, id);
  gboolean    is_account = group == self->connected;

  if (row != NULL)
    {
      g_object_ref (row);
      adw_preferences_group_remove (find_group (self, row), row);
      if (TUTTI_IS_ACCOUNT_ROW (row) == is_account)
        return row;
      g_object_unref (row);
    }

  row = is_account ? tutti_account_row_new (self->context, service) : tutti_service_row_new (self->context, service);
  g_hash_table_insert (self->rows, g_strdup (id), row);
  return g_object_ref_sink (row);
}

static void
update (TuttiServicesPage *self)
{
  GListModel *services = tutti_library_get_services (tutti_context_get_library (self->context));
  guint       n_rows[3] = { 0 };

  if (is_in_place (self, services))
    return;

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);
      AdwPreferencesGroup *group = choose_group (self, service);
      g_autoptr (GtkWidget) row = take_row (self, service, group);

      adw_preferences_group_add (group, row);
      n_rows[group == self->connected ? 0 : group == self->unconnected ? 1
                                                                       : 2]++;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->connected), n_rows[0] > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->unconnected), n_rows[1] > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->keyless), n_rows[2] > 0);
}

static void
show_public (TuttiServicesPage *self)
{
  TuttiLibrary *library = tutti_context_get_library (self->context);

  self->is_filling = TRUE;
  adw_switch_row_set_active (self->public, tutti_library_get_search_public (library));
  gtk_widget_set_visible (GTK_WIDGET (self->public), tutti_library_has_public (library));
  self->is_filling = FALSE;
}

static void
public_changed_cb (TuttiServicesPage *self)
{
  if (!self->is_filling && self->context != NULL)
    tutti_context_watch (self->context,
                         tutti_library_set_search_public (tutti_context_get_library (self->context), adw_switch_row_get_active (self->public)),
                         NULL);
}

static void
tutti_services_page_dispose (GObject *object)
{
  TuttiServicesPage *self = TUTTI_SERVICES_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_SERVICES_PAGE);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_services_page_parent_class)->dispose (object);
}

static void
tutti_services_page_class_init (TuttiServicesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_services_page_dispose;

  g_type_ensure (TUTTI_TYPE_KEYRING_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-services-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiServicesPage, keyring);
  gtk_widget_class_bind_template_child (widget_class, TuttiServicesPage, connected);
  gtk_widget_class_bind_template_child (widget_class, TuttiServicesPage, unconnected);
  gtk_widget_class_bind_template_child (widget_class, TuttiServicesPage, keyless);
  gtk_widget_class_bind_template_child (widget_class, TuttiServicesPage, public);
  gtk_widget_class_bind_template_callback (widget_class, public_changed_cb);
}

static void
tutti_services_page_init (TuttiServicesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
tutti_services_page_set_context (TuttiServicesPage *self,
                                 TuttiContext      *context)
{
  GListModel *services = tutti_library_get_services (tutti_context_get_library (context));

  g_set_object (&self->context, context);
  tutti_keyring_card_set_context (self->keyring, context);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      g_signal_connect_object (service, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (tutti_context_get_library (context), "changed", G_CALLBACK (show_public), self, G_CONNECT_SWAPPED);
  show_public (self);
  update (self);
}

void
tutti_services_page_reveal (TuttiServicesPage *self,
                            TuttiService      *service)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, tutti_service_get_id (service));

  if (!TUTTI_IS_ACCOUNT_ROW (row))
    return;
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  gtk_widget_grab_focus (row);
}
