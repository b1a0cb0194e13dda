/* tutti-cursor.c: places in a service's lists
 *
 * A cursor is text that a provider made itself, from a number or a mark the
 * service gave: never an address, and checked again when it comes back. It
 * goes forward, because a list that gives the same place again never ends.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-provider-private.h"

#include "tutti-error.h"

#include <string.h>

#define MAX_MARK 512

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "That is no place in one of the service’s lists");
  return FALSE;
}

gboolean
tutti_cursor_check_number (const TuttiRequest *request,
                           GError            **error)
{
  if (request->cursor == NULL || g_ascii_string_to_unsigned (request->cursor, 10, 1, G_MAXINT64, NULL, NULL))
    return TRUE;

  return refuse (error);
}

static gboolean
is_mark (const char *text)
{
  gsize length = strnlen (text, MAX_MARK + 1);

  if (length == 0 || length > MAX_MARK)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("_-.~=+/:", text[i]) == NULL)
      return FALSE;

  return strstr (text, "://") == NULL;
}

gboolean
tutti_cursor_check_mark (const TuttiRequest *request,
                         GError            **error)
{
  if (request->cursor == NULL || is_mark (request->cursor))
    return TRUE;

  return refuse (error);
}

guint64
tutti_cursor_get_number (const TuttiRequest *request)
{
  guint64 number = 0;

  if (request->cursor != NULL && !g_ascii_string_to_unsigned (request->cursor, 10, 0, G_MAXINT32, &number, NULL))
    number = 0;

  return number;
}

char *
tutti_cursor_dup_parameter (const char *address,
                            const char *name)
{
  const char            *query = address != NULL ? strchr (address, '?') : NULL;
  g_autoptr (GHashTable) parameters = NULL;

  if (query != NULL)
    parameters = g_uri_parse_params (query + 1, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);

  return parameters != NULL ? g_strdup (g_hash_table_lookup (parameters, name)) : NULL;
}

char *
tutti_cursor_dup_next_number (const char *next,
                              const char *name,
                              guint64     place,
                              guint64     step)
{
  g_autofree char *text = tutti_cursor_dup_parameter (next, name);
  guint64          further = 0;

  if (next == NULL)
    return NULL;
  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, place + 1, place + 10 * step, &further, NULL))
    further = place + step;

  return g_strdup_printf ("%" G_GUINT64_FORMAT, further);
}

char *
tutti_cursor_dup_next_mark (const TuttiRequest *request,
                            const char         *mark)
{
  if (mark == NULL || !is_mark (mark) || g_strcmp0 (mark, request->cursor) == 0)
    return NULL;

  return g_strdup (mark);
}

/* --- pairs --- */

const char *
tutti_cursor_get_mark (const TuttiRequest *request)
{
  const char *colon = request->cursor != NULL ? strchr (request->cursor, ':') : NULL;

  return colon != NULL ? colon + 1 : NULL;
}

/* As it may stand in front of a colon. */
static gboolean
is_first (const char *text,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("_-~=", text[i]) == NULL)
      return FALSE;

  return length > 0;
}

gboolean
tutti_cursor_check_pair (const TuttiRequest *request,
                         GError            **error)
{
  const char *mark = tutti_cursor_get_mark (request);

  if (request->cursor == NULL)
    return TRUE;
  if (mark == NULL || !is_mark (request->cursor) || !is_mark (mark) || !is_first (request->cursor, (gsize) (mark - request->cursor) - 1))
    return refuse (error);

  return TRUE;
}

guint
tutti_cursor_get_total (const TuttiRequest *request)
{
  gint64 total = request->cursor != NULL ? g_ascii_strtoll (request->cursor, NULL, 10) : 0;

  return (guint) CLAMP (total, 0, G_MAXINT32);
}

char *
tutti_cursor_dup_next_pair (const TuttiRequest *request,
                            const char         *first,
                            const char         *mark)
{
  gsize length;

  if (mark == NULL || !is_mark (mark) || g_strcmp0 (mark, tutti_cursor_get_mark (request)) == 0)
    return NULL;

  if (first == NULL)
    first = request->cursor != NULL ? request->cursor : "0";
  length = strcspn (first, ":");

  return is_first (first, length) ? g_strdup_printf ("%.*s:%s", (int) length, first, mark) : NULL;
}

TuttiPage *
tutti_cursor_dup_page_with_total (TuttiPage *page,
                                  guint      total)
{
  TuttiPage  *whole = tutti_page_new ();
  const char *colon = page->next_cursor != NULL ? strchr (page->next_cursor, ':') : NULL;

  for (guint i = 0; i < page->items->len; i++)
    g_ptr_array_add (whole->items, tutti_dated_track_ref (g_ptr_array_index (page->items, i)));
  whole->n_unreadable = page->n_unreadable;
  whole->total = total;
  if (colon != NULL)
    whole->next_cursor = g_strdup_printf ("%u%s", total, colon);

  return whole;
}
