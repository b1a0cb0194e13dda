/* apple-token.c: the two tokens of the Apple Music API
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "apple-token.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "apple.h"
#include "log.h"

#define LONGEST_LIFE 15777000
#define USER_LIFE (182 * 24 * 3600)

typedef struct
{
  gint64 ends_at;
  guint  person;
  guint  epoch;
} UserToken;

static guchar *
decode (const char *text,
        gsize      *length)
{
  g_autofree char *padded = g_strdup_printf ("%s%.*s", text, (int) ((4 - strlen (text) % 4) % 4), "===");

  *length = 0;
  if (strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != strlen (text))
    return NULL;
  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  return g_base64_decode (padded, length);
}

static JsonObject *
parse_part (const char *text)
{
  gsize              length;
  g_autofree guchar *bytes = decode (text, &length);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;

  if (bytes == NULL || !g_utf8_validate_len ((const char *) bytes, length, NULL) ||
      !json_parser_load_from_data (parser, (const char *) bytes, (gssize) length, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_dup_object (root) : NULL;
}

static gboolean
has_ten (JsonObject *object,
         const char *name)
{
  const char *text = json_object_get_string_member_with_default (object, name, "");

  return strlen (text) == 10 && strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == 10;
}

gboolean
apple_check_developer_token (Services   *services,
                             const char *header)
{
  const char *token = header != NULL && g_str_has_prefix (header, "Bearer ") ? header + strlen ("Bearer ") : "";
  g_auto (GStrv) parts = g_strsplit (token, ".", -1);
  g_autoptr (JsonObject) head = NULL;
  g_autoptr (JsonObject) claims = NULL;
  g_autofree guchar *signature = NULL;
  gsize              length;
  gint64             from, until, now = services_get_now (services);

  log_add_secret (services->log, "developer_token", token);
  if (g_strv_length (parts) != 3)
    return FALSE;
  head = parse_part (parts[0]);
  claims = parse_part (parts[1]);
  signature = decode (parts[2], &length);
  if (head == NULL || claims == NULL || length != 64)
    return FALSE;
  if (!g_str_equal (json_object_get_string_member_with_default (head, "alg", ""), "ES256") ||
      !has_ten (head, "kid") || !has_ten (claims, "iss"))
    return FALSE;
  from = json_object_get_int_member_with_default (claims, "iat", -1);
  until = json_object_get_int_member_with_default (claims, "exp", -1);
  return from > 0 && from <= now + 60 && until > now && until - from <= LONGEST_LIFE;
}

static GHashTable *
get_tokens (void)
{
  static GHashTable *tokens;

  if (tokens == NULL)
    tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return tokens;
}

char *
apple_make_user_token (Services *services,
                       guint     person)
{
  char      *text = services_dup_secret ("An");
  UserToken *token = g_new0 (UserToken, 1);

  token->ends_at = services_get_now (services) + USER_LIFE;
  token->person = person;
  token->epoch = services_get_epoch (services, &apple_provider);
  g_hash_table_insert (get_tokens (), g_strdup (text), token);
  log_add_secret (services->log, "music_user_token", text);
  return text;
}

gboolean
apple_check_user_token (Services   *services,
                        const char *token,
                        guint      *person)
{
  const UserToken *known = token != NULL ? g_hash_table_lookup (get_tokens (), token) : NULL;

  if (known == NULL || known->epoch != services_get_epoch (services, &apple_provider) || services_get_now (services) >= known->ends_at)
    return FALSE;
  *person = known->person;
  return TRUE;
}
