/* control.c: how a test steers the program; see README.md
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "control.h"

#include <string.h>

#include "exchange.h"
#include "faults.h"
#include "log.h"
#include "oauth.h"
#include "rates.h"

static const char *const count_names[N_COUNTS] = {
  [COUNT_REQUESTS] = "requests",
  [COUNT_CONSENT_PAGES] = "consent_pages",
  [COUNT_ALLOWED] = "allowed",
  [COUNT_DENIED] = "denied",
  [COUNT_REFUSED_SIGN_INS] = "refused_sign_ins",
  [COUNT_EXCHANGES] = "exchanges",
  [COUNT_REFRESHES] = "refreshes",
  [COUNT_REFUSED_TOKENS] = "refused_tokens",
  [COUNT_FAULTS] = "faults",
  [COUNT_ABORTED] = "aborted",
  [COUNT_TRAPPED] = "trapped",
};

static void
refuse (Exchange   *exchange,
        const char *message)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_string (writer, "error", message);
  writer_end_object (writer);
  exchange_reply_json (exchange, 400, writer);
}

static void
write_counts (Services *services,
              Writer   *writer)
{
  writer_begin_object (writer, "counters");
  for (guint i = 0; i < N_COUNTS; i++)
    writer_int (writer, count_names[i], (gint64) services->counts[i]);
  writer_end_object (writer);
}

static void
reply_state (Exchange *exchange)
{
  static const char *const consents[] = { "ask", "allow", "deny" };
  Services                *services = exchange->services;
  GHashTableIter           iter;
  gpointer                 key, value;
  Writer                  *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_string (writer, "base", services->base);
  writer_int (writer, "now", services_get_now (services));
  writer_int (writer, "clock_offset", services->clock_offset);
  writer_int (writer, "person", services->person);
  writer_string (writer, "consent", consents[services->consent]);
  writer_int (writer, "latency", services->latency);
  writer_begin_object (writer, "libraries");
  g_hash_table_iter_init (&iter, services->libraries);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      writer_begin_object (writer, key);
      writer_int (writer, "likes", library_get_n_likes (value));
      writer_int (writer, "plays", library_get_n_plays (value));
      writer_int (writer, "total_error", library_get_total_error (value));
      writer_end_object (writer);
    }
  writer_end_object (writer);
  writer_begin_object (writer, "grants");
  g_hash_table_iter_init (&iter, services->oauths);
  while (g_hash_table_iter_next (&iter, &key, &value))
    writer_int (writer, ((const Provider *) key)->id, oauth_count_grants (value));
  writer_end_object (writer);
  faults_write (services->faults, writer, "faults");
  write_counts (services, writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
handle_log (Exchange *exchange)
{
  Services *services = exchange->services;
  gint64    since = params_get_number (exchange->query, "since", 0);
  Writer   *writer;

  if (g_str_equal (exchange->method, "DELETE"))
    {
      log_clear (services->log);
      memset (services->counts, 0, sizeof services->counts);
      reply_state (exchange);
      return;
    }
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  log_write (services->log, writer, "requests", (guint) MAX (since, 0), params_get (exchange->query, "path"));
  write_counts (services, writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
handle_fault (Exchange *exchange)
{
  Services *services = exchange->services;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (exchange->method, "DELETE"))
    faults_remove (services->faults, (guint) MAX (params_get_number (exchange->query, "id", 0), 0));
  else if (g_str_equal (exchange->method, "POST") && !faults_add (services->faults, exchange->form, NULL, &error))
    {
      refuse (exchange, error->message);
      return;
    }
  reply_state (exchange);
}

static void
handle_clock (Exchange *exchange)
{
  const Params *form = exchange->form;
  gint64        at = params_get_number (form, "at", -1);

  exchange->services->clock_offset += MAX (params_get_number (form, "advance", 0), 0);
  if (at >= 0)
    exchange->services->clock_offset = at - g_get_real_time () / G_USEC_PER_SEC;
  reply_state (exchange);
}

/* The service and the person that the form names: the first service, who signs in next. */
static gboolean
find_owner (Exchange        *exchange,
            const Provider **provider,
            guint           *person)
{
  const Params *params = g_str_equal (exchange->method, "GET") ? exchange->query : exchange->form;
  const char   *id = params_get (params, "provider");
  gint64        number = params_get_number (params, "person", exchange->services->person);

  *provider = services_find_provider (id != NULL ? id : "spotify");
  *person = (guint) MAX (number, 0);
  return *provider != NULL && number >= 0 && number < services_get_n_people ();
}

/* The last recordings that are not liked, as somebody liking them elsewhere. */
static void
add_likes (Services       *services,
           const Provider *provider,
           Library        *library,
           gint64          count)
{
  guint32 size = services_get_size (services);

  for (guint32 i = size; i > 0 && count > 0; i--)
    if (services_knows (services, provider, i - 1) && library_like (library, i - 1, services_get_now_msec (services)))
      count--;
}

static void
remove_likes (Library *library,
              gint64   position,
              gint64   count)
{
  while (count-- > 0 && position < library_get_n_likes (library))
    library_unlike (library, library_get_like (library, (guint) position)->index);
}

static void
add_plays (Services       *services,
           const Provider *provider,
           Library        *library,
           gint64          position,
           gint64          count)
{
  gint64 now = services_get_now_msec (services);

  for (gint64 i = position; count > 0; i++)
    {
      guint32 index = (guint32) (i % services_get_size (services));

      if (services_knows (services, provider, index))
        library_play (library, index, now - --count * 1000);
    }
}

/* The recordings that are liked and were played, by their numbers, newest first. */
static void
write_library (Exchange *exchange,
               Library  *library)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "likes");
  for (guint i = 0; i < library_get_n_likes (library); i++)
    writer_int (writer, NULL, library_get_like (library, i)->index);
  writer_end_array (writer);
  writer_begin_array (writer, "plays");
  for (guint i = 0; i < library_get_n_plays (library); i++)
    writer_int (writer, NULL, library_get_play (library, i)->index);
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
handle_library (Exchange *exchange)
{
  Services       *services = exchange->services;
  const char     *action = params_get (exchange->form, "action");
  gint64          count = params_get_number (exchange->form, "count", 1);
  gint64          position = params_get_number (exchange->form, "position", 0);
  const char     *error = params_get (exchange->form, "error");
  const Provider *provider;
  guint           person;
  Library        *library = NULL;

  if (find_owner (exchange, &provider, &person))
    library = services_get_library (services, provider, person);
  if (library == NULL)
    refuse (exchange, "There is no such library");
  else if (g_str_equal (exchange->method, "GET"))
    write_library (exchange, library);
  else if (count < 0 || position < 0)
    refuse (exchange, "count and position are numbers from 0 on");
  else if (g_strcmp0 (action, "add") == 0)
    {
      add_likes (services, provider, library, count);
      reply_state (exchange);
    }
  else if (g_strcmp0 (action, "remove") == 0)
    {
      remove_likes (library, position, count);
      reply_state (exchange);
    }
  else if (g_strcmp0 (action, "play") == 0)
    {
      add_plays (services, provider, library, position, count);
      reply_state (exchange);
    }
  else if (g_strcmp0 (action, "total") == 0 && error != NULL)
    {
      library_set_total_error (library, (int) g_ascii_strtoll (error, NULL, 10));
      reply_state (exchange);
    }
  else
    refuse (exchange, "action is add, remove, play or total (with error=)");
}

static void
write_recording (Services *services,
                 Writer   *writer,
                 guint32   index)
{
  g_autoptr (Recording) recording = catalogue_dup (services->catalogue, index);

  writer_begin_object (writer, NULL);
  writer_int (writer, "index", index);
  writer_string (writer, "title", recording->title);
  writer_string (writer, "artist", recording->credit);
  writer_string (writer, "album", recording->album);
  writer_int (writer, "duration", recording->duration);
  writer_string (writer, "mbid", recording->mbid);
  writer_bool (writer, "twin", recording->has_twin);
  writer_begin_array (writer, "isrcs");
  for (guint i = 0; recording->isrcs != NULL && recording->isrcs[i] != NULL; i++)
    writer_string (writer, NULL, recording->isrcs[i]);
  writer_end_array (writer);
  writer_begin_object (writer, "ids");
  for (const Provider *const *all = services_list_providers (); *all != NULL; all++)
    {
      g_autofree char *own = (*all)->make_id != NULL && services_knows (services, *all, index) ? (*all)->make_id (index) : NULL;

      if (own != NULL)
        writer_string (writer, (*all)->id, own);
    }
  writer_end_object (writer);
  writer_end_object (writer);
}

/* What recording index= is called on each service, or the one that provider= calls id=, or COUNT from index= on. */
static void
handle_recording (Exchange *exchange)
{
  Services       *services = exchange->services;
  const char     *id = params_get (exchange->query, "provider");
  const char     *name = params_get (exchange->query, "id");
  gint64          number = params_get_number (exchange->query, "index", -1);
  gint64          count = params_get_number (exchange->query, "count", 0);
  const Provider *provider = id != NULL ? services_find_provider (id) : NULL;
  guint32         index = (guint32) MAX (number, 0);
  Writer         *writer;

  if (provider != NULL && name != NULL && provider->parse_id != NULL && services_find_recording (services, provider, name, &index))
    number = index;
  else if (name != NULL && catalogue_find_mbid (services->catalogue, services_get_size (services), name, &index))
    number = index;
  if (number < 0 || count < 0 || number + count > services_get_size (services) || number >= services_get_size (services))
    {
      refuse (exchange, "There is no such recording");
      return;
    }
  writer = writer_new ();
  if (count > 0)
    writer_begin_array (writer, NULL);
  for (gint64 i = 0; i < MAX (count, 1); i++)
    write_recording (services, writer, index + (guint32) i);
  if (count > 0)
    writer_end_array (writer);
  exchange_reply_json (exchange, 200, writer);
}

/* mode=on|off; either forgets who asked how often. */
static void
handle_limits (Exchange *exchange)
{
  const char *mode = params_get (exchange->form, "mode");

  if (g_strcmp0 (mode, "on") != 0 && g_strcmp0 (mode, "off") != 0)
    {
      refuse (exchange, "mode is on or off");
      return;
    }
  exchange->services->fast = g_str_equal (mode, "off");
  rates_forget (exchange->services);
  reply_state (exchange);
}

/* What the person that signs in next would paste for provider=. */
static void
handle_token (Exchange *exchange)
{
  const Provider  *provider;
  guint            person;
  g_autofree char *token = NULL;
  Writer          *writer;

  if (!find_owner (exchange, &provider, &person) || provider->make_token == NULL)
    {
      refuse (exchange, "provider is one whose tokens are pasted");
      return;
    }
  token = provider->make_token (exchange->services, person);
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_string (writer, "token", token);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

/* Replaces what is registered for provider= by uri=, as its owner would on its dashboard. */
static void
handle_redirect (Exchange *exchange)
{
  const char *id = params_get (exchange->form, "provider");
  const char *uri = params_get (exchange->form, "uri");

  if (id == NULL || uri == NULL || services_find_provider (id) == NULL)
    {
      refuse (exchange, "provider and uri are needed");
      return;
    }
  g_hash_table_insert (exchange->services->redirects, g_strdup (id), g_strsplit (uri, ";", -1));
  reply_state (exchange);
}

gboolean
control_parse_consent (const char *word,
                       Consent    *consent)
{
  if (g_str_equal (word, "ask"))
    *consent = CONSENT_ASK;
  else if (g_str_equal (word, "allow"))
    *consent = CONSENT_ALLOW;
  else if (g_str_equal (word, "deny"))
    *consent = CONSENT_DENY;
  else
    return FALSE;
  return TRUE;
}

static void
handle_consent (Exchange *exchange)
{
  const char *mode = params_get (exchange->form, "mode");

  if (mode == NULL || !control_parse_consent (mode, &exchange->services->consent))
    refuse (exchange, "mode is ask, allow or deny");
  else
    reply_state (exchange);
}

static void
handle_person (Exchange *exchange)
{
  gint64 number = params_get_number (exchange->form, "number", -1);

  if (number < 0 || number >= services_get_n_people ())
    {
      refuse (exchange, "number is that of a person");
      return;
    }
  exchange->services->person = (guint) number;
  reply_state (exchange);
}

/* what=access: only the short-lived tokens end; else the person took back what
 * they allowed; provider=: only there. */
static void
handle_revoke (Exchange *exchange)
{
  Services   *services = exchange->services;
  gboolean    only_access = g_strcmp0 (params_get (exchange->form, "what"), "access") == 0;
  const char *id = params_get (exchange->form, "provider");

  if (id != NULL && services_find_provider (id) == NULL)
    {
      refuse (exchange, "There is no such provider");
      return;
    }
  for (const Provider *const *all = services_list_providers (); *all != NULL; all++)
    {
      OAuth *oauth = services_get_oauth (services, *all);

      if (id != NULL && !g_str_equal ((*all)->id, id))
        continue;
      if (oauth != NULL && only_access)
        oauth_expire_access (oauth);
      else if (oauth != NULL)
        oauth_revoke_all (oauth);
      if (!only_access)
        g_hash_table_insert (services->epochs, (gpointer) *all, GUINT_TO_POINTER (services_get_epoch (services, *all) + 1));
    }
  reply_state (exchange);
}

static void
handle_secrets (Exchange *exchange)
{
  Writer *writer = writer_new ();

  log_write_secrets (exchange->services->log, writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
handle_latency (Exchange *exchange)
{
  exchange->services->latency = (guint) CLAMP (params_get_number (exchange->form, "ms", 0), 0, 60000);
  reply_state (exchange);
}

static void
handle_quit (Exchange *exchange)
{
  g_main_loop_quit (exchange->services->loop);
  exchange_reply_empty (exchange, 204);
}

void
control_handle (Exchange *exchange)
{
  static const struct
  {
    const char *path;
    const char *methods;
    void (*handle) (Exchange *exchange);
  } handlers[] = {
    { "/control/state", "GET", reply_state },
    { "/control/log", "GET DELETE", handle_log },
    { "/control/secrets", "GET", handle_secrets },
    { "/control/fault", "GET POST DELETE", handle_fault },
    { "/control/clock", "POST", handle_clock },
    { "/control/library", "GET POST", handle_library },
    { "/control/recording", "GET", handle_recording },
    { "/control/limits", "POST", handle_limits },
    { "/control/token", "POST", handle_token },
    { "/control/redirect", "POST", handle_redirect },
    { "/control/consent", "POST", handle_consent },
    { "/control/person", "POST", handle_person },
    { "/control/revoke", "POST", handle_revoke },
    { "/control/latency", "POST", handle_latency },
    { "/control/quit", "POST", handle_quit },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    if (g_str_equal (handlers[i].path, exchange->whole_path))
      {
        if (strstr (handlers[i].methods, exchange->method) != NULL)
          handlers[i].handle (exchange);
        else
          exchange_reply_empty (exchange, 405);
        return;
      }
  refuse (exchange, "There is no such control");
}
