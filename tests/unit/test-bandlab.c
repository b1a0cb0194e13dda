/* test-bandlab.c: links are all there is of BandLab
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "services-fixture.h"

#define UUID  "01234567-89ab-cdef-0123-456789abcdef"
#define LONG  "0123456789abcdef0123456789abcdef_0123456789abcdef0123456789abcdef"

static void
test_questions (Service      *service,
                gconstpointer data)
{
  static const Refused refused[] = {
    { TUTTI_REQUEST_PROFILE, NULL, NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
    { TUTTI_REQUEST_SEARCH, "smile", NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
    { TUTTI_REQUEST_TRACK, NULL, "track/" UUID, NULL, TUTTI_ERROR_UNSUPPORTED },
    { TUTTI_REQUEST_CHARTS, NULL, NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  };

  check_refused (service->provider, refused, G_N_ELEMENTS (refused));
}

static void
test_links (Service      *service,
            gconstpointer data)
{
  static const Link links[] = {
    { "https://www.bandlab.com/track/" UUID "?revId=" UUID, "track/" UUID },
    { "bandlab.com/track/" LONG, "track/" LONG },
    { "https://www.bandlab.com/post/" UUID, "post/" UUID },
    { "https://www.bandlab.com/revision/" UUID "/?sharedKey=x", "revision/" UUID },
    { "https://www.bandlab.com/embed/?blur=false&id=" UUID, "revision/" UUID },
    { "https://www.bandlab.com/embed/?id=track/" UUID, NULL },
    { "https://www.bandlab.com/embed/collection/?id=" UUID, NULL },
    { "https://www.bandlab.com/ada/collections/" UUID, NULL },
    { "https://www.bandlab.com/ada/albums/" UUID, NULL },
    { "https://bandlab.com/revision/" UUID "?sharedKey=x&utm_source=y#z", "revision/" UUID },
    { "https://www.bandlab.com/track/" LONG "?revId=" UUID, "track/" LONG },
    { "https://www.bandlab.com/albums/" UUID, NULL },
    { "https://www.bandlab.com/ada", NULL },
    { "https://www.bandlab.com/track/0123", NULL },
    { "https://www.bandlab.com.evil.example/track/" UUID, NULL },
  };
  g_autofree char *web = tutti_provider_dup_web_uri (service->provider, "post/" UUID);
  g_autofree char *search = tutti_provider_dup_search_uri (service->provider, "kitchen song");

  check_links (service, links, G_N_ELEMENTS (links));
  g_assert_true (tutti_provider_is_own_link (service->provider, "https://www.bandlab.com/ada"));
  g_assert_cmpstr (web, ==, "https://www.bandlab.com/post/" UUID);
  g_assert_cmpstr (search, ==, "https://duckduckgo.com/?q=site%3Abandlab.com%20kitchen%20song");
}

static void
test_words (Service      *service,
            gconstpointer data)
{
  check_words (service->provider);
  g_assert_nonnull (strstr (tutti_provider_explain (service->provider, TUTTI_CAN_SEARCH), "no other program"));
  g_assert_null (tutti_provider_dup_api_host (service->provider));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_SERVICE_TEST ("bandlab", "questions", test_questions);
  ADD_SERVICE_TEST ("bandlab", "links", test_links);
  ADD_SERVICE_TEST ("bandlab", "words", test_words);

  return g_test_run ();
}
