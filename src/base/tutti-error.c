/* tutti-error.c: the one table of errors
 *
 * Everything that knows what an error is called, what it says and how
 * tuttictl ends with it reads this table. Nicks and exit codes are promises to
 * scripts: a new error gets a new row, an old row keeps its number.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-error.h"

#include <glib/gi18n-lib.h>
#include <gio/gio.h>
#include <string.h>

typedef struct
{
  gint64 number;
} TuttiErrorPrivate;

static void
tutti_error_private_init (TuttiErrorPrivate *priv)
{
  /* GLib hands zeroed memory. */
}

static void
tutti_error_private_copy (const TuttiErrorPrivate *from,
                          TuttiErrorPrivate       *to)
{
  if (from != NULL && to != NULL)
    to->number = from->number;
}

static void
tutti_error_private_clear (TuttiErrorPrivate *priv)
{
}

/* The macro casts bytes that GLib aligned; clang can't know. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-align"
G_DEFINE_EXTENDED_ERROR (TuttiError, tutti_error)
#pragma GCC diagnostic pop

/* `about` names the service where %s stands, `general` is for no service in
 * particular. */
typedef struct
{
  const char *nick;
  int         exit_code;
  const char *about;
  const char *general;
} Row;

static const Row rows[] = {
  [TUTTI_ERROR_FAILED] = {
    "failed",
    1,
    /* Translators: in this file, %s is always the name of a music service. */
    N_ ("Something went wrong with %s. Try again."),
    N_ ("Something went wrong. Try again."),
  },
  [TUTTI_ERROR_KEYRING_LOCKED] = {
    "keyring-locked",
    10,
    N_ ("The keyring is locked. Unlock it to use %s."),
    N_ ("The keyring is locked. Unlock it to use your services."),
  },
  [TUTTI_ERROR_KEYRING_ABSENT] = {
    "keyring-absent",
    11,
    N_ ("There is no keyring to keep the connection to %s in. Set one up, or stay connected for this session only."),
    N_ ("There is no keyring to keep connections in. Set one up, or stay connected for this session only."),
  },
  [TUTTI_ERROR_KEYRING_DISMISSED] = {
    "keyring-dismissed",
    12,
    N_ ("The keyring stayed locked. Unlock it to use %s, or stay connected for this session only."),
    N_ ("The keyring stayed locked. Unlock it, or stay connected for this session only."),
  },
  [TUTTI_ERROR_ACCESS_DENIED] = {
    "access-denied",
    13,
    N_ ("Access to %s was denied in the browser. Connect again to allow it."),
    N_ ("Access was denied in the browser. Connect again to allow it."),
  },
  [TUTTI_ERROR_INVALID_STATE] = {
    "invalid-state",
    14,
    N_ ("This answer does not belong to the sign-in at %s that is waiting. Connect again."),
    N_ ("This answer does not belong to the sign-in that is waiting. Connect again."),
  },
  [TUTTI_ERROR_EXPIRED] = {
    "expired",
    15,
    N_ ("Signing in to %s took more than ten minutes. Connect again."),
    N_ ("Signing in took more than ten minutes. Connect again."),
  },
  [TUTTI_ERROR_NOT_PREMIUM] = {
    "not-premium",
    16,
    N_ ("%s allows this with a paid plan only."),
    N_ ("The service allows this with a paid plan only."),
  },
  [TUTTI_ERROR_ALREADY_LINKED] = {
    "already-linked",
    17,
    N_ ("Another account of %s is connected. Switch to the new one, or keep the old."),
    N_ ("Another account of this service is connected. Switch to the new one, or keep the old."),
  },
  [TUTTI_ERROR_NOT_LINKED] = {
    "not-linked",
    18,
    N_ ("%s is not connected. Connect it and try again."),
    N_ ("The service is not connected. Connect it and try again."),
  },
  [TUTTI_ERROR_NOT_SET_UP] = {
    "not-set-up",
    19,
    N_ ("%s needs a client ID of your own before it can be connected. Set it up first."),
    N_ ("The service needs a client ID of your own before it can be connected. Set it up first."),
  },
  [TUTTI_ERROR_NOT_ALLOW_LISTED] = {
    "not-allow-listed",
    20,
    N_ ("%s does not let this account use the client ID. Add the account to the users of your app there, then connect again."),
    N_ ("The service does not let this account use the client ID. Add the account to the users of your app there, then connect again."),
  },
  [TUTTI_ERROR_BAD_CLIENT] = {
    "bad-client",
    21,
    N_ ("%s does not accept the client ID or its secret. Check both and set the service up again."),
    N_ ("The service does not accept the client ID or its secret. Check both and set it up again."),
  },
  [TUTTI_ERROR_INSUFFICIENT_SCOPE] = {
    "insufficient-scope",
    22,
    N_ ("%s was not given the permission this needs. Connect again and allow it."),
    N_ ("The permission this needs was not given. Connect again and allow it."),
  },
  [TUTTI_ERROR_RATE_LIMITED] = {
    "rate-limited",
    23,
    N_ ("%s asks for a rest. Try again later."),
    N_ ("The service asks for a rest. Try again later."),
  },
  [TUTTI_ERROR_QUOTA_EXCEEDED] = {
    "quota-exceeded",
    24,
    N_ ("The number of requests %s allows is used up. Try again later."),
    N_ ("The number of requests the service allows is used up. Try again later."),
  },
  [TUTTI_ERROR_OFFLINE] = {
    "offline",
    25,
    N_ ("%s can’t be reached. Check your connection."),
    N_ ("The service can’t be reached. Check your connection."),
  },
  [TUTTI_ERROR_SERVER] = {
    "server-error",
    26,
    N_ ("%s has a problem at the moment. Try again later."),
    N_ ("The service has a problem at the moment. Try again later."),
  },
  [TUTTI_ERROR_BAD_ANSWER] = {
    "bad-answer",
    27,
    N_ ("%s gave an answer that Tutti does not understand. Try again later."),
    N_ ("The service gave an answer that Tutti does not understand. Try again later."),
  },
  [TUTTI_ERROR_PORT_TAKEN] = {
    "port-taken",
    28,
    N_ ("Another program uses the port that signing in to %s needs. Close that program and connect again."),
    N_ ("Another program uses the port that signing in needs. Close that program and connect again."),
  },
  [TUTTI_ERROR_UNSUPPORTED] = {
    "unsupported",
    29,
    N_ ("%s can’t do that."),
    N_ ("That is not possible."),
  },
  [TUTTI_ERROR_NOT_FOUND] = {
    "not-found",
    30,
    N_ ("%s does not have that."),
    N_ ("That was not found."),
  },
  [TUTTI_ERROR_BAD_INPUT] = {
    "bad-input",
    31,
    N_ ("That can’t be used for %s. Check it and try again."),
    N_ ("That can’t be used. Check it and try again."),
  },
  [TUTTI_ERROR_LIBRARY_NEWER] = {
    "library-newer",
    32,
    NULL,
    N_ ("Your library was written by a newer version of Tutti. Update Tutti to open it."),
  },
  [TUTTI_ERROR_LIBRARY_DAMAGED] = {
    "library-damaged",
    33,
    NULL,
    N_ ("Your library is damaged and can’t be read. Start Tutti again to have it repaired."),
  },
  [TUTTI_ERROR_STORAGE] = {
    "storage",
    34,
    NULL,
    N_ ("Your library can’t be saved. Check that the disk is not full and that its folder is writable."),
  },
  [TUTTI_ERROR_BUSY] = {
    "busy",
    35,
    NULL,
    N_ ("Another Tutti is at work and does not answer. Close it and try again."),
  },
  [TUTTI_ERROR_CANCELLED] = {
    "cancelled",
    36,
    NULL,
    N_ ("This was stopped."),
  },
  [TUTTI_ERROR_NO_PREVIEW] = {
    "no-preview",
    37,
    N_ ("%s has no preview of this song. Open it in a service to hear it."),
    N_ ("There is no preview of this song. Open it in a service to hear it."),
  },
  [TUTTI_ERROR_NO_CODEC] = {
    "no-codec",
    38,
    N_ ("The preview from %s can’t be played on this computer. Install more GStreamer plug-ins to hear it."),
    N_ ("This preview can’t be played on this computer. Install more GStreamer plug-ins to hear it."),
  },
  [TUTTI_ERROR_NO_SOUND] = {
    "no-sound",
    39,
    NULL,
    N_ ("There is no sound output to play on. Check the sound settings."),
  },
  [TUTTI_ERROR_BAD_TOKEN] = {
    "bad-token",
    40,
    N_ ("%s does not know this token. Copy it once more from your settings page there."),
    N_ ("The service does not know this token. Copy it once more from your settings page there."),
  },
  [TUTTI_ERROR_NO_PROGRAM] = {
    "no-program",
    41,
    NULL,
    N_ ("No program opened this. Choose a web browser in the system’s settings, or copy the link."),
  },
  [TUTTI_ERROR_NOT_WRITTEN] = {
    "not-written",
    42,
    NULL,
    N_ ("The file can’t be written. Check that its folder is there and writable, and that the disk is not full."),
  },
  [TUTTI_ERROR_NO_SONG] = {
    "no-song",
    43,
    N_ ("Tutti reads no song from this link to %s. Open it in the browser, or copy the link of one song there."),
    N_ ("Tutti reads no song from this link. It reads links to songs of the services on its Services page."),
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (rows) == TUTTI_N_ERRORS);

static const Row *
find_row (int code)
{
  if (code < 0 || code >= (int) TUTTI_N_ERRORS)
    code = TUTTI_ERROR_FAILED;

  return &rows[code];
}

/* Puts `name` where %s stands. The templates are data, so that no format
 * string is read at run time, whatever a translation says. */
static char *
fill_in (const char *template,
         const char *name)
{
  const char *mark = strstr (template, "%s");

  if (mark == NULL)
    return g_strdup (template);

  return g_strdup_printf ("%.*s%s%s", (int) (mark - template), template, name, mark + 2);
}

/* When something ends, as people say it: the time, with the day if it is not today. */
static char *
format_end (gint64 unix_ms)
{
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_local (unix_ms / 1000);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (end == NULL || now == NULL)
    return NULL;
  if (g_date_time_get_year (end) == g_date_time_get_year (now)
      && g_date_time_get_day_of_year (end) == g_date_time_get_day_of_year (now))
    return g_date_time_format (end, "%R");

  /* Translators: a day and a time of that day, for g_date_time_format(). */
  return g_date_time_format (end, _ ("%e %B, %R"));
}

/* The sentence that says the number of an error, or NULL. */
static char *
describe_number (TuttiError code,
                 gint64     number)
{
  g_autofree char *text = NULL;

  if (number <= 0)
    return NULL;

  if (code == TUTTI_ERROR_PORT_TAKEN)
    {
      text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
      /* Translators: %s is the number of a network port. */
      return fill_in (_ ("It is port %s."), text);
    }

  if (code == TUTTI_ERROR_RATE_LIMITED || code == TUTTI_ERROR_QUOTA_EXCEEDED)
    {
      text = format_end (number);
      if (text != NULL)
        /* Translators: %s is a time, or a day and a time. */
        return fill_in (_ ("It is possible again at %s."), g_strstrip (text));
    }

  return NULL;
}

const char *
tutti_error_get_nick (TuttiError code)
{
  return find_row ((int) code)->nick;
}

gboolean
tutti_error_from_nick (const char *nick,
                       TuttiError *code)
{
  for (guint i = 0; nick != NULL && i < TUTTI_N_ERRORS; i++)
    if (g_str_equal (rows[i].nick, nick))
      {
        if (code != NULL)
          *code = (TuttiError) i;
        return TRUE;
      }

  return FALSE;
}

int
tutti_error_get_exit_code (TuttiError code)
{
  return find_row ((int) code)->exit_code;
}

GError *
tutti_error_new_with_number (TuttiError  code,
                             gint64      number,
                             const char *format,
                             ...)
{
  TuttiErrorPrivate *priv;
  GError            *error;
  va_list            arguments;

  va_start (arguments, format);
  error = g_error_new_valist (TUTTI_ERROR, (int) code, format, arguments);
  va_end (arguments);
  priv = tutti_error_get_private (error);
  if (priv != NULL)
    priv->number = number;

  return error;
}

gint64
tutti_error_get_number (const GError *error)
{
  const TuttiErrorPrivate *priv;

  if (error == NULL || error->domain != TUTTI_ERROR)
    return 0;

  priv = tutti_error_get_private (error);

  return priv != NULL ? priv->number : 0;
}

char *
tutti_error_dup_sentence (const GError *error,
                          const char   *service)
{
  gboolean         ours = error != NULL && error->domain == TUTTI_ERROR;
  const Row       *row = find_row (ours ? error->code : TUTTI_ERROR_FAILED);
  g_autofree char *sentence = NULL;
  g_autofree char *more = NULL;

  if (service != NULL && row->about != NULL)
    sentence = fill_in (_ (row->about), service);
  else
    sentence = g_strdup (_ (row->general));

  if (ours)
    more = describe_number ((TuttiError) error->code, tutti_error_get_number (error));
  if (more != NULL)
    return g_strdup_printf ("%s %s", sentence, more);

  return g_steal_pointer (&sentence);
}

gboolean
tutti_error_is_silent (const GError *error)
{
  return g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_CANCELLED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}
