/* tutti-worker-links.c: finding a song on the other services
 *
 * All services at once, each in a fiber with a time limit of its own: by what
 * codes the song has, then by its name. Nothing is taken but what is surely
 * the same recording. A service may know its pages elsewhere (MusicBrainz);
 * those count where the service itself did not say more. Main thread, fibers.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-worker-links.h"

#include "tutti-fiber.h"
#include "tutti-song.h"
#include "tutti-store-accounts.h"
#include "tutti-store-import.h"

/* Who looks for a song does not wait longer for one service. */
#define LIMIT_SECONDS 10

/* A song has rarely more codes than two, and each is a question. */
#define MAX_ISRCS 3

#define HAS   "has"
#define LACKS "lacks"

/* One service's part of the search. Ref counted: its fiber may outlive who waits. */
typedef struct
{
  TuttiWorker *self;
  TuttiDesk   *desk;
  TuttiSong   *song;
  gint64       account_id; /* 0: without an account */
  guint        n_isrcs;    /* of the song's, those it was asked by */
  gboolean     has_searched;
  const char  *outcome;    /* (nullable) static: HAS, LACKS or the nick of an error */
} Inquiry;

static Inquiry *
inquiry_new (TuttiWorker *self,
             TuttiDesk   *desk,
             TuttiSong   *song,
             gint64       account_id)
{
  Inquiry *inquiry = g_rc_box_new0 (Inquiry);

  inquiry->self = g_object_ref (self);
  inquiry->desk = desk;
  inquiry->song = tutti_song_ref (song);
  inquiry->account_id = account_id;
  return inquiry;
}

static void
inquiry_clear (gpointer data)
{
  Inquiry *inquiry = data;

  g_clear_object (&inquiry->self);
  g_clear_pointer (&inquiry->song, tutti_song_unref);
}

static void
inquiry_unref (gpointer data)
{
  g_rc_box_release_full (data, inquiry_clear);
}

static const char *
get_id (TuttiDesk *desk)
{
  return tutti_provider_get_id (desk->provider);
}

static gboolean
has_found (Inquiry *inquiry)
{
  return g_strcmp0 (inquiry->outcome, HAS) == 0;
}

/* Looks up codes, and is no place to listen: what it is asked for are the
 * song's pages elsewhere. */
static gboolean
is_directory (TuttiDesk *desk)
{
  return tutti_provider_can (desk->provider, TUTTI_CAN_ISRC) && !tutti_provider_can (desk->provider, TUTTI_CAN_SEARCH);
}

/* Some tell codes to connected accounts only. */
static gboolean
knows_codes (Inquiry *inquiry)
{
  return tutti_provider_can (inquiry->desk->provider, inquiry->account_id != 0 ? TUTTI_CAN_ISRC : TUTTI_CAN_KEYLESS | TUTTI_CAN_ISRC);
}

/* --- one service --- */

/* Stores what was found with the song; FALSE without an error if it came to
 * stand elsewhere, because the person said so. */
static gboolean
keep (TuttiWorker       *self,
      TuttiSong         *song,
      gint64             account_id,
      TuttiServiceTrack *track,
      GError           **error)
{
  g_autoptr (GPtrArray) tracks = g_ptr_array_new ();
  g_autoptr (GArray)    ids = NULL;

  g_ptr_array_add (tracks, track);
  ids = dex_await_boxed (tutti_store_add_tracks (self->store, account_id, "search", tracks), error);
  return ids != NULL && tutti_song_take (song, self->store, track, g_array_index (ids, gint64, 0));
}

static TuttiPage *
fetch (TuttiWorker     *self,
       TuttiDesk       *desk,
       TuttiRequestKind kind,
       const char      *word,
       DexFuture       *too_late,
       GError         **error)
{
  g_autoptr (TuttiRequest) request = tutti_request_new (kind);

  if (kind == TUTTI_REQUEST_TRACK)
    request->ids = g_strsplit (word, "\n", 1);
  else
    request->text = g_strdup (word);
  return tutti_worker_await_page (self, desk, request, too_late, error);
}

/* The pages elsewhere stand in the answer about one recording alone. */
static void
take_pages (Inquiry           *inquiry,
            TuttiPage         *page,
            TuttiServiceTrack *found,
            DexFuture         *too_late)
{
  g_autoptr (TuttiPage) alone = NULL;

  if (page->items->len > 1)
    {
      alone = fetch (inquiry->self, inquiry->desk, TUTTI_REQUEST_TRACK, tutti_service_track_get_remote_id (found), too_late, NULL);
      page = alone;
    }
  if (page != NULL && page->links != NULL)
    tutti_song_add_pages (inquiry->song, page->links, found);
}

/* Asks, and takes what is the same; FALSE with `error` set if there was no answer. */
static gboolean
ask (Inquiry         *inquiry,
     TuttiRequestKind kind,
     const char      *word,
     DexFuture       *too_late,
     GError         **error)
{
  g_autoptr (GError)            local = NULL;
  g_autoptr (TuttiPage)         page = fetch (inquiry->self, inquiry->desk, kind, word, too_late, &local);
  g_autoptr (TuttiServiceTrack) found = page != NULL ? tutti_song_choose (inquiry->song, page->items) : NULL;

  if (found != NULL && keep (inquiry->self, inquiry->song, inquiry->account_id, found, &local))
    {
      inquiry->outcome = HAS;
      if (is_directory (inquiry->desk))
        take_pages (inquiry, page, found, too_late);
    }
  if (local == NULL || g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The song's id at the service, be it by the id of one that has the same. (nullable) */
static const char *
peek_id (Inquiry *inquiry)
{
  TuttiProvider *provider = inquiry->desk->provider;
  const char    *id = tutti_provider_get_id (provider);
  GPtrArray     *members = tutti_song_get_members (inquiry->song);
  const char    *known = tutti_song_peek_id (inquiry->song, id);

  for (guint i = 0; known == NULL && i < members->len; i++)
    {
      TuttiServiceTrack *member = g_ptr_array_index (members, i);
      TuttiProvider     *other = tutti_providers_find (inquiry->self->providers, tutti_service_track_get_provider (member));

      if (other != NULL && g_strcmp0 (tutti_provider_get_ids_of (other), id) == 0 &&
          tutti_provider_is_remote_id (provider, tutti_service_track_get_remote_id (member)))
        known = tutti_service_track_get_remote_id (member);
    }

  return known;
}

/* By each code, then by name, until it is found. */
static gboolean
ask_all (Inquiry   *inquiry,
         DexFuture *too_late,
         GError   **error)
{
  TuttiProvider *provider = inquiry->desk->provider;
  GPtrArray     *isrcs = tutti_song_get_isrcs (inquiry->song);
  const char    *known = peek_id (inquiry);

  if (known != NULL)
    return ask (inquiry, TUTTI_REQUEST_TRACK, known, too_late, error);

  while (knows_codes (inquiry) && inquiry->n_isrcs < MIN (isrcs->len, MAX_ISRCS) && !has_found (inquiry))
    if (!ask (inquiry, TUTTI_REQUEST_ISRC, g_ptr_array_index (isrcs, inquiry->n_isrcs++), too_late, error))
      return FALSE;

  if (has_found (inquiry) || inquiry->has_searched || !tutti_provider_can (provider, TUTTI_CAN_SEARCH))
    return TRUE;
  inquiry->has_searched = TRUE;
  return ask (inquiry, TUTTI_REQUEST_SEARCH, tutti_song_get_words (inquiry->song), too_late, error);
}

static DexFuture *
run_inquiry (DexFuture *given_up,
             gpointer   data)
{
  Inquiry              *inquiry = data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (DexFuture) too_late = dex_future_first (dex_ref (given_up), dex_timeout_new_seconds (LIMIT_SECONDS), NULL);

  inquiry->outcome = LACKS;
  if (!ask_all (inquiry, too_late, &error))
    inquiry->outcome = tutti_error_get_nick (error->domain == TUTTI_ERROR ? (TuttiError) error->code : TUTTI_ERROR_SERVER);
  return dex_future_new_true ();
}

/* --- all of them --- */

static gboolean
is_public (GPtrArray  *settings,
           const char *id)
{
  TuttiServiceSettings *one = tutti_service_settings_find (settings, id);

  return one != NULL && one->is_public;
}

/* Whether this service may be asked, and for whom. */
static gboolean
may_ask (TuttiWorker *self,
         TuttiDesk   *desk,
         GPtrArray   *settings,
         gint64      *account_id)
{
  TuttiAccount *account = tutti_worker_need_account (self, desk, NULL);

  *account_id = account != NULL ? account->id : 0;
  return account != NULL || (tutti_provider_can (desk->provider, TUTTI_CAN_KEYLESS) && is_public (settings, get_id (desk)));
}

/* Those to be asked for the song. (transfer full) */
static GPtrArray *
list_inquiries (TuttiWorker *self,
                TuttiSong   *song,
                const char  *only,
                GPtrArray   *settings)
{
  g_autoptr (GPtrArray) inquiries = g_ptr_array_new_with_free_func (inquiry_unref);
  GHashTableIter        iter;
  TuttiDesk            *desk;
  gint64                account_id;

  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &desk))
    {
      TuttiProvider *provider = desk->provider;

      if (*only != '\0' ? !g_str_equal (only, get_id (desk)) : tutti_provider_has_small_budget (provider))
        continue;
      if (!tutti_provider_can (provider, TUTTI_CAN_ISRC) && !tutti_provider_can (provider, TUTTI_CAN_SEARCH))
        continue;
      if (tutti_song_peek_id (song, get_id (desk)) != NULL && !is_directory (desk))
        continue;
      if (may_ask (self, desk, settings, &account_id))
        g_ptr_array_add (inquiries, inquiry_new (self, desk, song, account_id));
    }

  return g_steal_pointer (&inquiries);
}

/* Never asked, or not by all the codes that others have told since. */
static gboolean
has_more (Inquiry *inquiry)
{
  if (inquiry->outcome == NULL)
    return TRUE;
  return g_str_equal (inquiry->outcome, LACKS) && knows_codes (inquiry) &&
         inquiry->n_isrcs < MIN (tutti_song_get_isrcs (inquiry->song)->len, MAX_ISRCS);
}

/* Side by side; nobody waits for another but the end of the round. */
static void
run_round (GPtrArray *inquiries,
           DexFuture *given_up)
{
  g_autoptr (GPtrArray) running = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < inquiries->len; i++)
    {
      Inquiry *inquiry = g_ptr_array_index (inquiries, i);

      if (has_more (inquiry))
        g_ptr_array_add (running, tutti_fiber_spawn (run_inquiry, g_rc_box_acquire (inquiry), inquiry_unref));
    }

  for (guint i = 0; i < running->len && dex_future_is_pending (given_up); i++)
    dex_await (tutti_fiber_until (dex_ref (g_ptr_array_index (running, i)), given_up), NULL);
}

/* --- pages that a directory named --- */

/* The song's page of a service that can't be asked, in the words of the directory. (transfer full) */
static TuttiServiceTrack *
borrow_words (TuttiServiceTrack *recording,
              TuttiProvider     *provider,
              const char        *remote_id)
{
  g_autofree char      *web_uri = tutti_provider_dup_web_uri (provider, remote_id);
  g_autofree char      *app_uri = tutti_provider_dup_app_uri (provider, remote_id);
  TuttiServiceTrackInfo info = {
    .provider = tutti_provider_get_id (provider),
    .remote_id = remote_id,
    .title = tutti_service_track_get_title (recording),
    .artists = tutti_service_track_get_artists (recording),
    .album = tutti_service_track_get_album (recording),
    .duration_ms = tutti_service_track_get_duration (recording),
    .isrc = tutti_service_track_get_isrc (recording),
    .web_url = web_uri,
    .app_uri = app_uri,
    .year = tutti_service_track_get_year (recording),
  };

  return tutti_service_track_new (&info);
}

/* One page on its way. */
typedef struct
{
  TuttiWorker         *self;
  TuttiDesk           *desk;
  TuttiSong           *song;
  gint64               account_id;
  gboolean             may_ask;
  char                *remote_id;
  const TuttiSongPage *page; /* of `song` */
} Visit;

static void
visit_free (gpointer data)
{
  Visit *visit = data;

  g_clear_object (&visit->self);
  g_clear_pointer (&visit->song, tutti_song_unref);
  g_clear_pointer (&visit->remote_id, g_free);
  g_free (visit);
}

/* The service's own words where it may be asked; what is not the same there is not taken. */
static DexFuture *
run_visit (DexFuture *given_up,
           gpointer   data)
{
  Visit                        *visit = data;
  TuttiProvider                *provider = visit->desk->provider;
  g_autoptr (DexFuture)         too_late = dex_future_first (dex_ref (given_up), dex_timeout_new_seconds (LIMIT_SECONDS), NULL);
  g_autoptr (TuttiPage)         answer = NULL;
  g_autoptr (TuttiServiceTrack) track = NULL;

  if (visit->may_ask && tutti_provider_can (provider, TUTTI_CAN_SEARCH))
    {
      answer = fetch (visit->self, visit->desk, TUTTI_REQUEST_TRACK, visit->remote_id, too_late, NULL);
      track = answer != NULL ? tutti_song_choose (visit->song, answer->items) : NULL;
    }
  else
    track = borrow_words (visit->page->recording, provider, visit->remote_id);

  if (track != NULL && tutti_song_peek_id (visit->song, get_id (visit->desk)) == NULL)
    keep (visit->self, visit->song, visit->account_id, track, NULL);
  return dex_future_new_true ();
}

/* (nullable) where no service knows the page, or the song is known there. */
static DexFuture *
visit_page (TuttiWorker         *self,
            TuttiSong           *song,
            const TuttiSongPage *page,
            GPtrArray           *settings)
{
  g_autofree char *remote_id = NULL;
  TuttiProvider   *provider = tutti_providers_match_link (self->providers, page->link, &remote_id);
  TuttiDesk       *desk = provider != NULL ? g_hash_table_lookup (self->desks, tutti_provider_get_id (provider)) : NULL;
  Visit           *visit;

  if (desk == NULL || tutti_song_peek_id (song, get_id (desk)) != NULL)
    return NULL;

  visit = g_new0 (Visit, 1);
  visit->self = g_object_ref (self);
  visit->desk = desk;
  visit->song = tutti_song_ref (song);
  visit->remote_id = g_steal_pointer (&remote_id);
  visit->page = page;
  visit->may_ask = may_ask (self, desk, settings, &visit->account_id);
  return tutti_fiber_spawn (run_visit, visit, visit_free);
}

static void
visit_pages (TuttiWorker *self,
             TuttiSong   *song,
             GPtrArray   *inquiries,
             GPtrArray   *settings,
             DexFuture   *given_up)
{
  GPtrArray            *pages = tutti_song_get_pages (song);
  g_autoptr (GPtrArray) running = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < pages->len; i++)
    {
      DexFuture *visit = visit_page (self, song, g_ptr_array_index (pages, i), settings);

      if (visit != NULL)
        g_ptr_array_add (running, visit);
    }
  for (guint i = 0; i < running->len && dex_future_is_pending (given_up); i++)
    dex_await (tutti_fiber_until (dex_ref (g_ptr_array_index (running, i)), given_up), NULL);

  for (guint i = 0; i < inquiries->len; i++)
    {
      Inquiry *inquiry = g_ptr_array_index (inquiries, i);

      if (tutti_song_peek_id (song, get_id (inquiry->desk)) != NULL)
        inquiry->outcome = HAS;
    }
}

/* --- the command --- */

/* What every service is, that was asked or found without that. */
static GVariant *
make_answer (TuttiSong *song,
             GPtrArray *inquiries,
             guint      n_known)
{
  GPtrArray      *members = tutti_song_get_members (song);
  GVariantBuilder outcomes;

  g_variant_builder_init (&outcomes, G_VARIANT_TYPE ("a{ss}"));
  for (guint i = 0; i < inquiries->len; i++)
    {
      Inquiry *inquiry = g_ptr_array_index (inquiries, i);

      if (inquiry->outcome != NULL && !has_found (inquiry))
        g_variant_builder_add (&outcomes, "{ss}", get_id (inquiry->desk), inquiry->outcome);
    }
  for (guint i = n_known; i < members->len; i++)
    g_variant_builder_add (&outcomes, "{ss}", tutti_service_track_get_provider (g_ptr_array_index (members, i)), HAS);

  return g_variant_new ("(x@a{ss})", tutti_song_get_track_id (song), g_variant_builder_end (&outcomes));
}

/* Two rounds: what the first one finds may tell codes that the others know. */
GVariant *
tutti_worker_find_elsewhere (TuttiWorker *self,
                             TuttiDesk   *none,
                             GVariant    *args,
                             DexFuture   *given_up,
                             GError     **error)
{
  g_autoptr (TuttiSong) song = NULL;
  g_autoptr (GPtrArray) settings = NULL;
  g_autoptr (GPtrArray) inquiries = NULL;
  const char           *only = NULL;
  gint64                track_id = 0;
  guint                 n_known;

  g_variant_get (args, "(x&s)", &track_id, &only);
  if (!(settings = dex_await_boxed (tutti_store_list_settings (self->store), error)) ||
      !(song = tutti_song_load (self->store, track_id, error)))
    return NULL;

  n_known = tutti_song_get_members (song)->len;
  inquiries = list_inquiries (self, song, only, settings);
  if (*only != '\0' && inquiries->len == 0 && tutti_song_peek_id (song, only) == NULL)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "%s can’t be asked", only);
      return NULL;
    }

  run_round (inquiries, given_up);
  run_round (inquiries, given_up);
  visit_pages (self, song, inquiries, settings, given_up);
  return make_answer (song, inquiries, n_known);
}

/* --- by its page --- */

static TuttiPage *
look_up_at (TuttiWorker *self,
            TuttiDesk   *directory,
            char       **pages,
            DexFuture   *given_up)
{
  g_autoptr (DexFuture) too_late = dex_future_first (dex_ref (given_up), dex_timeout_new_seconds (LIMIT_SECONDS), NULL);
  g_autofree char      *id = dex_await_string (tutti_fiber_until (tutti_client_look_up_page (self->client, directory->provider,
                                                                                           (const char *const *) pages),
                                                                 too_late),
                                               NULL);

  return id != NULL ? fetch (self, directory, TUTTI_REQUEST_TRACK, id, too_late, NULL) : NULL;
}

TuttiPage *
tutti_worker_look_up_track (TuttiWorker *self,
                            TuttiDesk   *desk,
                            const char  *remote_id,
                            DexFuture   *given_up)
{
  g_autoptr (GPtrArray) settings = dex_await_boxed (tutti_store_list_settings (self->store), NULL);
  g_auto (GStrv)        pages = tutti_provider_dup_page_uris (desk->provider, remote_id);
  g_autoptr (DexFuture) too_late = NULL;
  GHashTableIter        iter;
  TuttiDesk            *directory;
  gint64                account_id;

  if (settings == NULL || pages[0] == NULL)
    return NULL;

  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &directory))
    {
      g_autoptr (TuttiPage)         answer = NULL;
      g_autoptr (TuttiPage)         page = NULL;
      g_autoptr (TuttiServiceTrack) track = NULL;

      if (directory == desk || !tutti_provider_knows_pages (directory->provider) || !may_ask (self, directory, settings, &account_id))
        continue;
      answer = look_up_at (self, directory, pages, given_up);
      if (answer == NULL || answer->items->len == 0)
        continue;

      track = borrow_words (((TuttiDatedTrack *) g_ptr_array_index (answer->items, 0))->track, desk->provider, remote_id);
      page = tutti_page_new ();
      g_ptr_array_add (page->items, tutti_dated_track_new (track, 0));
      return g_steal_pointer (&page);
    }

  /* The address as the service itself has it stands behind the one that opens. */
  too_late = dex_future_first (dex_ref (given_up), dex_timeout_new_seconds (LIMIT_SECONDS), NULL);
  return dex_await_boxed (tutti_fiber_until (tutti_client_fetch_embed (self->client, desk->provider, remote_id,
                                                                       pages[g_strv_length (pages) - 1]),
                                             too_late),
                          NULL);
}
