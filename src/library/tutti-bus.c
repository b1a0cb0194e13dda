/* tutti-bus.c: who is the worker, and how the others ask it
 *
 * One D-Bus method, Run (s command, v arguments) → v, and one signal, News
 * (s what, v value). Errors cross the bus by their nick. A lock file rather
 * than the bus name decides, since two sessions of one person have two buses
 * and one library.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-bus.h"
#include "tutti-fiber.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "tutti-error.h"

#define WORKER_NAME      APP_ID ".Worker"
#define WORKER_PATH      "/io/github/tuttimusic/Tutti/Worker"
#define WORKER_INTERFACE APP_ID ".Worker"
#define ERROR_PREFIX     APP_ID ".Error."

/* A sign-in may last ten minutes; its command waits as long. */
#define ASK_TIMEOUT_MS (15 * 60 * 1000)

/* Who waits so long asks whether the worker is there at all. One that is stopped
 * keeps its lock and its name, and answers nobody. */
#define PATIENCE_MS (10 * 1000)
#define PING "ping"

/* From an answer to the next question of the same program. */
#define NEXT_QUESTION_MS 200

struct _TuttiBus
{
  GObject parent_instance;

  char            *lock_path;
  int              lock_fd;
  int              lock_errno; /* why the file could not even be opened; 0 if it could */
  GDBusConnection *connection; /* (nullable) */
  guint            name_id;
  guint            watch_id;
  guint            object_id;
  guint            news_id;
  TuttiBusHandler  handler;
  gpointer         handler_data;
  guint            n_running;     /* commands of others */
  DexPromise      *idle;          /* (nullable) for who waits until there are none */
  gint64           next_question; /* until then the one answered last may ask on; monotonic */
  gboolean         is_silent;     /* the worker did not even say that it is there */
};

enum
{
  NEWS,
  VACANT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TuttiBus, tutti_bus, G_TYPE_OBJECT)

static const char interface_xml[] =
    "<node><interface name='" WORKER_INTERFACE "'>"
    "<method name='Run'>"
    "<arg type='s' name='command' direction='in'/>"
    "<arg type='v' name='arguments' direction='in'/>"
    "<arg type='v' name='result' direction='out'/>"
    "</method>"
    "<signal name='News'><arg type='s' name='what'/><arg type='v' name='value'/></signal>"
    "</interface></node>";

/* Errors cross as APP_ID.Error.NICK, hyphens as underscores: a D-Bus name has none. */
static char *
dup_error_name (const GError *error)
{
  TuttiError       code = error->domain == TUTTI_ERROR ? (TuttiError) error->code : TUTTI_ERROR_FAILED;
  g_autofree char *nick = g_strdup (tutti_error_get_nick (code));

  return g_strconcat (ERROR_PREFIX, g_strdelimit (nick, "-", '_'), NULL);
}

/* There can be no worker where nobody may write. */
static GError *
new_storage_error (TuttiBus *self)
{
  return g_error_new (TUTTI_ERROR, TUTTI_ERROR_STORAGE, "Can't open %s: %s", self->lock_path, g_strerror (self->lock_errno));
}

static GError *
take_remote_error (TuttiBus *self,
                   GError   *error)
{
  g_autoptr (GError) remote = error;
  g_autofree char   *name = g_dbus_error_get_remote_error (remote);
  TuttiError         code;

  if (name != NULL && g_str_has_prefix (name, ERROR_PREFIX))
    {
      g_autofree char *nick = g_strdelimit (g_strdup (name + strlen (ERROR_PREFIX)), "_", '-');

      g_dbus_error_strip_remote_error (remote);
      if (tutti_error_from_nick (nick, &code))
        return g_error_new_literal (TUTTI_ERROR, (int) code, remote->message);
    }

  if (self->lock_errno != 0 && (g_error_matches (remote, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
                                g_error_matches (remote, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)))
    return new_storage_error (self);
  return g_error_new (TUTTI_ERROR, TUTTI_ERROR_BUSY, "The other Tutti did not answer: %s", remote->message);
}

/* --- the worker's side --- */

typedef struct
{
  TuttiBus              *self;
  GDBusMethodInvocation *invocation;
} Question;

static void
question_free (Question *question)
{
  TuttiBus *self = question->self;

  /* Who began to connect asks next how it ends. */
  self->next_question = g_get_monotonic_time () + NEXT_QUESTION_MS * G_GINT64_CONSTANT (1000);
  if (--self->n_running == 0 && self->idle != NULL)
    {
      g_autoptr (DexPromise) idle = g_steal_pointer (&self->idle);

      dex_promise_resolve_boolean (idle, TRUE);
    }
  g_clear_object (&question->invocation);
  g_clear_object (&question->self);
  g_free (question);
}

static DexFuture *
answer (DexFuture *future,
        gpointer   data)
{
  Question          *question = data;
  g_autoptr (GError) error = NULL;
  const GValue      *value = dex_future_get_value (future, &error);

  if (value != NULL)
    g_dbus_method_invocation_return_value (g_steal_pointer (&question->invocation),
                                           g_variant_new ("(v)", g_value_get_variant (value)));
  else
    {
      g_autofree char *name = dup_error_name (error);

      g_dbus_method_invocation_return_dbus_error (g_steal_pointer (&question->invocation), name, error->message);
    }

  return dex_future_new_true ();
}

static void
run_cb (GDBusConnection       *connection,
        const char            *sender,
        const char            *path,
        const char            *interface,
        const char            *method,
        GVariant              *parameters,
        GDBusMethodInvocation *invocation,
        gpointer               user_data)
{
  TuttiBus            *self = user_data;
  g_autoptr (GVariant) args = NULL;
  const char          *command = NULL;
  Question            *question;

  g_variant_get (parameters, "(&sv)", &command, &args);
  if (self->handler == NULL)
    {
      g_dbus_method_invocation_return_dbus_error (invocation, ERROR_PREFIX "busy", "Not the worker any more");
      return;
    }
  if (g_str_equal (command, PING))
    {
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(v)", TUTTI_BUS_NOTHING));
      return;
    }

  question = g_new0 (Question, 1);
  question->self = g_object_ref (self);
  question->invocation = invocation;
  self->n_running++;
  dex_future_disown (dex_future_finally (self->handler (command, args, self->handler_data), answer,
                                         question, (GDestroyNotify) question_free));
}

static const GDBusInterfaceVTable vtable = { .method_call = run_cb };

gboolean
tutti_bus_try_lock (TuttiBus *self)
{
  if (self->lock_fd >= 0)
    return TRUE;

  self->lock_fd = open (self->lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  self->lock_errno = self->lock_fd < 0 ? errno : 0;
  if (self->lock_fd >= 0 && flock (self->lock_fd, LOCK_EX | LOCK_NB) != 0)
    {
      /* Not every file system has locks: that nobody holds it, then, says nothing. */
      self->lock_errno = errno == EWOULDBLOCK ? 0 : errno;
      g_clear_fd (&self->lock_fd, NULL);
    }

  return self->lock_fd >= 0;
}

gboolean
tutti_bus_has_lock (TuttiBus *self)
{
  return self->lock_fd >= 0;
}

void
tutti_bus_serve (TuttiBus       *self,
                 TuttiBusHandler handler,
                 gpointer        user_data)
{
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, NULL);
  g_autoptr (GError)        error = NULL;

  self->handler = handler;
  self->handler_data = user_data;
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  if (self->connection == NULL || self->object_id != 0)
    return;

  self->object_id = g_dbus_connection_register_object (self->connection, WORKER_PATH, node->interfaces[0],
                                                       &vtable, self, NULL, &error);
  if (self->object_id == 0)
    g_warning ("Other programs can't ask this one: %s", error->message);
  self->name_id = g_bus_own_name_on_connection (self->connection, WORKER_NAME, G_BUS_NAME_OWNER_FLAGS_NONE,
                                                NULL, NULL, NULL, NULL);
}

void
tutti_bus_tell (TuttiBus   *self,
                const char *what,
                GVariant   *value)
{
  g_autoptr (GVariant) taken = g_variant_ref_sink (value);

  if (self->connection != NULL && self->object_id != 0)
    g_dbus_connection_emit_signal (self->connection, NULL, WORKER_PATH, WORKER_INTERFACE, "News",
                                   g_variant_new ("(sv)", what, taken), NULL);
}

static DexFuture *
drain (gpointer data)
{
  TuttiBus *self = data;

  while (self->n_running > 0 || g_get_monotonic_time () < self->next_question)
    {
      if (self->n_running == 0)
        {
          dex_await (dex_timeout_new_deadline (self->next_question), NULL);
          continue;
        }
      if (self->idle == NULL)
        self->idle = dex_promise_new ();
      dex_await (DEX_FUTURE (dex_ref (self->idle)), NULL);
    }

  /* Who ends now would take along what is still queued. */
  if (self->connection != NULL)
    g_dbus_connection_flush_sync (self->connection, NULL, NULL);
  return dex_future_new_true ();
}

DexFuture *
tutti_bus_drain (TuttiBus *self)
{
  return tutti_fiber_spawn_kept (drain, g_object_ref (self), g_object_unref);
}

void
tutti_bus_leave (TuttiBus *self)
{
  self->handler = NULL;
  self->handler_data = NULL;
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  g_clear_handle_id (&self->name_id, g_bus_unown_name);
  if (self->object_id != 0)
    g_dbus_connection_unregister_object (self->connection, self->object_id);
  self->object_id = 0;
  g_clear_fd (&self->lock_fd, NULL);
}

/* --- the others' side --- */

static DexFuture *
take_answer (DexFuture *future,
             gpointer   data)
{
  TuttiBus            *self = data;
  g_autoptr (GError)   error = NULL;
  const GValue        *value = dex_future_get_value (future, &error);
  g_autoptr (GVariant) inner = NULL;

  if (value == NULL)
    return dex_future_new_for_error (take_remote_error (self, g_steal_pointer (&error)));

  g_variant_get (g_value_get_variant (value), "(v)", &inner);
  return dex_future_new_take_variant (g_steal_pointer (&inner));
}

typedef struct
{
  TuttiBus *self;
  char     *command;
  GVariant *args;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_clear_object (&asking->self);
  g_clear_pointer (&asking->command, g_free);
  g_clear_pointer (&asking->args, g_variant_unref);
  g_free (asking);
}

static DexFuture *
call (TuttiBus   *self,
      const char *command,
      GVariant   *args,
      int         timeout_ms)
{
  return dex_dbus_connection_call (self->connection, WORKER_NAME, WORKER_PATH, WORKER_INTERFACE, "Run",
                                   g_variant_new ("(sv)", command, args), G_VARIANT_TYPE ("(v)"),
                                   G_DBUS_CALL_FLAGS_NO_AUTO_START, timeout_ms);
}

/* Any word will do: an older Tutti knows no ping. */
static gboolean
is_there (TuttiBus  *self,
          DexFuture *given_up)
{
  g_autoptr (GError) error = NULL;

  dex_await (tutti_fiber_until (call (self, PING, TUTTI_BUS_NOTHING, PATIENCE_MS), given_up), &error);

  return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static DexFuture *
ask (DexFuture *given_up,
     gpointer   data)
{
  Asking               *asking = data;
  TuttiBus             *self = asking->self;
  g_autoptr (DexFuture) reply = dex_future_finally (call (self, asking->command, asking->args, ASK_TIMEOUT_MS),
                                                    take_answer, g_object_ref (self), g_object_unref);
  /* Somebody waits for it all the time, so that waiting a little does not take it back. */
  g_autoptr (DexFuture) kept = dex_future_first (dex_ref (reply), NULL);

  self->is_silent = FALSE;
  for (;;)
    {
      dex_await (dex_future_first (dex_ref (reply), dex_ref (given_up), dex_timeout_new_msec (PATIENCE_MS), NULL), NULL);
      if (!dex_future_is_pending (reply) || !dex_future_is_pending (given_up))
        return dex_ref (reply);

      if (!is_there (self, given_up) && dex_future_is_pending (reply))
        {
          self->is_silent = TRUE;
          return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BUSY, "The other Tutti says nothing");
        }
    }
}

DexFuture *
tutti_bus_ask (TuttiBus   *self,
               const char *command,
               GVariant   *args)
{
  g_autoptr (GVariant) taken = g_variant_ref_sink (args);
  Asking              *asking;

  if (self->connection == NULL && self->lock_errno != 0)
    return dex_future_new_for_error (new_storage_error (self));
  if (self->connection == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BUSY, "Another Tutti is at work in another session");

  asking = g_new0 (Asking, 1);
  asking->self = g_object_ref (self);
  asking->command = g_strdup (command);
  asking->args = g_steal_pointer (&taken);

  return tutti_fiber_spawn (ask, asking, asking_free);
}

gboolean
tutti_bus_is_silent (TuttiBus *self)
{
  return self->is_silent;
}

static void
news_cb (GDBusConnection *connection,
         const char      *sender,
         const char      *path,
         const char      *interface,
         const char      *signal,
         GVariant        *parameters,
         gpointer         user_data)
{
  TuttiBus *self = user_data;

  if (!tutti_bus_has_lock (self) && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sv)")))
    g_signal_emit (self, signals[NEWS], 0, parameters);
}

static void
vanished_cb (GDBusConnection *connection,
             const char      *name,
             gpointer         user_data)
{
  TuttiBus *self = user_data;

  if (!tutti_bus_has_lock (self))
    g_signal_emit (self, signals[VACANT], 0);
}

/* --- making it --- */

static void
tutti_bus_finalize (GObject *object)
{
  TuttiBus *self = TUTTI_BUS (object);

  tutti_bus_leave (self);
  if (self->news_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->news_id);
  g_clear_object (&self->connection);
  dex_clear (&self->idle);
  g_clear_pointer (&self->lock_path, g_free);

  G_OBJECT_CLASS (tutti_bus_parent_class)->finalize (object);
}

static void
tutti_bus_class_init (TuttiBusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tutti_bus_finalize;

  signals[NEWS] = g_signal_new ("news", TUTTI_TYPE_BUS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_VARIANT);
  signals[VACANT] = g_signal_new ("vacant", TUTTI_TYPE_BUS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
tutti_bus_init (TuttiBus *self)
{
  self->lock_fd = -1;
}

static DexFuture *
make_bus (gpointer data)
{
  const char           *folder = data;
  g_autoptr (TuttiBus)  self = g_object_new (TUTTI_TYPE_BUS, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_STORAGE, "Can't make the folder %s: %s",
                                  folder, g_strerror (errno));

  self->lock_path = g_build_filename (folder, "worker.lock", NULL);
  self->connection = dex_await_object (dex_bus_get (G_BUS_TYPE_SESSION), NULL);
  if (self->connection != NULL)
    {
      self->news_id = g_dbus_connection_signal_subscribe (self->connection, WORKER_NAME, WORKER_INTERFACE, "News",
                                                          WORKER_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                                          news_cb, self, NULL);
      self->watch_id = g_bus_watch_name_on_connection (self->connection, WORKER_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                       NULL, vanished_cb, self, NULL);
    }

  return dex_future_new_take_object (g_steal_pointer (&self));
}

DexFuture *
tutti_bus_new (const char *folder)
{
  return tutti_fiber_spawn_kept (make_bus, g_strdup (folder), g_free);
}
