/* tutti-library.h: what a person does with their music
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "tutti-error.h"
#include "tutti-secret.h"
#include "tutti-service.h"
#include "tutti-track.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_LIBRARY (tutti_library_get_type ())

/* The one object the faces (window, tuttictl) hold. Main thread.
 *
 * One process at a time is the worker: it alone touches the keyring, syncs and
 * writes. Whether this process is the worker makes no difference to a caller:
 * each function below is carried out here or asked of the worker over D-Bus.
 *
 * Properties: "is-worker", "is-offline" (booleans), "keyring" (a
 * TuttiKeyringState), "n-likes" (uint), "n-waiting" (uint: likes to be sent).
 * Signals:
 *   "changed" (guint what): TUTTI_CHANGED_… flags, after a commit by anyone;
 *   "connected" (TuttiService): a sign-in just succeeded (present the window);
 *   "connect-failed" (TuttiService, GError): a sign-in ended otherwise;
 *   "wiped" (): all data was deleted; this object can't be used any more. */
G_DECLARE_FINAL_TYPE (TuttiLibrary, tutti_library, TUTTI, LIBRARY, GObject)

enum
{
  TUTTI_CHANGED_TRACKS   = 1 << 0,
  TUTTI_CHANGED_PLAYS    = 1 << 1,
  TUTTI_CHANGED_LIKES    = 1 << 2,
  TUTTI_CHANGED_SERVICES = 1 << 3,
};

typedef enum
{
  TUTTI_KEYRING_UNKNOWN,
  TUTTI_KEYRING_READY,
  TUTTI_KEYRING_LOCKED,
  TUTTI_KEYRING_ABSENT,
  TUTTI_KEYRING_THIS_SESSION,
} TuttiKeyringState;

#define TUTTI_TYPE_KEYRING_STATE (tutti_keyring_state_get_type ())
GType tutti_keyring_state_get_type (void) G_GNUC_CONST;

/* Opens the library in `folder` (NULL: the data folder, or TUTTI_DATA in the
 * environment), becoming the worker if nobody is and `wants_work`. A process
 * that is not the worker becomes it when the worker leaves, if it wants.
 * Resolves to a TuttiLibrary; LIBRARY_NEWER, LIBRARY_DAMAGED, STORAGE, BUSY, FAILED. */
DexFuture *tutti_library_open (const char *folder,
                               gboolean    wants_work) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE if another process was the worker when this one opened the library. */
gboolean tutti_library_has_other (TuttiLibrary *self);

/* Ends what runs, closes the file. Resolves to TRUE. */
DexFuture *tutti_library_close (TuttiLibrary *self) G_GNUC_WARN_UNUSED_RESULT;

/* A GListModel of TuttiService: all services, in the order of the Services page. (transfer none) */
GListModel   *tutti_library_get_services (TuttiLibrary *self);
TuttiService *tutti_library_find_service (TuttiLibrary *self, const char *id); /* (transfer none) (nullable) */
gboolean      tutti_library_has_connection (TuttiLibrary *self);

TuttiKeyringState tutti_library_get_keyring (TuttiLibrary *self);

/* The same, asked of the keyring without a prompt where no Tutti that works has
 * told it: UNKNOWN if that takes more than two seconds. Resolves to a TuttiKeyringState (int). */
DexFuture *tutti_library_probe_keyring (TuttiLibrary *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean          tutti_library_is_offline (TuttiLibrary *self);
guint             tutti_library_get_n_likes (TuttiLibrary *self);
guint             tutti_library_get_n_waiting (TuttiLibrary *self);
guint             tutti_library_get_n_tracks (TuttiLibrary *self);

/* Where a damaged library file was set aside at the start, or NULL. (transfer full) */
char *tutti_library_dup_salvage_note (TuttiLibrary *self);

/* --- connecting --- all resolve to TRUE unless said, reject with TUTTI_ERROR */

/* Stores the person's own client id (checked), and secret where one is needed (NULL: leave it). */
DexFuture *tutti_library_set_up (TuttiLibrary *self, TuttiService *service, const char *client_id, TuttiSecret *client_secret) G_GNUC_WARN_UNUSED_RESULT;

/* Whose a pasted token is, or whether such a name can be read, where the key is
 * the token; one of them is given. Nothing is kept. Resolves to the person's
 * name (string); BAD_TOKEN, NOT_FOUND for a name nobody has, BAD_INPUT. */
DexFuture *tutti_library_check_key (TuttiLibrary *self, TuttiService *service, const char *name, TuttiSecret *token) G_GNUC_WARN_UNUSED_RESULT;

/* The same, and connects. ALREADY_LINKED as for a sign-in; no browser is needed. */
DexFuture *tutti_library_connect_key (TuttiLibrary *self, TuttiService *service, const char *name, TuttiSecret *token, gboolean switch_account) G_GNUC_WARN_UNUSED_RESULT;

/* Begins a sign-in: the service's state becomes WAITING. Resolves to the
 * address for the browser (string). How it ends is told by the signals, and by
 * tutti_library_wait_connected(). With `switch_account` a different account of
 * this service replaces the one connected; without it a different account ends
 * in ALREADY_LINKED, tokens kept in memory until
 * tutti_library_confirm_switch() or ten minutes pass. */
DexFuture *tutti_library_connect (TuttiLibrary *self, TuttiService *service, gboolean switch_account) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves when the sign-in under way has ended well; rejects as it failed. */
DexFuture *tutti_library_wait_connected (TuttiLibrary *self, TuttiService *service) G_GNUC_WARN_UNUSED_RESULT;

/* The person's answer after ALREADY_LINKED: replace the connected account by the one that just signed in, or forget that one. */
DexFuture *tutti_library_confirm_switch (TuttiLibrary *self, TuttiService *service, gboolean yes) G_GNUC_WARN_UNUSED_RESULT;

DexFuture *tutti_library_cancel_connect (TuttiLibrary *self, TuttiService *service) G_GNUC_WARN_UNUSED_RESULT;

/* What the person copied from the browser. BAD_INPUT, INVALID_STATE: said under the entry, the flow goes on. */
DexFuture *tutti_library_paste_address (TuttiLibrary *self, TuttiService *service, const char *address) G_GNUC_WARN_UNUSED_RESULT;

/* What disconnecting would take. Plain struct, boxed. */
typedef struct
{
  guint likes;
  guint plays;
  guint waiting; /* likes not sent yet, dropped */
  guint tracks;
  guint manual;  /* songs liked in Tutti itself that only this service had */
} TuttiLoss;

#define TUTTI_TYPE_LOSS (tutti_loss_get_type ())
GType tutti_loss_get_type (void) G_GNUC_CONST;

/* Resolves to a TuttiLoss. */
DexFuture *tutti_library_count_loss (TuttiLibrary *self, TuttiService *service) G_GNUC_WARN_UNUSED_RESULT;

DexFuture *tutti_library_disconnect (TuttiLibrary *self, TuttiService *service, gboolean keep_manual) G_GNUC_WARN_UNUSED_RESULT;

DexFuture *tutti_library_unlock_keyring (TuttiLibrary *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *tutti_library_use_this_session (TuttiLibrary *self) G_GNUC_WARN_UNUSED_RESULT;

/* --- keeping up to date --- */

/* History, likes still waiting, and new likes; of all services if NULL.
 * Resolves when done; with several services rejects only if all failed. */
DexFuture *tutti_library_sync (TuttiLibrary *self, TuttiService *service) G_GNUC_WARN_UNUSED_RESULT;

/* Imports all likes (`anew`: from the first page), or goes on where it stopped.
 * Resolves when the pass has ended or was paused. Progress: the service's properties. */
DexFuture *tutti_library_import_likes (TuttiLibrary *self, TuttiService *service, gboolean anew) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *tutti_library_pause_import (TuttiLibrary *self, TuttiService *service) G_GNUC_WARN_UNUSED_RESULT;

/* The person's word about likes that vanished from the service. */
DexFuture *tutti_library_answer_vanished (TuttiLibrary *self, TuttiService *service, gboolean remove) G_GNUC_WARN_UNUSED_RESULT;

/* Sends what waits in the outbox now. Resolves when it has gone; rejects with why some has not. */
DexFuture *tutti_library_send_likes (TuttiLibrary *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *tutti_library_set_send_likes (TuttiLibrary *self, TuttiService *service, gboolean send) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *tutti_library_set_open_in (TuttiLibrary *self, TuttiService *service, guint open_in) G_GNUC_WARN_UNUSED_RESULT;

/* "Also search public catalogues": whether services that can be searched
 * without an account are. Off until the person says so. */
DexFuture *tutti_library_set_search_public (TuttiLibrary *self, gboolean on) G_GNUC_WARN_UNUSED_RESULT;
gboolean   tutti_library_get_search_public (TuttiLibrary *self);

/* TRUE if there is any such service. */
gboolean   tutti_library_has_public (TuttiLibrary *self);

/* --- songs --- */

/* At once here, then to the services through the outbox. */
DexFuture *tutti_library_set_liked (TuttiLibrary *self, gint64 track_id, gboolean liked) G_GNUC_WARN_UNUSED_RESULT;

/* The same for many (of gint64, copied), all or none of them; those that are gone are passed over. */
DexFuture *tutti_library_set_many_liked (TuttiLibrary *self, GArray *track_ids, gboolean liked) G_GNUC_WARN_UNUSED_RESULT;

/* At one service alone, through the outbox, also where it does not hear of
 * likes by itself; whether they are liked here stays. Songs it is not known to
 * have, and those that are so already, are passed over. Resolves to a GArray of
 * gint64: the songs it will hear of; NOT_LINKED, UNSUPPORTED. */
DexFuture *tutti_library_like_on (TuttiLibrary *self, TuttiService *service, GArray *track_ids, gboolean liked) G_GNUC_WARN_UNUSED_RESULT;

/* By UUID, or "service:id". Resolves to a TuttiTrack; NOT_FOUND. */
DexFuture *tutti_library_find_track (TuttiLibrary *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* A pasted link of any service. Resolves to a TuttiTrack; NOT_FOUND, NO_SONG (a link to anything else). */
DexFuture *tutti_library_find_link (TuttiLibrary *self, const char *link) G_GNUC_WARN_UNUSED_RESULT;

/* The same for a link that anybody may have sent, a web page above all: its song
 * is kept no longer than what a search found, unless the person takes to it. */
DexFuture *tutti_library_look_at_link (TuttiLibrary *self, const char *link) G_GNUC_WARN_UNUSED_RESULT;

/* The service a link leads to, with a song or without; NULL if none knows it. (transfer none) */
TuttiService *tutti_library_find_link_service (TuttiLibrary *self, const char *link);

/* The id of the song a link names and its service (transfer none), without
 * asking anybody; NULL for one that names no song, and for short links. (transfer full) */
char *tutti_library_peek_link (TuttiLibrary *self, const char *link, TuttiService **service) G_GNUC_WARN_UNUSED_RESULT;

/* The page of a link that names no song, for the browser: of a service, or one
 * that lists a song's pages at all services for people only (song.link). NULL
 * for any other. (transfer full) */
char *tutti_library_dup_page (TuttiLibrary *self, const char *link) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE if the text is a link, be it one that nobody knows, and not words to search for. */
gboolean tutti_library_is_link (TuttiLibrary *self, const char *text);

/* Which service a song is opened in, by the window and by tuttictl: the first in
 * the person's order (tutti-order.h) that has it. (transfer none) (nullable) */
TuttiService *tutti_library_choose_service (TuttiLibrary *self, TuttiTrack *track);

/* What the services answer to a search (not the local index): each service's
 * songs are stored and their ids given. Dropping the future stops asking.
 * Resolves to a GArray of gint64 in the service's order. */
DexFuture *tutti_library_search_service (TuttiLibrary *self, TuttiService *service, const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* The local index. Resolves to a GArray of gint64. */
DexFuture *tutti_library_search_local (TuttiLibrary *self, const char *text, guint limit) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to a GPtrArray of TuttiTrack in the order of `ids`, those gone left out. */
DexFuture *tutti_library_read_tracks (TuttiLibrary *self, GArray *ids) G_GNUC_WARN_UNUSED_RESULT;

/* Fetches artwork through the library's HTTP, from the services' own hosts
 * only; no credential is sent. Resolves to GBytes. */
DexFuture *tutti_library_fetch_artwork (TuttiLibrary *self, const char *uri) G_GNUC_WARN_UNUSED_RESULT;

/* --- data out and in --- */

/* By the ending of the name: .csv, .xspf, else JSON lines. Resolve to a count (uint). */
DexFuture *tutti_library_export (TuttiLibrary *self, const char *path) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *tutti_library_import (TuttiLibrary *self, const char *path) G_GNUC_WARN_UNUSED_RESULT;

/* Tokens, database, cached pictures, settings. The library can't be used afterwards. */
DexFuture *tutti_library_delete_everything (TuttiLibrary *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
