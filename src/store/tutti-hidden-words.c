/* tutti-hidden-words.c: the person's words on songs of a service that was disconnected
 *
 * Disconnecting deletes all that a service brought; what the person said of
 * its songs is their own, and counts again when the songs come again. So the
 * song's id gives way to 64 bits of a hash with a salt of this file: so many
 * that no other song is taken for it.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-hidden-words.h"

#include "tutti-renewal-private.h"
#include "tutti-uuid.h"

/* Begins a hidden name; no service's id does. */
#define MARK "#"

/* Hexadecimal digits of a hidden name. */
#define DIGITS 16

/* The salt, made where `is_needed`; "" where nothing was ever hidden. NULL with an error. */
static const char *
get_salt (TuttiDb *db,
          gboolean is_needed,
          GError **error)
{
  const char *known = tutti_members_peek_salt (db);
  g_autoptr (GError) local = NULL;
  g_autofree char *salt = NULL;

  if (known != NULL && (*known != '\0' || !is_needed))
    return known;

  salt = tutti_fact_dup (db, "salt", &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (salt == NULL && is_needed)
    {
      guint8 uuid[TUTTI_UUID_SIZE];

      tutti_uuid_generate (0, uuid);
      salt = g_compute_checksum_for_data (G_CHECKSUM_SHA256, uuid, sizeof uuid);
      if (!tutti_fact_set (db, "salt", salt, error))
        return NULL;
    }

  return tutti_members_take_salt (db, salt != NULL ? g_steal_pointer (&salt) : g_strdup (""));
}

/* (transfer full) */
static char *
hide_name (const char *salt,
           const char *provider,
           const char *remote_id)
{
  g_autofree char *text = g_strjoin ("\n", salt, provider, remote_id, NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  return g_strdup_printf (MARK "%.*s", DIGITS, sum);
}

static gboolean
rename_in_words (TuttiDb    *db,
                 const char *provider,
                 const char *old,
                 const char *new,
                 GError    **error)
{
  g_autoptr (TuttiStatement) copy = tutti_db_query (db, "copy-renamed-verdicts", error);
  g_autoptr (TuttiStatement) delete = copy != NULL ? tutti_db_query (db, "delete-verdicts-of", error) : NULL;

  if (delete == NULL)
    return FALSE;

  tutti_bind_text (copy, ":provider", provider);
  tutti_bind_text (copy, ":old", old);
  tutti_bind_text (copy, ":new", new);
  tutti_bind_text (delete, ":provider", provider);
  tutti_bind_text (delete, ":remote_id", old);

  return tutti_db_run (db, copy, error) && tutti_db_run (db, delete, error);
}

static gboolean
forget_acts (TuttiDb    *db,
             const char *provider,
             GError    **error)
{
  g_autoptr (TuttiStatement) delete = tutti_db_query (db, "delete-act-words-of", error);

  if (delete == NULL)
    return FALSE;
  tutti_bind_text (delete, ":provider", provider);

  return tutti_db_run (db, delete, error) && tutti_db_run_query (db, "delete-empty-acts", error);
}

gboolean
tutti_words_hide (TuttiDb    *db,
                  const char *provider,
                  GError    **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "lost-verdict-names", error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (query == NULL)
    return FALSE;

  tutti_bind_text (query, ":provider", provider);
  while (tutti_db_step (db, query, error))
    g_ptr_array_add (names, g_strdup ((const char *) sqlite3_column_text (query, 0)));
  if (!tutti_db_ended (db))
    return FALSE;

  for (guint i = 0; i < names->len; i++)
    {
      const char      *name = g_ptr_array_index (names, i);
      const char      *salt = get_salt (db, TRUE, error);
      g_autofree char *hidden = salt != NULL ? hide_name (salt, provider, name) : NULL;

      if (hidden == NULL || !rename_in_words (db, provider, name, hidden, error))
        return FALSE;
    }

  return forget_acts (db, provider, error);
}

gboolean
tutti_words_recall (TuttiDb    *db,
                    const char *provider,
                    const char *remote_id,
                    GError    **error)
{
  const char      *salt = get_salt (db, FALSE, error);
  g_autofree char *hidden = NULL;

  if (salt == NULL)
    return FALSE;
  if (*salt == '\0')
    return TRUE;

  hidden = hide_name (salt, provider, remote_id);

  return rename_in_words (db, provider, hidden, remote_id, error);
}
