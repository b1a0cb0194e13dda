/* tutti-log.c: a log that drops what must not be read
 *
 * A writer in front of GLib's own: it cleans the text of every field, then
 * hands them on. Any thread logs, so it keeps no state but a compiled pattern.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-log.h"

#include "tutti-secret.h"

#include <string.h>
#include <sys/resource.h>

/* Too small for a core file, and what the kernel also heeds where cores go to a
 * program (systemd-coredump); a limit of 0 it does not. */
#define NO_CORE 1

/* A query or fragment of an address, or of a request's path. */
#define QUERY "(://[^\\s?#\"'<>]*)[?#][^\\s\"'<>]+|[?#][\\w.~%-]+=[^\\s\"'<>]*"

char *
tutti_log_redact (const char *text)
{
  static GRegex   *query;
  g_autofree char *without_secrets = NULL;
  char            *clean;

  g_return_val_if_fail (text != NULL, NULL);

  if (g_once_init_enter_pointer (&query))
    g_once_init_leave_pointer (&query, g_regex_new (QUERY, G_REGEX_RAW | G_REGEX_OPTIMIZE, 0, NULL));

  without_secrets = tutti_secret_redact (text);
  if (without_secrets != NULL)
    text = without_secrets;
  if (strpbrk (text, "?#") == NULL)
    return g_strdup (text);

  /* Only a text that is too long for the pattern fails: then say nothing. */
  clean = g_regex_replace (query, text, -1, 0, "\\1?…", 0, NULL);

  return clean != NULL ? clean : g_strdup ("…");
}

static GLogWriterOutput
write_clean (GLogLevelFlags   level,
             const GLogField *fields,
             gsize            n_fields,
             gpointer         data)
{
  g_autofree GLogField  *clean = NULL;
  g_autoptr (GPtrArray)  texts = NULL;
  const char            *domain = NULL;

  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "GLIB_DOMAIN") && fields[i].length < 0)
      domain = fields[i].value;
  if (g_log_writer_default_would_drop (level, domain))
    return G_LOG_WRITER_HANDLED;

  clean = g_memdup2 (fields, n_fields * sizeof (GLogField));
  texts = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < n_fields; i++)
    {
      g_autofree char *text = NULL;

      if (fields[i].value == NULL || fields[i].length == 0)
        continue;
      if (fields[i].length < 0)
        text = g_strdup (fields[i].value);
      else
        text = g_strndup (fields[i].value, (gsize) fields[i].length);

      /* Bytes that are no text pass: we log none, and GLib's hold no address. */
      if (fields[i].length > 0 && strlen (text) < (gsize) fields[i].length)
        continue;

      clean[i].value = tutti_log_redact (text);
      clean[i].length = -1;
      g_ptr_array_add (texts, (gpointer) clean[i].value);
    }

  return g_log_writer_default (level, clean, n_fields, data);
}

/* Libraries hold copies of what was revealed to them, and all of them would
 * stand in a core file. */
static void
forbid_core (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_CORE, &limit) != 0 || limit.rlim_cur <= NO_CORE)
    return;

  limit.rlim_cur = NO_CORE;
  if (setrlimit (RLIMIT_CORE, &limit) != 0)
    g_debug ("A crash may leave a core file");
}

void
tutti_log_init (void)
{
  static gsize done;

  if (!g_once_init_enter (&done))
    return;
  /* What tuttictl prints for programs must hold no debugging. */
  g_log_writer_default_set_use_stderr (TRUE);
  g_log_set_writer_func (write_clean, NULL, NULL);
  forbid_core ();
  g_once_init_leave (&done, 1);
}
