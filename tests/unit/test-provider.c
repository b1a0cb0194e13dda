/* test-provider.c: data files, the check of a client id, and what a provider says of itself
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "providers-fixture.h"

#include "tutti-error.h"

#include <gio/gio.h>
#include <string.h>

/* --- data files --- */

/* The providers from a folder whose spotify.ini is the shipped one with `from`
 * replaced by `to`. */
static TuttiProviders *
read_changed (const char *from,
              const char *to,
              GError    **error)
{
  g_autoptr (GString) changed = read_data_file ("spotify");

  g_assert_cmpuint (g_string_replace (changed, from, to, 1), ==, 1);

  return new_providers_with ("spotify", changed->str, error);
}

typedef struct
{
  const char *from;
  const char *to;
  const char *says;
} Mistake;

#define API  "base=https://api.spotify.com/v1"
#define TAKE "token=https://accounts.spotify.com/api/token"

static const Mistake mistakes[] = {
  { TAKE, "token=http://accounts.spotify.com/api/token", "[OAuth] token" },
  { TAKE, "token=http://localhost/token", "[OAuth] token" },
  { TAKE, "token=http://127.0.0.1.evil.example/token", "[OAuth] token" },
  { TAKE, "token=https://ada@accounts.spotify.com/api/token", "[OAuth] token" },
  { TAKE, "token=https://accounts.spotify.com/api/token#x", "[OAuth] token" },
  { TAKE, "token=accounts.spotify.com/api/token", "[OAuth] token" },
  { TAKE, "token=", "[OAuth] token: missing" },
  { TAKE, "", "[OAuth] token: missing" },
  { TAKE, "tokken=https://accounts.spotify.com/api/token", "[OAuth] tokken: nobody knows" },
  { API, "base=ftp://api.spotify.com/v1", "[API] base" },
  { API, "base=https://", "[API] base" },
  { API, "base=http://[::2]:80/", "[API] base" },
  { API, API "\nresolver=resolve", "[API] resolver" },
  { API, API "\nresolver=/resolve?x=1", "[API] resolver" },
  { API, API "\ntoken-type=OAuth evil", "[API] token-type" },
  { API, API "\ntoken-parameter=a=b", "[API] token-parameter" },
  { API, API "\ncharts=ftp://charts.example", "[API] charts" },
  { "issuer=", "issuer=accounts", "[OAuth] issuer" },
  { "redirect=http://127.0.0.1/callback", "redirect=https://tutti.example/callback", "[OAuth] redirect" },
  { "redirect=http://127.0.0.1/callback", "redirect=http://127.0.0.1:80/callback", "[OAuth] redirect" },
  { "redirect=http://127.0.0.1/callback", "redirect=http://127.0.0.1", "[OAuth] redirect" },
  { "redirect=http://127.0.0.1/callback", "redirect=http://127.0.0.1/callback?x=1", "[OAuth] redirect" },
  { "port=any", "port=some", "[OAuth] port" },
  { "port=any", "port=0", "[OAuth] port" },
  { "port=any", "port=65536", "[OAuth] port" },
  { "consent-life-days=181", "consent-life-days=-1", "[OAuth] consent-life-days" },
  { "consent-life-days=181", "sign-in-seconds=0", "[OAuth] sign-in-seconds" },
  { "history=50", "history=fifty", "[Pages] history" },
  { "per-second=4", "per-second=0", "[Limits] per-second" },
  { "per-second=4", "per-second=nan", "[Limits] per-second" },
  { "burst=8", "", "[Limits] burst: missing" },
  { "id=[0-9A-Za-z]{22}", "id=[0-9", "[Links] id" },
  { "paths=/", "paths=/(", "[Links] paths" },
  { "uris=spotify", "uris=(", "[Links] uris" },
  { "web=https", "web=http", "[Links] web" },
  { "/track/{id}\napp", "/track/\napp", "[Links] web" },
  { "app=spotify:", "app=javascript:", "[Links] app" },
  { "app=spotify:track:{id}", "app=spotify:track:", "[Links] app" },
  { "search=https://open.spotify.com/search/{text}", "search=https://open.spotify.com/", "[Links] search" },
  { "id=spotify", "id=deezer", "[Provider] id" },
  { "[Provider]", "[Provider", "spotify.ini" },
  { "[Artwork]", "[Pictures]", "[Pictures] hosts: nobody knows" },
};

/* Each is refused with the file's name and the key. */
static void
test_mistakes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autoptr (GError)         error = NULL;
      g_autoptr (TuttiProviders) providers = read_changed (mistakes[i].from, mistakes[i].to, &error);

      g_test_message ("%s", mistakes[i].to);
      g_assert_null (providers);
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_FAILED);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, "spotify.ini"));
      g_assert_nonnull (strstr (error->message, mistakes[i].says));
    }
}

static void
test_missing (void)
{
  g_autoptr (GError)         error = NULL;
  g_autoptr (TuttiProviders) providers = NULL;

  g_assert_true (g_setenv ("TUTTI_PROVIDERS", "/nonexistent", TRUE));
  providers = tutti_providers_new (&error);
  g_assert_null (providers);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "/nonexistent/spotify.ini"));
}

/* As the test services write them. */
static void
test_loopback (void)
{
  static const char * const addresses[] = { "127.0.0.1:4711", "[::1]:4711", "127.0.0.1" };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GError)         error = NULL;
      g_autofree char           *base = g_strdup_printf ("base=http://%s/spotify/api.spotify.com/v1/", addresses[i]);
      g_autoptr (TuttiProviders) providers = read_changed (API, base, &error);
      TuttiProvider             *spotify;
      g_autofree char           *host = NULL;
      g_autofree char           *expected = g_strdup_printf ("http://%s/spotify/api.spotify.com/v1/me", addresses[i]);

      g_autoptr (TuttiOAuthConfig) config = NULL;
      g_autoptr (TuttiHttpRequest) message = NULL;
      g_autoptr (TuttiRequest)     request = new_request (TUTTI_REQUEST_PROFILE, NULL, NULL, NULL);

      g_assert_no_error (error);
      spotify = tutti_providers_find (providers, "spotify");
      host = tutti_provider_dup_api_host (spotify);
      g_assert_cmpstr (host, ==, addresses[i]);

      /* A token obtained here is sent here and nowhere else. */
      config = tutti_provider_new_oauth_config (spotify, "x", NULL);
      g_assert_cmpstr (config->api_hosts[0], ==, addresses[i]);
      g_assert_null (config->api_hosts[1]);

      message = tutti_provider_build_message (spotify, request, NULL);
      g_assert_cmpstr (message->uri, ==, expected);
    }
}

static void
test_loopback_pictures (void)
{
  g_autoptr (GError)         error = NULL;
  g_autoptr (TuttiProviders) providers = read_changed ("hosts=i.scdn.co", "hosts=i.scdn.co;127.0.0.1", &error);
  TuttiProvider             *spotify;

  g_assert_no_error (error);
  spotify = tutti_providers_find (providers, "spotify");
  g_assert_true (tutti_provider_is_artwork_uri (spotify, "http://127.0.0.1:4711/art/1.png"));
  g_assert_true (tutti_provider_is_artwork_uri (spotify, "https://i.scdn.co/image/x"));
  g_assert_false (tutti_provider_is_artwork_uri (spotify, "http://i.scdn.co/image/x"));
  g_assert_false (tutti_provider_is_artwork_uri (spotify, "http://127.0.0.2:4711/art/1.png"));
}

static void
test_fixed_port (void)
{
  g_autoptr (GError)           error = NULL;
  g_autoptr (TuttiProviders)   providers = read_changed ("port=any", "port=8989", &error);
  TuttiProvider               *spotify;
  g_autoptr (TuttiOAuthConfig) config = NULL;

  g_assert_no_error (error);
  spotify = tutti_providers_find (providers, "spotify");
  g_assert_cmpstr (tutti_provider_get_redirect_uri (spotify), ==, "http://127.0.0.1:8989/callback");
  config = tutti_provider_new_oauth_config (spotify, "x", NULL);
  g_assert_cmpuint (config->redirect_port, ==, 8989);
  g_assert_cmpstr (config->redirect_path, ==, "/callback");
}

/* --- what it says of itself --- */

static void
test_registry (void)
{
  g_autoptr (TuttiProviders) providers = new_providers ();
  GListModel                *model = G_LIST_MODEL (providers);

  g_assert_true (g_list_model_get_item_type (model) == TUTTI_TYPE_PROVIDER);
  g_assert_cmpuint (g_list_model_get_n_items (model), >=, 1);
  g_assert_null (g_list_model_get_item (model, g_list_model_get_n_items (model)));
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuttiProvider) provider = g_list_model_get_item (model, i);

      g_assert_true (tutti_providers_find (providers, tutti_provider_get_id (provider)) == provider);
    }
  g_assert_null (tutti_providers_find (providers, "nobody"));
  g_assert_null (tutti_providers_find (providers, NULL));
}

/* Every service: what it can't do has a reason, what it can has none. */
static void
test_capabilities (void)
{
  g_autoptr (TuttiProviders) providers = new_providers ();
  GListModel                *model = G_LIST_MODEL (providers);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuttiProvider) provider = g_list_model_get_item (model, i);

      for (guint bit = 0; (1u << bit) <= TUTTI_CAN_LOOKUP; bit++)
        {
          TuttiCapability capability = (TuttiCapability) (1u << bit);
          const char     *reason = tutti_provider_explain (provider, capability);

          g_assert_true ((reason == NULL) == tutti_provider_can_without_key (provider, capability));
          if (reason != NULL)
            g_assert_cmpuint (strlen (reason), >, 10);
        }
    }
}

static void
test_spotify (void)
{
  g_autoptr (TuttiProviders)   providers = new_providers ();
  TuttiProvider               *spotify = tutti_providers_find (providers, "spotify");
  const TuttiSetupStep        *step = tutti_provider_get_steps (spotify);
  const char * const          *errors = tutti_provider_get_browser_errors (spotify);
  g_autoptr (TuttiSecret)      secret = tutti_secret_new ("s");
  g_autoptr (TuttiOAuthConfig) config = tutti_provider_new_oauth_config (spotify, "0123456789abcdef0123456789abcdef", secret);
  g_auto (GStrv)               scopes = g_strsplit (config->scopes, " ", -1);
  guint                        n_dashboard = 0;
  guint                        n_redirect = 0;
  double                       per_second;
  guint                        burst;

  g_assert_cmpstr (tutti_provider_get_name (spotify), ==, "Spotify");
  g_assert_cmpstr (tutti_provider_get_icon_name (spotify), ==, "tutti-spotify-symbolic");
  g_assert_true (tutti_provider_can (spotify, TUTTI_CAN_LIKES | TUTTI_CAN_LIKE | TUTTI_CAN_HISTORY));
  g_assert_false (tutti_provider_can (spotify, TUTTI_CAN_PREVIEW));
  g_assert_false (tutti_provider_can (spotify, TUTTI_CAN_SEARCH | TUTTI_CAN_PREVIEW));
  g_assert_false (tutti_provider_needs_client_secret (spotify));
  g_assert_false (tutti_provider_has_small_budget (spotify));
  g_assert_nonnull (tutti_provider_get_needs (spotify));
  g_assert_cmpstr (tutti_provider_get_dashboard_uri (spotify), ==, "https://developer.spotify.com/dashboard");
  g_assert_cmpstr (tutti_provider_get_revoke_page (spotify), ==, "https://www.spotify.com/account/apps/");
  g_assert_cmpstr (tutti_provider_get_redirect_uri (spotify), ==, "http://127.0.0.1/callback");

  for (; step->text != NULL; step++)
    {
      n_dashboard += step->opens_dashboard ? 1 : 0;
      n_redirect += step->copies_redirect ? 1 : 0;
    }
  g_assert_cmpuint (n_dashboard, ==, 1);
  g_assert_cmpuint (n_redirect, ==, 1);
  g_assert_cmpuint (g_strv_length ((char **) errors) % 2, ==, 0);
  g_assert_cmpuint (g_strv_length ((char **) errors), >=, 4);

  g_assert_cmpstr (config->provider, ==, "spotify");
  g_assert_cmpstr (config->name, ==, "Spotify");
  g_assert_cmpstr (config->authorize_uri, ==, "https://accounts.spotify.com/authorize");
  g_assert_cmpstr (config->token_uri, ==, "https://accounts.spotify.com/api/token");
  g_assert_null (config->revoke_uri);
  g_assert_null (config->issuer);
  g_assert_cmpuint (config->redirect_port, ==, 0);
  g_assert_cmpstr (config->redirect_path, ==, "/callback");
  g_assert_false (config->allow_post);
  g_assert_cmpstr (config->client_id, ==, "0123456789abcdef0123456789abcdef");
  g_assert_true (config->client_secret == secret);
  g_assert_cmpint (config->consent_life_ms, ==, G_GINT64_CONSTANT (181) * 24 * 3600 * 1000);
  g_assert_cmpuint (config->sign_in_ms, ==, 0);
  g_assert_cmpstr (config->api_hosts[0], ==, "api.spotify.com");

  /* Every permission that is asked for has words. */
  for (guint i = 0; scopes[i] != NULL; i++)
    g_assert_nonnull (tutti_provider_describe_scope (spotify, scopes[i]));
  g_assert_null (tutti_provider_describe_scope (spotify, "user-follow-modify"));

  tutti_provider_get_limit (spotify, &per_second, &burst);
  g_assert_cmpfloat (per_second, >, 0);
  g_assert_cmpuint (burst, >=, 1);
}

/* No service is asked faster than it says that it may be: so many requests in
 * so many seconds. TIDAL draws five of ten tokens for a page and gives back one
 * a second. */
static void
test_limits (void)
{
  static const struct
  {
    const char *id;
    guint       most;
    guint       seconds;
  } limits[] = {
    { "deezer", 40, 5 },
    { "tidal", 2, 0 },
    { "tidal", 4, 10 },
    { "apple-music", 20, 60 },
    { "musicbrainz", 1, 0 },
    { "musicbrainz", 10, 10 },
    { "listenbrainz", 30, 10 },
  };
  g_autoptr (TuttiProviders) providers = new_providers ();

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      double per_second;
      guint  burst;

      g_test_message ("%s", limits[i].id);
      tutti_provider_get_limit (tutti_providers_find (providers, limits[i].id), &per_second, &burst);
      g_assert_cmpfloat (burst + per_second * limits[i].seconds, <=, limits[i].most);
    }
}

/* --- what the README says --- */

static const struct
{
  const char     *title;
  TuttiCapability capability;
} columns[] = {
  { "connect", TUTTI_CAN_CONNECT },
  { "history", TUTTI_CAN_HISTORY },
  { "likes", TUTTI_CAN_LIKES },
  { "like", TUTTI_CAN_LIKE },
  { "search", TUTTI_CAN_SEARCH },
  { "ISRC", TUTTI_CAN_ISRC },
  { "by id", TUTTI_CAN_LOOKUP },
  { "charts", TUTTI_CAN_CHARTS },
  { "preview", TUTTI_CAN_PREVIEW },
  { "app", TUTTI_CAN_OPEN_APP },
  { "web", TUTTI_CAN_OPEN_WEB },
  { "no account", TUTTI_CAN_KEYLESS },
};

static char *
make_table (TuttiProviders *providers)
{
  GListModel         *model = G_LIST_MODEL (providers);
  g_autoptr (GString) table = g_string_new ("| service |");

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_string_append_printf (table, " %s |", columns[i].title);
  g_string_append (table, "\n|---|");
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_string_append (table, "---|");
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuttiProvider) provider = g_list_model_get_item (model, i);

      g_string_append_printf (table, "\n| %s |", tutti_provider_get_name (provider));
      for (guint j = 0; j < G_N_ELEMENTS (columns); j++)
        {
          TuttiCapability capability = columns[j].capability;

          if (tutti_provider_can_without_key (provider, capability))
            g_string_append (table, " yes |");
          else
            g_string_append (table, !tutti_provider_can (provider, capability) ? " |" : tutti_provider_is_closed (provider) ? " old key |"
                                                                                                                         : " account |");
        }
    }
  g_string_append_c (table, '\n');

  return g_string_free_and_steal (g_steal_pointer (&table));
}

/* What each can't do, by reason: "history, ISRC: the reason". */
static char *
make_reasons (TuttiProviders *providers)
{
  GListModel         *model = G_LIST_MODEL (providers);
  g_autoptr (GString) table = g_string_new ("| service | what it can’t, and why |\n|---|---|");

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TuttiProvider) provider = g_list_model_get_item (model, i);
      g_autoptr (GPtrArray)     reasons = g_ptr_array_new ();

      g_string_append_printf (table, "\n| %s |", tutti_provider_get_name (provider));
      for (guint j = 0; j < G_N_ELEMENTS (columns); j++)
        {
          const char *reason = tutti_provider_explain (provider, columns[j].capability);
          const char *separator = " ";

          if (reason == NULL || g_ptr_array_find_with_equal_func (reasons, reason, g_str_equal, NULL))
            continue;
          g_ptr_array_add (reasons, (gpointer) reason);
          for (guint k = j; k < G_N_ELEMENTS (columns); k++)
            if (g_strcmp0 (tutti_provider_explain (provider, columns[k].capability), reason) == 0)
              {
                g_string_append_printf (table, "%s*%s*", separator, columns[k].title);
                separator = ", ";
              }
          g_string_append_printf (table, ": %s", reason);
        }
      g_string_append (table, " |");
    }
  g_string_append_c (table, '\n');

  return g_string_free_and_steal (g_steal_pointer (&table));
}

static void
test_readme (void)
{
  g_autoptr (TuttiProviders) providers = new_providers ();
  g_autofree char           *reasons = make_reasons (providers);
  g_autofree char           *path = g_build_filename (g_getenv ("TUTTI_SOURCE"), "src", "providers", "README.md", NULL);
  g_autofree char           *table = make_table (providers);
  g_autofree char           *readme = NULL;

  g_assert_true (g_file_get_contents (path, &readme, NULL, NULL));
  if (strstr (readme, table) == NULL)
    g_test_fail_printf ("src/providers/README.md should say:\n%s", table);
  if (strstr (readme, reasons) == NULL)
    g_test_fail_printf ("src/providers/README.md should say:\n%s", reasons);
}

/* --- what people paste --- */

typedef struct
{
  const char *pasted;
  const char *clean; /* (nullable) */
  const char *says;  /* (nullable) */
} Paste;

#define KEY "9f3c1d7e6b2a4058a1c4e7d90b35f862"

static const Paste pastes[] = {
  { KEY, KEY, NULL },
  { "  " KEY "\n", KEY, NULL },
  { "\"" KEY "\"", KEY, NULL },
  { "\xe2\x80\x8b" KEY "\xc2\xa0", KEY, NULL },
  { "Client ID\n" KEY, KEY, NULL },
  { "Client ID: " KEY, KEY, NULL },
  { "", NULL, "Paste the client ID" },
  { "   ", NULL, "Paste the client ID" },
  { NULL, NULL, "Paste the client ID" },
  { "https://developer.spotify.com/dashboard/9f3c1d7e", NULL, "address of the page" },
  { "https://developer.spotify.com/dashboard/" KEY "/settings", NULL, "address of the page" },
  { "http://127.0.0.1/callback", NULL, "redirect address" },
  { "ada@example.org", NULL, "e-mail" },
  { "9f3c1d7e", NULL, "32 letters and digits" },
  { KEY "0", NULL, "32 letters and digits" },
  { "9f3c1d7e-6b2a-4058-a1c4-e7d90b35f862", NULL, "32 letters and digits" },
  { KEY " " KEY, NULL, "without the client secret" },
  { "Tutti at home", NULL, "32 letters and digits" },
  { "\xff\xfe", NULL, "32 letters and digits" },
};

static void
test_client_id (void)
{
  g_autoptr (TuttiProviders) providers = new_providers ();
  TuttiProvider             *spotify = tutti_providers_find (providers, "spotify");

  for (guint i = 0; i < G_N_ELEMENTS (pastes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char   *clean = NULL;
      gboolean           is_good = tutti_provider_check_client_id (spotify, pastes[i].pasted, &clean, &error);

      g_test_message ("case %u", i);
      g_assert_true (is_good == (pastes[i].clean != NULL));
      g_assert_cmpstr (clean, ==, pastes[i].clean);
      if (is_good)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
      if (strstr (error->message, pastes[i].says) == NULL)
        g_test_fail_printf ("case %u: %s", i, error->message);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/file/mistakes", test_mistakes);
  g_test_add_func ("/provider/file/missing", test_missing);
  g_test_add_func ("/provider/file/loopback", test_loopback);
  g_test_add_func ("/provider/file/loopback-pictures", test_loopback_pictures);
  g_test_add_func ("/provider/file/fixed-port", test_fixed_port);
  g_test_add_func ("/provider/registry", test_registry);
  g_test_add_func ("/provider/capabilities", test_capabilities);
  g_test_add_func ("/provider/spotify", test_spotify);
  g_test_add_func ("/provider/limits", test_limits);
  g_test_add_func ("/provider/client-id", test_client_id);
  g_test_add_func ("/provider/readme", test_readme);

  return g_test_run ();
}
