/* tutti-error.h: everything that can go wrong for a person, in one table
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TUTTI_ERROR (tutti_error_quark ())

/* What a person can meet. The message of a GError is English and for the log;
 * the sentence for people comes from tutti_error_dup_sentence(). */
typedef enum
{
  TUTTI_ERROR_FAILED,             /* our own mistake, or one without a name */
  TUTTI_ERROR_KEYRING_LOCKED,     /* the keyring is there, and locked */
  TUTTI_ERROR_KEYRING_ABSENT,     /* no Secret Service, no portal */
  TUTTI_ERROR_KEYRING_DISMISSED,  /* the person closed the unlock prompt, or it could not be shown */
  TUTTI_ERROR_ACCESS_DENIED,      /* the person said no on the consent page */
  TUTTI_ERROR_INVALID_STATE,      /* an answer that does not belong to this sign-in */
  TUTTI_ERROR_EXPIRED,            /* the ten minutes of a sign-in are over */
  TUTTI_ERROR_NOT_PREMIUM,        /* the service wants a paid plan */
  TUTTI_ERROR_ALREADY_LINKED,     /* another account of this service is connected: switch? */
  TUTTI_ERROR_NOT_LINKED,         /* not connected, or the connection is lost: connect again */
  TUTTI_ERROR_NOT_SET_UP,         /* no client id for the service yet */
  TUTTI_ERROR_NOT_ALLOW_LISTED,   /* the owner of the client id must list this account */
  TUTTI_ERROR_BAD_CLIENT,         /* the service does not know the client id or secret */
  TUTTI_ERROR_INSUFFICIENT_SCOPE, /* a permission was not granted: connect again */
  TUTTI_ERROR_RATE_LIMITED,       /* too fast, and waiting was not enough */
  TUTTI_ERROR_QUOTA_EXCEEDED,     /* the service's budget for this key is used up */
  TUTTI_ERROR_OFFLINE,            /* the service can't be reached */
  TUTTI_ERROR_SERVER,             /* the service says that it is broken */
  TUTTI_ERROR_BAD_ANSWER,         /* the service said something nobody understands */
  TUTTI_ERROR_PORT_TAKEN,         /* the one port of the redirect address is used by another program */
  TUTTI_ERROR_UNSUPPORTED,        /* this service can't do that */
  TUTTI_ERROR_NOT_FOUND,          /* no such song, service or link */
  TUTTI_ERROR_BAD_INPUT,          /* what the person typed or gave can't be used */
  TUTTI_ERROR_LIBRARY_NEWER,      /* the library file was written by a newer Tutti */
  TUTTI_ERROR_LIBRARY_DAMAGED,    /* the library file can't be read */
  TUTTI_ERROR_STORAGE,            /* disk full, folder not writable */
  TUTTI_ERROR_BUSY,               /* another Tutti is at work and does not answer */
  TUTTI_ERROR_CANCELLED,          /* the person stopped it; never shown */
  TUTTI_ERROR_NO_PREVIEW,         /* nobody lets this song be heard */
  TUTTI_ERROR_NO_CODEC,           /* GStreamer lacks what decodes the sound */
  TUTTI_ERROR_NO_SOUND,           /* there is nothing to play sound on */
  TUTTI_ERROR_BAD_TOKEN,          /* the service does not know the token the person pasted */
  TUTTI_ERROR_NO_PROGRAM,         /* no browser and no application could be opened */
  TUTTI_ERROR_NOT_WRITTEN,        /* a file the person named can't be written */
  TUTTI_ERROR_NO_SONG,            /* a link to something else than a song of a service */
} TuttiError;

#define TUTTI_N_ERRORS (TUTTI_ERROR_NO_SONG + 1)

GQuark tutti_error_quark (void);

/* The short English name scripts can rely on ("not-linked"), never translated. */
const char *tutti_error_get_nick (TuttiError code);

/* The code of a nick; FALSE if there is none of that name. */
gboolean tutti_error_from_nick (const char *nick,
                                TuttiError *code);

/* The exit status of tuttictl for this code: 1 for FAILED, else 10 and up; stable. */
int tutti_error_get_exit_code (TuttiError code);

/* A new error that carries a number people want to know: the port of
 * PORT_TAKEN, or when RATE_LIMITED and QUOTA_EXCEEDED end, in Unix
 * milliseconds; 0 where it is not known. It survives g_error_copy().
 * (transfer full) */
GError *tutti_error_new_with_number (TuttiError  code,
                                     gint64      number,
                                     const char *format,
                                     ...) G_GNUC_PRINTF (3, 4) G_GNUC_WARN_UNUSED_RESULT;

/* That number; 0 for any other error, and where none was given. */
gint64 tutti_error_get_number (const GError *error);

/* What happened and what to do, in the person's language. `service` is the
 * name of a service, or NULL where none is meant. Errors of other domains get
 * a general sentence. (transfer full) */
char *tutti_error_dup_sentence (const GError *error,
                                const char   *service);

/* TRUE for what is never shown: cancelled by the person. */
gboolean tutti_error_is_silent (const GError *error);

G_END_DECLS
