/* test-links.c: every variant of a link that people paste, and those that only look like one
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "providers-fixture.h"

#include <string.h>

#define ID "2plbrEY59IikOBgBGLjaoe"

typedef struct
{
  const char *link;
  const char *id; /* (nullable) */
  const char *why;
} Case;

static const Case cases[] = {
  { "https://open.spotify.com/track/" ID, ID, "the plain page" },
  { "http://open.spotify.com/track/" ID, ID, "an old page" },
  { "open.spotify.com/track/" ID, ID, "no scheme" },
  { "https://open.spotify.com/track/" ID "?si=8d3a&utm_source=copy-link", ID, "shared" },
  { "https://open.spotify.com/track/" ID "?si=ünï#top", ID, "other letters in the query" },
  { "https://open.spotify.com/track/" ID "/", ID, "a slash at the end" },
  { "https://open.spotify.com/track/" ID "#0:30", ID, "a place in the song" },
  { "https://open.spotify.com/intl-de/track/" ID "?si=1", ID, "another language" },
  { "https://open.spotify.com/intl-pt-BR/track/" ID, NULL, "languages are lower case" },
  { "https://open.spotify.com/intl-pt-br/track/" ID, ID, "a language of a country" },
  { "https://open.spotify.com/embed/track/" ID "?utm_source=generator", ID, "embedded" },
  { "https://open.spotify.com/intl-fr/embed/track/" ID, ID, "embedded in another language" },
  { "https://open.spotify.com/embed?uri=spotify:track:" ID, ID, "embedded, old" },
  { "https://play.spotify.com/track/" ID, ID, "the old player" },
  { "https://embed.spotify.com/?uri=spotify:track:" ID, ID, "the old embedding" },
  { "https://embed.spotify.com/?uri=spotify%3Atrack%3A" ID "&theme=white", ID, "the same, encoded" },
  { "https://embed.spotify.com/?uri=https%3A%2F%2Fopen.spotify.com%2Ftrack%2F" ID, ID, "a page inside" },
  { "HTTPS://OPEN.SPOTIFY.COM/track/" ID, ID, "capitals" },
  { "https://open.spotify.com:443/track/" ID, ID, "the usual port" },
  { "spotify:track:" ID, ID, "the application's URI" },
  { "Spotify:track:" ID, ID, "with a capital" },
  { "spotify:track:" ID "#1:23", ID, "with a place" },
  { "spotify:track:" ID "?si=1", ID, "with a parameter" },
  { "spotify://track/" ID, ID, "with slashes" },
  { "  <https://open.spotify.com/track/" ID ">\n", ID, "from a mail" },
  { "\"spotify:track:" ID "\"", ID, "in quotes" },

  { "https://open.spotify.com/album/10FLjwfpbxLmW8c25Xyc2N", NULL, "an album" },
  { "https://open.spotify.com/user/ada/playlist/5ht7ItJgpBH7W6vJ5BqpPr", NULL, "a playlist" },
  { "spotify:user:ada:playlist:5ht7ItJgpBH7W6vJ5BqpPr", NULL, "a playlist's URI" },
  { "spotify:local:Neighbours:Tape:Kitchen+Demo:61", NULL, "a local file" },
  { "spotify:search:smile", NULL, "a search" },
  { "https://open.spotify.com/artist/1HY2Jd0NmPuamShAr6KMms", NULL, "an artist" },
  { "https://open.spotify.com/episode/2plbrEY59IikOBgBGLjaoe", NULL, "an episode" },
  { "spotify:episode:2plbrEY59IikOBgBGLjaoe", NULL, "an episode's URI" },
  { "https://open.spotify.com/embed/album/10FLjwfpbxLmW8c25Xyc2N", NULL, "an embedded album" },
  { "https://embed.spotify.com/?uri=spotify:album:10FLjwfpbxLmW8c25Xyc2N", NULL, "the same, old" },
  { "https://play.spotify.com/user/ada/playlist/5ht7ItJgpBH7W6vJ5BqpPr", NULL, "a playlist in the old player" },
  { "https://open.spotify.com/track/2plbrEY59IikOBgBGLjao", NULL, "an id too short" },
  { "https://open.spotify.com/track/" ID "x", NULL, "an id too long" },
  { "https://open.spotify.com/track/2plbrEY59IikOBgBGLja-e", NULL, "a letter no id has" },
  { "https://open.spotify.com/track/" ID "/../../album", NULL, "more path" },
  { "https://spotify.link/abcDEF", NULL, "a short link must be asked for" },

  { "https://open.spotify.com@evil.example/track/" ID, NULL, "a user name that looks like the host" },
  { "https://ada:pass@open.spotify.com/track/" ID, NULL, "a user name" },
  { "https://open.spotify.com.evil.example/track/" ID, NULL, "another host that starts alike" },
  { "https://evil-open.spotify.com.example/track/" ID, NULL, "another host" },
  { "https://notopen.spotify.com/track/" ID, NULL, "another host that ends alike" },
  { "https://xopen.spotify.com/track/" ID, NULL, "the same" },
  { "https://open.spotify.com./track/" ID, NULL, "a dot after the host" },
  { "https://open.spotify.com:8443/track/" ID, NULL, "another port" },
  { "https://open.spotify.com:0/track/" ID, NULL, "no port" },
  { "https://open.spotify%2ecom/track/" ID, NULL, "an encoded host" },
  { "https://open.spotify.com\\@evil.example/track/" ID, NULL, "a backslash" },
  { "https:\\\\open.spotify.com\\track\\" ID, NULL, "backslashes only" },
  { "https://open.spotify.com/%74rack/" ID, NULL, "an encoded path" },
  { "https://open.spotify.com/track%2f" ID, NULL, "an encoded slash" },
  { "https://open.spotify.com/track/%32plbrEY59IikOBgBGLjaoe", NULL, "an encoded id" },
  { "https://οpen.spotify.com/track/" ID, NULL, "a Greek letter in the host" },
  { "https://open.spotify.com/trаck/" ID, NULL, "a Cyrillic letter in the path" },
  { "https://open.spotify.com/track/２plbrEY59IikOBgBGLjaoe", NULL, "a wide digit in the id" },
  { "https://xn--pen-0na.spotify.com/track/" ID, NULL, "an encoded name" },
  { "javascript:alert('https://open.spotify.com/track/" ID "')", NULL, "a script" },
  { "javascript://open.spotify.com/track/" ID, NULL, "a script with a host" },
  { "file://open.spotify.com/track/" ID, NULL, "a file" },
  { "ftp://open.spotify.com/track/" ID, NULL, "another way" },
  { "data:text/html,open.spotify.com/track/" ID, NULL, "a page of its own" },
  { "https://evil.example/?u=https://open.spotify.com/track/" ID, NULL, "the link inside of another" },
  { "https://evil.example/#https://open.spotify.com/track/" ID, NULL, "the same" },
  { "https://embed.spotify.com/?uri=https://embed.spotify.com/?uri=spotify:track:" ID, NULL, "twice inside" },
  { "https://embed.spotify.com/?uri=%ff%fe", NULL, "no text inside" },
  { "spotify:track:" ID ":more", NULL, "more after the id" },
  { "xspotify:track:" ID, NULL, "another scheme" },
  { "spotify:track:" ID "\nspotify:track:" ID, NULL, "two lines" },
  { "https://open.spotify.com/track/" ID " or another", NULL, "words" },
  { "https:///track/" ID, NULL, "no host" },
  { "https://[::1/track/" ID, NULL, "half a host" },
  { "https://", NULL, "nothing after the scheme" },
  { ID, NULL, "an id alone may be anyone's" },
  { "", NULL, "nothing" },
  { " \n", NULL, "spaces" },
  { "\xff\xfe", NULL, "no text" },
};

static void
test_match (void)
{
  g_autoptr (TuttiProviders) providers = new_providers ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = NULL;
      TuttiProvider   *provider = tutti_providers_match_link (providers, cases[i].link, &id);

      if (g_strcmp0 (id, cases[i].id) != 0)
        g_test_fail_printf ("%s: %s instead of %s", cases[i].why, id, cases[i].id);
      g_assert_true ((provider != NULL) == (id != NULL));
    }
}

static void
test_very_long (void)
{
  g_autoptr (TuttiProviders) providers = new_providers ();
  TuttiProvider             *spotify = tutti_providers_find (providers, "spotify");
  g_autofree char           *much = g_strnfill (1024 * 1024, 'a');
  g_autofree char           *link = g_strconcat ("https://open.spotify.com/track/" ID "?si=", much, NULL);
  g_autofree char           *spaces = g_strnfill (1024 * 1024, ' ');

  g_assert_null (tutti_provider_match_link (spotify, link));
  g_assert_null (tutti_provider_match_link (spotify, much));
  g_assert_null (tutti_provider_match_link (spotify, spaces));
  g_assert_null (tutti_provider_match_link (spotify, NULL));
  g_assert_false (tutti_provider_is_own_link (spotify, link));
}

/* What is no song still is Spotify's, and can be said so. */
static void
test_own (void)
{
  static const struct
  {
    const char *link;
    gboolean    is_own;
  } own[] = {
    { "https://open.spotify.com/album/10FLjwfpbxLmW8c25Xyc2N", TRUE },
    { "open.spotify.com", TRUE },
    { "spotify:search:smile", TRUE },
    { "https://spotify.link/abcDEF", TRUE },
    { "https://evil.example/track/" ID, FALSE },
    { "die with a smile", FALSE },
    { "smile", FALSE },
    { "", FALSE },
  };
  g_autoptr (TuttiProviders) providers = new_providers ();
  TuttiProvider             *spotify = tutti_providers_find (providers, "spotify");

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (tutti_provider_is_own_link (spotify, own[i].link) != own[i].is_own)
      g_test_fail_printf ("%s", own[i].link);
}

static void
test_short (void)
{
  static const struct
  {
    const char *link;
    const char *address;
  } shorts[] = {
    { "https://spotify.link/abcDEF", "https://spotify.link/abcDEF" },
    { "spotify.link/abcDEF?si=1", "https://spotify.link/abcDEF" },
    { "http://spoti.fi/1abc", "https://spoti.fi/1abc" },
    { "https://spotify.app.link/abc#x", "https://spotify.app.link/abc" },
    { "https://spotify.link", NULL },
    { "https://spotify.link/", NULL },
    { "https://spotify.link.evil.example/abc", NULL },
    { "https://open.spotify.com/track/" ID, NULL },
    { "spotify:track:" ID, NULL },
  };
  g_autoptr (TuttiProviders) providers = new_providers ();
  TuttiProvider             *spotify = tutti_providers_find (providers, "spotify");

  for (guint i = 0; i < G_N_ELEMENTS (shorts); i++)
    {
      g_autofree char *address = tutti_provider_dup_short_link (spotify, shorts[i].link);

      g_assert_cmpstr (address, ==, shorts[i].address);
    }
}

/* What is no song can be looked at in the browser; nothing else goes there. */
static void
test_pages (void)
{
  static const struct
  {
    const char *link;
    const char *page;
  } pages[] = {
    { "https://open.spotify.com/album/10FLjwfpbxLmW8c25Xyc2N?si=1#top", "https://open.spotify.com/album/10FLjwfpbxLmW8c25Xyc2N?si=1" },
    { "http://www.youtube.com/playlist?list=PL1", "https://www.youtube.com/playlist?list=PL1" },
    { " <https://soundcloud.com/ada/hidden/s-AbCdEf?si=1> ", "https://soundcloud.com/ada/hidden/s-AbCdEf?si=1" },
    { "https://deezer.page.link/abc", "https://deezer.page.link/abc" },
    { "https://song.link/d/3135556", "https://song.link/d/3135556" },
    { "song.link/s/" ID, "https://song.link/s/" ID },
    { "http://album.link/i/1440857781", "https://album.link/i/1440857781" },
    { "https://odesli.co/", "https://odesli.co/" },
    { "https://www.odesli.co/x?y=z", "https://www.odesli.co/x?y=z" },
    { "spotify:album:10FLjwfpbxLmW8c25Xyc2N", NULL },
    { "https://lists.example/song", NULL },
    { "https://song.link.evil.example/d/1", NULL },
    { "https://song.link@evil.example/d/1", NULL },
    { "https://song.link:8443/d/1", NULL },
    { "javascript://song.link/%0aalert(1)", NULL },
    { "file://song.link/etc/passwd", NULL },
    { "song link", NULL },
    { "", NULL },
  };
  g_autoptr (TuttiProviders) providers = new_providers ();

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *page = tutti_providers_dup_page (providers, pages[i].link);

      g_assert_cmpstr (page, ==, pages[i].page);
    }
}

static void
test_addresses (void)
{
  static const char * const  bad[] = { "", "short", "2plbrEY59IikOBgBGLja/e", ID "\n", "../../../../etc/passwd" };
  g_autoptr (TuttiProviders) providers = new_providers ();
  TuttiProvider             *spotify = tutti_providers_find (providers, "spotify");
  g_autofree char           *web = tutti_provider_dup_web_uri (spotify, ID);
  g_autofree char           *app = tutti_provider_dup_app_uri (spotify, ID);
  g_autofree char           *page = tutti_provider_dup_search_uri (spotify, "AC/DC & Søn {text}?");

  g_assert_cmpstr (web, ==, "https://open.spotify.com/track/" ID);
  g_assert_cmpstr (app, ==, "spotify:track:" ID);
  g_assert_cmpstr (page, ==, "https://open.spotify.com/search/AC%2FDC%20%26%20S%C3%B8n%20%7Btext%7D%3F");

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (tutti_provider_is_remote_id (spotify, bad[i]));
      g_assert_null (tutti_provider_dup_web_uri (spotify, bad[i]));
      g_assert_null (tutti_provider_dup_app_uri (spotify, bad[i]));
    }
  g_assert_false (tutti_provider_is_remote_id (spotify, NULL));
}

static void
test_artwork (void)
{
  static const struct
  {
    const char *uri;
    gboolean    is_artwork;
  } pictures[] = {
    { "https://i.scdn.co/image/ab67616d00001e02", TRUE },
    { "https://I.SCDN.CO/image/x", TRUE },
    { "http://i.scdn.co/image/x", FALSE },
    { "https://i.scdn.co:8080/image/x", FALSE },
    { "https://i.scdn.co.evil.example/image/x", FALSE },
    { "https://evil.example/i.scdn.co", FALSE },
    { "https://i.scdn.co@evil.example/x", FALSE },
    { "http://127.0.0.1:4711/image/x", FALSE },
    { "file:///etc/passwd", FALSE },
    { "data:image/png;base64,AAAA", FALSE },
    { "", FALSE },
    { NULL, FALSE },
  };
  g_autoptr (TuttiProviders) providers = new_providers ();
  TuttiProvider             *spotify = tutti_providers_find (providers, "spotify");

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    if (tutti_provider_is_artwork_uri (spotify, pictures[i].uri) != pictures[i].is_artwork)
      g_test_fail_printf ("%s", pictures[i].uri);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/links/match", test_match);
  g_test_add_func ("/links/very-long", test_very_long);
  g_test_add_func ("/links/own", test_own);
  g_test_add_func ("/links/short", test_short);
  g_test_add_func ("/links/pages", test_pages);
  g_test_add_func ("/links/addresses", test_addresses);
  g_test_add_func ("/links/artwork", test_artwork);

  return g_test_run ();
}
