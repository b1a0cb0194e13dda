/* tutti-store-accounts.h: accounts, and what the person set for each service
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-store.h"

G_BEGIN_DECLS

typedef enum
{
  TUTTI_ACCOUNT_CONNECTED,
  TUTTI_ACCOUNT_SIGN_IN_AGAIN, /* invalid_grant, or the refresh token is gone */
  TUTTI_ACCOUNT_THIS_SESSION,  /* tokens in memory only; gone with the process */
  TUTTI_ACCOUNT_BY_NAME,       /* only read, by the person's name: there are no tokens */
} TuttiAccountState;

#define TUTTI_TYPE_ACCOUNT (tutti_account_get_type ())

/* A row of `accounts`: never a token. Immutable once shared, boxed, ref counted. */
typedef struct
{
  gatomicrefcount ref_count;

  gint64            id; /* local number; also the vault's attribute; 0 for a new one */
  char             *provider;
  char             *remote_id;        /* the service's stable key */
  char             *name;             /* (nullable) */
  char             *email;            /* (nullable) */
  char             *plan;             /* (nullable) */
  char             *scopes;           /* granted, space separated */
  gint64            connected_at;     /* Unix ms; all times here */
  gint64            token_expires_at; /* access token; 0 unknown */
  gint64            sign_in_by;       /* 0: no known end */
  TuttiAccountState state;
} TuttiAccount;

GType         tutti_account_get_type (void) G_GNUC_CONST;
TuttiAccount *tutti_account_new (const char *provider) G_GNUC_WARN_UNUSED_RESULT;
TuttiAccount *tutti_account_copy (const TuttiAccount *self) G_GNUC_WARN_UNUSED_RESULT;
TuttiAccount *tutti_account_ref (TuttiAccount *self);
void          tutti_account_unref (TuttiAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiAccount, tutti_account_unref)

/* Resolves to a GPtrArray of TuttiAccount, by provider. */
DexFuture *tutti_store_list_accounts (TuttiStore *self) G_GNUC_WARN_UNUSED_RESULT;

/* Inserts (id 0) or updates. One connection per provider: inserting a second
 * account of a provider rejects with ALREADY_LINKED. Resolves to the id (int64). */
DexFuture *tutti_store_save_account (TuttiStore   *self,
                                     TuttiAccount *account) G_GNUC_WARN_UNUSED_RESULT;

/* What a disconnection took, or would take. Boxed with g_free as a plain struct. */
typedef struct
{
  guint likes; /* likes of this service */
  guint plays;
  guint outbox; /* likes that were waiting to be sent and are dropped */
  guint tracks; /* songs that leave Tutti */
  guint manual; /* songs liked in Tutti itself that only this service had */
} TuttiRemoval;

#define TUTTI_TYPE_REMOVAL (tutti_removal_get_type ())
GType tutti_removal_get_type (void) G_GNUC_CONST;

/* Counts what tutti_store_delete_account() would take. Resolves to a TuttiRemoval. */
DexFuture *tutti_store_count_account (TuttiStore *self,
                                      const char *provider) G_GNUC_WARN_UNUSED_RESULT;

/* Deletes the account, its plays, likes, outbox, cursors, and each of its
 * service tracks that no key-less source and no pasted link brought; songs
 * left with none go, except those liked in Tutti itself if `keep_manual`
 * (they keep their words, nothing of the service, and are the same songs when
 * they come again). An import of an older account writes nothing afterwards
 * (see the account id of the import functions). Resolves to a TuttiRemoval. */
DexFuture *tutti_store_delete_account (TuttiStore *self,
                                       const char *provider,
                                       gboolean    keep_manual) G_GNUC_WARN_UNUSED_RESULT;

/* --- settings of a service --- */

#define TUTTI_TYPE_SERVICE_SETTINGS (tutti_service_settings_get_type ())

typedef enum
{
  TUTTI_OPEN_APP_ELSE_WEB,
  TUTTI_OPEN_APP,
  TUTTI_OPEN_WEB,
} TuttiOpenIn;

/* Boxed, ref counted. A service without a row has the defaults. */
typedef struct
{
  gatomicrefcount ref_count;

  char       *provider;
  char       *client_id;  /* (nullable) the person's own; not a secret */
  gboolean    send_likes; /* "like on the service too"; default TRUE */
  TuttiOpenIn open_in;
  gint64      not_before; /* Unix ms: no request before; 0 */
  gboolean    is_quota;   /* not_before comes from a used up quota */
  gboolean    is_public;  /* searched without an account; default FALSE: nothing is sent unasked */
  guint       spent;       /* of the budget of a day… */
  gint64      spent_until; /* …which ends then; 0 never spent */
} TuttiServiceSettings;

GType                 tutti_service_settings_get_type (void) G_GNUC_CONST;
TuttiServiceSettings *tutti_service_settings_new (const char *provider) G_GNUC_WARN_UNUSED_RESULT;
TuttiServiceSettings *tutti_service_settings_ref (TuttiServiceSettings *self);
void                  tutti_service_settings_unref (TuttiServiceSettings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiServiceSettings, tutti_service_settings_unref)

/* Those of `provider` in such a list, or NULL. (transfer none) */
TuttiServiceSettings *tutti_service_settings_find (GPtrArray  *all,
                                                   const char *provider);

/* Resolves to a GPtrArray of TuttiServiceSettings, of all services that have a row. */
DexFuture *tutti_store_list_settings (TuttiStore *self) G_GNUC_WARN_UNUSED_RESULT;

/* Each sets one thing, making the row where needed. Resolve to TRUE. */
DexFuture *tutti_store_set_client_id (TuttiStore *self, const char *provider, const char *client_id) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *tutti_store_set_send_likes (TuttiStore *self, const char *provider, gboolean send_likes) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *tutti_store_set_open_in (TuttiStore *self, const char *provider, TuttiOpenIn open_in) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *tutti_store_set_is_public (TuttiStore *self, const char *provider, gboolean is_public) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *tutti_store_set_not_before (TuttiStore *self, const char *provider, gint64 unix_ms, gboolean is_quota) G_GNUC_WARN_UNUSED_RESULT;

/* Deletes what this service told before `before_ms` and not again since, likes
 * and plays too, where its terms let nobody keep it longer. Songs that other
 * services have stay, and so do the words of those liked in Tutti itself.
 * Resolves to how many went (uint). */
DexFuture *tutti_store_forget_stale (TuttiStore *self,
                                     const char *provider,
                                     gint64      before_ms) G_GNUC_WARN_UNUSED_RESULT;

/* Takes `cost` from a budget of a service ("youtube", "youtube-units"), `most` a day; the day it counts for
 * ends at `until_ms`. What disconnecting deletes is not this: it belongs to the
 * person's key. Resolves to TRUE; QUOTA_EXCEEDED with that end. */
DexFuture *tutti_store_spend (TuttiStore *self,
                              const char *provider,
                              gint64      until_ms,
                              guint       cost,
                              guint       most) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
