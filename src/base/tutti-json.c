/* tutti-json.c: reading JSON that strangers wrote
 *
 * json-glib goes critical where a member is of another type than asked for, so
 * every step here looks first. The tree is made immutable: it may be handed to
 * another thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-json.h"

#include "tutti-error.h"

#include <math.h>
#include <string.h>

#define MAX_NAME  128
#define MAX_EXACT 9007199254740992.0

/* The UTF-16 unit that an escape at `text` spells (\uD83D), or 0. */
static guint
read_unit (const char *text)
{
  guint unit = 0;

  if (text[0] != '\\' || text[1] != 'u')
    return 0;
  for (guint i = 2; i < 6; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return 0;
      unit = unit << 4 | (guint) g_ascii_xdigit_value (text[i]);
    }

  return unit;
}

static gboolean
is_surrogate (guint unit,
              guint first)
{
  return unit >= first && unit < first + 0x400;
}

/* Half a surrogate pair (an emoji that a service cut in two) makes json-glib
 * give up the whole answer: puts U+FFFD in its place. NULL if there is none. */
static char *
mend_surrogates (const char *text,
                 gsize       length)
{
  g_autofree char *mended = g_strndup (text, length);
  gboolean         found = FALSE;

  for (char *c = strchr (mended, '\\'); c != NULL; c = strchr (c, '\\'))
    {
      guint unit = read_unit (c);

      if (is_surrogate (unit, 0xd800) && is_surrogate (read_unit (c + 6), 0xdc00))
        c += 12;
      else if (is_surrogate (unit, 0xd800) || is_surrogate (unit, 0xdc00))
        {
          memcpy (c + 2, "fffd", 4);
          c += 6;
          found = TRUE;
        }
      else
        c += c[1] != '\0' ? 2 : 1;
    }

  return found ? g_steal_pointer (&mended) : NULL;
}

JsonNode *
tutti_json_parse (GBytes  *body,
                  GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError)     reason = NULL;
  const char            *text;
  gsize                  length;

  g_return_val_if_fail (body != NULL, NULL);

  text = g_bytes_get_data (body, &length);
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }

  if (length == 0 || !g_utf8_validate_len (text, length, NULL))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, length == 0 ? "The answer is empty" : "The answer is not UTF-8");
      return NULL;
    }

  json_parser_set_strict (parser, TRUE);
  if (!json_parser_load_from_data (parser, text, (gssize) length, &reason))
    {
      g_autofree char *mended = mend_surrogates (text, length);

      if (mended != NULL)
        {
          g_clear_error (&reason);
          json_parser_load_from_data (parser, mended, (gssize) length, &reason);
        }
    }

  if (reason != NULL)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "The answer is not JSON (code %d)", reason->code);
      return NULL;
    }

  if (json_parser_get_root (parser) == NULL)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "The answer is blank");
      return NULL;
    }

  return json_parser_steal_root (parser);
}

/* The array position that a name spells, or -1. */
static gint64
read_position (const char *name)
{
  gint64 position = 0;

  if (*name == '\0' || strlen (name) > 9)
    return -1;
  for (; *name != '\0'; name++)
    {
      if (!g_ascii_isdigit (*name))
        return -1;
      position = position * 10 + (*name - '0');
    }

  return position;
}

static JsonNode *
step (JsonNode   *node,
      const char *name)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), name);

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      gint64     position = read_position (name);

      if (position >= 0 && position < json_array_get_length (array))
        return json_array_get_element (array, (guint) position);
    }

  return NULL;
}

JsonNode *
tutti_json_get (JsonNode   *root,
                const char *path)
{
  JsonNode *node = root;

  while (node != NULL && path != NULL && *path != '\0')
    {
      gsize length = strcspn (path, ".");
      char  name[MAX_NAME];

      if (length >= sizeof name)
        return NULL;
      memcpy (name, path, length);
      name[length] = '\0';

      node = step (node, name);
      path += length;
      if (*path == '.')
        path++;
    }

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

/* The node at `path` if its value is of `type`. */
static JsonNode *
get_value (JsonNode   *root,
           const char *path,
           GType       type)
{
  JsonNode *node = tutti_json_get (root, path);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;

  return node;
}

const char *
tutti_json_get_string (JsonNode   *root,
                       const char *path)
{
  JsonNode *node = get_value (root, path, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : NULL;
}

gint64
tutti_json_get_int (JsonNode   *root,
                    const char *path,
                    gint64      fallback)
{
  JsonNode *node = get_value (root, path, G_TYPE_INT64);
  double    number;

  if (node != NULL)
    return json_node_get_int (node);

  /* 3.0 and 1e3 are whole numbers too, as far as a double counts exactly. */
  node = get_value (root, path, G_TYPE_DOUBLE);
  if (node == NULL)
    return fallback;
  number = json_node_get_double (node);
  if (!isfinite (number) || number > MAX_EXACT || number < -MAX_EXACT || (double) (gint64) number < number || (double) (gint64) number > number)
    return fallback;

  return (gint64) number;
}

gboolean
tutti_json_get_boolean (JsonNode   *root,
                        const char *path,
                        gboolean    fallback)
{
  JsonNode *node = get_value (root, path, G_TYPE_BOOLEAN);

  return node != NULL ? json_node_get_boolean (node) : fallback;
}

JsonArray *
tutti_json_get_array (JsonNode   *root,
                      const char *path)
{
  JsonNode *node = tutti_json_get (root, path);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

char **
tutti_json_dup_strings (JsonNode   *root,
                        const char *path,
                        const char *field)
{
  g_autoptr (GStrvBuilder) strings = g_strv_builder_new ();
  JsonArray               *array = tutti_json_get_array (root, path);
  guint                    length = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < length; i++)
    {
      const char *text = tutti_json_get_string (json_array_get_element (array, i), field);

      if (text != NULL)
        g_strv_builder_add (strings, text);
    }

  return g_strv_builder_end (strings);
}

gint64
tutti_json_get_time (JsonNode   *root,
                     const char *path)
{
  const char           *text = tutti_json_get_string (root, path);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  if (time == NULL)
    return 0;

  return g_date_time_to_unix (time) * 1000 + g_date_time_get_microsecond (time) / 1000;
}
