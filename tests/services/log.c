/* log.c: which requests came; never what a secret header or a query held
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log.h"

#include <string.h>

#include "exchange.h"

#define KEPT 20000

typedef struct
{
  guint      number;
  gint64     at;
  char      *method;
  char      *path;
  GPtrArray *query;
  GPtrArray *headers;
  char      *fault;
  guint      status;
} Line;

struct _Log
{
  GQueue      lines;
  guint       next;
  GHashTable *secrets; /* kind → GPtrArray of char * */
};

static void
line_free (gpointer data)
{
  Line *self = data;

  g_free (self->method);
  g_free (self->path);
  g_free (self->fault);
  g_ptr_array_unref (self->query);
  g_ptr_array_unref (self->headers);
  g_free (self);
}

Log *
log_new (void)
{
  Log *self = g_new0 (Log, 1);

  g_queue_init (&self->lines);
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
log_free (Log *self)
{
  g_queue_clear_full (&self->lines, line_free);
  g_hash_table_unref (self->secrets);
  g_free (self);
}

void
log_clear (Log *self)
{
  g_queue_clear_full (&self->lines, line_free);
}

static void
add_header_cb (const char *name,
               const char *value,
               gpointer    data)
{
  g_ptr_array_add (data, g_ascii_strdown (name, -1));
}

guint
log_add (Log      *self,
         Exchange *exchange)
{
  Line *line = g_new0 (Line, 1);

  line->number = self->next++;
  line->at = g_get_real_time () / 1000;
  line->method = g_strdup (exchange->method);
  line->path = g_strdup (exchange->whole_path);
  line->query = g_ptr_array_new_with_free_func (g_free);
  line->headers = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < params_get_length (exchange->query); i++)
    g_ptr_array_add (line->query, g_strdup (params_get_name (exchange->query, i)));
  soup_message_headers_foreach (soup_server_message_get_request_headers (exchange->message),
                                add_header_cb, line->headers);
  g_queue_push_tail (&self->lines, line);
  if (g_queue_get_length (&self->lines) > KEPT)
    line_free (g_queue_pop_head (&self->lines));
  return line->number;
}

void
log_set_status (Log        *self,
                guint       number,
                guint       status,
                const char *fault)
{
  for (GList *link = self->lines.tail; link != NULL; link = link->prev)
    {
      Line *line = link->data;

      if (line->number != number)
        continue;
      if (status != 0)
        line->status = status;
      if (fault != NULL)
        g_set_str (&line->fault, fault);
      break;
    }
}

static void
write_strings (Writer     *writer,
               const char *key,
               GPtrArray  *strings)
{
  writer_begin_array (writer, key);
  for (guint i = 0; i < strings->len; i++)
    writer_string (writer, NULL, g_ptr_array_index (strings, i));
  writer_end_array (writer);
}

void
log_write (Log        *self,
           Writer     *writer,
           const char *key,
           guint       since,
           const char *path)
{
  writer_begin_array (writer, key);
  for (GList *link = self->lines.head; link != NULL; link = link->next)
    {
      const Line *line = link->data;

      if (line->number < since || (path != NULL && strstr (line->path, path) == NULL))
        continue;
      writer_begin_object (writer, NULL);
      writer_int (writer, "number", line->number);
      writer_int (writer, "at", line->at);
      writer_string (writer, "method", line->method);
      writer_string (writer, "path", line->path);
      write_strings (writer, "query", line->query);
      write_strings (writer, "headers", line->headers);
      writer_int (writer, "status", line->status);
      writer_string (writer, "fault", line->fault);
      writer_end_object (writer);
    }
  writer_end_array (writer);
}

void
log_add_secret (Log        *self,
                const char *kind,
                const char *value)
{
  GPtrArray *values = g_hash_table_lookup (self->secrets, kind);

  if (value == NULL || *value == '\0')
    return;
  if (values == NULL)
    {
      values = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->secrets, g_strdup (kind), values);
    }
  if (!g_ptr_array_find_with_equal_func (values, value, g_str_equal, NULL))
    g_ptr_array_add (values, g_strdup (value));
}

void
log_write_secrets (Log    *self,
                   Writer *writer)
{
  GHashTableIter iter;
  gpointer       kind, values;

  writer_begin_object (writer, NULL);
  g_hash_table_iter_init (&iter, self->secrets);
  while (g_hash_table_iter_next (&iter, &kind, &values))
    write_strings (writer, kind, values);
  writer_end_object (writer);
}
