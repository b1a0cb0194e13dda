/* endpoint.c: which requests a service answers, and pages of what it lists
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "endpoint.h"

#include <string.h>

#include "exchange.h"
#include "faults.h"

static gboolean
matches (const char *pattern,
         GStrv       parts)
{
  g_auto (GStrv) wanted = g_strsplit (pattern + 1, "/", -1);
  guint length = g_strv_length (wanted);

  if (g_strv_length (parts) != length)
    return FALSE;
  for (guint i = 0; i < length; i++)
    if (g_str_equal (wanted[i], "*") ? *parts[i] == '\0' : !g_str_equal (wanted[i], parts[i]))
      return FALSE;
  return TRUE;
}

Found
endpoint_find (const Endpoint  *endpoints,
               guint            n_endpoints,
               Exchange        *exchange,
               const Endpoint **found,
               GStrv           *parts)
{
  Found verdict = FOUND_NOTHING;

  *parts = g_strsplit (exchange->path + 1, "/", -1);
  for (guint i = 0; i < n_endpoints; i++)
    {
      if (!matches (endpoints[i].path, *parts))
        continue;
      verdict = FOUND_OTHER_METHOD;
      if (!g_str_equal (endpoints[i].method, exchange->method))
        continue;
      *found = &endpoints[i];
      return FOUND_IT;
    }
  return verdict;
}

const char *
endpoint_find_wrong (const Endpoint *endpoint,
                     Exchange       *exchange)
{
  const char *unknown = params_find_unknown (exchange->query, endpoint->params);

  return unknown != NULL ? unknown : params_find_repeated (exchange->query);
}

void
call_set_person (Call           *self,
                 const Provider *provider,
                 guint           person)
{
  self->person = person;
  self->library = services_get_library (self->exchange->services, provider, person);
}

gint64
call_count_likes (Call *self)
{
  gint64 more = 0;

  faults_strike (self->exchange, "total-changes", &more);
  return MAX (0, (gint64) library_get_n_likes (self->library) + library_get_total_error (self->library) + more);
}

void
page_cut (Page     *self,
          Exchange *exchange,
          gint64    length,
          int       error)
{
  gint64 more;

  self->total = MAX (0, length + error);
  self->first = faults_strike (exchange, "repeat-page", NULL) ? MAX (0, self->offset - self->limit) : MIN (self->offset, length);
  self->last = faults_strike (exchange, "empty-page", NULL) ? self->first : MIN (self->first + self->limit, length);
  if (faults_strike (exchange, "total-changes", &more))
    self->total += more;
}

gboolean
page_has_next (const Page *self)
{
  return self->offset + self->limit < self->total;
}

char *
page_make_cursor (const char *kind,
                  gint64      offset)
{
  g_autofree char *plain = g_strdup_printf ("%s:%" G_GINT64_FORMAT, kind, offset);
  char            *text = g_base64_encode ((const guint8 *) plain, strlen (plain));

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  return g_strdelimit (text, "=", '\0');
}

gint64
page_parse_cursor (const char *text,
                   const char *kind)
{
  g_autofree char *padded = g_strdup_printf ("%s%.*s", text, (int) ((4 - strlen (text) % 4) % 4), "===");
  gsize            length;
  guchar          *bytes;
  g_autofree char *plain = NULL;
  gint64           offset;

  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  bytes = g_base64_decode (padded, &length);
  plain = g_strndup ((const char *) bytes, length);
  g_free (bytes);
  if (!g_str_has_prefix (plain, kind) || plain[strlen (kind)] != ':' ||
      !g_ascii_string_to_signed (plain + strlen (kind) + 1, 10, 0, G_MAXINT32, &offset, NULL))
    return -1;
  return offset;
}

char *
endpoint_format_time (gint64 msec)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (msec / 1000);

  return g_date_time_format (when, "%Y-%m-%dT%H:%M:%SZ");
}

char *
endpoint_take_filter (char      **query,
                      const char *name)
{
  g_autofree char *pattern = g_strdup_printf ("\\b%s:(?:\"([^\"]*)\"|(\\S+))", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *bare = NULL;
  g_autofree char *rest = NULL;

  if (!g_regex_match (regex, *query, 0, &match))
    return NULL;
  quoted = g_match_info_fetch (match, 1);
  bare = g_match_info_fetch (match, 2);
  rest = g_regex_replace_literal (regex, *query, -1, 0, "", 0, NULL);
  g_set_str (query, g_strstrip (rest));
  return quoted != NULL && *quoted != '\0' ? g_steal_pointer (&quoted) : g_steal_pointer (&bare);
}

JsonNode *
endpoint_parse_body (Exchange   *exchange,
                     const char *type)
{
  g_autoptr (GBytes) body = exchange_get_body (exchange);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize       length;
  const char *text = g_bytes_get_data (body, &length);

  if (g_strcmp0 (exchange_get_type (exchange), type) != 0 || length == 0 || !g_utf8_validate_len (text, length, NULL) ||
      !json_parser_load_from_data (parser, text, (gssize) length, NULL))
    return NULL;
  return json_parser_steal_root (parser);
}

const char *
endpoint_get_string (JsonNode   *node,
                     const char *name)
{
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode   *member = object != NULL ? json_object_get_member (object, name) : NULL;

  return member != NULL && json_node_get_value_type (member) == G_TYPE_STRING ? json_node_get_string (member) : NULL;
}
