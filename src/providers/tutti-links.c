/* tutti-links.c: which links are a service's own, and which song they name
 *
 * Only an id ever comes out of here, and only one that the service's own
 * pattern allows: whatever is opened later is built from it anew. A link is
 * looked at as text; its percent signs stay as they are, so that an encoded
 * path can't pass for another one.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-links.h"

#include "tutti-address.h"
#include "tutti-error.h"

#include <string.h>

#define MAX_LINK 2048

/* Matches a path, or a host and a path. Its group is the id, or the parameter has it. */
typedef struct
{
  GRegex  *regex;
  gboolean has_host;
  char    *parameter; /* (nullable) */
  gboolean is_nested; /* the parameter is a link of its own */
  char    *prefix;    /* (nullable) of the id, left out of the parameter */
} PathRule;

struct _TuttiLinks
{
  const TuttiServiceFile *file;

  GRegex    *id;
  GArray    *paths; /* of PathRule */
  GPtrArray *uris;  /* of GRegex */
  GRegex    *no_songs; /* (nullable) host and path of what is known to be none */
};

/* An address taken apart, without believing any of it. */
typedef struct
{
  char *place; /* host and path, the host in lower case */
  char *path;
  char *query; /* (nullable) */
} Parts;

static void
parts_clear (Parts *parts)
{
  g_clear_pointer (&parts->place, g_free);
  g_clear_pointer (&parts->path, g_free);
  g_clear_pointer (&parts->query, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

static void
path_rule_clear (gpointer data)
{
  PathRule *rule = data;

  g_clear_pointer (&rule->regex, g_regex_unref);
  g_clear_pointer (&rule->parameter, g_free);
  g_clear_pointer (&rule->prefix, g_free);
}

/* --- reading the patterns --- */

static GRegex *
compile (const char *pattern,
         const char *id_pattern,
         const char *key,
         GError    **error)
{
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autofree char    *group = g_strdup_printf ("(%s)", id_pattern);
  g_autoptr (GError)  reason = NULL;
  GRegex             *regex;

  g_string_printf (whole, "^(?:%s)$", pattern);
  g_string_replace (whole, "{id}", group, 0);
  regex = g_regex_new (whole->str, G_REGEX_DOLLAR_ENDONLY | G_REGEX_RAW | G_REGEX_OPTIMIZE, 0, &reason);
  if (regex == NULL)
    g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_FAILED, "[Links] %s: %s", key, reason->message);

  return regex;
}

static gboolean
read_paths (TuttiLinks *self,
            GError    **error)
{
  for (guint i = 0; self->file->paths[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (self->file->paths[i], " ", 3);
      PathRule       rule = { NULL };

      rule.regex = compile (words[0], self->file->id_pattern, "paths", error);
      if (rule.regex == NULL)
        return FALSE;
      rule.has_host = words[0][0] != '/';
      if (words[1] != NULL)
        {
          rule.is_nested = words[1][0] == '@';
          rule.parameter = g_strdup (words[1] + (rule.is_nested ? 1 : 0));
          rule.prefix = g_strdup (words[2]);
        }
      g_array_append_val (self->paths, rule);
    }

  return TRUE;
}

static gboolean
read_uris (TuttiLinks *self,
           GError    **error)
{
  for (guint i = 0; self->file->uris != NULL && self->file->uris[i] != NULL; i++)
    {
      GRegex *regex = compile (self->file->uris[i], self->file->id_pattern, "uris", error);

      if (regex == NULL)
        return FALSE;
      g_ptr_array_add (self->uris, regex);
    }

  return TRUE;
}

TuttiLinks *
tutti_links_new (const TuttiServiceFile *file,
                 GError                **error)
{
  g_autoptr (TuttiLinks) self = g_new0 (TuttiLinks, 1);

  self->file = file;
  self->paths = g_array_new (FALSE, TRUE, sizeof (PathRule));
  g_array_set_clear_func (self->paths, path_rule_clear);
  self->uris = g_ptr_array_new_with_free_func ((GDestroyNotify) g_regex_unref);

  self->id = compile ("{id}", file->id_pattern, "id", error);
  if (self->id == NULL || !read_paths (self, error) || !read_uris (self, error))
    return NULL;
  if (file->no_songs != NULL && !(self->no_songs = compile (file->no_songs, file->id_pattern, "no-songs", error)))
    return NULL;

  return g_steal_pointer (&self);
}

void
tutti_links_free (TuttiLinks *self)
{
  g_clear_pointer (&self->id, g_regex_unref);
  g_clear_pointer (&self->paths, g_array_unref);
  g_clear_pointer (&self->uris, g_ptr_array_unref);
  g_clear_pointer (&self->no_songs, g_regex_unref);
  g_free (self);
}

/* --- taking a link apart --- */

/* What was meant by what was pasted: without spaces, quotes and brackets
 * around it; NULL if it can't be a link. */
static char *
clean (const char *link)
{
  g_autofree char *text = NULL;
  gsize            length;
  gsize            start;

  if (link == NULL || strnlen (link, 2 * MAX_LINK) == 2 * MAX_LINK)
    return NULL;

  start = strspn (link, " \t\r\n<\"'(");
  length = strlen (link + start);
  while (length > 0 && strchr (" \t\r\n>\"')", link[start + length - 1]) != NULL)
    length--;
  if (length == 0 || length > MAX_LINK)
    return NULL;

  text = g_strndup (link + start, length);
  for (gsize i = 0; i < length; i++)
    if (g_ascii_isspace (text[i]) || g_ascii_iscntrl (text[i]))
      return NULL;

  return g_steal_pointer (&text);
}

static char *
dup_scheme (const char *text)
{
  g_autofree char *scheme = g_uri_parse_scheme (text);

  return scheme != NULL ? g_ascii_strdown (scheme, -1) : NULL;
}

/* Whole address up to the query; http and a missing scheme count as https,
 * because nothing is sent there. */
static char *
dup_https (const char *text)
{
  g_autofree char *scheme = dup_scheme (text);
  gsize            length = strcspn (text, "?#");

  if (scheme == NULL)
    return g_strdup_printf ("https://%.*s", (int) length, text);
  if (strcmp (scheme, "http") == 0)
    return g_strdup_printf ("https%.*s", (int) (length - strlen ("http")), text + strlen ("http"));
  if (strcmp (scheme, "https") == 0)
    return g_strndup (text, length);

  return NULL;
}

static gboolean
take_apart (const char         *text,
            const char * const *hosts,
            Parts              *parts)
{
  g_autofree char *address = dup_https (text);
  g_autofree char *host = NULL;
  const char      *query = text + strcspn (text, "?#");
  const char      *path;

  if (address == NULL || !tutti_address_is_on (address, hosts))
    return FALSE;

  /* Not GUri's path, which has some of the percent signs resolved. */
  path = strchr (address + strlen ("https://"), '/');
  parts->path = g_strdup (path != NULL ? path : "/");
  host = tutti_address_dup_host (address);
  parts->place = g_strconcat (host, parts->path, NULL);
  if (*query == '?')
    parts->query = g_strndup (query + 1, strcspn (query + 1, "#"));

  return TRUE;
}

/* A URI of the service's own application, its scheme in lower case as the
 * patterns have it; NULL if it is none. */
static char *
dup_own_uri (const TuttiLinks *self,
             const char       *text)
{
  g_autofree char *scheme = dup_scheme (text);

  if (scheme == NULL || self->file->schemes == NULL ||
      !g_strv_contains ((const char * const *) self->file->schemes, scheme))
    return NULL;

  return g_strconcat (scheme, text + strlen (scheme), NULL);
}

static char *
dup_parameter (const char *query,
               const char *name)
{
  g_autoptr (GHashTable) parameters = NULL;

  if (query == NULL)
    return NULL;
  parameters = g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);

  return parameters != NULL ? g_strdup (g_hash_table_lookup (parameters, name)) : NULL;
}

/* --- matching --- */

static char *
match_regex (GRegex     *regex,
             const char *text)
{
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_regex_match (regex, text, 0, &match))
    return NULL;

  return g_match_info_fetch (match, 1);
}

static char *
match_uri (const TuttiLinks *self,
           const char       *text)
{
  g_autofree char *uri = dup_own_uri (self, text);
  char            *id = NULL;

  for (guint i = 0; uri != NULL && id == NULL && i < self->uris->len; i++)
    id = match_regex (g_ptr_array_index (self->uris, i), uri);

  return id;
}

static char *match_text (const TuttiLinks *self, const char *text, gboolean may_nest);

static char *
match_rule (const TuttiLinks *self,
            const PathRule   *rule,
            const Parts      *parts,
            gboolean          may_nest)
{
  const char      *path = rule->has_host ? parts->place : parts->path;
  g_autofree char *value = NULL;
  g_autofree char *whole = NULL;

  if (rule->parameter == NULL)
    return match_regex (rule->regex, path);
  if (!g_regex_match (rule->regex, path, 0, NULL))
    return NULL;

  value = dup_parameter (parts->query, rule->parameter);
  if (value == NULL)
    return NULL;

  /* A path alone is one of the same host. */
  whole = value[0] == '/' && rule->is_nested
              ? g_strdup_printf ("https://%.*s%s", (int) strcspn (parts->place, "/"), parts->place, value)
              : g_strconcat (rule->prefix != NULL ? rule->prefix : "", value, NULL);
  if (rule->is_nested)
    return may_nest ? match_text (self, whole, FALSE) : NULL;

  return tutti_links_is_id (self, whole) ? g_steal_pointer (&whole) : NULL;
}

static char *
match_text (const TuttiLinks *self,
            const char       *text,
            gboolean          may_nest)
{
  g_auto (Parts) parts = { NULL };
  char          *id = match_uri (self, text);

  if (id != NULL || !take_apart (text, (const char * const *) self->file->link_hosts, &parts))
    return id;
  for (guint i = 0; id == NULL && i < self->paths->len; i++)
    id = match_rule (self, &g_array_index (self->paths, PathRule, i), &parts, may_nest);

  return id;
}

gboolean
tutti_links_is_id (const TuttiLinks *self,
                   const char       *id)
{
  return id != NULL && g_regex_match (self->id, id, 0, NULL);
}

char *
tutti_links_match (const TuttiLinks *self,
                   const char       *link)
{
  g_autofree char *text = clean (link);

  return text != NULL ? match_text (self, text, TRUE) : NULL;
}

gboolean
tutti_links_is_own (const TuttiLinks *self,
                    const char       *link)
{
  g_autofree char *text = clean (link);
  g_autofree char *uri = NULL;
  g_autofree char *short_link = NULL;
  g_auto (Parts)   parts = { NULL };

  if (text == NULL)
    return FALSE;

  uri = dup_own_uri (self, text);
  short_link = tutti_links_dup_short (self, text);

  return uri != NULL || short_link != NULL || take_apart (text, (const char * const *) self->file->link_hosts, &parts);
}

char *
tutti_links_dup_short (const TuttiLinks *self,
                       const char       *link)
{
  g_autofree char *text = clean (link);
  g_autofree char *address = NULL;
  g_auto (Parts)   parts = { NULL };
  gsize            length;

  if (text == NULL || !take_apart (text, (const char * const *) self->file->short_hosts, &parts) || strlen (parts.path) < 2)
    return NULL;
  if (self->no_songs != NULL && g_regex_match (self->no_songs, parts.place, 0, NULL))
    return NULL;

  /* On loopback http stays http: this one is sent. */
  length = strcspn (text, "?#");
  address = g_strndup (text, length);

  return tutti_address_is_safe (address) ? g_steal_pointer (&address) : dup_https (text);
}

char *
tutti_links_dup_page (const char         *link,
                      const char * const *hosts)
{
  g_autofree char *text = clean (link);
  g_autofree char *address = text != NULL ? dup_https (text) : NULL;
  g_auto (Parts)   parts = { NULL };

  if (address == NULL || !take_apart (text, hosts, &parts))
    return NULL;

  return parts.query != NULL ? g_strconcat (address, "?", parts.query, NULL) : g_steal_pointer (&address);
}
