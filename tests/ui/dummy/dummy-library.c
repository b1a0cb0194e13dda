/* dummy-library.c: a library that needs no service, no file and no network
 *
 * SIGUSR1 takes the network away, or gives it back. Imports come to an end
 * while they are "advancing", and to a stop while they are "halting", too.
 * Shows the window in any state: TUTTI_DUMMY in the environment names it.
 * Words: all (eight services), connected, signed-out, soon, locked, absent,
 * offline, importing, vanished, problem, denied, switch, slow, broken,
 * empty, rtl (written from right to left), silent, dismissed, agrees, ready, sound, slow-sound;
 * told (the browser agrees at SIGUSR2), quota, failing,
 * opening (without end), signs (Apple Music's key); numbers: plays=, likes=, charts=.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "dummy-private.h"
#include "tutti-preview.h"

#include <glib-unix.h>
#include <gtk/gtk.h>
#include <stdlib.h>
#include <string.h>

gboolean
dummy_has (const char *word)
{
  const char *text = g_getenv ("TUTTI_DUMMY");
  g_auto (GStrv) words = g_strsplit (text ? text : "", ",", -1);

  return g_strv_contains ((const char *const *) words, word);
}

guint
dummy_get_number (const char *name,
                  guint       otherwise)
{
  const char *text = g_getenv ("TUTTI_DUMMY");
  g_auto (GStrv) words = g_strsplit (text ? text : "", ",", -1);
  gsize length = strlen (name);

  if (dummy_has ("empty"))
    return 0;
  for (guint i = 0; words[i] != NULL; i++)
    if (strncmp (words[i], name, length) == 0 && words[i][length] == '=')
      return (guint) atoi (words[i] + length + 1);
  return otherwise;
}

struct _TuttiLibrary
{
  GObject parent_instance;

  GListStore       *services;
  guint             signal_id;
  DexPromise       *waiting; /* (nullable) */
  TuttiKeyringState keyring;
  gboolean          is_offline;
};

enum
{
  PROP_IS_OFFLINE = 1,
  PROP_KEYRING,
};

static guint changed, connected;

G_DEFINE_ENUM_TYPE (TuttiKeyringState, tutti_keyring_state, G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_UNKNOWN, "unknown"), G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_READY, "ready"), G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_LOCKED, "locked"), G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_ABSENT, "absent"), G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_THIS_SESSION, "this-session"))

static gpointer
copy_loss (gpointer loss)
{
  return g_memdup2 (loss, sizeof (TuttiLoss));
}

G_DEFINE_BOXED_TYPE (TuttiLoss, tutti_loss, copy_loss, g_free)
G_DEFINE_FINAL_TYPE (TuttiLibrary, tutti_library, G_TYPE_OBJECT)

static void
tutti_library_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TuttiLibrary *self = TUTTI_LIBRARY (object);

  if (prop_id == PROP_IS_OFFLINE)
    g_value_set_boolean (value, self->is_offline);
  else
    g_value_set_enum (value, self->keyring);
}

static void
tutti_library_finalize (GObject *object)
{
  TuttiLibrary *self = TUTTI_LIBRARY (object);

  g_clear_handle_id (&self->signal_id, g_source_remove);
  g_clear_object (&self->services);
  dex_clear (&self->waiting);
  G_OBJECT_CLASS (tutti_library_parent_class)->finalize (object);
}

static void
tutti_library_class_init (TuttiLibraryClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = tutti_library_get_property;
  G_OBJECT_CLASS (klass)->finalize = tutti_library_finalize;
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_IS_OFFLINE,
                                   g_param_spec_boolean ("is-offline", NULL, NULL, FALSE, G_PARAM_READABLE));
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_KEYRING,
                                   g_param_spec_enum ("keyring", NULL, NULL, TUTTI_TYPE_KEYRING_STATE, 0, G_PARAM_READABLE));
  changed = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  connected = g_signal_new ("connected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, TUTTI_TYPE_SERVICE);
  g_signal_new ("connect-failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, TUTTI_TYPE_SERVICE, G_TYPE_ERROR);
  g_signal_new ("wiped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static TuttiService *
make_service (const DummyInfo *info,
              guint            place)
{
  TuttiService *service = g_object_new (TUTTI_TYPE_SERVICE, NULL);
  gint64        now = g_get_real_time () / 1000;

  service->info = info;
  service->sends = TRUE;
  service->sign_in_by = now + G_GINT64_CONSTANT (150) * 24 * 3600 * 1000;
  service->import_state = dummy_has ("advancing") ? TUTTI_IMPORT_NONE : TUTTI_IMPORT_COMPLETE;
  if (dummy_has ("connected") && (place == 0 || place == 2 || place == 3))
    service->state = TUTTI_SERVICE_CONNECTED;
  if (dummy_has ("signed-out") && place == 1)
    service->state = TUTTI_SERVICE_SIGN_IN_AGAIN;
  if (dummy_has ("ready") && place == 0)
    service->state = TUTTI_SERVICE_READY;
  if (dummy_has ("soon") && place == 0)
    service->sign_in_by = now + G_GINT64_CONSTANT (5) * 24 * 3600 * 1000;
  if (dummy_has ("problem") && place == 0)
    service->problem = "Spotify has trouble of its own just now. Tutti tries again by itself.";
  if (dummy_has ("vanished") && place == 0)
    service->n_vanished = 31;
  if (dummy_has ("importing") && place == 0)
    {
      service->import_state = TUTTI_IMPORT_RUNNING;
      service->seen = 3150;
      service->total = 12486;
    }
  return service;
}

static gboolean
network_cb (gpointer data)
{
  TuttiLibrary *self = data;

  self->is_offline = !self->is_offline;
  g_object_notify (G_OBJECT (self), "is-offline");
  return G_SOURCE_CONTINUE;
}

static void
tutti_library_init (TuttiLibrary *self)
{
  guint n_services = dummy_has ("all") ? dummy_n_infos : 1;

  self->services = g_list_store_new (TUTTI_TYPE_SERVICE);
  self->is_offline = dummy_has ("offline");
  self->signal_id = g_unix_signal_add (SIGUSR1, network_cb, self);
  if (dummy_has ("planted"))
    dummy_plant ();
  self->keyring = dummy_has ("locked") ? TUTTI_KEYRING_LOCKED : dummy_has ("absent") ? TUTTI_KEYRING_ABSENT
                                                                                     : TUTTI_KEYRING_READY;
  for (guint i = 0; i < n_services; i++)
    {
      g_autoptr (TuttiService) service = make_service (&dummy_infos[i], i);

      g_list_store_append (self->services, service);
    }
}

static DexFuture *
good (void)
{
  return dex_future_new_true ();
}

static void
tell (TuttiLibrary *self,
      guint         what)
{
  g_signal_emit (self, changed, 0, what);
}

static void
set_state (TuttiLibrary     *self,
           TuttiService     *service,
           TuttiServiceState state)
{
  service->state = state;
  dummy_service_notify (service);
  tell (self, TUTTI_CHANGED_SERVICES);
}

DexFuture *
tutti_library_open (const char *folder,
                    gboolean    wants_work)
{
  if (dummy_has ("rtl"))
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (dummy_has ("opening"))
    return DEX_FUTURE (dex_promise_new ());
  if (dummy_has ("broken"))
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_LIBRARY_NEWER, "newer");
  return dex_future_new_take_object (g_object_new (TUTTI_TYPE_LIBRARY, NULL));
}

DexFuture *
tutti_library_close (TuttiLibrary *self)
{
  return good ();
}
gboolean
tutti_library_has_other (TuttiLibrary *self)
{
  return FALSE;
}
GListModel *
tutti_library_get_services (TuttiLibrary *self)
{
  return G_LIST_MODEL (self->services);
}

TuttiService *
tutti_library_find_service (TuttiLibrary *self,
                            const char   *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->services)); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (G_LIST_MODEL (self->services), i);

      if (g_strcmp0 (service->info->id, id) == 0)
        return service;
    }
  return NULL;
}

gboolean
tutti_library_has_connection (TuttiLibrary *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->services)); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (G_LIST_MODEL (self->services), i);

      if (tutti_service_is_linked (service))
        return TRUE;
    }
  return FALSE;
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
  return tutti_library_has_connection (self) ? dummy_get_number ("likes", 4354) : 0;
}
guint
tutti_library_get_n_waiting (TuttiLibrary *self)
{
  return dummy_has ("offline") ? 2 : 0;
}
guint
tutti_library_get_n_tracks (TuttiLibrary *self)
{
  return dummy_get_n_songs ();
}
char *
tutti_library_dup_salvage_note (TuttiLibrary *self)
{
  return NULL;
}

/* --- connecting --- */

DexFuture *
tutti_library_set_up (TuttiLibrary *self,
                      TuttiService *service,
                      const char   *client_id,
                      TuttiSecret  *client_secret)
{
  set_state (self, service, TUTTI_SERVICE_READY);
  return good ();
}

DexFuture *
tutti_library_check_key (TuttiLibrary *self,
                         TuttiService *service,
                         const char   *name,
                         TuttiSecret  *token)
{
  if (token != NULL && g_str_has_prefix (tutti_secret_reveal (token), "0000"))
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BAD_TOKEN, "Nobody's");
  return dex_future_new_for_string (name != NULL ? name : "ada");
}

DexFuture *
tutti_library_connect_key (TuttiLibrary *self,
                           TuttiService *service,
                           const char   *name,
                           TuttiSecret  *token,
                           gboolean      switch_account)
{
  if (token != NULL && g_str_has_prefix (tutti_secret_reveal (token), "0000"))
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BAD_TOKEN, "Nobody's");
  service->by_name = token == NULL;
  set_state (self, service, TUTTI_SERVICE_CONNECTED);
  return good ();
}

static gboolean
answer_cb (gpointer data)
{
  TuttiLibrary *self = data;
  g_autoptr (TuttiService) service = g_list_model_get_item (G_LIST_MODEL (self->services), 0);

  if (self->waiting == NULL || service->state != TUTTI_SERVICE_WAITING)
    return G_SOURCE_REMOVE;
  if (dummy_has ("denied"))
    {
      set_state (self, service, TUTTI_SERVICE_READY);
      dex_promise_reject (self->waiting, g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_ACCESS_DENIED, "no"));
    }
  else if (dummy_has ("switch"))
    {
      set_state (self, service, TUTTI_SERVICE_CONNECTED);
      dex_promise_reject (self->waiting, g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_ALREADY_LINKED, "other"));
    }
  else
    {
      set_state (self, service, TUTTI_SERVICE_CONNECTED);
      dex_promise_resolve_boolean (self->waiting, TRUE);
      g_signal_emit (self, connected, 0, service);
    }
  return G_SOURCE_REMOVE;
}

DexFuture *
tutti_library_connect (TuttiLibrary *self,
                       TuttiService *service,
                       gboolean      switch_account)
{
  if (self->keyring == TUTTI_KEYRING_LOCKED)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_KEYRING_LOCKED, "locked");
  dex_clear (&self->waiting);
  self->waiting = dex_promise_new ();
  set_state (self, service, TUTTI_SERVICE_WAITING);
  if (dummy_has ("denied") || dummy_has ("switch") || dummy_has ("agrees"))
    g_timeout_add_full (G_PRIORITY_DEFAULT, 1500, answer_cb, g_object_ref (self), g_object_unref);
  if (dummy_has ("told"))
    g_unix_signal_add_full (G_PRIORITY_DEFAULT, SIGUSR2, answer_cb, g_object_ref (self), g_object_unref);
  return dex_future_new_take_string (g_strdup ("http://127.0.0.1:1/authorize"));
}

DexFuture *
tutti_library_wait_connected (TuttiLibrary *self,
                              TuttiService *service)
{
  return self->waiting ? dex_ref (DEX_FUTURE (self->waiting)) : dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_FAILED, "none");
}

DexFuture *
tutti_library_confirm_switch (TuttiLibrary *self, TuttiService *service, gboolean yes)
{
  return good ();
}

DexFuture *
tutti_library_cancel_connect (TuttiLibrary *self,
                              TuttiService *service)
{
  set_state (self, service, TUTTI_SERVICE_READY);
  if (self->waiting != NULL && dex_future_is_pending (DEX_FUTURE (self->waiting)))
    dex_promise_reject (self->waiting, g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "cancelled"));
  return good ();
}

DexFuture *
tutti_library_paste_address (TuttiLibrary *self,
                             TuttiService *service,
                             const char   *address)
{
  if (!g_str_has_prefix (address, "http://127.0.0.1"))
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "not an address");
  answer_cb (self);
  return good ();
}

DexFuture *
tutti_library_count_loss (TuttiLibrary *self,
                          TuttiService *service)
{
  TuttiLoss loss = { .likes = 1248, .plays = 412, .waiting = 2, .tracks = 1102, .manual = 14 };

  return dex_future_new_take_boxed (TUTTI_TYPE_LOSS, copy_loss (&loss));
}

DexFuture *
tutti_library_disconnect (TuttiLibrary *self,
                          TuttiService *service,
                          gboolean      keep_manual)
{
  set_state (self, service, TUTTI_SERVICE_READY);
  return good ();
}

static void
set_keyring (TuttiLibrary     *self,
             TuttiKeyringState keyring)
{
  self->keyring = keyring;
  g_object_notify (G_OBJECT (self), "keyring");
}

DexFuture *
tutti_library_unlock_keyring (TuttiLibrary *self)
{
  if (dummy_has ("dismissed"))
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_KEYRING_DISMISSED, "dismissed");
  set_keyring (self, TUTTI_KEYRING_READY);
  return good ();
}

DexFuture *
tutti_library_use_this_session (TuttiLibrary *self)
{
  set_keyring (self, TUTTI_KEYRING_THIS_SESSION);
  return good ();
}

/* --- keeping up to date --- */

/* While they are "failing", YouTube is well the second time, SoundCloud never,
 * and Spotify as long as nobody asks it twice. */
static gboolean
synced_cb (gpointer data)
{
  TuttiService *service = data;
  const char   *id = service->info->id;
  gboolean      fails = g_str_equal (id, "soundcloud") || (service->n_syncs == 1) != g_str_equal (id, "spotify");

  service->is_syncing = FALSE;
  dummy_service_notify (service);
  service->problem = !fails ? NULL : g_str_equal (id, "soundcloud") ? "SoundCloud can’t be reached." : "It has a problem.";
  dummy_service_notify (service);
  return G_SOURCE_REMOVE;
}

static void
sync_failing (TuttiService *service,
              guint         ms)
{
  if (service->state != TUTTI_SERVICE_CONNECTED || service->is_syncing)
    return;
  service->is_syncing = TRUE;
  service->n_syncs++;
  dummy_service_notify (service);
  g_timeout_add_full (G_PRIORITY_DEFAULT, ms, synced_cb, g_object_ref (service), g_object_unref);
}

DexFuture *
tutti_library_sync (TuttiLibrary *self, TuttiService *service)
{
  GListModel *services = G_LIST_MODEL (self->services);

  for (guint i = 0; dummy_has ("failing") && i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) one = g_list_model_get_item (services, i);

      if (service == NULL || service == one)
        sync_failing (one, 300 * i);
    }
  return good ();
}

static void
set_import (TuttiLibrary    *self,
            TuttiService    *service,
            TuttiImportState state)
{
  service->import_state = state;
  dummy_service_notify (service);
  tell (self, TUTTI_CHANGED_SERVICES);
}

typedef struct
{
  TuttiLibrary *library;
  TuttiService *service;
} Import;

static void
import_free (gpointer data)
{
  Import *import = data;

  g_clear_object (&import->library);
  g_clear_object (&import->service);
  g_free (import);
}

/* A page a moment, five in all. */
static gboolean
page_cb (gpointer data)
{
  Import *import = data;

  if (import->service->import_state != TUTTI_IMPORT_RUNNING)
    return G_SOURCE_REMOVE;
  import->service->seen += import->service->total / 5;
  if (import->service->seen < import->service->total && !(dummy_has ("halting") && import->service->seen > import->service->total / 2))
    {
      dummy_service_notify (import->service);
      return G_SOURCE_CONTINUE;
    }
  set_import (import->library, import->service, dummy_has ("halting") ? TUTTI_IMPORT_STOPPED : TUTTI_IMPORT_COMPLETE);
  return G_SOURCE_REMOVE;
}

static void
start_advancing (TuttiLibrary *self,
                 TuttiService *service)
{
  Import *import = g_new0 (Import, 1);

  service->seen = 0;
  service->total = 12485;
  import->library = g_object_ref (self);
  import->service = g_object_ref (service);
  g_timeout_add_full (G_PRIORITY_DEFAULT, 300, page_cb, import, import_free);
}

DexFuture *
tutti_library_import_likes (TuttiLibrary *self,
                            TuttiService *service,
                            gboolean      anew)
{
  service->seen = 3150;
  service->total = 12486;
  if (dummy_has ("advancing"))
    start_advancing (self, service);
  set_import (self, service, TUTTI_IMPORT_RUNNING);
  return good ();
}

DexFuture *
tutti_library_pause_import (TuttiLibrary *self,
                            TuttiService *service)
{
  set_import (self, service, TUTTI_IMPORT_PAUSED);
  return good ();
}

DexFuture *
tutti_library_answer_vanished (TuttiLibrary *self,
                               TuttiService *service,
                               gboolean      remove)
{
  service->n_vanished = 0;
  dummy_service_notify (service);
  return good ();
}

DexFuture *
tutti_library_set_send_likes (TuttiLibrary *self,
                              TuttiService *service,
                              gboolean      send)
{
  service->sends = send;
  return good ();
}

DexFuture *
tutti_library_set_open_in (TuttiLibrary *self,
                           TuttiService *service,
                           guint         open_in)
{
  service->open_in = open_in;
  return good ();
}

/* --- songs --- */

DexFuture *
tutti_library_set_liked (TuttiLibrary *self,
                         gint64        track_id,
                         gboolean      liked)
{
  dummy_set_liked (track_id, liked);
  dummy_lists_changed ();
  tell (self, TUTTI_CHANGED_LIKES);
  return good ();
}

DexFuture *
tutti_library_set_many_liked (TuttiLibrary *self,
                              GArray       *track_ids,
                              gboolean      liked)
{
  for (guint i = 0; i < track_ids->len; i++)
    dummy_set_liked (g_array_index (track_ids, gint64, i), liked);
  dummy_lists_changed ();
  tell (self, TUTTI_CHANGED_LIKES);
  return good ();
}

static gboolean
send_cb (gpointer data)
{
  TuttiService *service = data;

  service->n_waiting--;
  g_object_notify (G_OBJECT (service), "n-waiting");
  return service->n_waiting > 0;
}

/* The service knows four songs of five, and answers ten times a second. */
DexFuture *
tutti_library_like_on (TuttiLibrary *self,
                       TuttiService *service,
                       GArray       *track_ids,
                       gboolean      liked)
{
  g_autoptr (GArray) heard = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < track_ids->len; i++)
    if (g_array_index (track_ids, gint64, i) % 5 != 0)
      g_array_append_vals (heard, &g_array_index (track_ids, gint64, i), 1);
  service->n_waiting = heard->len;
  g_object_notify (G_OBJECT (service), "n-waiting");
  if (heard->len > 0)
    g_timeout_add_full (G_PRIORITY_DEFAULT, 100, send_cb, g_object_ref (service), g_object_unref);
  return dex_future_new_take_boxed (G_TYPE_ARRAY, g_steal_pointer (&heard));
}

DexFuture *
tutti_library_find_track (TuttiLibrary *self,
                          const char   *name)
{
  return dex_future_new_take_object (dummy_make_track ((guint) atoi (name + 24)));
}

static void
append_number (GByteArray *bytes,
               guint32     number,
               guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      guint8 byte = (guint8) (number >> (8 * i));

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* Half a minute of silence, which is played to nobody. (transfer full) */
static char *
make_sound (void)
{
  static const guint rate = 8000;
  static const guint size = 30 * 8000 * 2;
  g_autoptr (GByteArray) wav = g_byte_array_new ();
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "sound.wav", NULL);

  g_byte_array_append (wav, (const guint8 *) "RIFF", 4);
  append_number (wav, 36 + size, 4);
  g_byte_array_append (wav, (const guint8 *) "WAVEfmt ", 8);
  append_number (wav, 16, 4);
  append_number (wav, 1, 2);
  append_number (wav, 1, 2);
  append_number (wav, rate, 4);
  append_number (wav, rate * 2, 4);
  append_number (wav, 2, 2);
  append_number (wav, 16, 2);
  g_byte_array_append (wav, (const guint8 *) "data", 4);
  append_number (wav, size, 4);
  for (guint i = 0; i < size; i++)
    append_number (wav, 0, 1);

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_file_set_contents (path, (const char *) wav->data, wav->len, NULL);
  g_setenv ("TUTTI_AUDIO_SINK", "fakesink sync=true", TRUE);

  return g_filename_to_uri (path, NULL, NULL);
}

DexFuture *
tutti_library_find_preview (TuttiLibrary       *self,
                            gint64              track_id,
                            const char *const *without)
{
  TuttiService *service = tutti_library_find_service (self, "deezer");
  g_autofree char *sound = dummy_has ("sound") ? make_sound () : NULL;

  if (dummy_has ("slow-sound"))
    return dex_future_new_infinite ();
  if (sound == NULL || service == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NO_PREVIEW, "no preview");
  return dex_future_new_take_boxed (TUTTI_TYPE_PREVIEW, tutti_preview_new (sound, service, "https://www.deezer.com/track/1", TRUE));
}

DexFuture *
tutti_library_find_link (TuttiLibrary *self,
                         const char   *link)
{
  if (strstr (link, "missing") != NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "no such song");
  if (strstr (link, "album") != NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NO_SONG, "no song");
  return dex_future_new_take_object (dummy_make_track (1));
}

DexFuture *
tutti_library_look_at_link (TuttiLibrary *self,
                            const char   *link)
{
  return tutti_library_find_link (self, link);
}

char *
tutti_library_dup_page (TuttiLibrary *self, const char *link)
{
  return g_strdup (link);
}

gboolean
tutti_library_is_link (TuttiLibrary *self, const char *text)
{
  return strstr (text, "://") != NULL;
}

DexFuture *
tutti_library_search_service (TuttiLibrary *self, TuttiService *service, const char *text)
{
  return good ();
}
DexFuture *
tutti_library_search_local (TuttiLibrary *self, const char *text, guint limit)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 id = 2; id < 6 && *text != '\0' && !g_str_equal (text, "zzz"); id++)
    g_array_append_val (ids, id);
  return dex_future_new_take_boxed (G_TYPE_ARRAY, g_steal_pointer (&ids));
}
DexFuture *
tutti_library_read_tracks (TuttiLibrary *self, GArray *ids)
{
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (tracks, dummy_make_track ((guint) g_array_index (ids, gint64, i) - 1));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&tracks));
}

/* A picture of two colours that depend on the address; every seventh is wide. */
DexFuture *
tutti_library_fetch_artwork (TuttiLibrary *self,
                             const char   *uri)
{
  guint hash = g_str_hash (uri);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 300, hash % 7 == 0 ? 170 : 300);
  g_autoptr (GdkPixbuf) part = gdk_pixbuf_new_subpixbuf (pixbuf, 60, 40, 180, 90);
  g_autofree char *data = NULL;
  gsize            size;

  gdk_pixbuf_fill (pixbuf, (hash * 2654435761u) | 0xff);
  gdk_pixbuf_fill (part, ((hash + 77) * 2246822519u) | 0xff);
  gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, "png", NULL, NULL);
  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_new_take (g_steal_pointer (&data), size));
}

DexFuture *
tutti_library_export (TuttiLibrary *self, const char *path)
{
  return dex_future_new_for_uint (1248);
}
DexFuture *
tutti_library_import (TuttiLibrary *self, const char *path)
{
  return dex_future_new_for_uint (1248);
}
DexFuture *
tutti_library_delete_everything (TuttiLibrary *self)
{
  g_signal_emit_by_name (self, "wiped");
  return good ();
}
DexFuture *
tutti_library_send_likes (TuttiLibrary *self)
{
  return good ();
}

DexFuture *
tutti_library_set_search_public (TuttiLibrary *self,
                                 gboolean      on)
{
  dummy_is_public = on;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->services)); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (G_LIST_MODEL (self->services), i);

      dummy_service_notify (service);
    }
  tell (self, TUTTI_CHANGED_SERVICES);
  return good ();
}

gboolean
tutti_library_get_search_public (TuttiLibrary *self)
{
  return dummy_is_public;
}
gboolean
tutti_library_has_public (TuttiLibrary *self)
{
  return dummy_has ("all");
}
TuttiService *
tutti_library_find_link_service (TuttiLibrary *self, const char *link)
{
  return NULL;
}
