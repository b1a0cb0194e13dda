/* tutti-library-actions.c: a person's words, as commands and queries
 *
 * Each function packs its arguments for the worker, or asks the store; none
 * keeps anything. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-library-private.h"
#include "tutti-fiber.h"

#include <glib/gstdio.h>

#include "tutti-bus.h"
#include "tutti-service-private.h"
#include "tutti-store-data.h"
#include "tutti-store-lists.h"
#include "tutti-vault.h"
#include "tutti-worker.h"

/* Who asks how things are does not wait longer for the keyring. */
#define PROBE_SECONDS 2

static TuttiLoss *
tutti_loss_copy (TuttiLoss *self)
{
  return g_memdup2 (self, sizeof *self);
}

G_DEFINE_BOXED_TYPE (TuttiLoss, tutti_loss, tutti_loss_copy, g_free)

/* --- connecting --- */

DexFuture *
tutti_library_set_up (TuttiLibrary *self,
                      TuttiService *service,
                      const char   *client_id,
                      TuttiSecret  *client_secret)
{
  return tutti_library_run (self, "set-up",
                            g_variant_new ("(sss)", tutti_service_get_id (service), client_id,
                                           client_secret != NULL ? tutti_secret_reveal (client_secret) : ""));
}

/* A text that is the whole answer. */
static DexFuture *
take_text (DexFuture *future,
              gpointer   data)
{
  const char *text = NULL;

  g_variant_get (g_value_get_variant (dex_future_get_value (future, NULL)), "(&s)", &text);
  return dex_future_new_for_string (text);
}

static const char *
reveal (TuttiSecret *secret)
{
  return secret != NULL ? tutti_secret_reveal (secret) : "";
}

DexFuture *
tutti_library_check_key (TuttiLibrary *self,
                         TuttiService *service,
                         const char   *name,
                         TuttiSecret  *token)
{
  return dex_future_then (tutti_library_run (self, "check-key",
                                             g_variant_new ("(sss)", tutti_service_get_id (service), name != NULL ? name : "",
                                                            reveal (token))),
                          take_text, NULL, NULL);
}

DexFuture *
tutti_library_connect_key (TuttiLibrary *self,
                           TuttiService *service,
                           const char   *name,
                           TuttiSecret  *token,
                           gboolean      switch_account)
{
  return tutti_library_run (self, "connect-key",
                            g_variant_new ("(sssb)", tutti_service_get_id (service), name != NULL ? name : "",
                                           reveal (token), switch_account));
}

DexFuture *
tutti_library_connect (TuttiLibrary *self,
                       TuttiService *service,
                       gboolean      switch_account)
{
  return dex_future_then (tutti_library_run (self, "connect",
                                             g_variant_new ("(sb)", tutti_service_get_id (service), switch_account)),
                          take_text, NULL, NULL);
}

DexFuture *
tutti_library_wait_connected (TuttiLibrary *self,
                              TuttiService *service)
{
  return tutti_library_run (self, "wait-connected", g_variant_new ("(s)", tutti_service_get_id (service)));
}

DexFuture *
tutti_library_confirm_switch (TuttiLibrary *self,
                              TuttiService *service,
                              gboolean      yes)
{
  return tutti_library_run (self, "confirm-switch", g_variant_new ("(sb)", tutti_service_get_id (service), yes));
}

DexFuture *
tutti_library_cancel_connect (TuttiLibrary *self,
                              TuttiService *service)
{
  return tutti_library_run (self, "cancel-connect", g_variant_new ("(s)", tutti_service_get_id (service)));
}

DexFuture *
tutti_library_paste_address (TuttiLibrary *self,
                             TuttiService *service,
                             const char   *address)
{
  g_autofree char *valid = g_utf8_make_valid (address, -1);

  return tutti_library_run (self, "paste-address", g_variant_new ("(ss)", tutti_service_get_id (service), valid));
}

static DexFuture *
take_loss (DexFuture *future,
           gpointer   data)
{
  TuttiLoss loss = { 0 };

  g_variant_get (g_value_get_variant (dex_future_get_value (future, NULL)), "(uuuuu)",
                 &loss.likes, &loss.plays, &loss.waiting, &loss.tracks, &loss.manual);
  return dex_future_new_take_boxed (TUTTI_TYPE_LOSS, tutti_loss_copy (&loss));
}

DexFuture *
tutti_library_count_loss (TuttiLibrary *self,
                          TuttiService *service)
{
  return dex_future_then (tutti_library_run (self, "count-loss", g_variant_new ("(s)", tutti_service_get_id (service))),
                          take_loss, NULL, NULL);
}

DexFuture *
tutti_library_disconnect (TuttiLibrary *self,
                          TuttiService *service,
                          gboolean      keep_manual)
{
  return tutti_library_run (self, "disconnect", g_variant_new ("(sb)", tutti_service_get_id (service), keep_manual));
}

DexFuture *
tutti_library_unlock_keyring (TuttiLibrary *self)
{
  return tutti_library_run (self, "unlock-keyring", TUTTI_BUS_NOTHING);
}

DexFuture *
tutti_library_use_this_session (TuttiLibrary *self)
{
  return tutti_library_run (self, "use-this-session", TUTTI_BUS_NOTHING);
}

/* --- keeping up to date --- */

DexFuture *
tutti_library_sync (TuttiLibrary *self,
                    TuttiService *service)
{
  if (service == NULL)
    return tutti_library_run (self, "sync-all", TUTTI_BUS_NOTHING);
  return tutti_library_run (self, "sync", g_variant_new ("(s)", tutti_service_get_id (service)));
}

DexFuture *
tutti_library_import_likes (TuttiLibrary *self,
                            TuttiService *service,
                            gboolean      anew)
{
  return tutti_library_run (self, "import-likes", g_variant_new ("(sb)", tutti_service_get_id (service), anew));
}

DexFuture *
tutti_library_pause_import (TuttiLibrary *self,
                            TuttiService *service)
{
  return tutti_library_run (self, "pause-import", g_variant_new ("(s)", tutti_service_get_id (service)));
}

DexFuture *
tutti_library_answer_vanished (TuttiLibrary *self,
                               TuttiService *service,
                               gboolean      remove)
{
  return tutti_library_run (self, "answer-vanished", g_variant_new ("(sb)", tutti_service_get_id (service), remove));
}

DexFuture *
tutti_library_send_likes (TuttiLibrary *self)
{
  return tutti_library_run (self, "send-likes", TUTTI_BUS_NOTHING);
}

DexFuture *
tutti_library_set_send_likes (TuttiLibrary *self,
                              TuttiService *service,
                              gboolean      send)
{
  return tutti_library_run (self, "set-send-likes", g_variant_new ("(sb)", tutti_service_get_id (service), send));
}

DexFuture *
tutti_library_set_open_in (TuttiLibrary *self,
                           TuttiService *service,
                           guint         open_in)
{
  return tutti_library_run (self, "set-open-in", g_variant_new ("(su)", tutti_service_get_id (service), open_in));
}

DexFuture *
tutti_library_set_search_public (TuttiLibrary *self,
                                 gboolean      on)
{
  return tutti_library_run (self, "set-search-public", g_variant_new_boolean (on));
}

/* Whether any service answers the question with yes. */
static gboolean
any_service (TuttiLibrary *self,
             gboolean (*question) (TuttiService *service))
{
  GListModel *services = tutti_library_get_services (self);

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      if (question (service))
        return TRUE;
    }

  return FALSE;
}

gboolean
tutti_library_get_search_public (TuttiLibrary *self)
{
  return any_service (self, tutti_service_is_public);
}

gboolean
tutti_library_has_public (TuttiLibrary *self)
{
  return any_service (self, tutti_service_has_public);
}

/* --- songs --- */

DexFuture *
tutti_library_set_liked (TuttiLibrary *self,
                         gint64        track_id,
                         gboolean      liked)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, track_id);
  return tutti_library_set_many_liked (self, ids, liked);
}

DexFuture *
tutti_library_set_many_liked (TuttiLibrary *self,
                              GArray       *track_ids,
                              gboolean      liked)
{
  GVariant *ids = g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, track_ids->data, track_ids->len, sizeof (gint64));

  return tutti_library_run (self, "set-liked", g_variant_new ("(@axb)", ids, liked));
}

DexFuture *
tutti_library_find_track (TuttiLibrary *self,
                          const char   *name)
{
  return tutti_store_find_track (tutti_library_get_store (self), name);
}

static DexFuture *
take_ids (DexFuture *future,
          gpointer   data)
{
  g_autoptr (GVariant) list = NULL;
  g_autoptr (GArray)   ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64        *values;
  gsize                n;

  g_variant_get (g_value_get_variant (dex_future_get_value (future, NULL)), "(@ax)", &list);
  values = g_variant_get_fixed_array (list, &n, sizeof (gint64));
  if (n > 0)
    g_array_append_vals (ids, values, (guint) n);
  return dex_future_new_take_boxed (G_TYPE_ARRAY, g_steal_pointer (&ids));
}

typedef struct
{
  TuttiLibrary *self;
  char         *link;
  gboolean      is_wanted; /* the person's own, not one that came from somewhere */
} Lookup;

static void
lookup_free (Lookup *lookup)
{
  g_clear_object (&lookup->self);
  g_clear_pointer (&lookup->link, g_free);
  g_free (lookup);
}

/* The provider a link leads to, with a song or without. (transfer none) */
static TuttiProvider *
find_owner (TuttiLibrary *self,
            const char   *link)
{
  GListModel *providers = G_LIST_MODEL (tutti_library_get_providers (self));

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (TuttiProvider) provider = g_list_model_get_item (providers, i);

      if (tutti_provider_is_own_link (provider, link))
        return provider;
    }

  return NULL;
}

/* The service and id a link names, or in a fiber what a short link resolves to. (transfer none) */
static TuttiProvider *
read_link (Lookup  *lookup,
           char   **remote_id,
           GError **error)
{
  TuttiProvider       *provider = tutti_providers_match_link (tutti_library_get_providers (lookup->self),
                                                              lookup->link, remote_id);
  g_autofree char     *short_link = NULL;
  g_autoptr (GVariant) answer = NULL;

  if (provider != NULL)
    return provider;

  if (!(provider = find_owner (lookup->self, lookup->link)))
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NO_SONG, "No service knows this link");
      return NULL;
    }
  if (!(short_link = tutti_provider_dup_short_link (provider, lookup->link)))
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NO_SONG, "The link leads to something else than a song");
      return NULL;
    }

  answer = dex_await_variant (tutti_library_run (lookup->self, "resolve-link",
                                                 g_variant_new ("(ss)", tutti_provider_get_id (provider), lookup->link)),
                              error);
  if (answer == NULL)
    return NULL;
  g_variant_get (answer, "(s)", remote_id);
  return provider;
}

/* What is known already needs no service; else the link's own service is asked. */
static DexFuture *
find_link (gpointer data)
{
  Lookup                *lookup = data;
  g_autofree char       *remote_id = NULL;
  g_autofree char       *name = NULL;
  g_autoptr (GError)     error = NULL;
  g_autoptr (TuttiTrack) track = NULL;
  g_autoptr (GVariant)   answer = NULL;
  TuttiProvider         *provider = read_link (lookup, &remote_id, &error);

  if (provider == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  name = g_strdup_printf ("%s:%s", tutti_provider_get_id (provider), remote_id);
  track = dex_await_object (tutti_library_find_track (lookup->self, name), &error);
  if (track == NULL && g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      answer = dex_await_variant (tutti_library_run (lookup->self, "fetch-track",
                                                     g_variant_new ("(ssb)", tutti_provider_get_id (provider), remote_id,
                                                                    lookup->is_wanted)),
                                  &error);
      if (answer != NULL)
        track = dex_await_object (tutti_library_find_track (lookup->self, name), &error);
    }

  if (track == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_object (g_steal_pointer (&track));
}

static DexFuture *
look_up (TuttiLibrary *self,
         const char   *link,
         gboolean      is_wanted)
{
  Lookup *lookup = g_new0 (Lookup, 1);

  lookup->self = g_object_ref (self);
  lookup->link = g_strstrip (g_strdup (link));
  lookup->is_wanted = is_wanted;
  return tutti_fiber_spawn_kept (find_link, lookup, (GDestroyNotify) lookup_free);
}

DexFuture *
tutti_library_find_link (TuttiLibrary *self,
                         const char   *link)
{
  return look_up (self, link, TRUE);
}

DexFuture *
tutti_library_look_at_link (TuttiLibrary *self,
                            const char   *link)
{
  return look_up (self, link, FALSE);
}

TuttiService *
tutti_library_find_link_service (TuttiLibrary *self,
                                 const char   *link)
{
  g_autofree char *stripped = g_strstrip (g_strdup (link));
  TuttiProvider   *owner = find_owner (self, stripped);

  return owner != NULL ? tutti_library_find_service (self, tutti_provider_get_id (owner)) : NULL;
}

char *
tutti_library_peek_link (TuttiLibrary  *self,
                         const char    *link,
                         TuttiService **service)
{
  g_autofree char *remote_id = NULL;
  TuttiProvider   *provider = tutti_providers_match_link (tutti_library_get_providers (self), link, &remote_id);

  if (provider == NULL)
    return NULL;
  *service = tutti_library_find_service (self, tutti_provider_get_id (provider));
  return g_steal_pointer (&remote_id);
}

char *
tutti_library_dup_page (TuttiLibrary *self,
                        const char   *link)
{
  return tutti_providers_dup_page (tutti_library_get_providers (self), link);
}

gboolean
tutti_library_is_link (TuttiLibrary *self,
                       const char   *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *scheme = g_uri_parse_scheme (stripped);
  g_autofree char *page = NULL;

  /* Nobody searches for an address, not even for one that nobody knows. */
  if (scheme != NULL && (g_ascii_strcasecmp (scheme, "https") == 0 || g_ascii_strcasecmp (scheme, "http") == 0) &&
      strcspn (stripped, " \t\r\n") == strlen (stripped))
    return TRUE;

  page = tutti_library_dup_page (self, stripped);
  return page != NULL || tutti_library_find_link_service (self, stripped) != NULL;
}

DexFuture *
tutti_library_like_on (TuttiLibrary *self,
                       TuttiService *service,
                       GArray       *track_ids,
                       gboolean      liked)
{
  GVariant *ids = g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, track_ids->data, track_ids->len, sizeof (gint64));

  return dex_future_then (tutti_library_run (self, "like-on", g_variant_new ("(s@axb)", tutti_service_get_id (service), ids, liked)),
                          take_ids, NULL, NULL);
}

DexFuture *
tutti_library_search_service (TuttiLibrary *self,
                              TuttiService *service,
                              const char   *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return dex_future_then (tutti_library_run (self, "search-service",
                                             g_variant_new ("(ss)", tutti_service_get_id (service), valid)),
                          take_ids, NULL, NULL);
}

DexFuture *
tutti_library_search_local (TuttiLibrary *self,
                            const char   *text,
                            guint         limit)
{
  return tutti_store_search (tutti_library_get_store (self), text, limit);
}

DexFuture *
tutti_library_read_tracks (TuttiLibrary *self,
                           GArray       *ids)
{
  return tutti_store_read_tracks (tutti_library_get_store (self), ids);
}

/* --- data out and in --- */

static TuttiFormat
guess_format (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  if (g_str_has_suffix (lower, ".csv"))
    return TUTTI_FORMAT_CSV;
  if (g_str_has_suffix (lower, ".xspf"))
    return TUTTI_FORMAT_XSPF;
  return TUTTI_FORMAT_JSON_LINES;
}

DexFuture *
tutti_library_export (TuttiLibrary *self,
                      const char   *path)
{
  g_autofree char *absolute = NULL;

  /* What was chosen on a server or a telephone has none here. */
  if (path == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_WRITTEN, "This is no file of this computer");

  absolute = g_canonicalize_filename (path, NULL);
  return tutti_store_export (tutti_library_get_store (self), absolute, guess_format (absolute));
}

static DexFuture *
take_count (DexFuture *future,
            gpointer   data)
{
  guint n = 0;

  g_variant_get (g_value_get_variant (dex_future_get_value (future, NULL)), "(u)", &n);
  return dex_future_new_for_uint (n);
}

DexFuture *
tutti_library_import (TuttiLibrary *self,
                      const char   *path)
{
  g_autofree char *absolute = NULL;

  if (path == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "This is no file of this computer");

  absolute = g_canonicalize_filename (path, NULL);
  if (!g_utf8_validate (absolute, -1, NULL))
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "The name of this file is not UTF-8; rename it first");
  return dex_future_then (tutti_library_run (self, "import-file", g_variant_new ("(s)", absolute)),
                          take_count, NULL, NULL);
}

/* The window's settings, whether or not there is a window. */
static void
reset_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = source != NULL ? g_settings_schema_source_lookup (source, SCHEMA_ID, TRUE) : NULL;
  g_autoptr (GSettings)  settings = NULL;
  g_auto (GStrv)         keys = NULL;

  /* Where only tuttictl is installed there are none. */
  if (schema == NULL)
    return;

  settings = g_settings_new_full (schema, NULL, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (settings, keys[i]);
  /* Who ends now would take along what is not written yet. */
  g_settings_sync ();
}

/* Pictures are flat files in one folder; anything else there is left alone. */
static DexFuture *
forget_traces (gpointer data)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "tutti", "artwork", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char      *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  reset_settings ();

  return dex_future_new_true ();
}

static DexFuture *
then_forget_traces (DexFuture *future,
                    gpointer   data)
{
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, forget_traces, NULL, NULL);
}

/* To look is not to touch: this changes nothing that the working Tutti holds. */
static DexFuture *
probe_keyring (gpointer data)
{
  TuttiKeyringState      known = tutti_library_get_keyring (data);
  g_autoptr (TuttiVault) vault = NULL;
  g_autoptr (DexFuture)  too_late = NULL;
  g_autoptr (GError)     error = NULL;
  int                    state;

  if (known != TUTTI_KEYRING_UNKNOWN)
    return dex_future_new_for_int ((int) known);

  vault = tutti_vault_new ();
  too_late = dex_timeout_new_seconds (PROBE_SECONDS);
  state = dex_await_int (tutti_fiber_until (tutti_vault_probe (vault), too_late), &error);

  return dex_future_new_for_int (error == NULL ? tutti_worker_name_keyring (state) : TUTTI_KEYRING_UNKNOWN);
}

DexFuture *
tutti_library_probe_keyring (TuttiLibrary *self)
{
  return tutti_fiber_spawn_kept (probe_keyring, g_object_ref (self), g_object_unref);
}

DexFuture *
tutti_library_delete_everything (TuttiLibrary *self)
{
  return dex_future_then (tutti_library_run (self, "delete-everything", TUTTI_BUS_NOTHING),
                          then_forget_traces, NULL, NULL);
}
