/* tutti-library.c: what a person does with their music
 *
 * Opens the file, finds out who is the worker, and sends every command to it:
 * here or over the bus. What it does in the person's words is in
 * tutti-library-actions.c, the services' objects are in tutti-services.c. Main
 * thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-library-private.h"
#include "tutti-fiber.h"

#include "tutti-bus.h"
#include "tutti-services.h"
#include "tutti-worker.h"

/* After the worker's name left the bus its lock follows at once; and after a
 * crash of the bus alone it does not. */
#define TAKE_OVER_DELAY_MS 150

/* While one change follows another, as in an import, they are told together so
 * often and no more: each lets lists be read anew. */
#define CHANGE_GAP_MS 250
#define TAKE_OVER_TRIES    20

struct _TuttiLibrary
{
  GObject parent_instance;

  char           *folder;
  TuttiProviders *providers;
  TuttiHttp      *http;     /* for pictures */
  TuttiBus       *bus;
  TuttiStore     *store;
  TuttiWorker    *worker;   /* (nullable) only in the process that is the worker */
  TuttiServices  *services;

  gboolean          wants_work;
  gboolean          has_other;      /* another process was the worker when asked */
  gboolean          is_taking_over;
  gboolean          is_closed;
  TuttiKeyringState keyring;
  gboolean          is_offline;

  guint             change;    /* TuttiChange flags not told yet */
  guint             change_id;
  gint64            told_at;   /* monotonic time of the last one */
};

enum
{
  PROP_IS_WORKER = 1,
  PROP_IS_OFFLINE,
  PROP_KEYRING,
  PROP_N_LIKES,
  PROP_N_WAITING,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum
{
  CHANGED,
  CONNECTED,
  CONNECT_FAILED,
  WIPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (TuttiKeyringState, tutti_keyring_state,
                    G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_LOCKED, "locked"),
                    G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_ABSENT, "absent"),
                    G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_THIS_SESSION, "this-session"))

G_DEFINE_FINAL_TYPE (TuttiLibrary, tutti_library, G_TYPE_OBJECT)

/* --- what changes --- */

/* The file is gone, or about to be. */
static void
end_reading (TuttiLibrary *self)
{
  self->is_closed = TRUE;
  dex_future_disown (tutti_services_refresh (self->services, NULL));
}

static void
counted_cb (TuttiServices *services,
            TuttiLibrary  *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_LIKES]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_WAITING]);
}

static void
take_change (TuttiLibrary *self,
             guint         change)
{
  guint what = 0;

  if (change & TUTTI_CHANGE_TRACKS)
    what |= TUTTI_CHANGED_TRACKS;
  if (change & TUTTI_CHANGE_PLAYS)
    what |= TUTTI_CHANGED_PLAYS;
  if (change & TUTTI_CHANGE_LIKES)
    what |= TUTTI_CHANGED_LIKES;
  if (change & (TUTTI_CHANGE_ACCOUNTS | TUTTI_CHANGE_SERVICES | TUTTI_CHANGE_SYNC | TUTTI_CHANGE_LIKES))
    {
      what |= TUTTI_CHANGED_SERVICES;
      if (!self->is_closed)
        dex_future_disown (tutti_services_refresh (self->services, self->store));
    }

  if (what != 0)
    g_signal_emit (self, signals[CHANGED], 0, what);
}

static void
take_outcome (TuttiLibrary *self,
              const char   *id,
              const char   *nick)
{
  TuttiService      *service = tutti_library_find_service (self, id);
  TuttiError         code = TUTTI_ERROR_FAILED;
  g_autoptr (GError) error = NULL;

  if (service == NULL)
    return;
  if (*nick == '\0')
    {
      g_signal_emit (self, signals[CONNECTED], 0, service);
      return;
    }

  tutti_error_from_nick (nick, &code);
  error = g_error_new (TUTTI_ERROR, (int) code, "Signing in to %s failed: %s", id, nick);
  g_signal_emit (self, signals[CONNECT_FAILED], 0, service, error);
}

static void
take_news (TuttiLibrary     *self,
           TuttiKeyringState keyring,
           gboolean          is_offline)
{
  if (self->keyring != keyring)
    {
      self->keyring = keyring;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_KEYRING]);
    }
  if (self->is_offline != is_offline)
    {
      self->is_offline = is_offline;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_OFFLINE]);
    }
}

/* --- as the worker --- */

static void
tell_change (TuttiLibrary *self)
{
  guint change = self->change;

  g_clear_handle_id (&self->change_id, g_source_remove);
  self->change = 0;
  self->told_at = g_get_monotonic_time ();
  if (change == 0)
    return;
  tutti_bus_tell (self->bus, "changed", g_variant_new_uint32 (change));
  take_change (self, change);
}

static gboolean
change_cb (gpointer data)
{
  TuttiLibrary *self = data;

  self->change_id = 0;
  tell_change (self);
  return G_SOURCE_REMOVE;
}

/* The first change after a rest is told at once, and so is what a person sees of the services. */
static void
store_changed_cb (TuttiStore   *store,
                  guint         change,
                  TuttiLibrary *self)
{
  gint64 wait_ms = CHANGE_GAP_MS - (g_get_monotonic_time () - self->told_at) / 1000;

  self->change |= change;
  if (wait_ms <= 0 || (change & (TUTTI_CHANGE_ACCOUNTS | TUTTI_CHANGE_SERVICES)) != 0)
    tell_change (self);
  else if (self->change_id == 0)
    self->change_id = g_timeout_add ((guint) wait_ms, change_cb, self);
}

static void
live_cb (TuttiWorker  *worker,
         const char   *id,
         GVariant     *live,
         TuttiLibrary *self)
{
  tutti_bus_tell (self->bus, "live", g_variant_new ("(sv)", id, live));
  tutti_services_take_live (self->services, id, live);
}

static void
outcome_cb (TuttiWorker  *worker,
            const char   *id,
            const char   *nick,
            TuttiLibrary *self)
{
  tutti_bus_tell (self->bus, "outcome", g_variant_new ("(ss)", id, nick));
  take_outcome (self, id, nick);
}

static void
worker_news_cb (TuttiWorker  *worker,
                TuttiLibrary *self)
{
  int      keyring = tutti_worker_get_keyring (worker);
  gboolean is_offline = tutti_worker_is_offline (worker);

  tutti_bus_tell (self->bus, "state", g_variant_new ("(ib)", keyring, is_offline));
  take_news (self, (TuttiKeyringState) keyring, is_offline);
}

/* What another process must know to show what this one knows. */
static GVariant *
make_greeting (TuttiLibrary *self)
{
  GVariantBuilder lives;

  g_variant_builder_init_static (&lives, G_VARIANT_TYPE ("a{sv}"));
  for (guint i = 0; i < g_list_model_get_n_items (tutti_services_get_list (self->services)); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (tutti_services_get_list (self->services), i);
      g_autoptr (GVariant)     live = tutti_worker_dup_live (self->worker, tutti_service_get_id (service));

      g_variant_builder_add (&lives, "{sv}", tutti_service_get_id (service), live);
    }
  return g_variant_ref_sink (g_variant_new ("(iba{sv})", tutti_worker_get_keyring (self->worker),
                                            tutti_worker_is_offline (self->worker), &lives));
}

static DexFuture *
finish_wipe (DexFuture *future,
             gpointer   data)
{
  TuttiLibrary *self = data;

  tutti_bus_tell (self->bus, "wiped", TUTTI_BUS_NOTHING);
  end_reading (self);
  g_signal_emit (self, signals[WIPED], 0);
  return dex_ref (future);
}

static DexFuture *
run_here (TuttiLibrary *self,
          const char   *command,
          GVariant     *args)
{
  DexFuture *future = tutti_worker_run (self->worker, command, args);

  if (g_str_equal (command, "delete-everything"))
    future = dex_future_then (future, finish_wipe, g_object_ref (self), g_object_unref);
  return future;
}

static DexFuture *
handle (const char *command,
        GVariant   *args,
        gpointer    user_data)
{
  TuttiLibrary *self = user_data;

  if (self->worker == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BUSY, "Not the worker any more");
  if (g_str_equal (command, "hello"))
    return dex_future_new_take_variant (make_greeting (self));
  return run_here (self, command, args);
}

/* In a fiber that holds the lock: from now on the work is done here. */
static gboolean
begin_work (TuttiLibrary *self,
            GError      **error)
{
  g_autoptr (TuttiStore)  store = dex_await_object (tutti_store_open (self->folder, TRUE), error);
  g_autoptr (TuttiWorker) worker = NULL;

  if (store == NULL)
    return FALSE;
  worker = tutti_worker_new (self->providers, store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (worker, "live", G_CALLBACK (live_cb), self, 0);
  g_signal_connect_object (worker, "outcome", G_CALLBACK (outcome_cb), self, 0);
  g_signal_connect_object (worker, "news", G_CALLBACK (worker_news_cb), self, 0);
  if (!dex_await (tutti_worker_start (worker), error))
    return FALSE;

  g_set_object (&self->store, store);
  g_set_object (&self->worker, worker);
  tutti_bus_serve (self->bus, handle, self);
  worker_news_cb (worker, self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_WORKER]);
  return TRUE;
}

/* --- beside another worker --- */

static void
bus_news_cb (TuttiBus     *bus,
             GVariant     *news,
             TuttiLibrary *self)
{
  const char          *what = NULL;
  g_autoptr (GVariant) value = NULL;

  g_variant_get (news, "(&sv)", &what, &value);

  if (g_str_equal (what, "changed") && g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    take_change (self, g_variant_get_uint32 (value));
  else if (g_str_equal (what, "live") && g_variant_is_of_type (value, G_VARIANT_TYPE ("(sv)")))
    {
      const char          *id = NULL;
      g_autoptr (GVariant) live = NULL;

      g_variant_get (value, "(&sv)", &id, &live);
      tutti_services_take_live (self->services, id, live);
    }
  else if (g_str_equal (what, "outcome") && g_variant_is_of_type (value, G_VARIANT_TYPE ("(ss)")))
    {
      const char *id = NULL;
      const char *nick = NULL;

      g_variant_get (value, "(&s&s)", &id, &nick);
      take_outcome (self, id, nick);
    }
  else if (g_str_equal (what, "state") && g_variant_is_of_type (value, G_VARIANT_TYPE ("(ib)")))
    {
      int      keyring = 0;
      gboolean is_offline = FALSE;

      g_variant_get (value, "(ib)", &keyring, &is_offline);
      take_news (self, (TuttiKeyringState) CLAMP (keyring, TUTTI_KEYRING_UNKNOWN, TUTTI_KEYRING_THIS_SESSION), is_offline);
    }
  else if (g_str_equal (what, "wiped"))
    {
      end_reading (self);
      g_signal_emit (self, signals[WIPED], 0);
    }
}

static void
take_greeting (TuttiLibrary *self,
               GVariant     *greeting)
{
  g_autoptr (GVariant) lives = NULL;
  GVariantIter         iter;
  const char          *id;
  GVariant            *live;
  int                  keyring = 0;
  gboolean             is_offline = FALSE;

  if (!g_variant_is_of_type (greeting, G_VARIANT_TYPE ("(iba{sv})")))
    return;

  g_variant_get (greeting, "(ib@a{sv})", &keyring, &is_offline, &lives);
  take_news (self, (TuttiKeyringState) CLAMP (keyring, TUTTI_KEYRING_UNKNOWN, TUTTI_KEYRING_THIS_SESSION), is_offline);
  g_variant_iter_init (&iter, lives);
  while (g_variant_iter_loop (&iter, "{&sv}", &id, &live))
    tutti_services_take_live (self->services, id, live);
}

/* The worker left: whoever wants to may take its place. */
static DexFuture *
take_over (gpointer data)
{
  TuttiLibrary          *self = data;
  g_autoptr (TuttiStore) old = NULL;
  g_autoptr (GError)     error = NULL;

  for (guint tries = 0; tries < TAKE_OVER_TRIES && !self->is_closed && !tutti_bus_try_lock (self->bus); tries++)
    dex_await (dex_timeout_new_msec (TAKE_OVER_DELAY_MS), NULL);

  if (tutti_bus_has_lock (self->bus) && !self->is_closed)
    {
      old = g_object_ref (self->store);
      if (begin_work (self, &error))
        {
          dex_await (tutti_store_close (old), NULL);
          take_change (self, TUTTI_CHANGE_ALL);
        }
      else
        {
          g_warning ("Can't go on as the worker: %s", error->message);
          tutti_bus_leave (self->bus);
        }
    }

  self->is_taking_over = FALSE;
  return dex_future_new_true ();
}

static void
start_take_over (TuttiLibrary *self)
{
  if (!self->wants_work || self->worker != NULL || self->store == NULL || self->is_taking_over || self->is_closed)
    return;

  self->is_taking_over = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, take_over, g_object_ref (self), g_object_unref));
}

static void
vacant_cb (TuttiBus     *bus,
           TuttiLibrary *self)
{
  start_take_over (self);
}

typedef struct
{
  TuttiLibrary *self;
  char         *command;
  GVariant     *args;
} Errand;

static void
errand_free (Errand *errand)
{
  g_clear_object (&errand->self);
  g_clear_pointer (&errand->command, g_free);
  g_clear_pointer (&errand->args, g_variant_unref);
  g_free (errand);
}

/* The worker may be about to end, or just ended: then the command goes to the
 * next, which may be this process. Every command may be given twice. */
static DexFuture *
run_somewhere (gpointer data)
{
  Errand       *errand = data;
  TuttiLibrary *self = errand->self;

  for (guint tries = 0;; tries++)
    {
      g_autoptr (GError)   error = NULL;
      g_autoptr (GVariant) answer = NULL;

      if (self->is_closed)
        return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "Tutti is closing");
      if (self->worker != NULL)
        return run_here (self, errand->command, errand->args);

      answer = dex_await_variant (tutti_bus_ask (self->bus, errand->command, errand->args), &error);
      if (answer != NULL)
        return dex_future_new_take_variant (g_steal_pointer (&answer));
      if (tries >= TAKE_OVER_TRIES || !g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_BUSY))
        return dex_future_new_for_error (g_steal_pointer (&error));

      start_take_over (self);
      dex_await (dex_timeout_new_msec (TAKE_OVER_DELAY_MS), NULL);
    }
}

/* In a fiber: reads beside the worker, which may just be making the file. */
static gboolean
begin_reading (TuttiLibrary *self,
               GError      **error)
{
  g_autoptr (GVariant) greeting = dex_await_variant (tutti_bus_ask (self->bus, "hello", TUTTI_BUS_NOTHING), NULL);

  for (guint tries = 0; self->store == NULL; tries++)
    {
      g_autoptr (GError) local = NULL;

      self->store = dex_await_object (tutti_store_open (self->folder, FALSE), &local);
      if (self->store != NULL)
        break;
      if (tries >= TAKE_OVER_TRIES || !g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      dex_await (dex_timeout_new_msec (TAKE_OVER_DELAY_MS), NULL);
    }

  self->has_other = greeting != NULL;
  if (greeting != NULL)
    take_greeting (self, greeting);
  return TRUE;
}

/* --- opening and closing --- */

typedef struct
{
  char    *folder;
  gboolean wants_work;
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_pointer (&opening->folder, g_free);
  g_free (opening);
}

static DexFuture *
open_library (gpointer data)
{
  Opening                 *opening = data;
  g_autoptr (TuttiLibrary) self = g_object_new (TUTTI_TYPE_LIBRARY, NULL);
  g_autoptr (GError)       error = NULL;
  g_autofree char         *file = g_build_filename (opening->folder, "library.db", NULL);
  gboolean                 is_working;

  self->folder = g_strdup (opening->folder);
  self->wants_work = opening->wants_work;
  if (!(self->providers = tutti_providers_new (&error)))
    return dex_future_new_for_error (g_steal_pointer (&error));
  self->services = tutti_services_new (self->providers);
  g_signal_connect_object (self->services, "counted", G_CALLBACK (counted_cb), self, 0);

  if (!(self->bus = dex_await_object (tutti_bus_new (self->folder), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_signal_connect_object (self->bus, "news", G_CALLBACK (bus_news_cb), self, 0);
  g_signal_connect_object (self->bus, "vacant", G_CALLBACK (vacant_cb), self, 0);

  /* Whoever only reads makes the file the first time, so that there is one. */
  is_working = (self->wants_work || !g_file_test (file, G_FILE_TEST_EXISTS)) && tutti_bus_try_lock (self->bus);
  if (!(is_working ? begin_work (self, &error) : begin_reading (self, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* The worker may have left before there was a file to take over. */
  if (!is_working)
    vacant_cb (self->bus, self);
  dex_await (tutti_services_refresh (self->services, self->store), NULL);

  return dex_future_new_take_object (g_steal_pointer (&self));
}

DexFuture *
tutti_library_open (const char *folder,
                    gboolean    wants_work)
{
  Opening    *opening = g_new0 (Opening, 1);
  const char *wished = folder != NULL ? folder : g_getenv ("TUTTI_DATA");

  opening->folder = wished != NULL && *wished != '\0' ? g_canonicalize_filename (wished, NULL)
                                                      : g_build_filename (g_get_user_data_dir (), "tutti", NULL);
  opening->wants_work = wants_work;
  return tutti_fiber_spawn_kept (open_library, opening, (GDestroyNotify) opening_free);
}

static DexFuture *
close_library (gpointer data)
{
  TuttiLibrary *self = data;

  if (!self->is_closed)
    {
      /* What others asked for is done to its end, as what was asked here. */
      if (self->worker != NULL)
        dex_await (tutti_bus_drain (self->bus), NULL);
      tell_change (self);
      end_reading (self);
      if (self->worker != NULL)
        tutti_worker_stop (self->worker);
      dex_await (tutti_store_close (self->store), NULL);
    }
  tutti_bus_leave (self->bus);
  return dex_future_new_true ();
}

DexFuture *
tutti_library_close (TuttiLibrary *self)
{
  return tutti_fiber_spawn_kept (close_library, g_object_ref (self), g_object_unref);
}

/* --- the object --- */

static void
tutti_library_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TuttiLibrary *self = TUTTI_LIBRARY (object);

  switch (prop_id)
    {
    case PROP_IS_WORKER:
      g_value_set_boolean (value, self->worker != NULL);
      break;
    case PROP_IS_OFFLINE:
      g_value_set_boolean (value, self->is_offline);
      break;
    case PROP_KEYRING:
      g_value_set_enum (value, self->keyring);
      break;
    case PROP_N_LIKES:
      g_value_set_uint (value, tutti_library_get_n_likes (self));
      break;
    case PROP_N_WAITING:
      g_value_set_uint (value, tutti_library_get_n_waiting (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_library_dispose (GObject *object)
{
  TuttiLibrary *self = TUTTI_LIBRARY (object);

  g_clear_handle_id (&self->change_id, g_source_remove);
  if (self->bus != NULL)
    tutti_bus_leave (self->bus);
  g_clear_object (&self->worker);
  g_clear_object (&self->store);
  g_clear_object (&self->bus);
  g_clear_object (&self->http);
  g_clear_object (&self->services);
  g_clear_object (&self->providers);
  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (tutti_library_parent_class)->dispose (object);
}

static void
tutti_library_class_init (TuttiLibraryClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tutti_library_get_property;
  object_class->dispose = tutti_library_dispose;

  props[PROP_IS_WORKER] = g_param_spec_boolean ("is-worker", NULL, NULL, FALSE, flags);
  props[PROP_IS_OFFLINE] = g_param_spec_boolean ("is-offline", NULL, NULL, FALSE, flags);
  props[PROP_KEYRING] = g_param_spec_enum ("keyring", NULL, NULL, TUTTI_TYPE_KEYRING_STATE, TUTTI_KEYRING_UNKNOWN, flags);
  props[PROP_N_LIKES] = g_param_spec_uint ("n-likes", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[CHANGED] = g_signal_new ("changed", TUTTI_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[CONNECTED] = g_signal_new ("connected", TUTTI_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, TUTTI_TYPE_SERVICE);
  signals[CONNECT_FAILED] = g_signal_new ("connect-failed", TUTTI_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, TUTTI_TYPE_SERVICE, G_TYPE_ERROR);
  signals[WIPED] = g_signal_new ("wiped", TUTTI_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
tutti_library_init (TuttiLibrary *self)
{
  self->http = tutti_http_new ();
}

TuttiStore *
tutti_library_get_store (TuttiLibrary *self)
{
  return self->store;
}

TuttiProviders *
tutti_library_get_providers (TuttiLibrary *self)
{
  return self->providers;
}

TuttiHttp *
tutti_library_get_http (TuttiLibrary *self)
{
  return self->http;
}

DexFuture *
tutti_library_run (TuttiLibrary *self,
                   const char   *command,
                   GVariant     *args)
{
  Errand *errand;

  if (self->is_closed)
    {
      g_variant_unref (g_variant_ref_sink (args));
      return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "Tutti is closing");
    }
  if (self->worker != NULL)
    return run_here (self, command, args);

  errand = g_new0 (Errand, 1);
  errand->self = g_object_ref (self);
  errand->command = g_strdup (command);
  errand->args = g_variant_ref_sink (args);
  return tutti_fiber_spawn_kept (run_somewhere, errand, (GDestroyNotify) errand_free);
}

gboolean
tutti_library_has_other (TuttiLibrary *self)
{
  return self->worker == NULL && self->has_other;
}

GListModel *
tutti_library_get_services (TuttiLibrary *self)
{
  return tutti_services_get_list (self->services);
}

TuttiService *
tutti_library_find_service (TuttiLibrary *self,
                            const char   *id)
{
  return tutti_services_find (self->services, id);
}

gboolean
tutti_library_has_connection (TuttiLibrary *self)
{
  return tutti_services_has_connection (self->services);
}

TuttiKeyringState
tutti_library_get_keyring (TuttiLibrary *self)
{
  return self->keyring;
}

gboolean
tutti_library_is_offline (TuttiLibrary *self)
{
  return self->is_offline;
}

guint
tutti_library_get_n_likes (TuttiLibrary *self)
{
  return tutti_services_get_counts (self->services)->likes;
}

guint
tutti_library_get_n_waiting (TuttiLibrary *self)
{
  return tutti_services_get_counts (self->services)->outbox;
}

guint
tutti_library_get_n_tracks (TuttiLibrary *self)
{
  return tutti_services_get_counts (self->services)->tracks;
}

char *
tutti_library_dup_salvage_note (TuttiLibrary *self)
{
  return tutti_store_dup_salvage_note (self->store);
}
