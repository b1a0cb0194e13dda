/* writer.c: writes JSON into one growing text
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "writer.h"

static void
append_quoted (GString    *text,
               const char *value)
{
  const char *start = value;
  const char *end;

  g_string_append_c (text, '"');
  for (end = start; *end != '\0'; end++)
    {
      if (*end != '"' && *end != '\\' && (guchar) *end >= 0x20)
        continue;
      g_string_append_len (text, start, end - start);
      if (*end == '"' || *end == '\\')
        g_string_append_printf (text, "\\%c", *end);
      else
        g_string_append_printf (text, "\\u%04x", *end);
      start = end + 1;
    }
  g_string_append_len (text, start, end - start);
  g_string_append_c (text, '"');
}

static void
begin_value (GString    *text,
             const char *key)
{
  char last = text->len > 0 ? text->str[text->len - 1] : '[';

  if (last != '{' && last != '[')
    g_string_append_c (text, ',');
  if (key == NULL)
    return;
  append_quoted (text, key);
  g_string_append_c (text, ':');
}

Writer *
writer_new (void)
{
  return g_string_sized_new (1024);
}

void
writer_begin_object (Writer     *self,
                     const char *key)
{
  begin_value (self, key);
  g_string_append_c (self, '{');
}

void
writer_end_object (Writer *self)
{
  g_string_append_c (self, '}');
}

void
writer_begin_array (Writer     *self,
                    const char *key)
{
  begin_value (self, key);
  g_string_append_c (self, '[');
}

void
writer_end_array (Writer *self)
{
  g_string_append_c (self, ']');
}

void
writer_string (Writer     *self,
               const char *key,
               const char *value)
{
  begin_value (self, key);
  if (value != NULL)
    append_quoted (self, value);
  else
    g_string_append (self, "null");
}

void
writer_format (Writer     *self,
               const char *key,
               const char *format,
               ...)
{
  g_autofree char *value = NULL;
  va_list          args;

  va_start (args, format);
  value = g_strdup_vprintf (format, args);
  va_end (args);
  writer_string (self, key, value);
}

void
writer_int (Writer     *self,
            const char *key,
            gint64      value)
{
  begin_value (self, key);
  g_string_append_printf (self, "%" G_GINT64_FORMAT, value);
}

void
writer_bool (Writer     *self,
             const char *key,
             gboolean    value)
{
  begin_value (self, key);
  g_string_append (self, value ? "true" : "false");
}

void
writer_raw (Writer     *self,
            const char *key,
            const char *json)
{
  begin_value (self, key);
  g_string_append (self, json);
}

void
writer_null (Writer     *self,
             const char *key)
{
  begin_value (self, key);
  g_string_append (self, "null");
}

GBytes *
writer_finish (Writer *self)
{
  return g_string_free_to_bytes (self);
}
