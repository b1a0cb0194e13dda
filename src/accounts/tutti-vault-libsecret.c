/* tutti-vault-libsecret.c: libsecret, made into plain calls for fibers
 *
 * Only secret_password_*() is used, because nothing else works behind the
 * Secret portal, and without a SecretSchema: libsecret writes a schema's name
 * into the attributes for the Secret Service but not for the portal's file, so
 * here it is an attribute like any other and both find the same things.
 *
 * No call is ever cancelled; one that takes longer than the patience is left
 * behind, and its callback ends it. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-vault-libsecret.h"

#include "tutti-vault-file.h"

#include "tutti-error.h"

#define KIND_ATTRIBUTE "xdg:schema"
#define KIND           APP_ID
#define NAME_ATTRIBUTE "item"

/* One libsecret call under way. */
typedef struct
{
  TuttiVaultKeyring *self;
  DexPromise        *promise;
  gboolean           is_left_behind;
} Call;

static Call *
call_new (TuttiVaultKeyring *self)
{
  Call *call = g_new0 (Call, 1);

  call->self = g_object_ref (self);
  call->promise = dex_promise_new ();

  return call;
}

static void
call_free (Call *call)
{
  g_clear_object (&call->self);
  dex_clear (&call->promise);
  g_free (call);
}

/* In a callback of libsecret, after the promise was settled. */
static void
call_end (Call *call)
{
  TuttiVaultKeyring *self = call->self;

  if (call->is_left_behind && --self->n_left_behind == 0)
    g_signal_emit_by_name (self, "came-back");
  call_free (call);
}

/* --- what libsecret calls back --- */

static void
search_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Call              *call = user_data;
  g_autoptr (GError) error = NULL;
  GList             *found = secret_password_search_finish (result, &error);

  if (error != NULL)
    {
      dex_promise_reject (call->promise, g_steal_pointer (&error));
    }
  else
    {
      g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

      for (GList *l = found; l != NULL; l = l->next)
        g_ptr_array_add (items, g_object_ref (l->data));
      dex_promise_resolve_boxed (call->promise, G_TYPE_PTR_ARRAY, g_steal_pointer (&items));
    }

  g_list_free_full (found, g_object_unref);
  call_end (call);
}

static void
retrieve_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Call              *call = user_data;
  g_autoptr (GError) error = NULL;
  SecretValue       *value = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (object), result, &error);
  const char        *text = value != NULL ? secret_value_get_text (value) : NULL;

  if (text != NULL)
    dex_promise_resolve_boxed (call->promise, TUTTI_TYPE_SECRET, tutti_secret_new (text));
  else if (error != NULL)
    dex_promise_reject (call->promise, g_steal_pointer (&error));
  else
    dex_promise_reject (call->promise, g_error_new (TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "The keyring's item is not text"));

  g_clear_pointer (&value, secret_value_unref);
  call_end (call);
}

static void
store_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Call              *call = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    dex_promise_resolve_boolean (call->promise, TRUE);
  else if (error != NULL)
    dex_promise_reject (call->promise, g_steal_pointer (&error));
  else
    dex_promise_reject (call->promise, g_error_new (TUTTI_ERROR, TUTTI_ERROR_KEYRING_DISMISSED, "The prompt was dismissed"));

  call_end (call);
}

static void
clear_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Call              *call = user_data;
  g_autoptr (GError) error = NULL;
  gboolean           was_there = secret_password_clear_finish (result, &error);

  if (error != NULL)
    dex_promise_reject (call->promise, g_steal_pointer (&error));
  else
    dex_promise_resolve_boolean (call->promise, was_there);

  call_end (call);
}

/* --- helpers --- */

/* The condition under which libsecret keeps a file by itself. */
gboolean
tutti_libsecret_uses_file (void)
{
  return g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0 ||
         g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ||
         g_getenv ("SNAP_NAME") != NULL;
}

static GHashTable *
make_attributes (const char *name)
{
  GHashTable *attributes = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (attributes, (gpointer) KIND_ATTRIBUTE, (gpointer) KIND);
  if (name != NULL)
    g_hash_table_insert (attributes, (gpointer) NAME_ATTRIBUTE, (gpointer) name);

  return attributes;
}

/* The border: errors of libsecret, GIO and D-Bus become ours. */
void
tutti_libsecret_take_error (TuttiVaultKeyring *self,
                            GError           **error,
                            GError            *from)
{
  g_autoptr (GError) cause = from;
  TuttiError         code = TUTTI_ERROR_KEYRING_ABSENT;

  if (cause->domain == TUTTI_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return;
    }

  if (g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_PROTOCOL) && tutti_libsecret_uses_file ())
    self->file_is_damaged = TRUE;

  if (g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    code = TUTTI_ERROR_KEYRING_LOCKED;
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    code = TUTTI_ERROR_KEYRING_DISMISSED; /* what the portal says for it */
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_FAILED) && tutti_libsecret_uses_file ())
    code = TUTTI_ERROR_KEYRING_LOCKED; /* there is a portal, but it got no key from the keyring */
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ||
           g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_READ_ONLY) ||
           g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    code = TUTTI_ERROR_STORAGE;

  g_set_error (error, TUTTI_ERROR, code, "The keyring did not work: %s", cause->message);
}

/* Nobody knows whether a call without an answer hangs or shows a prompt. Only
 * the portal asks by itself, when the program first comes to it. */
static void
take_impatience (GError **error)
{
  if (tutti_libsecret_uses_file ())
    g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_DISMISSED, "The keyring's prompt was not answered");
  else
    g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_ABSENT, "The keyring does not answer");
}

/* Waits for a call, at most for the patience; the value of the future. The
 * callback owns `call`. */
static gboolean
wait_for_call (TuttiVaultKeyring *self,
               Call              *call,
               gboolean           is_patient,
               GValue            *value,
               GError           **error)
{
  g_autoptr (DexFuture) future = DEX_FUTURE (dex_ref (call->promise));
  g_autoptr (GError)    local_error = NULL;
  const GValue         *got;

  if (is_patient)
    dex_await (dex_ref (future), NULL);
  else
    dex_await (dex_future_first (dex_ref (future), dex_timeout_new_msec ((int) self->patience_ms), NULL), NULL);

  if (dex_future_is_pending (future))
    {
      call->is_left_behind = TRUE;
      self->n_left_behind++;
      take_impatience (error);
      return FALSE;
    }

  if ((got = dex_future_get_value (future, &local_error)) == NULL)
    {
      tutti_libsecret_take_error (self, error, g_steal_pointer (&local_error));
      return FALSE;
    }

  g_value_init (value, G_VALUE_TYPE (got));
  g_value_copy (got, value);
  return TRUE;
}

static gboolean
may_begin (TuttiVaultKeyring *self,
           GError           **error)
{
  if (self->n_left_behind == 0)
    return TRUE;

  take_impatience (error);
  return FALSE;
}

/* Before libsecret first opens it. */
static gboolean
check_file (TuttiVaultKeyring *self,
            GError           **error)
{
  g_autoptr (GError) local_error = NULL;

  if (self->file_was_checked || !tutti_libsecret_uses_file ())
    return TRUE;

  if (!dex_await (tutti_vault_file_check (), &local_error))
    {
      tutti_libsecret_take_error (self, error, g_steal_pointer (&local_error));
      return FALSE;
    }

  self->file_was_checked = TRUE;
  return TRUE;
}

gboolean
tutti_libsecret_begin (TuttiVaultKeyring *self,
                       GError           **error)
{
  return may_begin (self, error) && check_file (self, error);
}

/* --- libsecret, one call each --- */

static GPtrArray *
search_once (TuttiVaultKeyring *self,
             const char        *name,
             gboolean           may_ask,
             GError           **error)
{
  g_autoptr (GHashTable) attributes = make_attributes (name);
  g_auto (GValue)        value = G_VALUE_INIT;
  SecretSearchFlags      flags = SECRET_SEARCH_ALL | (may_ask ? SECRET_SEARCH_UNLOCK : 0);
  Call                  *call = call_new (self);

  secret_password_searchv (NULL, attributes, flags, NULL, search_cb, call);

  if (!wait_for_call (self, call, may_ask, &value, error))
    return NULL;
  return g_value_dup_boxed (&value);
}

/* The items of that name, or all of Tutti's: SecretRetrievable objects. A file
 * with something in it that can't be decrypted would refuse everything from now
 * on, saving too: it is set aside, and there is an empty one. */
GPtrArray *
tutti_libsecret_search (TuttiVaultKeyring *self,
                        const char        *name,
                        gboolean           may_ask,
                        GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  GPtrArray         *items = search_once (self, name, may_ask, &local_error);

  if (items == NULL && self->file_is_damaged)
    {
      self->file_is_damaged = FALSE;
      if (dex_await (tutti_vault_file_set_aside (), NULL))
        {
          g_clear_error (&local_error);
          items = search_once (self, name, may_ask, &local_error);
        }
    }

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return items;
}

TuttiSecret *
tutti_libsecret_retrieve (TuttiVaultKeyring *self,
                          SecretRetrievable *item,
                          GError           **error)
{
  g_auto (GValue) value = G_VALUE_INIT;
  Call           *call = call_new (self);

  secret_retrievable_retrieve_secret (item, NULL, retrieve_cb, call);

  if (!wait_for_call (self, call, FALSE, &value, error))
    return NULL;
  return g_value_dup_boxed (&value);
}

gboolean
tutti_libsecret_store (TuttiVaultKeyring *self,
                       const char        *name,
                       const char        *label,
                       const char        *text,
                       gboolean           may_ask,
                       GError           **error)
{
  g_autoptr (GHashTable) attributes = make_attributes (name);
  g_auto (GValue)        value = G_VALUE_INIT;
  Call                  *call = call_new (self);

  secret_password_storev (NULL, attributes, SECRET_COLLECTION_DEFAULT, label, text, NULL, store_cb, call);

  return wait_for_call (self, call, may_ask, &value, error);
}

gboolean
tutti_libsecret_clear (TuttiVaultKeyring *self,
                       const char        *name,
                       GError           **error)
{
  g_autoptr (GHashTable) attributes = make_attributes (name);
  g_auto (GValue)        value = G_VALUE_INIT;
  Call                  *call = call_new (self);

  secret_password_clearv (NULL, attributes, NULL, clear_cb, call);

  return wait_for_call (self, call, FALSE, &value, error);
}
