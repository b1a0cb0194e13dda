/* params.c: the parameters of a query or of a form, as they came
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "params.h"

struct _Params
{
  GPtrArray *names;
  GPtrArray *values;
};

/* Percent and plus decoded; what is no UTF-8 or holds a NUL becomes empty. */
static char *
decode (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, "+", -1);
  g_autofree char *spaced = g_strjoinv (" ", words);
  char            *decoded = g_uri_unescape_string (spaced, NULL);

  if (decoded == NULL || !g_utf8_validate (decoded, -1, NULL))
    {
      g_free (decoded);
      return g_strdup ("");
    }
  return decoded;
}

Params *
params_parse (const char *text,
              gssize      length)
{
  g_autofree char *copy = NULL;
  g_auto (GStrv) pairs = NULL;
  Params *self = g_new0 (Params, 1);

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func (g_free);
  if (text == NULL)
    return self;

  copy = length < 0 ? g_strdup (text) : g_strndup (text, (gsize) length);
  pairs = g_strsplit (copy, "&", -1);
  for (guint i = 0; pairs[i] != NULL; i++)
    {
      g_auto (GStrv) sides = g_strsplit (pairs[i], "=", 2);

      if (sides[0] == NULL || *sides[0] == '\0')
        continue;
      g_ptr_array_add (self->names, decode (sides[0]));
      g_ptr_array_add (self->values, decode (sides[1] != NULL ? sides[1] : ""));
    }
  return self;
}

void
params_free (Params *self)
{
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->values);
  g_free (self);
}

guint
params_get_length (const Params *self)
{
  return self->names->len;
}

const char *
params_get_name (const Params *self,
                 guint         position)
{
  return g_ptr_array_index (self->names, position);
}

const char *
params_get_value (const Params *self,
                  guint         position)
{
  return g_ptr_array_index (self->values, position);
}

const char *
params_get (const Params *self,
            const char   *name)
{
  for (guint i = 0; i < self->names->len; i++)
    if (g_str_equal (g_ptr_array_index (self->names, i), name))
      return g_ptr_array_index (self->values, i);
  return NULL;
}

gint64
params_get_number (const Params *self,
                   const char   *name,
                   gint64        fallback)
{
  const char *text = params_get (self, name);
  gint64      number;

  if (text == NULL)
    return fallback;
  if (!g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &number, NULL))
    return -1;
  return number;
}

const char *
params_find_unknown (const Params      *self,
                     const char *const *known)
{
  for (guint i = 0; i < self->names->len; i++)
    if (!g_strv_contains (known, g_ptr_array_index (self->names, i)))
      return g_ptr_array_index (self->names, i);
  return NULL;
}

const char *
params_find_repeated (const Params *self)
{
  for (guint i = 0; i < self->names->len; i++)
    for (guint j = 0; j < i; j++)
      if (g_str_equal (g_ptr_array_index (self->names, i), g_ptr_array_index (self->names, j)))
        return g_ptr_array_index (self->names, i);
  return NULL;
}
