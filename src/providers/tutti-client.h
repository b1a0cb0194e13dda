/* tutti-client.h: does what providers say: tokens, retries, errors, paging
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-accounts.h"
#include "tutti-provider.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_CLIENT (tutti_client_get_type ())

/* Lives in the main thread of the worker. */
G_DECLARE_FINAL_TYPE (TuttiClient, tutti_client, TUTTI, CLIENT, GObject)

/* `accounts` gives the tokens. */
TuttiClient *tutti_client_new (TuttiHttp     *http,
                               TuttiAccounts *accounts) G_GNUC_WARN_UNUSED_RESULT;

/* Takes `units`, or one search where that is 0, from the budget of a service, in
 * a fiber, before the question is sent: FALSE and QUOTA_EXCEEDED where the
 * budget is used up. */
typedef gboolean (*TuttiClientSpend) (TuttiProvider *provider,
                                      guint          units,
                                      gpointer       data,
                                      GError       **error);

/* Who keeps the budgets of services that have one. Without it nothing is counted. */
void tutti_client_set_spend (TuttiClient     *self,
                             TuttiClientSpend spend,
                             gpointer         data);

/* Asks `provider`; one retry with a fresh token after a 401. Cancelled when
 * the future is dropped. Resolves to a TuttiPage; rejects with TUTTI_ERROR. */
DexFuture *tutti_client_fetch (TuttiClient   *self,
                               TuttiProvider *provider,
                               TuttiRequest  *request) G_GNUC_WARN_UNUSED_RESULT;

/* Where a service's short link ("spotify.link/…") leads, asking one host after
 * the other: at most four hops, on the service's own hosts only, and nothing
 * personal is sent. Resolves to the song's id (string); NOT_FOUND where it
 * leads to no song, and what sending rejects with. */
DexFuture *tutti_client_resolve_link (TuttiClient   *self,
                                      TuttiProvider *provider,
                                      const char    *link) G_GNUC_WARN_UNUSED_RESULT;

/* Where half a minute of a song is, asked anew each time: such addresses end
 * within minutes. Tokens go to the service's API only; the address is one of
 * the hosts where its previews may come from, and takes none. Resolves to it
 * (string); UNSUPPORTED, NOT_FOUND where this song has none, and what sending
 * rejects with. */
DexFuture *tutti_client_find_preview (TuttiClient   *self,
                                      TuttiProvider *provider,
                                      const char    *remote_id) G_GNUC_WARN_UNUSED_RESULT;

/* What anybody is told of a song's page, whose id is `remote_id` or unknown yet.
 * No token is sent. Resolves to a TuttiPage with the song; UNSUPPORTED where the
 * service tells nothing so, NOT_FOUND where the page is no song's. */
DexFuture *tutti_client_fetch_embed (TuttiClient   *self,
                                     TuttiProvider *provider,
                                     const char    *remote_id, /* (nullable) */
                                     const char    *page) G_GNUC_WARN_UNUSED_RESULT;

/* Which song of a directory (tutti_provider_knows_pages()) a page of another
 * service is of, by any of its addresses. Resolves to the directory's id of it
 * (string); NOT_FOUND where it does not know the page. */
DexFuture *tutti_client_look_up_page (TuttiClient        *self,
                                      TuttiProvider      *directory,
                                      const char * const *pages) G_GNUC_WARN_UNUSED_RESULT;

/* The profile behind a token that belongs to no account yet (right after a
 * sign-in), or, where names can be read, of a name. Resolves to a TuttiPage;
 * BAD_TOKEN for a pasted one nobody knows, NOT_FOUND for such a name. */
DexFuture *tutti_client_fetch_profile (TuttiClient   *self,
                                       TuttiProvider *provider,
                                       TuttiSecret   *access, /* (nullable) */
                                       const char    *name) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */

G_END_DECLS
