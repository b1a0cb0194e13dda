/* tuttictl.h: what the commands of tuttictl share
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "tutti-library.h"

G_BEGIN_DECLS

/* What stood on the command line. */
typedef struct
{
  gboolean  json;
  gboolean  print;               /* open: only say the address */
  gboolean  print_url;           /* connect: only say the address */
  gboolean  yes;                 /* no question */
  gboolean  local;               /* search: ask no service */
  gboolean  find;                /* links: look for the song on other services */
  gboolean  anew;                /* sync, import-likes: all likes from the first page */
  gboolean  pause;               /* import-likes: stop for now */
  gboolean  resume;              /* import-likes: go on */
  gboolean  switch_account;      /* connect: replace another account */
  gboolean  forget_manual;       /* disconnect: also songs liked in Tutti itself */
  gboolean  this_session;        /* connect: do without a keyring */
  gboolean  client_secret_stdin;
  gboolean  token_stdin;         /* setup: where the key is a token */
  gboolean  explicit_only;       /* likes: only songs that are marked so */
  gboolean  single;              /* likes: only songs that one service alone has */
  int       limit;
  gboolean  key_stdin;           /* setup: where a key signs */
  char     *client_id;
  char     *team_id;             /* setup: whose key it is… */
  char     *key_id;              /* …and which */
  char     *user;                /* setup: a name that can be read */
  char     *service;
  char     *missing;             /* likes: only songs this service lacks */
  char     *sort;                /* likes */
  char    **words;               /* the command's own arguments */
} Options;

/* A command runs in a fiber. FALSE with `error` set; an error's message is a
 * sentence for people only in the domain of options (G_OPTION_ERROR). */
typedef gboolean (*CommandFunc) (TuttiLibrary  *library,
                                 const Options *options,
                                 GError       **error);

typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;   /* translatable */
  int         min_words;
  int         max_words; /* -1: any */
  gboolean    works;     /* needs the worker: a service, the keyring or a write */
  CommandFunc run;
} Command;

extern const Command tuttictl_service_commands[];
extern const Command tuttictl_connect_commands[];
extern const Command tuttictl_sync_commands[];
extern const Command tuttictl_library_commands[];
extern const Command tuttictl_song_commands[];
extern const Command tuttictl_recording_commands[];
extern const Command tuttictl_preview_commands[];

/* The service named by a word; NULL and NOT_FOUND that lists those there are. (transfer none) */
TuttiService *tuttictl_find_service (TuttiLibrary *library,
                                     const char   *id,
                                     GError      **error);

/* In a fiber: a song by its id or a link of any service. (transfer full) (nullable) */
TuttiTrack *tuttictl_find_song (TuttiLibrary *library,
                                const char   *word,
                                GError      **error);

/* How many rows are wanted. */
guint tuttictl_get_limit (const Options *options);

/* Says an error in a sentence for people; returns the exit status it stands for. */
int tuttictl_say_error (const GError *error);

/* The service an error was about, for its sentence; NULL for none. */
void tuttictl_set_service_name (const char *name);

/* --- asking --- */

/* A line of standard input without its end, or NULL after the last; wiped when
 * this returns. FALSE to read no more. */
typedef gboolean (*TuttictlLineFunc) (char    *line,
                                      gpointer data);

/* Reads lines as they come, in the main loop. Returns the source's id, which
 * is gone after the last line. */
guint tuttictl_watch_lines (TuttictlLineFunc func,
                            gpointer         data);

/* In a fiber: one line of standard input, where it is a terminal not shown. A
 * secret comes this way because arguments can be read by everyone on the
 * machine. NULL, and the sentence `missing`, if nothing came. (transfer full) */
TuttiSecret *tuttictl_read_secret (const char *missing,
                                   GError    **error);

/* In a fiber: all of standard input, `size` bytes at most, where it is a terminal
 * not shown. Returns how many came; whoever has them wipes them. */
gsize tuttictl_read_secret_text (char *text,
                                 gsize size);

/* Gives the terminal back as it was, when the program ends in the middle of that. */
void tuttictl_show_typing (void);

/* --- answering --- */

/* Prints one JSON document on standard output. (transfer full) */
void tuttictl_print_json (JsonBuilder *builder);

/* One line of text, without control characters. */
void tuttictl_print_line (const char *format,
                          ...) G_GNUC_PRINTF (1, 2);

/* A time in the person's own zone and language; "–" for 0. (transfer full) */
char *tuttictl_dup_time (gint64 unix_ms);

/* Adds a member if there is a value. */
void tuttictl_add_string (JsonBuilder *builder, const char *name, const char *value);
void tuttictl_add_int (JsonBuilder *builder, const char *name, gint64 value);
void tuttictl_add_boolean (JsonBuilder *builder, const char *name, gboolean value);

/* A song as JSON, or as a line of text. `at`: when it was played, 0 for none. */
void tuttictl_add_track (JsonBuilder *builder, TuttiTrack *track, gint64 at);
void tuttictl_add_track_members (JsonBuilder *builder, TuttiTrack *track, gint64 at); /* into an object that is open */
void tuttictl_print_track (TuttiTrack *track, gint64 at);

G_END_DECLS
