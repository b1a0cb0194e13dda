/* tutti-provider.h: what a service can do, how it is asked and how its answers read
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-dated-track.h"
#include "tutti-http.h"
#include "tutti-json.h"
#include "tutti-oauth.h"

G_BEGIN_DECLS

/* --- what is asked --- */

typedef enum
{
  TUTTI_REQUEST_PROFILE, /* account: where a name is enough to ask with */
  TUTTI_REQUEST_HISTORY,
  TUTTI_REQUEST_LIKES,
  TUTTI_REQUEST_SEARCH, /* text */
  TUTTI_REQUEST_ISRC,   /* text */
  TUTTI_REQUEST_TRACK,  /* ids: one */
  TUTTI_REQUEST_LIKE,   /* ids */
  TUTTI_REQUEST_UNLIKE, /* ids */
  TUTTI_REQUEST_CHARTS,
} TuttiRequestKind;

#define TUTTI_TYPE_REQUEST (tutti_request_get_type ())

/* Boxed, ref counted, immutable once sent. Any thread. */
typedef struct
{
  gatomicrefcount ref_count;

  TuttiRequestKind kind;
  char            *text;   /* (nullable) */
  char           **ids;    /* (nullable) remote ids */
  char            *cursor; /* (nullable) of the page before; NULL: the first page */
  char            *account; /* (nullable) the remote id of whose account it is; the client fills it in */
  gboolean         by_id;   /* says it by that id, where “me” leads nowhere; the client again */
} TuttiRequest;

GType         tutti_request_get_type (void) G_GNUC_CONST;
TuttiRequest *tutti_request_new (TuttiRequestKind kind) G_GNUC_WARN_UNUSED_RESULT;

/* The same question about another account; to be changed until it is sent. */
TuttiRequest *tutti_request_copy_for (const TuttiRequest *self,
                                      const char         *account) G_GNUC_WARN_UNUSED_RESULT;
TuttiRequest *tutti_request_ref (TuttiRequest *self);
void          tutti_request_unref (TuttiRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiRequest, tutti_request_unref)

/* --- what came back --- */

/* Whose account it is; from TUTTI_REQUEST_PROFILE. */
typedef struct
{
  char *remote_id; /* the service's stable key */
  char *name;      /* (nullable) */
  char *email;     /* (nullable) */
  char *plan;      /* (nullable) */
} TuttiProfile;

#define TUTTI_TYPE_PAGE (tutti_page_get_type ())

/* Boxed, ref counted, immutable once read. Any thread. */
typedef struct
{
  gatomicrefcount ref_count;

  GPtrArray   *items;        /* (owned) of TuttiDatedTrack, in the service's order; never NULL */
  guint        n_unreadable; /* items that could not be read: null, local files, podcasts */
  guint        total;        /* the service's count of all, 0 unknown */
  char        *next_cursor;  /* (nullable) NULL: this was the last page */
  char        *preview;      /* (nullable) TRACK and ISRC: where half a minute of the first item is, for some minutes; never stored */
  char       **links;        /* (nullable) ISRC and TRACK: pages of the first item on other services */
  TuttiProfile profile;      /* PROFILE only */
} TuttiPage;

GType      tutti_page_get_type (void) G_GNUC_CONST;
TuttiPage *tutti_page_new (void) G_GNUC_WARN_UNUSED_RESULT;
TuttiPage *tutti_page_ref (TuttiPage *self);
void       tutti_page_unref (TuttiPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiPage, tutti_page_unref)

/* --- who knows it --- */

typedef enum
{
  TUTTI_CAN_CONNECT = 1 << 0,
  TUTTI_CAN_HISTORY = 1 << 1,
  TUTTI_CAN_LIKES   = 1 << 2, /* read them */
  TUTTI_CAN_LIKE    = 1 << 3, /* change them */
  TUTTI_CAN_SEARCH  = 1 << 4,
  TUTTI_CAN_ISRC    = 1 << 5,
  TUTTI_CAN_PREVIEW = 1 << 6,
  TUTTI_CAN_CHARTS  = 1 << 7,
  TUTTI_CAN_OPEN_APP = 1 << 8,
  TUTTI_CAN_OPEN_WEB = 1 << 9,
  TUTTI_CAN_KEYLESS  = 1 << 10, /* search, lookups and charts take no account; with others: they don't either */
  TUTTI_CAN_LOOKUP   = 1 << 11, /* tell about a song by its id */
} TuttiCapability;

#define TUTTI_TYPE_PROVIDER (tutti_provider_get_type ())

/* Constant data plus pure functions; no I/O, no state. Any thread after
 * construction. The addresses come from data/providers/ID.ini. */
G_DECLARE_DERIVABLE_TYPE (TuttiProvider, tutti_provider, TUTTI, PROVIDER, GObject)

/* A permission the service names, in a person's words (marked with N_()), and
 * what can't be done without it. */
typedef struct
{
  const char     *scope;
  const char     *words;
  TuttiCapability for_what;
} TuttiScopeWords;

/* What the service's own page shows in the browser, and what to change (N_()). */
typedef struct
{
  const char *shows;
  const char *change;
} TuttiBrowserError;

/* What the code of a provider says once and for all. */
typedef struct
{
  const char     *id;           /* "spotify" */
  const char     *name;         /* "Spotify": a proper name, not translated */
  const char     *icon_name;    /* "tutti-spotify-symbolic" */
  TuttiCapability capabilities;
  TuttiCapability open; /* what is asked without a token, also of a connected account */
  TuttiCapability linked; /* what takes an account although the rest is KEYLESS */
  gboolean        needs_client_secret;
  gboolean        is_closed;    /* it gives out no keys any more: only who has one from before connects */
  gboolean        key_is_token; /* no sign-in: the person pastes a token, or gives a name that can be read */
  gboolean        likes_unlisted; /* liking changes what no list of it tells: it lists what the person keeps there */
  const char     *ids_of;  /* (nullable) whose ids of songs its own are, as far as they look alike: "musicbrainz" */
  gboolean        says_me; /* an account is “me” in its addresses; where it knows nobody of that name, it is asked by the id */
  gboolean        token_tells_id; /* its tokens come with the id that the profile has */
  gboolean        ends_with_404; /* a list with nothing in it, or behind its end, is not there */
  gboolean        deep_history; /* it keeps all that was ever played, not only the last of it */
  gboolean        small_budget; /* asked on Enter only, not while typing */
  const char     *client_id_pattern; /* (nullable) anchored regular expression of a client id */
  const char     *client_id_shape;   /* (nullable) the same in words, N_(): "32 letters and digits" */
                                     /* where the key is the token, both are the token's */
  const char     *builtin_client_id; /* (nullable) by the distributor; empty is none */
  const char     *needs;             /* (nullable) what connecting takes, N_() */

  /* (nullable) Where there is no authorization server but a script of the
   * service's, in a page here: what runs it, see TuttiLoopbackScript. A key of the
   * person's own then signs who asks; pattern and shape are those of its two
   * names, which are a client id with a dot between, and these are what the
   * service calls them, N_(). */
  const char     *script_code;
  const char     *key_owner_label;   /* "Team ID" */
  const char     *key_id_label;      /* "Key ID" */

  /* (nullable) each ends with an entry of NULLs */
  const TuttiScopeWords   *scope_words;
  const TuttiBrowserError *browser_errors;
} TuttiProviderInfo;

/* One thing the person does to set up their own key. Texts are translated
 * (a vfunc gives them marked with N_()). */
typedef struct
{
  const char *text;
  gboolean    opens_dashboard; /* a button beside it opens the dashboard */
  gboolean    copies_redirect; /* the redirect address is shown beside it, to copy */
} TuttiSetupStep;

/* Where the properties of a track stand in an item of an answer: tutti-provider-private.h. */
typedef struct _TuttiTrackFields TuttiTrackFields;

struct _TuttiProviderClass
{
  GObjectClass parent_class;

  const TuttiProviderInfo *info;

  /* What the base class has checked: it can do that, `ids` are ids and not
   * too many. It adds the bucket, the judge, and the client the token. */
  TuttiHttpRequest *(*build_message) (TuttiProvider      *self,
                                      const TuttiRequest *request,
                                      GError            **error);
  /* Not called for an empty answer to LIKE and UNLIKE. */
  TuttiPage *(*parse_page) (TuttiProvider      *self,
                            const TuttiRequest *request,
                            JsonNode           *root,
                            GError            **error);
  /* Where one answer does not tell enough (NULL: it does): the question about
   * what is on the page, or NULL where nothing is missing, and the page made
   * anew from its answer. `page` stays as it is. */
  TuttiHttpRequest *(*build_details) (TuttiProvider      *self,
                                      const TuttiRequest *request,
                                      TuttiPage          *page);
  TuttiPage *(*parse_details) (TuttiProvider      *self,
                               const TuttiRequest *request,
                               TuttiPage          *page,
                               JsonNode           *root,
                               GError            **error);
  /* Where a song's own answer does not tell its preview (NULL: page->preview
   * does): the question, and the address in the answer. One below the API is
   * asked in turn, with the token, for where it leads; NULL is none. */
  TuttiHttpRequest *(*build_preview) (TuttiProvider *self,
                                      const char    *remote_id);
  char *(*parse_preview) (TuttiProvider *self,
                          JsonNode      *root);
  /* What a directory knows of pages on other services (NULL: nothing): the
   * question, and its own id of the song in the answer, or NULL. (transfer full) */
  TuttiHttpRequest *(*build_lookup) (TuttiProvider      *self,
                                     const char * const *pages);
  char *(*parse_lookup) (TuttiProvider *self,
                         JsonNode      *root);
  /* Of what anybody is told of a song's page (oEmbed), without a token: paths in
   * an object of the "answer" and the address of the "page"; NULL: nothing. */
  const TuttiTrackFields *embed;
  /* The service's own errors as ours; NULL return with no error set: the general rule for the status. */
  GError *(*read_error) (TuttiProvider     *self,
                         TuttiHttpResponse *response);
  TuttiHttpVerdict (*judge) (guint status, GBytes *body);
  /* When it may be asked again, where it says so in the body; Unix ms, 0 if it does not. */
  gint64 (*read_rest) (GBytes *body);
  /* TRUE if the answer says that the token is not good (any more), where the
   * status does not: 401 is known to all. */
  gboolean (*rejects_token) (GBytes *body);
  /* Why it can't (translated), for the Services page; NULL where it can. */
  const char *(*explain) (TuttiProvider  *self,
                          TuttiCapability capability);
  /* Up to the entry with text NULL. */
  const TuttiSetupStep *(*get_steps) (TuttiProvider *self);
  /* Default: the pattern in the ini file. */
  gboolean (*is_remote_id) (TuttiProvider *self, const char *id);
  /* Whether a song with this id has a page; NULL: each has. */
  gboolean (*has_page) (TuttiProvider *self, const char *id);
};

const char     *tutti_provider_get_id (TuttiProvider *self);
const char     *tutti_provider_get_name (TuttiProvider *self);
const char     *tutti_provider_get_icon_name (TuttiProvider *self);
gboolean        tutti_provider_can (TuttiProvider *self, TuttiCapability capability);
gboolean        tutti_provider_has_small_budget (TuttiProvider *self);
gboolean        tutti_provider_needs_client_secret (TuttiProvider *self);

/* TRUE if what was played is kept for ever, page behind page. */
gboolean        tutti_provider_has_deep_history (TuttiProvider *self);

/* TRUE if the service gives out no keys any more, so that connecting is offered
 * only as using an old one; and what it can do for everybody else, or for who has
 * no account where the rest takes none. */
gboolean        tutti_provider_is_closed (TuttiProvider *self);
gboolean        tutti_provider_can_without_key (TuttiProvider *self, TuttiCapability capability);

/* TRUE where nobody signs in: the person pastes a token, or gives a name. */
gboolean        tutti_provider_takes_token (TuttiProvider *self);

/* TRUE if what is liked stands in its list of likes, and what is unliked does not. */
gboolean        tutti_provider_lists_likes (TuttiProvider *self);

/* TRUE where a key of the person's own signs who asks, and a page with the
 * service's script signs in. */
gboolean        tutti_provider_signs (TuttiProvider *self);

/* What the service calls the two names of a key, translated, lent. (nullable) */
const char     *tutti_provider_get_key_owner_label (TuttiProvider *self);
const char     *tutti_provider_get_key_id_label (TuttiProvider *self);

/* Whether a request goes where such a key signs, and the header that says whose
 * account it is about (lent), which only some requests have. */
gboolean        tutti_provider_is_signed (TuttiProvider *self, const char *uri);
const char     *tutti_provider_get_account_header (TuttiProvider *self, TuttiRequestKind kind);

/* The key in what the person chose or pasted, where they bring one: see
 * tutti_signature_check_key(). (transfer full) */
TuttiSecret    *tutti_provider_check_key (TuttiProvider *self, const char *text, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Checks one of the two names, as tutti_provider_check_client_id() does it with a client id. */
gboolean        tutti_provider_check_key_name (TuttiProvider *self, const char *pasted, char **clean, GError **error);

/* TRUE if it is asked this without a token, also of a connected account. */
gboolean        tutti_provider_is_open (TuttiProvider *self, TuttiRequestKind kind);

/* TRUE if it can do that with the permissions in `scopes` (space separated). */
gboolean        tutti_provider_may (TuttiProvider *self, TuttiCapability capability, const char *scopes);

/* What connecting takes ("A key of your own and Spotify Premium"), translated, lent. (nullable) */
const char     *tutti_provider_get_needs (TuttiProvider *self);

/* Why it can't, translated, lent; NULL where it can. Where keys are given out no
 * more, this is for those without one. */
const char     *tutti_provider_explain (TuttiProvider *self, TuttiCapability capability);

const TuttiSetupStep *tutti_provider_get_steps (TuttiProvider *self);

/* What the services' own error pages show and what to change: pairs of
 * translated strings, NULL terminated, lent ("INVALID_CLIENT: Invalid redirect
 * URI" → "Register the address exactly as shown"). From the ini file's and the
 * provider's knowledge. */
const char * const *tutti_provider_get_browser_errors (TuttiProvider *self);

const char     *tutti_provider_get_dashboard_uri (TuttiProvider *self);

/* Where the person can take the grant back by hand ("https://www.spotify.com/account/apps/"). (nullable) */
const char     *tutti_provider_get_revoke_page (TuttiProvider *self);

/* The redirect address exactly as it must be registered: "http://127.0.0.1/callback". */
const char     *tutti_provider_get_redirect_uri (TuttiProvider *self);

/* A client id built in by the distributor, or NULL. */
const char     *tutti_provider_get_builtin_client_id (TuttiProvider *self);

/* Checks what the person pasted: TRUE and the trimmed id in `clean`, else
 * BAD_INPUT whose message is a translated sentence that says what was pasted
 * instead ("This is the address of the page, not the client ID.", "This looks
 * like the client secret…"). */
gboolean        tutti_provider_check_client_id (TuttiProvider *self, const char *pasted, char **clean, GError **error);

/* The same for a pasted token (transfer full), where the key is one; NULL and
 * BAD_INPUT with a translated sentence. */
TuttiSecret    *tutti_provider_check_token (TuttiProvider *self, const char *pasted, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for a person's name at the service, or the address of their page there. (transfer full) */
char           *tutti_provider_check_name (TuttiProvider *self, const char *pasted, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The permissions of who gave a token, or only a name, space separated; where
 * the key is the token. (transfer full) */
char           *tutti_provider_dup_token_scopes (TuttiProvider *self, gboolean has_token);

/* What a scope means, in words ("See your likes"); NULL if unknown. Translated, lent. */
const char     *tutti_provider_describe_scope (TuttiProvider *self, const char *scope);

/* How it signs in with this client id. (transfer full) NULL if it can't connect. */
TuttiOAuthConfig *tutti_provider_new_oauth_config (TuttiProvider *self, const char *client_id, TuttiSecret *client_secret);

/* The id of a song in a pasted link or URI of this service, or NULL. (transfer full) */
char           *tutti_provider_match_link (TuttiProvider *self, const char *link);

/* TRUE if a pasted link leads to this service, to a song or to anything else
 * (an album, a playlist, a short link). */
gboolean        tutti_provider_is_own_link (TuttiProvider *self, const char *link);

/* The address of a link that only the service can resolve ("spotify.link/…"):
 * see tutti_client_resolve_link(). (transfer full) (nullable) */
char           *tutti_provider_dup_short_link (TuttiProvider *self, const char *link);

/* The web page that such a link is, for the browser; NULL for an application's
 * URI and for what is not this service's. (transfer full) */
char           *tutti_provider_dup_own_page (TuttiProvider *self, const char *link);

/* The other service whose ids of songs are the same ("musicbrainz"): what is
 * tutti_provider_is_remote_id() there, too, names the same recording. (nullable) */
const char     *tutti_provider_get_ids_of (TuttiProvider *self);

/* TRUE if this is an id of a song, as the service writes them. */
gboolean        tutti_provider_is_remote_id (TuttiProvider *self, const char *id);

/* Addresses built from a validated id, never from what a service wrote; NULL
 * if the id is not one, or the service has none. (transfer full) */
char           *tutti_provider_dup_web_uri (TuttiProvider *self, const char *remote_id);
char           *tutti_provider_dup_app_uri (TuttiProvider *self, const char *remote_id);

/* The service's own search page for this text. (transfer full) (nullable) */
char           *tutti_provider_dup_search_uri (TuttiProvider *self, const char *text);

/* TRUE if artwork may be fetched from this address: https on one of the hosts in the ini file (or those on loopback). */
gboolean        tutti_provider_is_artwork_uri (TuttiProvider *self, const char *uri);

/* TRUE if this is an address of one of the service's own pages (https). */
gboolean        tutti_provider_is_page_uri (TuttiProvider *self, const char *uri);

/* Which part of our address space a request goes to: "api.spotify.com" or "127.0.0.1:4711". (transfer full) */
char           *tutti_provider_dup_api_host (TuttiProvider *self);

/* For the client. See the vfuncs. */
TuttiHttpRequest *tutti_provider_build_message (TuttiProvider *self, const TuttiRequest *request, GError **error) G_GNUC_WARN_UNUSED_RESULT;
TuttiPage        *tutti_provider_parse_page (TuttiProvider *self, const TuttiRequest *request, TuttiHttpResponse *response, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is still to be asked about `page`, or NULL. See the vfuncs. */
TuttiHttpRequest *tutti_provider_build_details (TuttiProvider *self, const TuttiRequest *request, TuttiPage *page) G_GNUC_WARN_UNUSED_RESULT;
TuttiPage        *tutti_provider_parse_details (TuttiProvider *self, const TuttiRequest *request, TuttiPage *page, TuttiHttpResponse *response, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Asks for the preview of a song; NULL where its own page tells it. */
TuttiHttpRequest *tutti_provider_build_preview (TuttiProvider *self, const char *remote_id) G_GNUC_WARN_UNUSED_RESULT;

/* Asks where an address of the API leads whose sound lies elsewhere; NULL if it is none of the API's. */
TuttiHttpRequest *tutti_provider_build_preview_hop (TuttiProvider *self, const char *address) G_GNUC_WARN_UNUSED_RESULT;

/* The address in the answer, if sound may come from there. (transfer full) (nullable) */
char             *tutti_provider_parse_preview (TuttiProvider *self, TuttiHttpResponse *response, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE for a directory: it knows which song a page of another service is of. */
gboolean          tutti_provider_knows_pages (TuttiProvider *self);

/* The addresses of a song's page by which others may know it, the usual one first. (transfer full) */
char            **tutti_provider_dup_page_uris (TuttiProvider *self, const char *remote_id);

/* Asks a directory which song these pages are of, and its id of that. (nullable) (transfer full) */
TuttiHttpRequest *tutti_provider_build_lookup (TuttiProvider *self, const char * const *pages) G_GNUC_WARN_UNUSED_RESULT;
char             *tutti_provider_parse_lookup (TuttiProvider *self, TuttiHttpResponse *response, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Asks what anybody is told of the song at address `page`, without a token; NULL
 * where the service tells nothing. In the answer the song, whose id is
 * `remote_id` or, if that is NULL, the one that the page's player plays; NULL
 * and NOT_FOUND if there is none. */
TuttiHttpRequest *tutti_provider_build_embed (TuttiProvider *self, const char *page);
TuttiPage        *tutti_provider_parse_embed (TuttiProvider *self, const char *remote_id, const char *page, TuttiHttpResponse *response, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Asks the service's API where a link leads; the answer's Location names the
 * song. NULL where links are followed from host to host instead. */
TuttiHttpRequest *tutti_provider_build_resolver (TuttiProvider *self, const char *link) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE if the token endpoint says whose the tokens are, by the id that the profile has. */
gboolean          tutti_provider_token_tells_id (TuttiProvider *self);

/* TRUE if the service knows nobody of the name “me”: asked by the account's id
 * (by_id) it may. */
gboolean          tutti_provider_misses_me (TuttiProvider *self, const TuttiRequest *request, TuttiHttpResponse *response);

/* TRUE if that is how the service ends a list. */
gboolean          tutti_provider_is_end (TuttiProvider *self, const TuttiRequest *request, TuttiHttpResponse *response);

/* TRUE if the service did not take the token. */
gboolean          tutti_provider_rejects_token (TuttiProvider *self, TuttiHttpResponse *response);

/* The error of a status of 400 and more, never NULL. */
GError           *tutti_provider_read_error (TuttiProvider *self, TuttiHttpResponse *response);

/* How many ids one LIKE or UNLIKE may have, at least 1. */
guint             tutti_provider_get_max_ids (TuttiProvider *self);

/* How long what the service told may be kept without being told again, in ms; 0: no limit. */
gint64            tutti_provider_get_keep_ms (TuttiProvider *self);

/* How many searches a day the person's key is good for; 0: as many as they like. */
guint             tutti_provider_get_searches_per_day (TuttiProvider *self);

/* How many units of all other questions a day the key is good for (0: as many
 * as they like), and what this one costs of them; NULL is one about what came
 * before. */
guint             tutti_provider_get_units_per_day (TuttiProvider *self);
guint             tutti_provider_get_units (TuttiProvider *self, const TuttiRequest *request);

/* When the day of the service's budgets that holds `now_ms` ends, Unix ms; 0 where it has none. */
gint64            tutti_provider_get_day_end (TuttiProvider *self, gint64 now_ms);

/* How fast it may be asked (from the ini file). */
void              tutti_provider_get_limit (TuttiProvider *self, double *per_second, guint *burst);

/* The same of what is asked about accounts, where that is counted for itself, and
 * its bucket (transfer full); NULL where it is not. */
char             *tutti_provider_dup_account_limit (TuttiProvider *self, double *per_second, guint *burst);

/* How long it may take for one answer, all tries together, milliseconds; 0: as long as any. */
guint             tutti_provider_get_patience_ms (TuttiProvider *self);

G_END_DECLS
