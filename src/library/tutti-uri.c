/* tutti-uri.c: reads addresses that begin with "tutti:"
 *
 * They come from web pages, from other programs and from the search of the
 * desktop; nothing in them is believed. Pure functions, any thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-uri.h"

#include <string.h>

#include "tutti-error.h"
#include "tutti-uuid.h"

#define SCHEME "tutti:"

/* The longest link a service has is some 200 letters; encoded three times that. */
#define MAX_BYTES 4096

/* As much as the search reads. */
#define MAX_QUERY_LETTERS 200

/* Between letters of Persian and Hindi, and in pictures of people. */
#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER 0x200d

static gboolean
refuse (GError    **error,
        const char *why)
{
  g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "Not an address of Tutti: %s", why);

  return FALSE;
}

gboolean
tutti_uri_is_own (const char *text)
{
  return g_ascii_strncasecmp (text, SCHEME, strlen (SCHEME)) == 0;
}

/* What a person sees, and what they need to write their language; not what
 * turns the order of letters round, ends lines or hides. */
static gboolean
is_shown (gunichar letter)
{
  GUnicodeType type = g_unichar_type (letter);

  if (letter == ZERO_WIDTH_NON_JOINER || letter == ZERO_WIDTH_JOINER)
    return TRUE;

  return type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT && type != G_UNICODE_UNASSIGNED && type != G_UNICODE_SURROGATE &&
         type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* Valid, and nothing that a person would not see. */
static gboolean
is_plain (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (!is_shown (g_utf8_get_char (at)))
      return FALSE;

  return TRUE;
}

/* Percent-encoding as RFC 3986 has it; "+" is a space in what a form would
 * send. NULL for a sign that is cut off or hides a NUL. */
static char *
decode (const char *text,
        gboolean    is_form)
{
  g_autoptr (GString) out = g_string_sized_new (strlen (text));

  for (const char *at = text; *at != '\0'; at++)
    if (*at == '%')
      {
        int high = g_ascii_xdigit_value (at[1]);
        int low = high >= 0 ? g_ascii_xdigit_value (at[2]) : -1;

        if (low < 0 || (high == 0 && low == 0))
          return NULL;
        g_string_append_c (out, (char) (high * 16 + low));
        at += 2;
      }
    else
      g_string_append_c (out, is_form && *at == '+' ? ' ' : *at);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* The value of the one parameter there may be, and must be named so. */
static gboolean
read_parameter (const char *query,
                const char *name,
                gboolean    is_form,
                char      **value,
                GError    **error)
{
  gsize            length = strlen (name);
  g_autofree char *decoded = NULL;

  if (strncmp (query, name, length) != 0 || query[length] != '=')
    return refuse (error, "an unknown parameter");
  if (strpbrk (query, "&;") != NULL)
    return refuse (error, "more than one parameter");

  decoded = decode (query + length + 1, is_form);
  if (decoded == NULL || !is_plain (decoded))
    return refuse (error, "a parameter that is not encoded as it should be");

  *value = g_steal_pointer (&decoded);
  return TRUE;
}

/* A link is looked up by the services' own patterns later; what no service can
 * have is refused here. */
static gboolean
is_link (const char *link)
{
  g_autofree char         *scheme = g_uri_parse_scheme (link);
  g_autofree char         *stripped = g_strstrip (g_strdup (link));
  static const char *const never[] = { "tutti", "javascript", "data", "file", "blob", "about", "view-source", "vbscript" };

  if (scheme == NULL || !g_str_equal (stripped, link) || strchr (link, ' ') != NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (never); i++)
    if (g_ascii_strcasecmp (scheme, never[i]) == 0)
      return FALSE;
  if (g_ascii_strcasecmp (scheme, "http") == 0 || g_ascii_strcasecmp (scheme, "https") == 0)
    {
      g_autoptr (GUri) uri = g_uri_parse (link, G_URI_FLAGS_PARSE_RELAXED, NULL);

      return uri != NULL && g_uri_get_userinfo (uri) == NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0';
    }
  return TRUE;
}

static gboolean
read_link (const char *query,
           char      **value,
           GError    **error)
{
  g_autofree char *link = NULL;

  if (!read_parameter (query, "url", FALSE, &link, error))
    return FALSE;
  if (!is_link (link))
    return refuse (error, "its link is none of a service");

  *value = g_steal_pointer (&link);
  return TRUE;
}

static gboolean
read_search (const char *query,
             char      **value,
             GError    **error)
{
  g_autofree char *text = NULL;

  if (!read_parameter (query, "q", TRUE, &text, error))
    return FALSE;
  if (g_utf8_strlen (text, -1) > MAX_QUERY_LETTERS)
    return refuse (error, "nobody searches for so much");

  *value = g_steal_pointer (&text);
  return TRUE;
}

static gboolean
read_uuid (const char *name,
           char      **value,
           GError    **error)
{
  guint8 uuid[TUTTI_UUID_SIZE];

  if (!tutti_uuid_from_string (name, uuid))
    return refuse (error, "its song is not named by a UUID");

  *value = tutti_uuid_to_string (uuid);
  return TRUE;
}

gboolean
tutti_uri_parse (const char   *uri,
                 TuttiUriKind *kind,
                 char        **value,
                 GError      **error)
{
  const char      *rest;
  TuttiUriKind     found;
  g_autofree char *read = NULL;

  g_return_val_if_fail (uri != NULL, FALSE);

  if (!tutti_uri_is_own (uri))
    return refuse (error, "another scheme");
  if (strnlen (uri, MAX_BYTES + 1) > MAX_BYTES)
    return refuse (error, "too long");
  if (!is_plain (uri))
    return refuse (error, "letters that no address has");
  rest = uri + strlen (SCHEME);

  if (*rest == '\0')
    found = TUTTI_URI_RAISE;
  else if (g_str_equal (rest, "likes"))
    found = TUTTI_URI_LIKES;
  else if (g_str_equal (rest, "search"))
    found = TUTTI_URI_SEARCH;
  else if (g_str_has_prefix (rest, "search?"))
    {
      found = TUTTI_URI_SEARCH;
      if (!read_search (rest + strlen ("search?"), &read, error))
        return FALSE;
    }
  else if (g_str_has_prefix (rest, "open?"))
    {
      found = TUTTI_URI_OPEN;
      if (!read_link (rest + strlen ("open?"), &read, error))
        return FALSE;
    }
  else if (g_str_has_prefix (rest, "track/"))
    {
      found = TUTTI_URI_TRACK;
      if (!read_uuid (rest + strlen ("track/"), &read, error))
        return FALSE;
    }
  else
    return refuse (error, "it asks for something unknown");

  *kind = found;
  *value = g_steal_pointer (&read);
  return TRUE;
}

char *
tutti_uri_for_track (const char *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return g_strconcat (SCHEME "track/", uuid, NULL);
}

char *
tutti_uri_for_search (const char *text)
{
  g_autofree char    *valid = NULL;
  g_autofree char    *escaped = NULL;
  g_autoptr (GString) shown = g_string_new (NULL);
  guint               n = 0;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, (gssize) strnlen (text, MAX_BYTES));
  for (const char *at = valid; *at != '\0' && n < MAX_QUERY_LETTERS; at = g_utf8_next_char (at), n++)
    {
      gunichar letter = g_utf8_get_char (at);

      g_string_append_unichar (shown, is_shown (letter) ? letter : ' ');
    }
  escaped = g_uri_escape_string (shown->str, NULL, FALSE);

  return g_strconcat (SCHEME "search?q=", escaped, NULL);
}
