/* dummy-private.h: what the parts of the dummy library share
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-library.h"
#include "tutti-search.h"
#include "tutti-track-list.h"

typedef struct
{
  const char *id;
  const char *name;
  const char *icon;
  guint       can;
  const char *lacks;
} DummyInfo;

extern const DummyInfo dummy_infos[];
extern const guint     dummy_n_infos;
extern gboolean        dummy_is_public; /* catalogues are searched */

struct _TuttiService
{
  GObject parent_instance;

  const DummyInfo  *info;
  TuttiServiceState state;
  TuttiImportState  import_state;
  const char       *problem;
  gint64            sign_in_by;
  guint             seen;
  guint             total;
  guint             n_vanished;
  guint             n_waiting;
  guint             open_in;
  gboolean          is_syncing;
  guint             n_syncs;
  gboolean          this_session;
  gboolean          sends;
  gboolean         by_name; /* no token: only read */
};

void dummy_service_notify (TuttiService *self);

/* The scenario: words of TUTTI_DUMMY in the environment, commas between. */
gboolean dummy_has (const char *word);
guint    dummy_get_number (const char *name, guint otherwise);

guint       dummy_get_n_songs (void);
TuttiTrack *dummy_make_track (guint number);
gboolean    dummy_is_liked (gint64 id);
void        dummy_set_liked (gint64 id, gboolean liked);

/* Opens a second window in which every control has a mistake. */
void dummy_plant (void);

/* All lists that are alive, to be told of a change. */
void dummy_lists_changed (void);
