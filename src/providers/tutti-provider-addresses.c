/* tutti-provider-addresses.c: a service's links, pages and hosts
 *
 * What an address leads to, and which address a song has. Nothing is opened or
 * shown as a service wrote it: addresses are built from a checked id, and the
 * others must be on the hosts of the data file. Pure functions; any thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-provider-private.h"

#include "tutti-address.h"

#include <string.h>

/* --- what a link leads to --- */

char *
tutti_provider_match_link (TuttiProvider *self,
                           const char    *link)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return tutti_links_match (tutti_provider_get_links (self), link);
}

gboolean
tutti_provider_is_own_link (TuttiProvider *self,
                            const char    *link)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return tutti_links_is_own (tutti_provider_get_links (self), link);
}

char *
tutti_provider_dup_short_link (TuttiProvider *self,
                               const char    *link)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return tutti_links_dup_short (tutti_provider_get_links (self), link);
}

gboolean
tutti_provider_is_remote_id (TuttiProvider *self,
                             const char    *id)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return id != NULL && TUTTI_PROVIDER_GET_CLASS (self)->is_remote_id (self, id);
}

/* --- where a song is --- */

/* "de" of "en_DE.UTF-8"; FALSE of "C" and "en". */
static gboolean
read_country (const char *locale,
              char        country[3])
{
  gsize language = locale != NULL ? strcspn (locale, "_.@") : 0;

  if (language < 2 || locale[language] != '_' || !g_ascii_isalpha (locale[language + 1]) ||
      !g_ascii_isalpha (locale[language + 2]) || g_ascii_isalnum (locale[language + 3]))
    return FALSE;

  country[0] = g_ascii_tolower (locale[language + 1]);
  country[1] = g_ascii_tolower (locale[language + 2]);
  country[2] = '\0';
  return TRUE;
}

char *
tutti_provider_dup_country (void)
{
  /* Who reads English in Germany has German money and German shops. */
  static const char * const categories[] = { "LC_ALL", "LC_MONETARY", "LANG" };

  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    {
      const char *locale = g_getenv (categories[i]);
      char        country[3];

      if (read_country (locale, country))
        return g_strdup (country);
      if (i == 0 && locale != NULL && locale[0] != '\0')
        return NULL;
    }

  return NULL;
}

/* Puts `value` where `place` stands, and the person's country where that is
 * wanted. (nullable) */
static char *
fill (const char *pattern,
      const char *place,
      const char *value)
{
  g_autoptr (GString) text = NULL;
  g_autofree char    *country = NULL;

  if (pattern == NULL)
    return NULL;

  text = g_string_new (pattern);
  if (strstr (pattern, "{country}") != NULL)
    {
      country = tutti_provider_dup_country ();
      g_string_replace (text, "{country}", country != NULL ? country : "us", 1);
    }
  g_string_replace (text, place, value, 1);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

char *
tutti_provider_dup_web_uri (TuttiProvider *self,
                            const char    *remote_id)
{
  TuttiProviderClass *class = TUTTI_PROVIDER_GET_CLASS (self);

  if (!tutti_provider_is_remote_id (self, remote_id) || (class->has_page != NULL && !class->has_page (self, remote_id)))
    return NULL;

  return fill (tutti_provider_get_file (self)->web, "{id}", remote_id);
}

char **
tutti_provider_dup_page_uris (TuttiProvider *self,
                              const char    *remote_id)
{
  g_autoptr (GStrvBuilder) pages = g_strv_builder_new ();
  char                    *web = tutti_provider_dup_web_uri (self, remote_id);
  char                   **also = tutti_provider_get_file (self)->also;

  if (web != NULL)
    g_strv_builder_take (pages, web);
  for (guint i = 0; web != NULL && also != NULL && also[i] != NULL; i++)
    g_strv_builder_take (pages, fill (also[i], "{id}", remote_id));

  return g_strv_builder_end (pages);
}

char *
tutti_provider_dup_app_uri (TuttiProvider *self,
                            const char    *remote_id)
{
  if (!tutti_provider_is_remote_id (self, remote_id))
    return NULL;

  return fill (tutti_provider_get_file (self)->app, "{id}", remote_id);
}

char *
tutti_provider_dup_search_uri (TuttiProvider *self,
                               const char    *text)
{
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  escaped = g_uri_escape_string (text, NULL, FALSE);

  return fill (tutti_provider_get_file (self)->search_page, "{text}", escaped);
}

/* --- whose an address is --- */

char *
tutti_provider_dup_preview (TuttiProvider *self,
                            const char    *address)
{
  if (!tutti_address_is_on (address, (const char * const *) tutti_provider_get_file (self)->preview_hosts))
    return NULL;

  return g_strdup (address);
}

gboolean
tutti_provider_is_page_uri (TuttiProvider *self,
                            const char    *uri)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return tutti_address_is_on (uri, (const char * const *) tutti_provider_get_file (self)->link_hosts);
}

gboolean
tutti_provider_is_artwork_uri (TuttiProvider *self,
                               const char    *uri)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return tutti_address_is_on (uri, (const char * const *) tutti_provider_get_file (self)->artwork_hosts);
}

char *
tutti_provider_dup_api_host (TuttiProvider *self)
{
  const char *base;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  base = tutti_provider_get_file (self)->base;

  return base != NULL ? tutti_address_dup_host (base) : NULL;
}
