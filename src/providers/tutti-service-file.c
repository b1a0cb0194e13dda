/* tutti-service-file.c: what data/providers/ID.ini says about a service
 *
 * One table says which keys there are and what they hold. A file is taken
 * whole or refused whole: a key nobody knows is a mistake, not a wish.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-service-file.h"

#include "tutti-address.h"
#include "tutti-error.h"

#include <string.h>

typedef enum
{
  KEY_TEXT,
  KEY_ADDRESS,
  KEY_LIST,
  KEY_PAIRS,   /* name=value;name=value */
  KEY_BOOLEAN,
  KEY_COUNT,
  KEY_RATE,
  KEY_PORT,    /* "any" or a number */
} KeyType;

typedef enum
{
  MAY,
  MUST,
  MUST_OAUTH, /* where people sign in */
  MUST_KEY,   /* where people bring a key, to sign in with or to paste */
  MUST_SCRIPT, /* where a script of the service's signs in */
  MUST_API,   /* where something is asked */
} KeyNeed;

typedef struct
{
  const char *group;
  const char *name;
  KeyType     type;
  KeyNeed     need;
  gsize       offset;
} Key;

#define AT(member) G_STRUCT_OFFSET (TuttiServiceFile, member)

static const Key keys[] = {
  { "Provider", "id", KEY_TEXT, MUST, AT (id) },
  { "OAuth", "authorize", KEY_ADDRESS, MUST_OAUTH, AT (authorize) },
  { "OAuth", "token", KEY_ADDRESS, MUST_OAUTH, AT (token) },
  { "OAuth", "revoke", KEY_ADDRESS, MAY, AT (revoke) },
  { "OAuth", "revoke-page", KEY_ADDRESS, MAY, AT (revoke_page) },
  { "OAuth", "issuer", KEY_ADDRESS, MAY, AT (issuer) },
  { "OAuth", "redirect", KEY_ADDRESS, MUST_OAUTH, AT (redirect) },
  { "OAuth", "port", KEY_PORT, MUST_OAUTH, AT (port) },
  { "OAuth", "allow-post", KEY_BOOLEAN, MAY, AT (allow_post) },
  { "OAuth", "scopes", KEY_TEXT, MAY, AT (scopes) },
  { "OAuth", "authorize-extra", KEY_PAIRS, MAY, AT (authorize_extra) },
  { "OAuth", "refresh-sends-scope", KEY_BOOLEAN, MAY, AT (refresh_sends_scope) },
  { "OAuth", "old", KEY_BOOLEAN, MAY, AT (is_old) },
  { "OAuth", "script", KEY_ADDRESS, MUST_SCRIPT, AT (script) },
  { "OAuth", "dashboard", KEY_ADDRESS, MUST_KEY, AT (dashboard) },
  { "OAuth", "consent-life-days", KEY_COUNT, MAY, AT (consent_life_days) },
  { "OAuth", "sign-in-seconds", KEY_COUNT, MAY, AT (sign_in_seconds) },
  { "API", "base", KEY_ADDRESS, MUST_API, AT (base) },
  { "API", "charts", KEY_ADDRESS, MAY, AT (charts_base) },
  { "API", "oembed", KEY_ADDRESS, MAY, AT (oembed) },
  { "API", "account", KEY_ADDRESS, MUST_SCRIPT, AT (account_base) },
  { "API", "account-header", KEY_TEXT, MUST_SCRIPT, AT (account_header) },
  { "API", "covers", KEY_ADDRESS, MAY, AT (covers) },
  { "API", "resolver", KEY_TEXT, MAY, AT (resolver) },
  { "API", "token-type", KEY_TEXT, MAY, AT (token_type) },
  { "API", "token-parameter", KEY_TEXT, MAY, AT (token_parameter) },
  { "Pages", "history", KEY_COUNT, MAY, AT (history) },
  { "Pages", "likes", KEY_COUNT, MAY, AT (likes) },
  { "Pages", "search", KEY_COUNT, MAY, AT (search) },
  { "Pages", "charts", KEY_COUNT, MAY, AT (charts) },
  { "Pages", "change", KEY_COUNT, MAY, AT (change) },
  { "Links", "id", KEY_TEXT, MUST, AT (id_pattern) },
  { "Links", "hosts", KEY_LIST, MUST, AT (link_hosts) },
  { "Links", "short-hosts", KEY_LIST, MAY, AT (short_hosts) },
  { "Links", "no-songs", KEY_TEXT, MAY, AT (no_songs) },
  { "Links", "schemes", KEY_LIST, MAY, AT (schemes) },
  { "Links", "paths", KEY_LIST, MUST, AT (paths) },
  { "Links", "uris", KEY_LIST, MAY, AT (uris) },
  { "Links", "web", KEY_TEXT, MAY, AT (web) },
  { "Links", "also", KEY_LIST, MAY, AT (also) },
  { "Links", "app", KEY_TEXT, MAY, AT (app) },
  { "Links", "search", KEY_TEXT, MAY, AT (search_page) },
  { "Artwork", "hosts", KEY_LIST, MAY, AT (artwork_hosts) },
  { "Preview", "hosts", KEY_LIST, MAY, AT (preview_hosts) },
  { "Limits", "per-second", KEY_RATE, MUST_API, AT (per_second) },
  { "Limits", "burst", KEY_COUNT, MUST_API, AT (burst) },
  { "Limits", "patience", KEY_COUNT, MAY, AT (patience) },
  { "Limits", "per-second-account", KEY_RATE, MAY, AT (per_second_account) },
  { "Limits", "burst-account", KEY_COUNT, MAY, AT (burst_account) },
  { "Limits", "keep-days", KEY_COUNT, MAY, AT (keep_days) },
  { "Limits", "searches-per-day", KEY_COUNT, MAY, AT (searches_per_day) },
  { "Limits", "units-per-day", KEY_COUNT, MAY, AT (units_per_day) },
  { "Limits", "units-per-change", KEY_COUNT, MAY, AT (units_per_change) },
  { "Limits", "day-zone", KEY_TEXT, MAY, AT (day_zone) },
};

/* FALSE and "FILE: [Group] key: what is wrong". */
static gboolean
refuse (GError    **error,
        const char *path,
        const char *group,
        const char *name,
        const char *what)
{
  g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_FAILED, "%s: [%s] %s: %s", path, group, name, what);
  return FALSE;
}

static const Key *
find_key (const char *group,
          const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].group, group) == 0 && strcmp (keys[i].name, name) == 0)
      return &keys[i];

  return NULL;
}

static gboolean
check_names (GKeyFile   *file,
             const char *path,
             GError    **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) names = g_key_file_get_keys (file, groups[i], NULL, NULL);

      for (guint j = 0; names != NULL && names[j] != NULL; j++)
        if (find_key (groups[i], names[j]) == NULL)
          return refuse (error, path, groups[i], names[j], "nobody knows this key");
    }

  return TRUE;
}

/* "any" is 0. */
static gboolean
read_port (const char *text,
           guint      *port)
{
  guint64 number = 0;

  if (strcmp (text, "any") != 0 && !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &number, NULL))
    return FALSE;

  *port = (guint) number;
  return TRUE;
}

static char **
read_pairs (char **entries)
{
  g_autoptr (GStrvBuilder) pairs = g_strv_builder_new ();

  for (guint i = 0; entries[i] != NULL; i++)
    {
      const char *equals = strchr (entries[i], '=');

      if (equals == NULL || equals == entries[i])
        return NULL;
      g_strv_builder_take (pairs, g_strndup (entries[i], (gsize) (equals - entries[i])));
      g_strv_builder_add (pairs, equals + 1);
    }

  return g_strv_builder_end (pairs);
}

/* Reads a value that is there and not empty; FALSE and what is wrong with it in `what`. */
static gboolean
read_value (GKeyFile   *file,
            const Key  *key,
            gpointer    member,
            const char **what)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = g_key_file_get_string (file, key->group, key->name, &error);
  g_auto (GStrv)     list = NULL;

  if (text == NULL)
    {
      *what = "not readable text";
      return FALSE;
    }

  switch (key->type)
    {
    case KEY_ADDRESS:
      if (!tutti_address_is_safe (text))
        {
          *what = "not an https address (http is for 127.0.0.1 and [::1] only)";
          return FALSE;
        }
      *(char **) member = g_steal_pointer (&text);
      return TRUE;

    case KEY_TEXT:
      *(char **) member = g_steal_pointer (&text);
      return TRUE;

    case KEY_LIST:
    case KEY_PAIRS:
      *what = "not a list";
      list = g_key_file_get_string_list (file, key->group, key->name, NULL, NULL);
      if (list == NULL)
        return FALSE;
      *(char ***) member = key->type == KEY_LIST ? g_steal_pointer (&list) : read_pairs (list);
      return *(char ***) member != NULL;

    case KEY_BOOLEAN:
      *what = "neither true nor false";
      *(gboolean *) member = g_key_file_get_boolean (file, key->group, key->name, &error);
      return error == NULL;

    case KEY_COUNT:
      *what = "not a count";
      {
        int number = g_key_file_get_integer (file, key->group, key->name, &error);

        *(guint *) member = (guint) MAX (number, 0);
        return error == NULL && number > 0;
      }

    case KEY_RATE:
      *what = "not a rate";
      *(double *) member = g_key_file_get_double (file, key->group, key->name, &error);
      return error == NULL && *(double *) member > 0 && *(double *) member <= 1e6;

    case KEY_PORT:
      *what = "neither “any” nor the number of a port";
      return read_port (text, member);
    }

  g_return_val_if_reached (FALSE);
}

static gboolean
is_needed (const Key            *key,
           TuttiServiceFileNeeds needs)
{
  return key->need == MUST ||
         (key->need == MUST_OAUTH && (needs & TUTTI_SERVICE_FILE_OAUTH) != 0) ||
         (key->need == MUST_KEY && (needs & (TUTTI_SERVICE_FILE_OAUTH | TUTTI_SERVICE_FILE_TOKEN | TUTTI_SERVICE_FILE_SCRIPT)) != 0) ||
         (key->need == MUST_SCRIPT && (needs & TUTTI_SERVICE_FILE_SCRIPT) != 0) ||
         (key->need == MUST_API && (needs & TUTTI_SERVICE_FILE_API) != 0);
}

/* The redirect address is given without a port and a fixed one added, so that
 * what is registered and what is listened on can't differ. */
static gboolean
finish_redirect (TuttiServiceFile *self,
                 const char       *path,
                 GError          **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;

  if (self->redirect == NULL)
    return TRUE;

  uri = g_uri_parse (self->redirect, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || g_uri_get_port (uri) != -1 || strcmp (g_uri_get_scheme (uri), "http") != 0 ||
      g_uri_get_query (uri) != NULL || g_uri_get_path (uri)[0] != '/')
    return refuse (error, path, "OAuth", "redirect", "not an http address on 127.0.0.1 with a path and without a port");

  self->redirect_path = g_strdup (g_uri_get_path (uri));
  if (self->port != 0)
    {
      host = tutti_address_dup_host (self->redirect);
      g_free (self->redirect);
      self->redirect = g_strdup_printf ("http://%s:%u%s", host, self->port, self->redirect_path);
    }

  return TRUE;
}

/* An address with a place for an id or a text. */
static gboolean
is_template (const char *text,
             const char *place,
             gboolean    is_web)
{
  g_auto (GStrv)      parts = g_strsplit (text, place, -1);
  g_autofree char    *filled = g_strjoinv ("x", parts);
  g_autoptr (GString) sample = g_string_new (filled);

  g_string_replace (sample, "{country}", "us", 1);

  return g_strv_length (parts) == 2 && (!is_web || tutti_address_is_safe (sample->str));
}

/* The application's address starts with a scheme that is the service's own. */
static gboolean
has_own_scheme (TuttiServiceFile *self)
{
  g_autofree char *scheme = g_uri_parse_scheme (self->app);

  return scheme != NULL && self->schemes != NULL && g_strv_contains ((const char * const *) self->schemes, scheme);
}

static gboolean
check_templates (TuttiServiceFile *self,
                 const char       *path,
                 GError          **error)
{
  if (self->resolver != NULL && (self->resolver[0] != '/' || strpbrk (self->resolver, "?#") != NULL))
    return refuse (error, path, "API", "resolver", "not a path");
  if (self->token_type != NULL && strspn (self->token_type, G_CSET_A_2_Z G_CSET_a_2_z) != strlen (self->token_type))
    return refuse (error, path, "API", "token-type", "not one word");
  if (self->token_parameter != NULL && strspn (self->token_parameter, G_CSET_a_2_z "_") != strlen (self->token_parameter))
    return refuse (error, path, "API", "token-parameter", "not a parameter’s name");
  if (self->account_header != NULL && strspn (self->account_header, G_CSET_A_2_Z G_CSET_a_2_z "-") != strlen (self->account_header))
    return refuse (error, path, "API", "account-header", "not a header’s name");
  if (self->web != NULL && !is_template (self->web, "{id}", TRUE))
    return refuse (error, path, "Links", "web", "not an https address with {id} in it");
  for (guint i = 0; self->also != NULL && self->also[i] != NULL; i++)
    if (!is_template (self->also[i], "{id}", TRUE))
      return refuse (error, path, "Links", "also", "not an https address with {id} in it");
  if (self->search_page != NULL && !is_template (self->search_page, "{text}", TRUE))
    return refuse (error, path, "Links", "search", "not an https address with {text} in it");
  if (self->app != NULL && (!is_template (self->app, "{id}", FALSE) || !has_own_scheme (self)))
    return refuse (error, path, "Links", "app", "not an address of one of the schemes with {id} in it");

  return TRUE;
}

static gboolean
read_file (TuttiServiceFile     *self,
           GKeyFile             *file,
           const char           *path,
           TuttiServiceFileNeeds needs,
           GError              **error)
{
  if (!check_names (file, path, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *raw = g_key_file_get_value (file, keys[i].group, keys[i].name, NULL);
      const char      *what = NULL;

      if (raw == NULL || raw[0] == '\0')
        {
          if (is_needed (&keys[i], needs))
            return refuse (error, path, keys[i].group, keys[i].name, "missing");
        }
      else if (!read_value (file, &keys[i], G_STRUCT_MEMBER_P (self, keys[i].offset), &what))
        {
          return refuse (error, path, keys[i].group, keys[i].name, what);
        }
    }

  return finish_redirect (self, path, error) && check_templates (self, path, error);
}

TuttiServiceFile *
tutti_service_file_new (const char           *folder,
                        const char           *id,
                        TuttiServiceFileNeeds needs,
                        GError              **error)
{
  g_autoptr (TuttiServiceFile) self = g_new0 (TuttiServiceFile, 1);
  g_autoptr (GKeyFile)         file = g_key_file_new ();
  g_autoptr (GError)           reason = NULL;
  g_autofree char             *name = g_strconcat (id, ".ini", NULL);
  g_autofree char             *path = g_build_filename (folder, name, NULL);

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &reason))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_FAILED, "%s: %s", path, reason->message);
      return NULL;
    }
  if (!read_file (self, file, path, needs, error))
    return NULL;
  if (strcmp (self->id, id) != 0)
    {
      refuse (error, path, "Provider", "id", "not the file’s own name");
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
tutti_service_file_free (TuttiServiceFile *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gpointer member = G_STRUCT_MEMBER_P (self, keys[i].offset);

      switch (keys[i].type)
        {
        case KEY_TEXT:
        case KEY_ADDRESS:
          g_clear_pointer ((char **) member, g_free);
          break;

        case KEY_LIST:
        case KEY_PAIRS:
          g_clear_pointer ((char ***) member, g_strfreev);
          break;

        case KEY_BOOLEAN:
        case KEY_COUNT:
        case KEY_RATE:
        case KEY_PORT:
          break;
        }
    }
  g_clear_pointer (&self->redirect_path, g_free);
  g_free (self);
}
