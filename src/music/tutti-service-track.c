/* tutti-service-track.c: what one provider calls a recording
 *
 * A TuttiServiceTrack never changes after construction, so it may be made in
 * any thread and handed to any other without a lock. This is where a
 * service's text enters the house: whatever it sent, what comes out is valid
 * UTF-8 without control characters and of bounded length. Apart from that the
 * text stays as the service wrote it.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-service-track.h"

#include <string.h>

#define MAX_ARTISTS 64
#define MAX_ISRCS 32
#define MAX_ADDRESS 4096

/* A day: what is longer is a service's mistake, not a duration. */
#define MAX_DURATION_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

struct _TuttiServiceTrack
{
  gatomicrefcount ref_count;

  char    *provider;
  char    *remote_id;
  char    *title;
  char   **artists;
  char    *album;
  gint64   duration_ms;
  char   **isrcs;
  char    *artwork_url;
  char    *web_url;
  char    *app_uri;
  int      year;
  gboolean is_explicit : 1;
  gboolean is_playable : 1;
  gboolean is_upload : 1;
};

G_DEFINE_BOXED_TYPE (TuttiServiceTrack, tutti_service_track, tutti_service_track_ref, tutti_service_track_unref)

/* Short ASCII text that is clean already, as most is. */
static gboolean
is_plain (const char *text)
{
  const char *p = text;

  while (*p >= ' ' && *p < 0x7f && p - text < TUTTI_SERVICE_TRACK_MAX_LETTERS)
    p++;

  return *p == '\0' && (p == text || (*text != ' ' && p[-1] != ' '));
}

/* Valid UTF-8 of at most TUTTI_SERVICE_TRACK_MAX_LETTERS letters, controls and
 * line breaks made spaces, spaces at both ends left out; never NULL. */
static char *
clean_text (const char *text)
{
  const gsize      most_bytes = TUTTI_SERVICE_TRACK_MAX_LETTERS * 6;
  g_autofree char *valid = NULL;
  g_autoptr (GString) clean = NULL;
  guint letters = 0;

  if (text == NULL)
    return g_strdup ("");
  if (is_plain (text))
    return g_strdup (text);

  valid = g_utf8_make_valid (text, (gssize) strnlen (text, most_bytes));
  clean = g_string_sized_new (strlen (valid));
  for (const char *p = valid; *p != '\0' && letters < TUTTI_SERVICE_TRACK_MAX_LETTERS; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (g_unichar_iscntrl (letter) || letter == 0x2028 || letter == 0x2029)
        g_string_append_c (clean, ' ');
      else
        g_string_append_unichar (clean, letter);
      letters++;
    }

  return g_strstrip (g_string_free_and_steal (g_steal_pointer (&clean)));
}

/* An address or an id: the same, but NULL when it is empty, too long to be
 * one, or not of printable text. */
static char *
clean_address (const char *text)
{
  gsize length;

  if (text == NULL)
    return NULL;
  length = strnlen (text, MAX_ADDRESS + 1);
  if (length == 0 || length > MAX_ADDRESS || !g_utf8_validate (text, (gssize) length, NULL))
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl (text[i]))
      return NULL;

  return g_strdup (text);
}

static char **
clean_artists (const char *const *artists)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; artists != NULL && artists[i] != NULL && i < MAX_ARTISTS; i++)
    {
      g_autofree char *name = clean_text (artists[i]);

      if (name[0] != '\0')
        g_strv_builder_take (builder, g_steal_pointer (&name));
    }

  return g_strv_builder_end (builder);
}

/**
 * tutti_isrc_normalize:
 * @isrc: (nullable): an International Standard Recording Code in any notation
 *
 * Two letters of country, three letters or digits of registrant, seven
 * digits; hyphens, spaces, an "ISRC" before it and case do not matter.
 *
 * Returns: (transfer full) (nullable): twelve capital letters and digits, or
 *   %NULL when it is no ISRC
 */
char *
tutti_isrc_normalize (const char *isrc)
{
  char  code[13];
  guint length = 0;

  if (isrc == NULL)
    return NULL;

  isrc += strspn (isrc, " \t");
  if (g_ascii_strncasecmp (isrc, "ISRC", 4) == 0 && (isrc[4] == ' ' || isrc[4] == ':' || isrc[4] == '-'))
    isrc += 5;

  for (; *isrc != '\0'; isrc++)
    {
      if (*isrc == '-' || *isrc == ' ' || *isrc == '.')
        continue;
      if (length == 12 || !g_ascii_isalnum (*isrc))
        return NULL;
      code[length++] = g_ascii_toupper (*isrc);
    }

  if (length != 12 || !g_ascii_isalpha (code[0]) || !g_ascii_isalpha (code[1]))
    return NULL;
  for (guint i = 5; i < 12; i++)
    if (!g_ascii_isdigit (code[i]))
      return NULL;
  if (memcmp (code + 5, "0000000", 7) == 0)
    return NULL;

  return g_strndup (code, 12);
}

static char **
clean_isrcs (const char *isrc)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;

  if (isrc != NULL && strnlen (isrc, MAX_ADDRESS) < MAX_ADDRESS)
    parts = g_strsplit_set (isrc, ",;|", MAX_ISRCS);
  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    {
      g_autofree char *code = tutti_isrc_normalize (parts[i]);

      if (code != NULL)
        g_strv_builder_take (builder, g_steal_pointer (&code));
    }

  return g_strv_builder_end (builder);
}

/**
 * tutti_service_track_new:
 * @info: what the service says; borrowed for the call
 *
 * Any thread. Hostile text is made harmless: invalid UTF-8 is replaced,
 * control characters become spaces, over-long text is cut, an address with
 * control characters is left out, and so is an ISRC that is none.
 *
 * Returns: (transfer full): a new service track
 */
TuttiServiceTrack *
tutti_service_track_new (const TuttiServiceTrackInfo *info)
{
  TuttiServiceTrack *self;

  g_return_val_if_fail (info != NULL, NULL);

  self = g_new0 (TuttiServiceTrack, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->provider = clean_text (info->provider);
  self->remote_id = clean_text (info->remote_id);
  self->title = clean_text (info->title);
  self->artists = clean_artists (info->artists);
  self->album = clean_text (info->album);
  self->duration_ms = info->duration_ms > 0 && info->duration_ms <= MAX_DURATION_MS ? info->duration_ms : 0;
  self->isrcs = clean_isrcs (info->isrc);
  self->artwork_url = clean_address (info->artwork_url);
  self->web_url = clean_address (info->web_url);
  self->app_uri = clean_address (info->app_uri);
  self->year = info->year > 0 && info->year < 10000 ? info->year : 0;
  self->is_explicit = !!info->is_explicit;
  self->is_playable = !info->is_unplayable;
  self->is_upload = !!info->is_upload;

  return self;
}

TuttiServiceTrack *
tutti_service_track_ref (TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tutti_service_track_unref (TuttiServiceTrack *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->remote_id, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->artists, g_strfreev);
  g_clear_pointer (&self->album, g_free);
  g_clear_pointer (&self->isrcs, g_strfreev);
  g_clear_pointer (&self->artwork_url, g_free);
  g_clear_pointer (&self->web_url, g_free);
  g_clear_pointer (&self->app_uri, g_free);
  g_free (self);
}

/* The provider's id; never NULL. */
const char *
tutti_service_track_get_provider (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->provider;
}

/* The provider's own id of the track; never NULL. */
const char *
tutti_service_track_get_remote_id (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->remote_id;
}

/* The title as the service writes it; never NULL, empty only if the service
 * gave none. */
const char *
tutti_service_track_get_title (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

/* The service's own list, the main artist first; never NULL, may have no
 * element. */
const char *const *
tutti_service_track_get_artists (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->artists;
}

/* (transfer full): all artists in one line, as a row shows them. */
char *
tutti_service_track_dup_artist_line (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strjoinv (", ", self->artists);
}

/* The album's title; never NULL, empty where unknown. */
const char *
tutti_service_track_get_album (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->album;
}

/* Milliseconds; 0 where unknown. */
gint64
tutti_service_track_get_duration (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->duration_ms;
}

/* (nullable): the first ISRC, twelve capital letters and digits. */
const char *
tutti_service_track_get_isrc (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->isrcs[0];
}

/* All ISRCs the service names, each as in get_isrc(); never NULL. */
const char *const *
tutti_service_track_get_isrcs (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->isrcs;
}

/* (nullable) */
const char *
tutti_service_track_get_artwork_url (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->artwork_url;
}

/* (nullable) */
const char *
tutti_service_track_get_web_url (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->web_url;
}

/* (nullable) */
const char *
tutti_service_track_get_app_uri (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->app_uri;
}

/* The year it came out; 0 where unknown. */
int
tutti_service_track_get_year (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->year;
}

gboolean
tutti_service_track_is_explicit (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_explicit;
}

/* FALSE where the service says that this person cannot play it. */
gboolean
tutti_service_track_is_playable (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_playable;
}

/* The title is free text by whoever uploaded it. */
gboolean
tutti_service_track_is_upload (const TuttiServiceTrack *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_upload;
}
