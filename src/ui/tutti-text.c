/* tutti-text.c: what a value reads like
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-text.h"

#include <glib/gi18n.h>
#include <langinfo.h>
#include <string.h>

#define MINUTE G_GINT64_CONSTANT (60000)
#define HOUR (60 * MINUTE)

static GDateTime *
to_local (gint64 unix_ms)
{
  return g_date_time_new_from_unix_local (unix_ms / 1000);
}

/* Days since a fixed one, so that two can be compared across years. */
static int
count_days (GDateTime *time)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date,
                  (GDateDay) g_date_time_get_day_of_month (time),
                  (GDateMonth) g_date_time_get_month (time),
                  (GDateYear) g_date_time_get_year (time));
  return (int) g_date_get_julian (&date);
}

char *
tutti_text_from_duration (gint64 duration_ms)
{
  gint64 seconds = (duration_ms + 500) / 1000;

  if (duration_ms <= 0)
    return NULL;
  if (seconds >= 3600)
    return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d", seconds / 3600, (int) (seconds / 60 % 60), (int) (seconds % 60));
  return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d", seconds / 60, (int) (seconds % 60));
}

gboolean
tutti_text_uses_twelve_hours (void)
{
  const char *format = nl_langinfo (T_FMT);

  return strstr (format, "%r") != NULL || strstr (format, "%p") != NULL || strstr (format, "%I") != NULL;
}

char *
tutti_text_from_time (gint64 unix_ms)
{
  g_autoptr (GDateTime) time = NULL;

  if (unix_ms <= 0 || (time = to_local (unix_ms)) == NULL)
    return g_strdup ("");
  /* Translators: a time of day with 12 hours, see “man strftime” */
  return g_date_time_format (time, tutti_text_uses_twelve_hours () ? C_ ("time of day", "%-l:%M %p") : "%H:%M");
}

char *
tutti_text_from_date (gint64 unix_ms)
{
  g_autoptr (GDateTime) time = to_local (unix_ms);

  if (time == NULL)
    return g_strdup ("");
  /* Translators: a date with its year, see “man strftime” */
  return g_date_time_format (time, C_ ("date", "%-e %B %Y"));
}

char *
tutti_text_from_day (gint64 unix_ms,
                     gint64 now_ms)
{
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) now = to_local (now_ms);
  int days;

  if (unix_ms <= 0 || (time = to_local (unix_ms)) == NULL)
    return g_strdup (C_ ("day", "Undated"));

  days = count_days (now) - count_days (time);
  if (days == 0)
    return g_strdup (C_ ("day", "Today"));
  if (days == 1)
    return g_strdup (C_ ("day", "Yesterday"));
  if (g_date_time_get_year (time) == g_date_time_get_year (now))
    /* Translators: a day of this year, see “man strftime” */
    return g_date_time_format (time, C_ ("day", "%A, %-e %B"));
  /* Translators: a day of another year, see “man strftime” */
  return g_date_time_format (time, C_ ("day", "%A, %-e %B %Y"));
}

char *
tutti_text_from_update (gint64 unix_ms,
                        gint64 now_ms)
{
  gint64           age = now_ms - unix_ms;
  g_autofree char *text = NULL;

  if (unix_ms <= 0)
    return g_strdup (_ ("Not updated yet"));
  if (age < MINUTE)
    return g_strdup (_ ("Updated just now"));
  if (age < HOUR)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Updated %d minute ago", "Updated %d minutes ago", (gulong) (age / MINUTE)), (int) (age / MINUTE));
  if (age < 12 * HOUR)
    {
      text = tutti_text_from_time (unix_ms);
      /* Translators: %s is a time of day */
      return g_strdup_printf (_ ("Updated at %s"), text);
    }
  text = tutti_text_from_date (unix_ms);
  /* Translators: %s is a date */
  return g_strdup_printf (_ ("Updated on %s"), text);
}

char *
tutti_text_from_seconds_left (guint seconds)
{
  guint minutes = (seconds + 30) / 60;

  if (seconds == 0)
    return NULL;
  if (minutes == 0)
    return g_strdup (_ ("less than a minute left"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "about %u minute left", "about %u minutes left", minutes), minutes);
}

char *
tutti_text_from_songs (guint n_songs)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u song", "%'u songs", n_songs), n_songs);
}

char *
tutti_text_from_number (guint number)
{
  return g_strdup_printf ("%'u", number);
}

char *
tutti_text_from_track (TuttiTrack *track)
{
  const char *artist = tutti_track_get_artist (track);

  if (artist == NULL || *artist == '\0')
    return g_strdup (tutti_track_get_title (track));
  /* Translators: title and artist of a song, for the clipboard */
  return g_strdup_printf (C_ ("clipboard", "%s – %s"), tutti_track_get_title (track), artist);
}

char *
tutti_text_join (const char *const *texts,
                 guint              n_texts)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < n_texts; i++)
    if (texts[i] != NULL && *texts[i] != '\0')
      g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", texts[i]);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
tutti_text_from_moment (gint64 unix_ms)
{
  g_autofree char *date = tutti_text_from_date (unix_ms);
  g_autofree char *time = tutti_text_from_time (unix_ms);

  /* Translators: a date and a time of day */
  return g_strdup_printf (C_ ("moment", "%s, %s"), date, time);
}

char *
tutti_text_from_lacks (TuttiService *service)
{
  static const TuttiFeature features[] = {
    TUTTI_FEATURE_CONNECT,
    TUTTI_FEATURE_HISTORY,
    TUTTI_FEATURE_LIKES,
    TUTTI_FEATURE_LIKE,
    TUTTI_FEATURE_SEARCH,
    TUTTI_FEATURE_PREVIEW,
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    {
      const char *why = tutti_service_can (service, features[i]) ? NULL : tutti_service_explain (service, features[i]);

      if (why == NULL || strstr (text->str, why) != NULL)
        continue;
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, why);
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

char **
tutti_text_from_features (TuttiService *service)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gboolean app = tutti_service_can (service, TUTTI_FEATURE_OPEN_APP);
  gboolean web = tutti_service_can (service, TUTTI_FEATURE_OPEN_WEB);

  if (tutti_service_can (service, TUTTI_FEATURE_HISTORY))
    g_strv_builder_add (names, C_ ("service can", "History"));
  if (tutti_service_can (service, TUTTI_FEATURE_LIKES))
    g_strv_builder_add (names, C_ ("service can", "Likes"));
  if (tutti_service_can (service, TUTTI_FEATURE_SEARCH))
    g_strv_builder_add (names, C_ ("service can", "Search"));
  if (tutti_service_can (service, TUTTI_FEATURE_PREVIEW))
    g_strv_builder_add (names, C_ ("service can", "Previews"));
  if (app && web)
    g_strv_builder_add (names, C_ ("service can", "Opens in app or web"));
  else if (app)
    g_strv_builder_add (names, C_ ("service can", "Opens in app"));
  else if (web)
    g_strv_builder_add (names, C_ ("service can", "Opens on the web"));

  return g_strv_builder_end (names);
}
