/* tutti-tokens.c: what one account may do until when
 *
 * The text of a keyring item is JSON, written and read here by hand: json-glib
 * copies strings into buffers that nobody can wipe. The reader takes flat
 * objects of strings, whole numbers, true, false, null and arrays of strings,
 * and nothing else.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-tokens.h"

#include "tutti-error.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (TuttiTokens, tutti_tokens, tutti_tokens_ref, tutti_tokens_unref)

/* Returns no tokens and no hosts. (transfer full) */
TuttiTokens *
tutti_tokens_new (void)
{
  TuttiTokens *self = g_new0 (TuttiTokens, 1);

  g_ref_count_init (&self->ref_count);
  self->scopes = g_strdup ("");
  self->hosts = g_new0 (char *, 1);

  return self;
}

/* A copy that may be changed until it is shared; the secrets are shared. */
TuttiTokens *
tutti_tokens_copy (const TuttiTokens *self)
{
  TuttiTokens *copy = g_new0 (TuttiTokens, 1);

  g_ref_count_init (&copy->ref_count);
  copy->access = self->access ? tutti_secret_ref (self->access) : NULL;
  copy->refresh = self->refresh ? tutti_secret_ref (self->refresh) : NULL;
  copy->expires_at = self->expires_at;
  copy->consented_at = self->consented_at;
  copy->scopes = g_strdup (self->scopes ? self->scopes : "");
  copy->hosts = self->hosts ? g_strdupv (self->hosts) : g_new0 (char *, 1);
  copy->user_id = g_strdup (self->user_id);

  return copy;
}

TuttiTokens *
tutti_tokens_ref (TuttiTokens *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

void
tutti_tokens_unref (TuttiTokens *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->access, tutti_secret_unref);
  g_clear_pointer (&self->refresh, tutti_secret_unref);
  g_clear_pointer (&self->scopes, g_free);
  g_clear_pointer (&self->hosts, g_strfreev);
  g_clear_pointer (&self->user_id, g_free);
  g_free (self);
}

/* --- writing --- */

/* Where text goes: counted only while `start` is NULL, so that the real buffer
 * never grows and leaves no copy behind. */
typedef struct
{
  char *start;
  gsize length;
} Writer;

static void
put (Writer     *writer,
     const char *text,
     gsize       length)
{
  if (writer->start != NULL)
    memcpy (writer->start + writer->length, text, length);
  writer->length += length;
}

static void
put_plain (Writer     *writer,
           const char *text)
{
  put (writer, text, strlen (text));
}

static void
put_string (Writer     *writer,
            const char *text)
{
  static const char digits[] = "0123456789abcdef";

  put_plain (writer, "\"");
  for (const char *p = text; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;

      if (c == '"' || c == '\\')
        {
          put_plain (writer, "\\");
          put (writer, p, 1);
        }
      else if (c < 0x20 || c == 0x7f)
        {
          put_plain (writer, "\\u00");
          put (writer, &digits[c >> 4], 1);
          put (writer, &digits[c & 0xf], 1);
        }
      else
        {
          put (writer, p, 1);
        }
    }
  put_plain (writer, "\"");
}

static void
put_number (Writer *writer,
            gint64  number)
{
  char digits[24];

  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, number);
  put_plain (writer, digits);
}

static void
put_tokens (Writer            *writer,
            const TuttiTokens *self)
{
  put_plain (writer, "{\"version\":1");
  if (self->access != NULL)
    {
      put_plain (writer, ",\"access\":");
      put_string (writer, tutti_secret_reveal (self->access));
    }
  if (self->refresh != NULL)
    {
      put_plain (writer, ",\"refresh\":");
      put_string (writer, tutti_secret_reveal (self->refresh));
    }
  put_plain (writer, ",\"expires_at\":");
  put_number (writer, self->expires_at);
  put_plain (writer, ",\"consented_at\":");
  put_number (writer, self->consented_at);
  put_plain (writer, ",\"scopes\":");
  put_string (writer, self->scopes ? self->scopes : "");
  put_plain (writer, ",\"hosts\":[");
  for (guint i = 0; self->hosts != NULL && self->hosts[i] != NULL; i++)
    {
      if (i > 0)
        put_plain (writer, ",");
      put_string (writer, self->hosts[i]);
    }
  put_plain (writer, "]}");
}

TuttiSecret *
tutti_tokens_to_text (const TuttiTokens *self)
{
  Writer writer = { NULL, 0 };
  char  *text;

  put_tokens (&writer, self);
  text = g_malloc (writer.length + 1);
  writer = (Writer) { text, 0 };
  put_tokens (&writer, self);
  text[writer.length] = '\0';

  return tutti_secret_new_take (text);
}

/* --- reading --- */

static void
skip_space (const char **p)
{
  while (**p == ' ' || **p == '\t' || **p == '\n' || **p == '\r')
    (*p)++;
}

static gboolean
take_char (const char **p,
           char         wanted)
{
  skip_space (p);
  if (**p != wanted)
    return FALSE;
  (*p)++;
  return TRUE;
}

static gboolean
take_word (const char **p,
           const char  *word)
{
  if (!g_str_has_prefix (*p, word))
    return FALSE;
  *p += strlen (word);
  return TRUE;
}

/* One \uXXXX; pairs of surrogates are never written here, so they are refused. */
static gboolean
take_escape (const char **p,
             char       **out)
{
  gunichar c = 0;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value ((*p)[i]);

      if (digit < 0)
        return FALSE;
      c = c << 4 | (gunichar) digit;
    }
  if (c == 0 || !g_unichar_validate (c))
    return FALSE;

  *p += 4;
  *out += g_unichar_to_utf8 (c, *out);
  return TRUE;
}

/* The string at `p`, which the caller wipes; NULL if there is none. */
static char *
take_string (const char **p)
{
  char       *text;
  char       *out;
  const char *end;

  if (!take_char (p, '"'))
    return NULL;

  /* What is written here is never longer than what was read. */
  for (end = *p; *end != '\0' && *end != '"'; end++)
    if (*end == '\\' && end[1] != '\0')
      end++;
  if (*end == '\0')
    return NULL;

  out = text = g_malloc0 ((gsize) (end - *p) + 1);
  while (*p < end)
    {
      static const char names[] = "\"\\/bfnrt";
      static const char values[] = "\"\\/\b\f\n\r\t";
      const char       *name;

      if (**p != '\\')
        {
          *out++ = *(*p)++;
          continue;
        }

      (*p)++;
      if (**p == 'u')
        {
          (*p)++;
          if (take_escape (p, &out))
            continue;
        }
      else if ((name = strchr (names, **p)) != NULL)
        {
          *out++ = values[name - names];
          (*p)++;
          continue;
        }

      tutti_secret_wipe_string (text);
      return NULL;
    }

  (*p)++;
  return text;
}

static gboolean
take_number (const char **p,
             gint64      *number)
{
  char *end = NULL;

  skip_space (p);
  if (**p != '-' && !g_ascii_isdigit (**p))
    return FALSE;
  *number = g_ascii_strtoll (*p, &end, 10);
  if (end == *p || *end == '.' || *end == 'e' || *end == 'E')
    return FALSE;

  *p = end;
  return TRUE;
}

/* The array of strings at `p`, into `strings` (NULL: skipped). */
static gboolean
take_strings (const char **p,
              char      ***strings)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (!take_char (p, '['))
    return FALSE;

  if (!take_char (p, ']'))
    {
      do
        {
          char *text = take_string (p);

          if (text == NULL)
            return FALSE;
          if (strings != NULL)
            g_strv_builder_take (builder, text);
          else
            tutti_secret_wipe_string (text);
        }
      while (take_char (p, ','));

      if (!take_char (p, ']'))
        return FALSE;
    }

  if (strings != NULL)
    {
      g_strfreev (*strings);
      *strings = g_strv_builder_end (builder);
    }
  return TRUE;
}

static gboolean
take_secret (const char  **p,
             TuttiSecret **secret)
{
  char *text = take_string (p);

  if (text == NULL)
    return FALSE;

  g_clear_pointer (secret, tutti_secret_unref);
  *secret = tutti_secret_new_take (text);
  return TRUE;
}

static gboolean
skip_value (const char **p)
{
  gint64 number;
  char  *text;

  skip_space (p);
  if (**p == '[')
    return take_strings (p, NULL);
  if (**p != '"')
    return take_word (p, "null") || take_word (p, "true") || take_word (p, "false") || take_number (p, &number);

  if ((text = take_string (p)) == NULL)
    return FALSE;
  tutti_secret_wipe_string (text);
  return TRUE;
}

static gboolean
take_member (const char **p,
             TuttiTokens *self)
{
  g_autofree char *name = take_string (p);

  if (name == NULL || !take_char (p, ':'))
    return FALSE;

  if (g_str_equal (name, "access"))
    return take_secret (p, &self->access);
  if (g_str_equal (name, "refresh"))
    return take_secret (p, &self->refresh);
  if (g_str_equal (name, "expires_at"))
    return take_number (p, &self->expires_at);
  if (g_str_equal (name, "consented_at"))
    return take_number (p, &self->consented_at);
  if (g_str_equal (name, "hosts"))
    return take_strings (p, &self->hosts);
  if (g_str_equal (name, "scopes"))
    {
      g_free (self->scopes);
      self->scopes = take_string (p);
      return self->scopes != NULL;
    }

  return skip_value (p);
}

TuttiTokens *
tutti_tokens_from_text (const TuttiSecret *text,
                        GError           **error)
{
  g_autoptr (TuttiTokens) self = tutti_tokens_new ();
  const char             *p = tutti_secret_reveal (text);
  gboolean                ok = g_utf8_validate (p, -1, NULL) && take_char (&p, '{');

  if (ok && !take_char (&p, '}'))
    {
      do
        ok = take_member (&p, self);
      while (ok && take_char (&p, ','));
      ok = ok && take_char (&p, '}');
    }

  skip_space (&p);
  if (!ok || *p != '\0')
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "The keyring's item can't be read");
      return NULL;
    }

  return g_steal_pointer (&self);
}
