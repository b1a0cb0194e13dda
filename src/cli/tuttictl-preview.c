/* tuttictl-preview.c: hearing half a minute of a song
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tuttictl.h"

#include <glib/gi18n.h>

#include "tutti-player.h"

/* --- saying where it is --- */

static gboolean
print_preview (TuttiLibrary  *library,
               const Options *options,
               TuttiTrack    *track,
               GError       **error)
{
  g_autoptr (TuttiPreview) preview = dex_await_boxed (tutti_library_find_preview (library, tutti_track_get_id (track), NULL), error);
  g_autoptr (JsonBuilder)  builder = json_builder_new ();

  if (preview == NULL)
    return FALSE;
  if (!options->json)
    {
      g_print ("%s\n", preview->uri);
      return TRUE;
    }

  json_builder_begin_object (builder);
  tuttictl_add_string (builder, "service", preview->service);
  tuttictl_add_boolean (builder, "borrowed", preview->is_borrowed);
  tuttictl_add_string (builder, "url", preview->uri);
  tuttictl_add_string (builder, "page", preview->page);
  json_builder_end_object (builder);
  tuttictl_print_json (g_steal_pointer (&builder));

  return TRUE;
}

/* --- playing it --- */

/* Who lends the sound is named beside it, with a link. */
static void
preview_cb (TuttiPlayer *player)
{
  TuttiPreview *preview = tutti_player_get_preview (player);

  if (preview == NULL)
    return;
  tuttictl_set_service_name (preview->service_name);
  /* Translators: a service, then an address */
  tuttictl_print_line (_ ("Preview from %s: %s"), preview->service_name, preview->page != NULL ? preview->page : "");
}

static void
state_cb (TuttiPlayer *player,
          GParamSpec  *pspec,
          DexPromise  *ended)
{
  TuttiPlayerState state = tutti_player_get_state (player);

  if (state == TUTTI_PLAYER_STOPPED && dex_future_is_pending (DEX_FUTURE (ended)))
    dex_promise_resolve_boolean (ended, TRUE);
}

static void
failed_cb (TuttiPlayer  *player,
           TuttiTrack   *track,
           const GError *error,
           DexPromise   *ended)
{
  if (dex_future_is_pending (DEX_FUTURE (ended)))
    dex_promise_reject (ended, g_error_copy (error));
}

static gboolean
play_preview (TuttiLibrary *library,
              TuttiTrack   *track,
              GError      **error)
{
  g_autoptr (TuttiPlayer) player = tutti_player_new (library);
  g_autoptr (DexPromise)  ended = dex_promise_new ();

  tuttictl_print_track (track, 0);
  g_signal_connect (player, "notify::preview", G_CALLBACK (preview_cb), NULL);
  g_signal_connect (player, "notify::state", G_CALLBACK (state_cb), ended);
  g_signal_connect (player, "failed", G_CALLBACK (failed_cb), ended);
  tutti_player_play (player, track);

  return dex_await (dex_ref (ended), error);
}

static gboolean
preview (TuttiLibrary  *library,
         const Options *options,
         GError       **error)
{
  g_autoptr (TuttiTrack) track = tuttictl_find_song (library, options->words[0], error);

  if (track == NULL)
    return FALSE;
  /* A link's service is not the one that is heard. */
  tuttictl_set_service_name (NULL);
  if (options->json || options->print)
    return print_preview (library, options, track, error);

  return play_preview (library, track, error);
}

const Command tuttictl_preview_commands[] = {
  { "preview", "ID|LINK [--print]", N_ ("Hear half a minute of a song"), 1, 1, TRUE, preview },
  { NULL },
};
