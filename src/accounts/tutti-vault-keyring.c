/* tutti-vault-keyring.c: libsecret, made into plain calls for fibers
 *
 * Only secret_password_*() is used, because nothing else works behind the
 * Secret portal, and without a SecretSchema: libsecret writes a schema's name
 * into the attributes for the Secret Service but not for the portal's file, so
 * here it is an attribute like any other and both find the same things.
 *
 * An empty search proves nothing: some keyrings hide what is locked. Whether
 * the default keyring is locked is therefore read over D-Bus, where there is a
 * Secret Service; reading that property never shows a prompt. Behind the portal
 * there is one file, and it is open or it is not.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-vault-keyring.h"

#include "tutti-vault-file.h"

#include "tutti-error.h"

#include <libsecret/secret.h>

#define SERVICE_NAME "org.freedesktop.secrets"
#define SERVICE_PATH "/org/freedesktop/secrets"
#define SERVICE_INTERFACE "org.freedesktop.Secret.Service"
#define COLLECTION_INTERFACE "org.freedesktop.Secret.Collection"

#define KIND_ATTRIBUTE "xdg:schema"
#define KIND APP_ID
#define NAME_ATTRIBUTE "item"

/* Stored for a moment to make the keyring ask, when nothing else of ours is in it. */
#define UNLOCK_NAME "unlock"

#define PATIENCE_MS 25000

struct _TuttiVaultKeyring
{
  GObject parent_instance;

  guint    patience_ms;
  guint    n_left_behind;
  gboolean file_was_checked;
  gboolean file_is_damaged; /* libsecret can't decrypt something in it */
};

G_DEFINE_FINAL_TYPE (TuttiVaultKeyring, tutti_vault_keyring, G_TYPE_OBJECT)

enum
{
  CAME_BACK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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
    g_signal_emit (self, signals[CAME_BACK], 0);
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
static gboolean
uses_file (void)
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
static void
take_error (TuttiVaultKeyring *self,
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

  if (g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_PROTOCOL) && uses_file ())
    self->file_is_damaged = TRUE;

  if (g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    code = TUTTI_ERROR_KEYRING_LOCKED;
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    code = TUTTI_ERROR_KEYRING_DISMISSED; /* what the portal says for it */
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_FAILED) && uses_file ())
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
  if (uses_file ())
    g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_DISMISSED, "The keyring's prompt was not answered");
  else
    g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_ABSENT, "The keyring does not answer");
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
      take_error (self, error, g_steal_pointer (&local_error));
      return FALSE;
    }

  g_value_init (value, G_VALUE_TYPE (got));
  g_value_copy (got, value);
  return TRUE;
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
static GPtrArray *
search (TuttiVaultKeyring *self,
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

static TuttiSecret *
retrieve (TuttiVaultKeyring *self,
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

static gboolean
store (TuttiVaultKeyring *self,
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

static gboolean
clear (TuttiVaultKeyring *self,
       const char        *name,
       GError           **error)
{
  g_autoptr (GHashTable) attributes = make_attributes (name);
  g_auto (GValue)        value = G_VALUE_INIT;
  Call                  *call = call_new (self);

  secret_password_clearv (NULL, attributes, NULL, clear_cb, call);

  return wait_for_call (self, call, FALSE, &value, error);
}

/* --- the file behind the portal --- */

/* Before libsecret first opens it. */
static gboolean
check_file (TuttiVaultKeyring *self,
            GError           **error)
{
  g_autoptr (GError) local_error = NULL;

  if (self->file_was_checked || !uses_file ())
    return TRUE;

  if (!dex_await (tutti_vault_file_check (), &local_error))
    {
      take_error (self, error, g_steal_pointer (&local_error));
      return FALSE;
    }

  self->file_was_checked = TRUE;
  return TRUE;
}

/* --- locked or not --- */

/* Only the Secret Service has items that know it. */
static gboolean
is_locked (gpointer item)
{
  return SECRET_IS_ITEM (item) && secret_item_get_locked (item);
}

static GVariant *
call_service (TuttiVaultKeyring *self,
              GDBusConnection   *bus,
              const char        *path,
              const char        *interface,
              const char        *method,
              GVariant          *arguments,
              const char        *type,
              GError           **error)
{
  return dex_await_variant (dex_dbus_connection_call (bus, SERVICE_NAME, path, interface, method, arguments,
                                                      G_VARIANT_TYPE (type), G_DBUS_CALL_FLAGS_NONE,
                                                      (int) self->patience_ms),
                            error);
}

/* Whether what is stored now would be stored without a prompt. */
static gboolean
check_default_is_open (TuttiVaultKeyring *self,
                       GError           **error)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant)        alias = NULL;
  g_autoptr (GVariant)        answer = NULL;
  g_autoptr (GVariant)        locked = NULL;
  g_autoptr (GError)          local_error = NULL;
  const char                 *path = NULL;

  if (uses_file ())
    return TRUE;

  if ((bus = dex_await_object (dex_bus_get (G_BUS_TYPE_SESSION), &local_error)) == NULL ||
      (alias = call_service (self, bus, SERVICE_PATH, SERVICE_INTERFACE, "ReadAlias",
                             g_variant_new ("(s)", SECRET_COLLECTION_DEFAULT), "(o)", &local_error)) == NULL)
    {
      take_error (self, error, g_steal_pointer (&local_error));
      return FALSE;
    }

  g_variant_get (alias, "(&o)", &path);
  if (!g_str_equal (path, "/"))
    {
      answer = call_service (self, bus, path, "org.freedesktop.DBus.Properties", "Get",
                             g_variant_new ("(ss)", COLLECTION_INTERFACE, "Locked"), "(v)", &local_error);
      if (answer == NULL)
        {
          take_error (self, error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_variant_get (answer, "(v)", &locked);
    }

  /* Without a default keyring the first item makes one, and a prompt for its password. */
  if (locked == NULL || !g_variant_is_of_type (locked, G_VARIANT_TYPE_BOOLEAN) || g_variant_get_boolean (locked))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_LOCKED,
                   locked == NULL ? "There is no default keyring yet" : "The default keyring is locked");
      return FALSE;
    }

  return TRUE;
}

static gboolean
has_locked (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (is_locked (g_ptr_array_index (items, i)))
      return TRUE;
  return FALSE;
}

gboolean
tutti_vault_keyring_probe (TuttiVaultKeyring *self,
                           GError           **error)
{
  g_autoptr (GPtrArray) items = NULL;

  if (!may_begin (self, error) ||
      !check_file (self, error) ||
      (items = search (self, NULL, FALSE, error)) == NULL)
    return FALSE;

  if (has_locked (items))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_LOCKED, "The keyring is locked");
      return FALSE;
    }

  return check_default_is_open (self, error);
}

gboolean
tutti_vault_keyring_unlock (TuttiVaultKeyring *self,
                            GError           **error)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError)    local_error = NULL;

  if (!may_begin (self, error) ||
      !check_file (self, error) ||
      (items = search (self, NULL, TRUE, error)) == NULL)
    return FALSE;

  if (!has_locked (items))
    {
      if (check_default_is_open (self, &local_error))
        return TRUE;
      if (!g_error_matches (local_error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_LOCKED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      /* Nothing of ours is locked, so that the search asked for nothing. */
      g_clear_error (&local_error);
      if (store (self, UNLOCK_NAME, "Tutti", "", TRUE, &local_error))
        {
          if (!clear (self, UNLOCK_NAME, &local_error))
            g_message ("An empty item stays in the keyring: %s", local_error->message);
          return TRUE;
        }
      if (g_error_matches (local_error, TUTTI_ERROR, TUTTI_ERROR_STORAGE))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }

  g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_DISMISSED, "The keyring was not unlocked");
  return FALSE;
}

/* --- items --- */

/* There is more than one of a name when the default keyring was changed. */
static SecretRetrievable *
find_newest (GPtrArray *items)
{
  SecretRetrievable *newest = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      SecretRetrievable *item = g_ptr_array_index (items, i);

      if (newest == NULL || secret_retrievable_get_modified (item) > secret_retrievable_get_modified (newest))
        newest = item;
    }

  return newest;
}

TuttiSecret *
tutti_vault_keyring_load (TuttiVaultKeyring *self,
                          const char        *name,
                          GError           **error)
{
  g_autoptr (GPtrArray) items = NULL;
  SecretRetrievable    *item;

  if (!may_begin (self, error) ||
      !check_file (self, error) ||
      (items = search (self, name, FALSE, error)) == NULL)
    return NULL;

  if ((item = find_newest (items)) == NULL)
    {
      if (check_default_is_open (self, error))
        g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "The keyring holds no such item");
      return NULL;
    }

  if (is_locked (item))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_LOCKED, "The keyring is locked");
      return NULL;
    }

  return retrieve (self, item, error);
}

gboolean
tutti_vault_keyring_save (TuttiVaultKeyring *self,
                          const char        *name,
                          const char        *label,
                          const TuttiSecret *text,
                          GError           **error)
{
  g_autoptr (GPtrArray) items = NULL;

  if (!tutti_vault_keyring_probe (self, error) ||
      !store (self, name, label, tutti_secret_reveal (text), FALSE, error) ||
      (items = search (self, name, FALSE, error)) == NULL)
    return FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (TuttiSecret) kept = NULL;

      if (is_locked (g_ptr_array_index (items, i)))
        continue;
      if ((kept = retrieve (self, g_ptr_array_index (items, i), error)) == NULL)
        return FALSE;
      if (tutti_secret_equals (kept, tutti_secret_reveal (text)))
        return TRUE;
    }

  g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_ABSENT, "The keyring did not keep what was stored");
  return FALSE;
}

gboolean
tutti_vault_keyring_forget (TuttiVaultKeyring *self,
                            const char        *name,
                            GError           **error)
{
  g_autoptr (GPtrArray) items = NULL;

  if (!may_begin (self, error) ||
      !check_file (self, error) ||
      (items = search (self, name, FALSE, error)) == NULL)
    return FALSE;

  /* What is locked would silently stay. */
  if (has_locked (items))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_LOCKED, "The keyring is locked");
      return FALSE;
    }
  if (items->len == 0)
    return check_default_is_open (self, error);

  return clear (self, name, error);
}

/* --- the object --- */

static void
tutti_vault_keyring_class_init (TuttiVaultKeyringClass *klass)
{
  signals[CAME_BACK] = g_signal_new ("came-back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tutti_vault_keyring_init (TuttiVaultKeyring *self)
{
  self->patience_ms = PATIENCE_MS;
}

TuttiVaultKeyring *
tutti_vault_keyring_new (void)
{
  return g_object_new (TUTTI_TYPE_VAULT_KEYRING, NULL);
}

void
tutti_vault_keyring_set_patience (TuttiVaultKeyring *self,
                                  guint              ms)
{
  self->patience_ms = ms;
}
