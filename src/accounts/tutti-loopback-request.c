/* tutti-loopback-request.c: reading what comes to the loopback listener: pure
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-loopback-request.h"

#include <string.h>

#define MAX_FIELDS 32

/* The letters of a header's name or a method (RFC 9110 5.6.2). */
static gboolean
is_token (const char *text)
{
  if (*text == '\0')
    return FALSE;
  for (; *text != '\0'; text++)
    if (!g_ascii_isalnum (*text) && strchr ("!#$%&'*+-.^_`|~", *text) == NULL)
      return FALSE;

  return TRUE;
}

/* A form that starts with "/", of visible ASCII; no fragment. */
static gboolean
is_target (const char *text)
{
  if (*text != '/')
    return FALSE;
  for (; *text != '\0'; text++)
    if (!g_ascii_isgraph (*text) || *text == '#')
      return FALSE;

  return TRUE;
}

/* METHOD SP TARGET SP HTTP/1.x */
static gboolean
read_request_line (char              *line,
                   TuttiLoopbackHead *head)
{
  char *target = strchr (line, ' ');
  char *version = target != NULL ? strchr (target + 1, ' ') : NULL;

  if (version == NULL)
    return FALSE;
  *target++ = '\0';
  *version++ = '\0';
  head->method = line;
  head->target = target;

  return is_token (line) && is_target (target) && (g_str_equal (version, "HTTP/1.1") || g_str_equal (version, "HTTP/1.0"));
}

/* Digits only, and not so many that they overflow. */
static gboolean
read_length (const char *text,
             guint64    *length)
{
  gsize n = strspn (text, "0123456789");

  if (n == 0 || text[n] != '\0')
    return FALSE;
  *length = n > 18 ? G_MAXUINT64 : g_ascii_strtoull (text, NULL, 10);

  return TRUE;
}

static gboolean
is_form_type (const char *type)
{
  static const char form[] = "application/x-www-form-urlencoded";
  gsize             n = strlen (form);

  return g_ascii_strncasecmp (type, form, n) == 0 && (type[n] == '\0' || type[n] == ';' || type[n] == ' ');
}

/* One "Name: value" of the head. */
static gboolean
read_header (char              *line,
             TuttiLoopbackHead *head,
             guint             *n_hosts,
             guint             *n_origins,
             guint             *n_lengths)
{
  char *value = strchr (line, ':');

  if (value == NULL)
    return FALSE;
  *value++ = '\0';
  if (!is_token (line))
    return FALSE;
  value = g_strstrip (value);

  if (g_ascii_strcasecmp (line, "Host") == 0)
    head->host = (*n_hosts)++ == 0 ? value : NULL;
  else if (g_ascii_strcasecmp (line, "Origin") == 0)
    head->origin = (*n_origins)++ == 0 ? value : NULL;
  else if (g_ascii_strcasecmp (line, "Content-Type") == 0)
    head->is_form = is_form_type (value);
  else if (g_ascii_strcasecmp (line, "Transfer-Encoding") == 0)
    return FALSE;
  else if (g_ascii_strcasecmp (line, "Content-Length") == 0)
    return (*n_lengths)++ == 0 && read_length (value, &head->length);

  return TRUE;
}

guint
tutti_loopback_head_read (char              *buffer,
                          gsize              length,
                          TuttiLoopbackHead *head,
                          gsize             *head_length)
{
  char    *end = g_strstr_len (buffer, (gssize) length, "\r\n\r\n");
  char    *line = buffer;
  guint    n_hosts = 0;
  guint    n_origins = 0;
  guint    n_lengths = 0;
  gboolean is_first = TRUE;

  *head = (TuttiLoopbackHead) { 0 };
  *head_length = 0;

  /* A zero byte would end every text too early: the search above stops there. */
  if (memchr (buffer, '\0', end != NULL ? (gsize) (end - buffer) : length) != NULL)
    return 400;
  if (end == NULL)
    return length >= TUTTI_LOOPBACK_MAX_HEAD ? 431 : 0;
  if (end - buffer >= TUTTI_LOOPBACK_MAX_HEAD)
    return 431;

  *head_length = (gsize) (end - buffer) + 4;
  while (line < end + 2)
    {
      char *stop = g_strstr_len (line, end + 2 - line, "\r\n");

      *stop = '\0';
      if (strpbrk (line, "\r\n") != NULL)
        return 400;
      if (is_first ? !read_request_line (line, head) : !read_header (line, head, &n_hosts, &n_origins, &n_lengths))
        return 400;
      is_first = FALSE;
      line = stop + 2;
    }

  return head->length > TUTTI_LOOPBACK_MAX_BODY ? 413 : 200;
}

/* Decodes a form field; NULL for what is odd. (transfer full) */
static char *
decode (const char *text,
        gsize       length)
{
  char    *decoded = g_malloc (length + 1);
  gsize    n = 0;
  gboolean good = TRUE;

  for (gsize i = 0; good && i < length; i++)
    {
      char c = text[i] == '+' ? ' ' : text[i];

      if (c == '%')
        {
          good = i + 2 < length && g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2]);
          if (good)
            c = (char) (g_ascii_xdigit_value (text[i + 1]) << 4 | g_ascii_xdigit_value (text[i + 2]));
          i += 2;
        }
      decoded[n++] = c;
    }
  decoded[n] = '\0';
  if (good && g_utf8_validate_len (decoded, n, NULL))
    return decoded;

  tutti_secret_wipe (decoded, n);
  g_free (decoded);

  return NULL;
}

TuttiLoopbackAnswer *
tutti_loopback_answer_read (const char *query,
                            gsize       length)
{
  g_autoptr (TuttiLoopbackAnswer) self = g_new0 (TuttiLoopbackAnswer, 1);
  g_autoptr (GHashTable)          names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char                     *end = query + length;

  for (const char *field = query; field < end;)
    {
      const char      *stop = memchr (field, '&', (gsize) (end - field));
      const char      *equals;
      g_autofree char *name = NULL;
      char            *value = NULL;

      if (stop == NULL)
        stop = end;
      equals = memchr (field, '=', (gsize) (stop - field));
      name = decode (field, (gsize) ((equals != NULL ? equals : stop) - field));
      if (equals != NULL)
        value = decode (equals + 1, (gsize) (stop - equals - 1));
      else
        value = g_strdup ("");
      field = stop + 1;

      if (name == NULL || value == NULL || g_hash_table_size (names) >= MAX_FIELDS || g_hash_table_contains (names, name))
        {
          tutti_secret_wipe_string (value);
          return NULL;
        }

      if (g_str_equal (name, "state"))
        self->state = tutti_secret_new_take (value);
      else if (g_str_equal (name, "code"))
        self->code = tutti_secret_new_take (value);
      else if (g_str_equal (name, "error") || (g_str_equal (name, "error_reason") && self->error == NULL))
        {
          g_free (self->error);
          self->error = value;
        }
      else if (g_str_equal (name, "iss"))
        self->issuer = value;
      else
        tutti_secret_wipe_string (value);
      g_hash_table_add (names, g_steal_pointer (&name));
    }

  return g_steal_pointer (&self);
}

void
tutti_loopback_answer_free (TuttiLoopbackAnswer *self)
{
  g_clear_pointer (&self->state, tutti_secret_unref);
  g_clear_pointer (&self->code, tutti_secret_unref);
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->issuer, g_free);
  g_free (self);
}
