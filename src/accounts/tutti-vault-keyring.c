/* tutti-vault-keyring.c: the keyring as the vault sees it
 *
 * Which calls of libsecret (tutti-vault-libsecret.c) a question of the vault
 * takes, in which order, and what may be believed of the answers.
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

#include "tutti-vault-libsecret.h"

#include "tutti-error.h"

#define SERVICE_NAME "org.freedesktop.secrets"
#define SERVICE_PATH "/org/freedesktop/secrets"
#define SERVICE_INTERFACE "org.freedesktop.Secret.Service"
#define COLLECTION_INTERFACE "org.freedesktop.Secret.Collection"

/* Stored for a moment to make the keyring ask, when nothing else of ours is in it. */
#define UNLOCK_NAME "unlock"

#define PATIENCE_MS 25000

G_DEFINE_FINAL_TYPE (TuttiVaultKeyring, tutti_vault_keyring, G_TYPE_OBJECT)

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

  if (tutti_libsecret_uses_file ())
    return TRUE;

  if ((bus = dex_await_object (dex_bus_get (G_BUS_TYPE_SESSION), &local_error)) == NULL ||
      (alias = call_service (self, bus, SERVICE_PATH, SERVICE_INTERFACE, "ReadAlias",
                             g_variant_new ("(s)", SECRET_COLLECTION_DEFAULT), "(o)", &local_error)) == NULL)
    {
      tutti_libsecret_take_error (self, error, g_steal_pointer (&local_error));
      return FALSE;
    }

  g_variant_get (alias, "(&o)", &path);
  if (!g_str_equal (path, "/"))
    {
      answer = call_service (self, bus, path, "org.freedesktop.DBus.Properties", "Get",
                             g_variant_new ("(ss)", COLLECTION_INTERFACE, "Locked"), "(v)", &local_error);
      if (answer == NULL)
        {
          tutti_libsecret_take_error (self, error, g_steal_pointer (&local_error));
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

  if (!tutti_libsecret_begin (self, error) ||
      (items = tutti_libsecret_search (self, NULL, FALSE, error)) == NULL)
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

  if (!tutti_libsecret_begin (self, error) ||
      (items = tutti_libsecret_search (self, NULL, TRUE, error)) == NULL)
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
      if (tutti_libsecret_store (self, UNLOCK_NAME, "Tutti", "", TRUE, &local_error))
        {
          if (!tutti_libsecret_clear (self, UNLOCK_NAME, &local_error))
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

  if (!tutti_libsecret_begin (self, error) ||
      (items = tutti_libsecret_search (self, name, FALSE, error)) == NULL)
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

  return tutti_libsecret_retrieve (self, item, error);
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
      !tutti_libsecret_store (self, name, label, tutti_secret_reveal (text), FALSE, error) ||
      (items = tutti_libsecret_search (self, name, FALSE, error)) == NULL)
    return FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (TuttiSecret) kept = NULL;

      if (is_locked (g_ptr_array_index (items, i)))
        continue;
      if ((kept = tutti_libsecret_retrieve (self, g_ptr_array_index (items, i), error)) == NULL)
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

  if (!tutti_libsecret_begin (self, error) ||
      (items = tutti_libsecret_search (self, name, FALSE, error)) == NULL)
    return FALSE;

  /* What is locked would silently stay. */
  if (has_locked (items))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_LOCKED, "The keyring is locked");
      return FALSE;
    }
  if (items->len == 0)
    return check_default_is_open (self, error);

  return tutti_libsecret_clear (self, name, error);
}

/* --- the object --- */

static void
tutti_vault_keyring_class_init (TuttiVaultKeyringClass *klass)
{
  g_signal_new ("came-back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
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
