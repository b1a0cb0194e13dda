/* test-keyring.c: the vault against a real gnome-keyring-daemon
 *
 * Run by with-keyring. The story is one, and its parts are in order: an open
 * keyring, one that is locked while Tutti runs, a prompt that nobody can
 * answer, and open again. TUTTI_KEYRING=new is the other start: no keyring yet.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-vault.h"

#include "tutti-error.h"

#include "../unit/accounts-fixture.h"

#include <string.h>

#define SERVICE "org.freedesktop.secrets"
#define PASSWORD "sesame"

typedef struct
{
  TuttiVault      *vault;
  GDBusConnection *bus;
} Fixture;

static Fixture all;

static TuttiTokens *
make_tokens (const char *access)
{
  TuttiTokens *tokens = tutti_tokens_new ();

  tokens->access = tutti_secret_new (access);
  tokens->refresh = tutti_secret_new ("refresh-token");
  tokens->expires_at = 1790000000123;

  return tokens;
}

static GVariant *
call (const char *path,
      const char *interface,
      const char *method,
      GVariant   *arguments)
{
  g_autoptr (GError) error = NULL;
  GVariant          *answer = g_dbus_connection_call_sync (all.bus, SERVICE, path, interface, method, arguments, NULL,
                                                           G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
  return answer;
}

static char *
dup_default_path (void)
{
  g_autoptr (GVariant) answer = call ("/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "ReadAlias",
                                      g_variant_new ("(s)", "default"));
  char                *path;

  g_variant_get (answer, "(o)", &path);
  return path;
}

static void
lock (void)
{
  g_autofree char     *path = dup_default_path ();
  const char          *paths[] = { path, NULL };
  g_autoptr (GVariant) answer = call ("/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "Lock",
                                      g_variant_new ("(^ao)", paths));
}

/* What the daemon offers to the log-in screen: no prompt. */
static void
unlock (void)
{
  g_autofree char     *path = dup_default_path ();
  g_autofree char     *session = NULL;
  g_autoptr (GVariant) opened = call ("/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "OpenSession",
                                      g_variant_new ("(sv)", "plain", g_variant_new_string ("")));
  g_autoptr (GVariant) answer = NULL;
  GVariant            *none = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "", 0, 1);
  GVariant            *secret = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, PASSWORD, strlen (PASSWORD), 1);

  g_variant_get (opened, "(vo)", NULL, &session);
  answer = call ("/org/freedesktop/secrets", "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
                 "UnlockWithMasterPassword",
                 g_variant_new ("(o(o@ay@ays))", path, session, none, secret, "text/plain"));
}

static char *
find_with_secret_tool (const char *item)
{
  g_autofree char   *output = NULL;
  const char        *argv[] = { "secret-tool", "lookup", "xdg:schema", APP_ID, "item", item, NULL };
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                &output, NULL, NULL, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&output);
}

static void
test_open (void)
{
  g_autoptr (TuttiTokens) first = make_tokens ("first-token");
  g_autoptr (TuttiTokens) second = make_tokens ("second-token");
  g_autoptr (TuttiTokens) back = NULL;
  g_autoptr (TuttiSecret) secret = tutti_secret_new ("the-client-secret");
  g_autoptr (TuttiSecret) secret_back = NULL;
  g_autoptr (GError)      error = NULL;
  g_autofree char        *found = NULL;
  g_autofree char        *gone = NULL;
  DexFuture              *dropped;

  g_assert_cmpint (await_int (tutti_vault_probe (all.vault)), ==, TUTTI_VAULT_READY);
  assert_resolves (tutti_vault_unlock (all.vault));
  assert_rejects (tutti_vault_load_tokens (all.vault, 7), TUTTI_ERROR_NOT_FOUND);
  assert_resolves (tutti_vault_save_tokens (all.vault, 7, first));
  assert_resolves (tutti_vault_save_tokens (all.vault, 7, second));
  assert_resolves (tutti_vault_save_tokens (all.vault, 8, first));
  assert_resolves (tutti_vault_save_secret (all.vault, "youtube", secret));

  back = await_boxed (tutti_vault_load_tokens (all.vault, 7), &error);
  g_assert_no_error (error);
  g_assert_true (tutti_secret_equals (back->access, "second-token"));
  g_assert_cmpint (back->expires_at, ==, 1790000000123);
  secret_back = await_boxed (tutti_vault_load_secret (all.vault, "youtube"), &error);
  g_assert_no_error (error);
  g_assert_true (tutti_secret_equals (secret_back, "the-client-secret"));

  found = find_with_secret_tool ("account/7");
  g_assert_nonnull (strstr (found, "second-token"));
  g_assert_null (strstr (found, "first-token"));

  /* Who drops the answer still had it stored. */
  dropped = tutti_vault_save_tokens (all.vault, 9, first);
  dex_unref (dropped);
  assert_resolves (tutti_vault_load_tokens (all.vault, 9));

  assert_resolves (tutti_vault_forget_tokens (all.vault, 8));
  assert_resolves (tutti_vault_forget_tokens (all.vault, 8));
  assert_rejects (tutti_vault_load_tokens (all.vault, 8), TUTTI_ERROR_NOT_FOUND);
  gone = find_with_secret_tool ("account/8");
  g_assert_cmpstr (gone, ==, "");
}

static void
test_locked (void)
{
  g_autoptr (TuttiTokens) tokens = make_tokens ("third-token");
  gint64                  start;

  lock ();
  start = g_get_monotonic_time ();
  g_assert_cmpint (await_int (tutti_vault_probe (all.vault)), ==, TUTTI_VAULT_LOCKED);
  assert_rejects (tutti_vault_load_tokens (all.vault, 7), TUTTI_ERROR_KEYRING_LOCKED);
  assert_rejects (tutti_vault_load_tokens (all.vault, 1234), TUTTI_ERROR_KEYRING_LOCKED);
  assert_rejects (tutti_vault_save_tokens (all.vault, 7, tokens), TUTTI_ERROR_KEYRING_LOCKED);
  assert_rejects (tutti_vault_save_tokens (all.vault, 1234, tokens), TUTTI_ERROR_KEYRING_LOCKED);
  assert_rejects (tutti_vault_forget_tokens (all.vault, 7), TUTTI_ERROR_KEYRING_LOCKED);
  assert_rejects (tutti_vault_forget_tokens (all.vault, 1234), TUTTI_ERROR_KEYRING_LOCKED);
  assert_rejects (tutti_vault_wipe (all.vault), TUTTI_ERROR_KEYRING_LOCKED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

/* There is no prompter here, which the daemon tells as a dismissed prompt, or
 * never: both must come to the same end. */
static void
test_dismissed (void)
{
  DexFuture *first, *second;

  tutti_vault_set_patience (all.vault, 3000);
  first = tutti_vault_unlock (all.vault);
  second = tutti_vault_unlock (all.vault);
  assert_rejects (first, TUTTI_ERROR_KEYRING_DISMISSED);
  assert_rejects (second, TUTTI_ERROR_KEYRING_DISMISSED);
  g_assert_cmpint (tutti_vault_get_state (all.vault), ==, TUTTI_VAULT_LOCKED);
  assert_rejects (tutti_vault_load_tokens (all.vault, 7), TUTTI_ERROR_KEYRING_LOCKED);
  tutti_vault_set_patience (all.vault, TUTTI_VAULT_PATIENCE_MS);
}

static void
test_open_again (void)
{
  g_autoptr (TuttiTokens) back = NULL;
  g_autoptr (GError)      error = NULL;

  unlock ();
  g_assert_cmpint (await_int (tutti_vault_probe (all.vault)), ==, TUTTI_VAULT_READY);
  assert_resolves (tutti_vault_unlock (all.vault));
  back = await_boxed (tutti_vault_load_tokens (all.vault, 7), &error);
  g_assert_no_error (error);
  g_assert_true (tutti_secret_equals (back->access, "second-token"));

  assert_resolves (tutti_vault_wipe (all.vault));
  assert_rejects (tutti_vault_load_tokens (all.vault, 7), TUTTI_ERROR_NOT_FOUND);
  assert_rejects (tutti_vault_load_tokens (all.vault, 9), TUTTI_ERROR_NOT_FOUND);
  assert_rejects (tutti_vault_load_secret (all.vault, "youtube"), TUTTI_ERROR_NOT_FOUND);
}

static void
test_new (void)
{
  g_autoptr (TuttiTokens) tokens = make_tokens ("token");

  tutti_vault_set_patience (all.vault, 3000);
  g_assert_cmpint (await_int (tutti_vault_probe (all.vault)), ==, TUTTI_VAULT_LOCKED);
  assert_rejects (tutti_vault_load_tokens (all.vault, 7), TUTTI_ERROR_KEYRING_LOCKED);
  assert_rejects (tutti_vault_save_tokens (all.vault, 7, tokens), TUTTI_ERROR_KEYRING_LOCKED);
  assert_rejects (tutti_vault_unlock (all.vault), TUTTI_ERROR_KEYRING_DISMISSED);

  tutti_vault_use_memory (all.vault);
  assert_resolves (tutti_vault_save_tokens (all.vault, 7, tokens));
  assert_resolves (tutti_vault_load_tokens (all.vault, 7));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  int                status;

  g_test_init (&argc, &argv, NULL);
  dex_init ();

  all.bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  all.vault = tutti_vault_new ();

  if (g_strcmp0 (g_getenv ("TUTTI_KEYRING"), "new") == 0)
    {
      g_test_add_func ("/keyring/new", test_new);
    }
  else
    {
      g_test_add_func ("/keyring/1-open", test_open);
      g_test_add_func ("/keyring/2-locked", test_locked);
      g_test_add_func ("/keyring/3-dismissed", test_dismissed);
      g_test_add_func ("/keyring/4-open-again", test_open_again);
    }
  status = g_test_run ();

  g_clear_object (&all.vault);
  g_clear_object (&all.bus);
  return status;
}
