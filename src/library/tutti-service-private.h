/* tutti-service-private.h: how the library fills a TuttiService
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-provider.h"
#include "tutti-service.h"
#include "tutti-store-accounts.h"
#include "tutti-store-import.h"

G_BEGIN_DECLS

/* What only the worker knows while it runs, and tells the others. */
typedef struct
{
  gboolean is_waiting;   /* for the browser */
  gboolean is_finishing;
  gboolean is_syncing;
  gboolean is_importing;
  guint    seconds_left; /* of the import; 0 unknown */
} TuttiLive;

struct _TuttiService
{
  GObject parent_instance;

  TuttiProvider        *provider;
  TuttiAccount         *account;  /* (nullable) */
  TuttiServiceSettings *settings; /* (nullable) */
  TuttiServiceSettings *units;    /* (nullable) of its other budget */
  TuttiPass            *pass;     /* (nullable) */
  TuttiLive             live;

  char  *problem;
  char  *problem_nick;
  gint64 updated_at;
  guint  n_likes;
  guint  n_waiting;
  guint  n_vanished;
};

TuttiService  *tutti_service_new (TuttiProvider *provider) G_GNUC_WARN_UNUSED_RESULT;
TuttiProvider *tutti_service_get_provider (TuttiService *self); /* (transfer none) */

/* Each takes what the database says; NULL where it says nothing. */
void tutti_service_take_account (TuttiService *self, TuttiAccount *account);
/* Behind a service's id, where its units are counted ("youtube-units"). */
#define TUTTI_UNITS "-units"

void tutti_service_take_settings (TuttiService *self, TuttiServiceSettings *settings, TuttiServiceSettings *units); /* (nullable) both */
void tutti_service_take_pass (TuttiService *self, TuttiPass *pass);
void tutti_service_take_notes (TuttiService *self, GPtrArray *notes); /* of TuttiSyncNote, of all services */
void tutti_service_take_counts (TuttiService *self, guint n_likes, guint n_waiting, guint n_vanished);

const TuttiLive *tutti_service_get_live (TuttiService *self);
void             tutti_service_take_live (TuttiService *self, const TuttiLive *live);

G_END_DECLS
