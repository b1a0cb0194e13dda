/* tutti-store-settings.c: what the person set for each service
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-accounts.h"

#include "tutti-error.h"
#include "tutti-store-private.h"

static DexFuture *
list_settings_job (TuttiDb *db,
                   gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_settings_unref);
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "settings", &error);

  while (query != NULL && tutti_db_step (db, query, &error))
    {
      TuttiServiceSettings *settings = tutti_service_settings_new ((const char *) sqlite3_column_text (query, 0));

      settings->client_id = g_strdup ((const char *) sqlite3_column_text (query, 1));
      settings->send_likes = sqlite3_column_int (query, 2) != 0;
      settings->open_in = (TuttiOpenIn) sqlite3_column_int (query, 3);
      settings->not_before = sqlite3_column_int64 (query, 4);
      settings->is_quota = sqlite3_column_int (query, 5) != 0;
      settings->is_public = sqlite3_column_int (query, 6) != 0;
      settings->spent = (guint) sqlite3_column_int (query, 7);
      settings->spent_until = sqlite3_column_int64 (query, 8);
      g_ptr_array_add (list, settings);
    }

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&list));
}

DexFuture *
tutti_store_list_settings (TuttiStore *self)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_READ, list_settings_job, NULL, NULL);
}

typedef enum
{
  SETTING_CLIENT_ID,
  SETTING_SEND_LIKES,
  SETTING_OPEN_IN,
  SETTING_NOT_BEFORE,
  SETTING_IS_PUBLIC,
} SettingName;

static const char *const setters[] = { "set-client-id", "set-send-likes", "set-open-in", "set-not-before", "set-is-public" };

/* One setting of one service on its way to the lane. */
typedef struct
{
  char       *provider;
  SettingName name;
  char       *text;
  gint64      number;
  gboolean    flag;
} Setting;

static void
setting_free (gpointer data)
{
  Setting *self = data;

  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->text, g_free);
  g_free (self);
}

static gboolean
write_setting (TuttiDb       *db,
               const Setting *setting,
               GError       **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autoptr (TuttiStatement) make = transaction != NULL ? tutti_db_query (db, "make-settings", error) : NULL;
  g_autoptr (TuttiStatement) set = make != NULL ? tutti_db_query (db, setters[setting->name], error) : NULL;

  if (set == NULL)
    return FALSE;

  tutti_bind_text (make, ":provider", setting->provider);
  tutti_bind_text (set, ":provider", setting->provider);
  switch (setting->name)
    {
    case SETTING_CLIENT_ID:
      tutti_bind_text (set, ":client_id", setting->text);
      break;
    case SETTING_SEND_LIKES:
      tutti_bind_int (set, ":send_likes", setting->flag);
      break;
    case SETTING_OPEN_IN:
      tutti_bind_int (set, ":open_in", setting->number);
      break;
    case SETTING_NOT_BEFORE:
      tutti_bind_int (set, ":not_before", setting->number);
      tutti_bind_int (set, ":is_quota", setting->flag);
      break;
    case SETTING_IS_PUBLIC:
      tutti_bind_int (set, ":is_public", setting->flag);
      break;
    }
  tutti_db_note_change (db, TUTTI_CHANGE_SERVICES);

  return tutti_db_run (db, make, error) &&
         tutti_db_run (db, set, error) &&
         tutti_transaction_commit (&transaction, error);
}

static DexFuture *
write_setting_job (TuttiDb *db,
                   gpointer data)
{
  g_autoptr (GError) error = NULL;

  write_setting (db, data, &error);

  return tutti_job_done (g_steal_pointer (&error));
}

static DexFuture *
set (TuttiStore *self,
     const char *provider,
     SettingName name,
     const char *text,
     gint64      number,
     gboolean    flag)
{
  Setting *setting = g_new0 (Setting, 1);

  setting->provider = g_strdup (provider);
  setting->name = name;
  setting->text = g_strdup (text);
  setting->number = number;
  setting->flag = flag;

  return tutti_store_run (self, TUTTI_DB_WRITE, write_setting_job, setting, setting_free);
}

DexFuture *
tutti_store_set_client_id (TuttiStore *self,
                           const char *provider,
                           const char *client_id)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return set (self, provider, SETTING_CLIENT_ID, client_id, 0, FALSE);
}

DexFuture *
tutti_store_set_send_likes (TuttiStore *self,
                            const char *provider,
                            gboolean    send_likes)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return set (self, provider, SETTING_SEND_LIKES, NULL, 0, send_likes != FALSE);
}

DexFuture *
tutti_store_set_open_in (TuttiStore *self,
                         const char *provider,
                         TuttiOpenIn open_in)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return set (self, provider, SETTING_OPEN_IN, NULL, open_in, FALSE);
}

DexFuture *
tutti_store_set_is_public (TuttiStore *self,
                           const char *provider,
                           gboolean    is_public)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return set (self, provider, SETTING_IS_PUBLIC, NULL, 0, is_public != FALSE);
}

DexFuture *
tutti_store_set_not_before (TuttiStore *self,
                            const char *provider,
                            gint64      unix_ms,
                            gboolean    is_quota)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return set (self, provider, SETTING_NOT_BEFORE, NULL, unix_ms, is_quota != FALSE);
}

/* --- budgets --- */

typedef struct
{
  char  *provider;
  gint64 until;
  guint  cost;
  guint  most;
} Spending;

static void
spending_free (gpointer data)
{
  Spending *self = data;

  g_clear_pointer (&self->provider, g_free);
  g_free (self);
}

static gboolean
spend (TuttiDb        *db,
       const Spending *spending,
       GError        **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autoptr (TuttiStatement) make = transaction != NULL ? tutti_db_query (db, "make-settings", error) : NULL;
  g_autoptr (TuttiStatement) query = make != NULL ? tutti_db_query (db, "spend", error) : NULL;
  gboolean is_left = FALSE;

  if (query == NULL)
    return FALSE;

  tutti_bind_text (make, ":provider", spending->provider);
  tutti_bind_text (query, ":provider", spending->provider);
  tutti_bind_int (query, ":until", spending->until);
  tutti_bind_int (query, ":cost", spending->cost);
  tutti_bind_int (query, ":most", spending->most);
  if (!tutti_db_run (db, make, error))
    return FALSE;
  while (tutti_db_step (db, query, error))
    is_left = TRUE;
  if (!tutti_db_ended (db))
    return FALSE;
  if (!is_left)
    {
      g_propagate_error (error, tutti_error_new_with_number (TUTTI_ERROR_QUOTA_EXCEEDED, spending->until, "The budget of today is used up"));
      return FALSE;
    }

  tutti_db_note_change (db, TUTTI_CHANGE_SERVICES);

  return tutti_transaction_commit (&transaction, error);
}

static DexFuture *
spend_job (TuttiDb *db,
           gpointer data)
{
  g_autoptr (GError) error = NULL;

  spend (db, data, &error);

  return tutti_job_done (g_steal_pointer (&error));
}

DexFuture *
tutti_store_spend (TuttiStore *self,
                   const char *provider,
                   gint64      until_ms,
                   guint       cost,
                   guint       most)
{
  Spending *spending;

  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  spending = g_new0 (Spending, 1);
  spending->provider = g_strdup (provider);
  spending->until = until_ms;
  spending->cost = cost;
  spending->most = most;

  return tutti_store_run (self, TUTTI_DB_WRITE, spend_job, spending, spending_free);
}
