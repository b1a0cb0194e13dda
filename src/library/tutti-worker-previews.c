/* tutti-worker-previews.c: finding half a minute of a song
 *
 * First at the services that have the song; then, since most services let
 * nobody else play their sound, at the catalogues that need no account: by the
 * recording's code, else by a search whose hit is the same recording beyond
 * doubt. Nothing that is found here is stored. Main thread, fibers.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-fiber.h"
#include "tutti-identity.h"
#include "tutti-store-lists.h"
#include "tutti-store-verdicts.h"
#include "tutti-worker-private.h"

/* Who wants to hear something does not wait longer for it. */
#define PREVIEW_SECONDS 10

/* A recording of many codes is one that was issued many times; the first few will do. */
#define MAX_CODES 3

/* One song whose preview is looked for. */
typedef struct
{
  TuttiWorker *self;
  gint64       track_id;
  const char **without;    /* ids of services to pass over; the strings are lent */
  DexFuture   *given_up;   /* lent; rejects when time is up, too */
  GPtrArray   *members;    /* of TuttiMemberInfo */
  GPtrArray   *identities; /* of TuttiIdentity, of each member */
  GPtrArray   *desks;      /* of those that have previews, in the order they are asked */
  GError      *reason;     /* (nullable) the first thing that went wrong */
} Hunt;

static void
hunt_clear (Hunt *hunt)
{
  g_clear_pointer (&hunt->without, g_free);
  g_clear_pointer (&hunt->members, g_ptr_array_unref);
  g_clear_pointer (&hunt->identities, g_ptr_array_unref);
  g_clear_pointer (&hunt->desks, g_ptr_array_unref);
  g_clear_error (&hunt->reason);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Hunt, hunt_clear)

/* Keeps the first failure that says more than "there is none". (error taken) */
static void
note_failure (Hunt   *hunt,
              GError *error)
{
  g_autoptr (GError) taken = error;

  if (taken == NULL || hunt->reason != NULL ||
      g_error_matches (taken, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND) ||
      g_error_matches (taken, TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED))
    return;
  hunt->reason = g_steal_pointer (&taken);
}

static gboolean
is_over (const Hunt *hunt)
{
  return dex_future_is_rejected (hunt->given_up);
}

/* --- who is asked --- */

/* Those that know recordings by their codes come first: they have the most
 * room for questions, and sound that plays everywhere. */
static void
list_desks (Hunt *hunt)
{
  GListModel *providers = G_LIST_MODEL (hunt->self->providers);
  guint       n_coded = 0;

  hunt->desks = g_ptr_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (TuttiProvider) provider = g_list_model_get_item (providers, i);
      const char               *id = tutti_provider_get_id (provider);
      gpointer                  desk = g_hash_table_lookup (hunt->self->desks, id);

      if (!tutti_provider_can (provider, TUTTI_CAN_PREVIEW) || g_strv_contains ((const char * const *) hunt->without, id))
        continue;
      if (tutti_provider_can (provider, TUTTI_CAN_KEYLESS | TUTTI_CAN_ISRC))
        g_ptr_array_insert (hunt->desks, (int) n_coded++, desk);
      else
        g_ptr_array_add (hunt->desks, desk);
    }
}

static gboolean
may_ask (Hunt      *hunt,
         TuttiDesk *desk)
{
  return tutti_provider_can (desk->provider, TUTTI_CAN_KEYLESS) || tutti_worker_need_account (hunt->self, desk, NULL) != NULL;
}

static gboolean
read_members (Hunt    *hunt,
              GError **error)
{
  if (!(hunt->members = dex_await_boxed (tutti_store_list_members (hunt->self->store, hunt->track_id), error)))
    return FALSE;
  if (hunt->members->len == 0)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "There is no such song");
      return FALSE;
    }

  hunt->identities = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_identity_free);
  for (guint i = 0; i < hunt->members->len; i++)
    {
      TuttiMemberInfo *member = g_ptr_array_index (hunt->members, i);

      g_ptr_array_add (hunt->identities, tutti_identity_new (member->track));
    }

  return TRUE;
}

/* --- what is found --- */

/* The most that any of our songs has to say for `track`. */
static TuttiVerdict
compare (const Hunt        *hunt,
         TuttiServiceTrack *track)
{
  g_autoptr (TuttiIdentity) identity = tutti_identity_new (track);
  TuttiVerdict              best = TUTTI_VERDICT_DIFFERENT;

  for (guint i = 0; i < hunt->identities->len; i++)
    best = MAX (best, tutti_identity_compare (identity, g_ptr_array_index (hunt->identities, i), TUTTI_COMPARE_DEFAULT, NULL, NULL));

  return best;
}

/* TRUE if the library has this song as another recording: so the person said,
 * or what else is known of it. */
static gboolean
is_elsewhere (const Hunt        *hunt,
              TuttiServiceTrack *track)
{
  g_autofree char       *name = g_strdup_printf ("%s:%s", tutti_service_track_get_provider (track), tutti_service_track_get_remote_id (track));
  g_autoptr (TuttiTrack) known = dex_await_object (tutti_store_find_track (hunt->self->store, name), NULL);

  return known != NULL && tutti_track_get_id (known) != hunt->track_id;
}

static GVariant *
make_answer (TuttiDesk         *desk,
             TuttiServiceTrack *track,
             const char        *uri,
             gboolean           is_borrowed)
{
  const char      *known = tutti_service_track_get_web_url (track);
  g_autofree char *page = NULL;

  /* An imported file may have said anything. */
  if (known != NULL && tutti_provider_is_page_uri (desk->provider, known))
    page = g_strdup (known);
  else
    page = tutti_provider_dup_web_uri (desk->provider, tutti_service_track_get_remote_id (track));

  return g_variant_new ("(sssb)", tutti_provider_get_id (desk->provider), page != NULL ? page : "", uri, is_borrowed);
}

/* The preview of one service's song. */
static GVariant *
ask_song (Hunt              *hunt,
          TuttiDesk         *desk,
          TuttiServiceTrack *track,
          gboolean           is_borrowed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *uri = NULL;

  uri = dex_await_string (tutti_fiber_until (tutti_client_find_preview (hunt->self->client, desk->provider,
                                                                        tutti_service_track_get_remote_id (track)),
                                             hunt->given_up),
                          &error);
  if (uri == NULL)
    {
      note_failure (hunt, g_steal_pointer (&error));
      return NULL;
    }

  return make_answer (desk, track, uri, is_borrowed);
}

/* --- a service that has the song --- */

static GVariant *
ask_own (Hunt *hunt)
{
  for (guint i = 0; i < hunt->desks->len; i++)
    {
      TuttiDesk  *desk = g_ptr_array_index (hunt->desks, i);
      const char *id = tutti_provider_get_id (desk->provider);

      if (!may_ask (hunt, desk))
        continue;
      for (guint j = 0; j < hunt->members->len && !is_over (hunt); j++)
        {
          TuttiMemberInfo *member = g_ptr_array_index (hunt->members, j);
          GVariant        *answer;

          if (!g_str_equal (tutti_service_track_get_provider (member->track), id))
            continue;
          if ((answer = ask_song (hunt, desk, member->track, FALSE)))
            return answer;
        }
    }

  return NULL;
}

/* --- a catalogue that has the same recording --- */

/* (transfer container) */
static GPtrArray *
list_codes (const Hunt *hunt)
{
  GPtrArray *codes = g_ptr_array_new ();

  for (guint i = 0; i < hunt->members->len; i++)
    {
      TuttiMemberInfo   *member = g_ptr_array_index (hunt->members, i);
      const char *const *isrcs = tutti_service_track_get_isrcs (member->track);

      for (guint j = 0; isrcs != NULL && isrcs[j] != NULL && codes->len < MAX_CODES; j++)
        if (!g_ptr_array_find_with_equal_func (codes, isrcs[j], g_str_equal, NULL))
          g_ptr_array_add (codes, (gpointer) isrcs[j]);
    }

  return codes;
}

static GVariant *
ask_code (Hunt       *hunt,
          TuttiDesk  *desk,
          const char *code)
{
  g_autoptr (TuttiRequest) request = tutti_request_new (TUTTI_REQUEST_ISRC);
  g_autoptr (TuttiPage)    page = NULL;
  g_autoptr (GError)       error = NULL;
  TuttiServiceTrack       *track;

  request->text = g_strdup (code);
  page = tutti_worker_await_page (hunt->self, desk, request, hunt->given_up, &error);
  if (page == NULL)
    note_failure (hunt, g_steal_pointer (&error));
  if (page == NULL || page->items->len == 0)
    return NULL;

  /* Codes are given twice now and then. */
  track = ((TuttiDatedTrack *) g_ptr_array_index (page->items, 0))->track;
  if (compare (hunt, track) == TUTTI_VERDICT_DIFFERENT || is_elsewhere (hunt, track))
    return NULL;
  if (page->preview != NULL)
    return make_answer (desk, track, page->preview, TRUE);

  return ask_song (hunt, desk, track, TRUE);
}

static GVariant *
ask_codes (Hunt *hunt)
{
  g_autoptr (GPtrArray) codes = list_codes (hunt);

  for (guint i = 0; i < hunt->desks->len; i++)
    {
      TuttiDesk *desk = g_ptr_array_index (hunt->desks, i);

      if (!tutti_provider_can (desk->provider, TUTTI_CAN_KEYLESS | TUTTI_CAN_ISRC))
        continue;
      for (guint j = 0; j < codes->len && !is_over (hunt); j++)
        {
          GVariant *answer = ask_code (hunt, desk, g_ptr_array_index (codes, j));

          if (answer != NULL)
            return answer;
        }
    }

  return NULL;
}

/* What to search for: the song as somebody wrote it who had fields for it. */
static char *
dup_words (const Hunt *hunt)
{
  TuttiMemberInfo *best = g_ptr_array_index (hunt->members, 0);
  g_autofree char *artist = NULL;

  for (guint i = 0; i < hunt->members->len; i++)
    {
      TuttiMemberInfo *member = g_ptr_array_index (hunt->members, i);

      if (!tutti_service_track_is_upload (member->track))
        {
          best = member;
          break;
        }
    }

  artist = tutti_service_track_dup_artist_line (best->track);

  return g_strdup_printf ("%s %s", tutti_service_track_get_title (best->track), artist != NULL ? artist : "");
}

static GVariant *
ask_search (Hunt       *hunt,
            TuttiDesk  *desk,
            const char *words)
{
  g_autoptr (TuttiRequest) request = tutti_request_new (TUTTI_REQUEST_SEARCH);
  g_autoptr (TuttiPage)    page = NULL;
  g_autoptr (GError)       error = NULL;

  request->text = g_strdup (words);
  page = tutti_worker_await_page (hunt->self, desk, request, hunt->given_up, &error);
  if (page == NULL)
    note_failure (hunt, g_steal_pointer (&error));

  for (guint i = 0; page != NULL && i < page->items->len; i++)
    {
      TuttiServiceTrack *track = ((TuttiDatedTrack *) g_ptr_array_index (page->items, i))->track;

      if (compare (hunt, track) == TUTTI_VERDICT_SAME && !is_elsewhere (hunt, track))
        return ask_song (hunt, desk, track, TRUE);
    }

  return NULL;
}

static GVariant *
ask_searches (Hunt *hunt)
{
  g_autofree char *words = dup_words (hunt);

  for (guint i = 0; i < hunt->desks->len && !is_over (hunt); i++)
    {
      TuttiDesk *desk = g_ptr_array_index (hunt->desks, i);
      GVariant  *answer;

      if (tutti_provider_can (desk->provider, TUTTI_CAN_KEYLESS | TUTTI_CAN_SEARCH) && (answer = ask_search (hunt, desk, words)))
        return answer;
    }

  return NULL;
}

/* --- the command --- */

static GVariant *
find_preview (TuttiWorker *self,
              TuttiDesk   *none,
              GVariant    *args,
              DexFuture   *given_up,
              GError     **error)
{
  g_autoptr (DexFuture) too_late = dex_future_first (dex_ref (given_up), dex_timeout_new_seconds (PREVIEW_SECONDS), NULL);
  g_auto (Hunt)         hunt = { .self = self, .given_up = too_late };
  GVariant             *answer;

  g_variant_get (args, "(x^a&s)", &hunt.track_id, &hunt.without);
  if (!read_members (&hunt, error))
    return NULL;
  list_desks (&hunt);

  if ((answer = ask_own (&hunt)) || (answer = ask_codes (&hunt)) || (answer = ask_searches (&hunt)))
    return answer;

  if (dex_future_is_rejected (given_up))
    g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "Nobody wants to hear it any more");
  else if (is_over (&hunt))
    g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_SERVER, "No preview within %d seconds", PREVIEW_SECONDS);
  else if (hunt.reason != NULL)
    g_propagate_error (error, g_steal_pointer (&hunt.reason));
  else
    g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NO_PREVIEW, "No service lets this song be heard");

  return NULL;
}

const TuttiCommand tutti_preview_commands[] = {
  { "find-preview", "(xas)", FALSE, find_preview },
  { NULL },
};
