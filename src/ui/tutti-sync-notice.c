/* tutti-sync-notice.c: says once which services could not be brought up to date
 *
 * Services fail each in its own time, and their state is read anew a little
 * later; so it looks at all of them together when nothing has changed for a
 * moment.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-sync-notice.h"

#include "tutti-clock.h"
#include "tutti-error.h"

#include <glib/gi18n.h>

/* Longer than it takes until a failure that was stored is read. */
#define REST_MS 700

struct _TuttiSyncNotice
{
  GObject parent_instance;

  TuttiLibrary *library;
  GHashTable   *told; /* ids of services that still fail, as was said */
  guint         look_id;
};

enum
{
  TOAST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TuttiSyncNotice, tutti_sync_notice, G_TYPE_OBJECT)

/* What the banner or a card says of all services, or of this one for days. */
static gboolean
is_said_elsewhere (const char *nick)
{
  static const char *const nicks[] = {
    "keyring-locked", "keyring-absent", "keyring-dismissed", "not-linked", "quota-exceeded", NULL,
  };

  return g_strv_contains (nicks, nick);
}

static gboolean
has_failed (TuttiService *service)
{
  const char *nick = tutti_service_get_problem_nick (service);

  return nick != NULL && tutti_service_get_state (service) == TUTTI_SERVICE_CONNECTED && !is_said_elsewhere (nick);
}

static gboolean
is_busy (TuttiSyncNotice *self)
{
  GListModel *services = tutti_library_get_services (self->library);

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);
      gboolean                 is_syncing;

      g_object_get (service, "is-syncing", &is_syncing, NULL);
      if (is_syncing)
        return TRUE;
    }

  return FALSE;
}

/* Those that fail and were not told of; who fails no more may be told of again. (transfer container) */
static GPtrArray *
take_failed (TuttiSyncNotice *self)
{
  GListModel *services = tutti_library_get_services (self->library);
  GPtrArray  *failed = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      if (!has_failed (service))
        g_hash_table_remove (self->told, tutti_service_get_id (service));
      else if (g_hash_table_add (self->told, g_strdup (tutti_service_get_id (service))))
        g_ptr_array_add (failed, g_steal_pointer (&service));
    }

  return failed;
}

/* Short, and what happened first: a narrow window shows only the beginning. */
static char *
describe (GPtrArray *failed)
{
  g_autoptr (GString) names = g_string_new (NULL);

  if (failed->len == 1)
    return g_strdup (tutti_service_get_problem (g_ptr_array_index (failed, 0)));

  for (guint i = 0; i < failed->len; i++)
    {
      /* Translators: between the names of services */
      g_string_append (names, i > 0 ? C_ ("services", ", ") : "");
      g_string_append (names, tutti_service_get_name (g_ptr_array_index (failed, i)));
    }
  /* Translators: the names of several services, as in “Not updated: Deezer, TIDAL, YouTube” */
  return g_strdup_printf (_ ("Not updated: %s"), names->str);
}

static gboolean
may_try_again (GPtrArray *failed)
{
  for (guint i = 0; i < failed->len; i++)
    if (tutti_service_get_rests_until (g_ptr_array_index (failed, i)) <= tutti_clock_now ())
      return TRUE;

  return FALSE;
}

typedef struct
{
  TuttiSyncNotice *self;
  GPtrArray       *failed;
} Again;

static void
again_free (gpointer  data,
            GClosure *closure)
{
  Again *again = data;

  g_clear_object (&again->self);
  g_clear_pointer (&again->failed, g_ptr_array_unref);
  g_free (again);
}

static void
again_clicked_cb (AdwToast *toast,
                  gpointer  data)
{
  Again *again = data;

  for (guint i = 0; i < again->failed->len; i++)
    tutti_sync_notice_sync (again->self, g_ptr_array_index (again->failed, i));
}

static gboolean
look_cb (gpointer data)
{
  TuttiSyncNotice      *self = data;
  g_autoptr (GPtrArray) failed = NULL;
  g_autoptr (AdwToast)  toast = NULL;
  g_autofree char      *text = NULL;

  self->look_id = 0;
  /* Who is offline is told so by the banner; who fails afterwards still is another matter. */
  if (is_busy (self) || tutti_library_is_offline (self->library))
    return G_SOURCE_REMOVE;
  failed = take_failed (self);
  if (failed->len == 0)
    return G_SOURCE_REMOVE;

  text = describe (failed);
  toast = adw_toast_new (text);
  if (may_try_again (failed))
    {
      Again *again = g_new0 (Again, 1);

      again->self = g_object_ref (self);
      again->failed = g_ptr_array_ref (failed);
      adw_toast_set_button_label (toast, _ ("_Try Again"));
      adw_toast_set_timeout (toast, 10);
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (again_clicked_cb), again, again_free, 0);
    }
  g_signal_emit (self, signals[TOAST], 0, toast);

  return G_SOURCE_REMOVE;
}

static void
changed_cb (TuttiSyncNotice *self)
{
  g_clear_handle_id (&self->look_id, g_source_remove);
  self->look_id = g_timeout_add (REST_MS, look_cb, self);
}

typedef struct
{
  TuttiSyncNotice *self;
  TuttiService    *service; /* (nullable) */
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_clear_object (&wish->self);
  g_clear_object (&wish->service);
  g_free (wish);
}

/* What is no service's fault is said at once; the rest when all have ended. */
static DexFuture *
ended_cb (DexFuture *future,
          gpointer   data)
{
  Wish              *wish = data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL && error->domain == TUTTI_ERROR &&
      is_said_elsewhere (tutti_error_get_nick ((TuttiError) error->code)))
    {
      g_autofree char     *text = tutti_error_dup_sentence (error, wish->service != NULL ? tutti_service_get_name (wish->service) : NULL);
      g_autoptr (AdwToast) toast = adw_toast_new (text);

      g_signal_emit (wish->self, signals[TOAST], 0, toast);
    }
  changed_cb (wish->self);

  return dex_future_new_true ();
}

static void
tutti_sync_notice_dispose (GObject *object)
{
  TuttiSyncNotice *self = TUTTI_SYNC_NOTICE (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_object (&self->library);
  g_clear_pointer (&self->told, g_hash_table_unref);

  G_OBJECT_CLASS (tutti_sync_notice_parent_class)->dispose (object);
}

static void
tutti_sync_notice_class_init (TuttiSyncNoticeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tutti_sync_notice_dispose;

  signals[TOAST] = g_signal_new ("toast", TUTTI_TYPE_SYNC_NOTICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);
}

static void
tutti_sync_notice_init (TuttiSyncNotice *self)
{
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

TuttiSyncNotice *
tutti_sync_notice_new (TuttiLibrary *library)
{
  TuttiSyncNotice      *self = g_object_new (TUTTI_TYPE_SYNC_NOTICE, NULL);
  GListModel           *services = tutti_library_get_services (library);
  g_autoptr (GPtrArray) old = NULL;

  self->library = g_object_ref (library);
  old = take_failed (self);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      g_signal_connect_object (service, "notify", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
    }

  return self;
}

void
tutti_sync_notice_sync (TuttiSyncNotice *self,
                        TuttiService    *service)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->self = g_object_ref (self);
  g_set_object (&wish->service, service);
  if (service != NULL)
    g_hash_table_remove (self->told, tutti_service_get_id (service));
  else
    g_hash_table_remove_all (self->told);

  dex_future_disown (dex_future_finally (tutti_library_sync (self->library, service), ended_cb, wish, wish_free));
}
