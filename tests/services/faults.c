/* faults.c: what goes wrong on demand
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "faults.h"

#include <string.h>

#include "exchange.h"
#include "log.h"

typedef enum
{
  BEFORE, /* the request is not carried out */
  AFTER,  /* it is, and its answer is spoilt */
  INSIDE, /* the service itself asks, by faults_strike() */
} Stage;

typedef struct
{
  const char *name;
  Stage       stage;
  gint64      arg; /* when none is given */
} Kind;

static const Kind kinds[] = {
  { "401", BEFORE, 0 },
  { "403-scope", BEFORE, 0 },
  { "403-allow-list", BEFORE, 0 },
  { "403-allow-list-text", BEFORE, 0 },
  { "403-premium", BEFORE, 0 },
  { "404", BEFORE, 0 },
  { "409", BEFORE, 0 },
  { "429", BEFORE, 2 },
  { "429-date", BEFORE, 2 },
  { "429-bare", BEFORE, 0 },
  { "429-quota", BEFORE, 0 },
  { "500", BEFORE, 0 },
  { "502-html", BEFORE, 0 },
  { "503", BEFORE, 0 },
  { "redirect", BEFORE, 0 },
  { "drop", BEFORE, 0 },
  { "never", BEFORE, 0 },
  { "huge", BEFORE, 0 },
  { "html", BEFORE, 0 },
  { "wrong-json", AFTER, 0 },
  { "truncated-json", AFTER, 0 },
  { "bad-utf8", AFTER, 0 },
  { "empty", AFTER, 0 },
  { "204", AFTER, 0 },
  { "slow", AFTER, 3000 },
  { "cut", AFTER, 0 },
  { "lost", AFTER, 0 },
  { "stall", AFTER, 0 },
  { "trickle", AFTER, 1000 },
  { "repeat-page", INSIDE, 0 },
  { "empty-page", INSIDE, 0 },
  { "total-changes", INSIDE, 1 },
  { "rotate", INSIDE, 0 },
  { "expired-refresh", INSIDE, 0 },
  { "expired-cursor", INSIDE, 0 },
  { "bare-array", INSIDE, 0 },
  { "post-callback", INSIDE, 0 },
  { "fewer-scopes", INSIDE, 0 },
};

typedef struct
{
  guint         id;
  const Kind   *kind;
  char         *path;
  GPatternSpec *pattern;
  gint64        arg;
  gint64        skip;
  gint64        count; /* -1: until it is removed */
} Fault;

struct _FaultTable
{
  GPtrArray *faults;
  guint      next_id;
};

static void
fault_free (gpointer data)
{
  Fault *self = data;

  g_free (self->path);
  g_pattern_spec_free (self->pattern);
  g_free (self);
}

FaultTable *
faults_new (void)
{
  FaultTable *self = g_new0 (FaultTable, 1);

  self->faults = g_ptr_array_new_with_free_func (fault_free);
  self->next_id = 1;
  return self;
}

void
faults_free (FaultTable *self)
{
  g_ptr_array_unref (self->faults);
  g_free (self);
}

static const Kind *
find_kind (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, name))
      return &kinds[i];
  return NULL;
}

gboolean
faults_add (FaultTable   *self,
            const Params *params,
            guint        *id,
            GError      **error)
{
  static const char *const known[] = { "path", "kind", "count", "skip", "arg", NULL };
  const char              *unknown = params_find_unknown (params, known);
  const char              *name = params_get (params, "kind");
  const char              *path = params_get (params, "path");
  const Kind              *kind = name != NULL ? find_kind (name) : NULL;
  const char              *count = params_get (params, "count");
  gint64                   number = g_strcmp0 (count, "all") == 0 ? 0 : params_get_number (params, "count", 1);
  gint64                   skip = params_get_number (params, "skip", 0);
  gint64                   arg = params_get_number (params, "arg", kind != NULL ? kind->arg : 0);
  g_autofree char         *glob = NULL;
  Fault                   *fault;

  if (unknown != NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "A fault has no “%s”", unknown);
      return FALSE;
    }
  if (kind == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "There is no fault of kind “%s”", name != NULL ? name : "");
      return FALSE;
    }
  if (number < 0 || skip < 0 || arg < 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "count, skip and arg are numbers from 0 on");
      return FALSE;
    }

  fault = g_new0 (Fault, 1);
  fault->id = self->next_id++;
  fault->kind = kind;
  fault->path = g_strdup (path != NULL ? path : "*");
  glob = strchr (fault->path, '*') != NULL ? g_strdup (fault->path) : g_strconcat ("*", fault->path, NULL);
  fault->pattern = g_pattern_spec_new (glob);
  fault->arg = arg;
  fault->skip = skip;
  fault->count = number == 0 ? -1 : number;
  g_ptr_array_add (self->faults, fault);
  if (id != NULL)
    *id = fault->id;
  return TRUE;
}

void
faults_remove (FaultTable *self,
               guint       id)
{
  for (guint i = self->faults->len; i > 0; i--)
    {
      const Fault *fault = g_ptr_array_index (self->faults, i - 1);

      if (id == 0 || fault->id == id)
        g_ptr_array_remove_index (self->faults, i - 1);
    }
}

void
faults_write (FaultTable *self,
              Writer     *writer,
              const char *key)
{
  writer_begin_array (writer, key);
  for (guint i = 0; i < self->faults->len; i++)
    {
      const Fault *fault = g_ptr_array_index (self->faults, i);

      writer_begin_object (writer, NULL);
      writer_int (writer, "id", fault->id);
      writer_string (writer, "path", fault->path);
      writer_string (writer, "kind", fault->kind->name);
      writer_int (writer, "arg", fault->arg);
      writer_int (writer, "skip", fault->skip);
      writer_int (writer, "left", fault->count);
      writer_end_object (writer);
    }
  writer_end_array (writer);
}

/* The first fault of STAGE (and NAME, unless it is NULL) that strikes this
 * request; its count is lowered. */
static const Kind *
take (Exchange   *exchange,
      Stage       stage,
      const char *name,
      gint64     *arg)
{
  FaultTable *self = exchange->services->faults;

  for (guint i = 0; i < self->faults->len; i++)
    {
      Fault      *fault = g_ptr_array_index (self->faults, i);
      const Kind *kind = fault->kind;

      if (kind->stage != stage ||
          (name != NULL && !g_str_equal (kind->name, name)) ||
          !g_pattern_spec_match_string (fault->pattern, exchange->whole_path))
        continue;
      if (fault->skip > 0)
        {
          fault->skip--;
          continue;
        }
      *arg = fault->arg;
      if (fault->count > 0 && --fault->count == 0)
        g_ptr_array_remove_index (self->faults, i);
      exchange->services->counts[COUNT_FAULTS]++;
      log_set_status (exchange->services->log, exchange->log_number, 0, kind->name);
      return kind;
    }
  return NULL;
}

gboolean
faults_strike (Exchange   *exchange,
               const char *kind,
               gint64     *arg)
{
  gint64 number;

  if (take (exchange, INSIDE, kind, &number) == NULL)
    return FALSE;
  if (arg != NULL)
    *arg = number;
  return TRUE;
}

static void
reply_html (Exchange *exchange,
            guint     status)
{
  exchange_reply_text (exchange, status, "text/html; charset=utf-8",
                       "<!DOCTYPE html><html><head><title>Please wait</title></head>"
                       "<body><h1>We are checking your connection</h1><script>location.reload()</script></body></html>\n");
}

static void
fail_before (Exchange   *exchange,
             const char *kind,
             gint64      arg)
{
  g_autofree char *text = NULL;

  if (g_str_equal (kind, "drop"))
    exchange->send = SEND_DROPPED;
  else if (g_str_equal (kind, "never"))
    exchange->send = SEND_NEVER;
  else if (g_str_equal (kind, "huge"))
    exchange->send = SEND_ENDLESS;

  if (g_str_equal (kind, "429"))
    {
      text = g_strdup_printf ("%" G_GINT64_FORMAT, arg);
      exchange_set_header (exchange, "Retry-After", text);
    }
  else if (g_str_equal (kind, "429-date"))
    {
      /* The client's clock is the real one, whatever ours says. */
      g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (g_get_real_time () / G_USEC_PER_SEC + arg);

      text = soup_date_time_to_string (when, SOUP_DATE_HTTP);
      exchange_set_header (exchange, "Retry-After", text);
    }
  else if (g_str_equal (kind, "503") && arg > 0)
    {
      text = g_strdup_printf ("%" G_GINT64_FORMAT, arg);
      exchange_set_header (exchange, "Retry-After", text);
    }

  if (exchange->provider != NULL && exchange->provider->fail (exchange, kind))
    return;
  if (g_str_equal (kind, "html"))
    reply_html (exchange, 200);
  else if (g_str_equal (kind, "502-html"))
    reply_html (exchange, 502);
  else if (g_str_equal (kind, "redirect"))
    {
      text = g_strdup_printf ("http://127.0.0.2:%u/trap%s", exchange->services->port, exchange->whole_path);
      exchange_reply_redirect (exchange, 302, text);
    }
  else if (g_str_equal (kind, "huge"))
    exchange_reply_empty (exchange, 200);
  else
    exchange_reply_text (exchange, (guint) g_ascii_strtoull (kind, NULL, 10) ?: 500, "text/plain", "fault\n");
}

static void
spoil_after (Exchange   *exchange,
             const char *kind,
             gint64      arg)
{
  gsize length = exchange->body != NULL ? g_bytes_get_size (exchange->body) : 0;
  g_autoptr (GBytes) part = NULL;

  if (g_str_equal (kind, "slow"))
    exchange->delay += (guint) arg;
  else if (g_str_equal (kind, "cut"))
    exchange->send = SEND_CUT;
  else if (g_str_equal (kind, "lost"))
    exchange->send = SEND_DROPPED;
  else if (g_str_equal (kind, "stall"))
    exchange->send = SEND_STALLED;
  else if (g_str_equal (kind, "trickle"))
    {
      exchange->send = SEND_TRICKLING;
      exchange->pace = (guint) CLAMP (arg, 1, 60000);
    }
  else if (g_str_equal (kind, "204"))
    exchange_reply_empty (exchange, 204);
  else if (g_str_equal (kind, "empty"))
    exchange_reply_text (exchange, 200, "application/json; charset=utf-8", "");
  else if (g_str_equal (kind, "wrong-json"))
    exchange_reply_text (exchange, 200, "application/json; charset=utf-8",
                         "{\"items\": {\"0\": \"no list\"}, \"data\": {\"0\": [1]}, \"collection\": 7, \"results\": \"none\", \"payload\": [],"
                         " \"feedback\": {}, \"recordings\": 1, \"included\": {}, \"links\": [], \"nextPageToken\": {}, \"total\": \"many\", \"next\": 7, \"tracks\": [1, null, {\"items\": true}],"
                         " \"account_id\": [], \"access_token\": {}, \"expires_in\": \"soon\"}");
  else if (g_str_equal (kind, "bad-utf8"))
    exchange_reply_text (exchange, 200, "application/json; charset=utf-8", "{\"items\": [{\"track\": {\"name\": \"\xff\xfe\xc3(\"}}]}");
  else if (g_str_equal (kind, "truncated-json") && length > 0)
    {
      part = g_bytes_new_from_bytes (exchange->body, 0, length * 2 / 3);
      exchange_reply (exchange, exchange->status, "application/json; charset=utf-8", part);
    }
}

void
faults_answer (Exchange *exchange,
               void (*handle) (Exchange *exchange))
{
  gint64      arg;
  const Kind *kind = take (exchange, BEFORE, NULL, &arg);

  if (kind != NULL)
    fail_before (exchange, kind->name, arg);
  else
    handle (exchange);

  kind = take (exchange, AFTER, NULL, &arg);
  if (kind != NULL)
    spoil_after (exchange, kind->name, arg);
}
