/* tuttictl-recordings.c: what a song is made of, and the person's word on it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tuttictl.h"

#include <glib/gi18n.h>

#include "tutti-library-verdicts.h"
#include "tutti-versions.h"

/* What is known of one recording. */
typedef struct
{
  TuttiTrack *track;
  GPtrArray  *members;
  GPtrArray  *suggestions;
  GPtrArray  *told_apart;
  GPtrArray  *versions; /* of TuttiTrack */
  GArray     *history;
  GHashTable *uuids; /* of the recordings of suggestions and what was told apart: id → UUID */
} Recording;

static void
recording_clear (Recording *self)
{
  g_clear_object (&self->track);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->suggestions, g_ptr_array_unref);
  g_clear_pointer (&self->told_apart, g_ptr_array_unref);
  g_clear_pointer (&self->versions, g_ptr_array_unref);
  g_clear_pointer (&self->history, g_array_unref);
  g_clear_pointer (&self->uuids, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Recording, recording_clear)

static gboolean
read_uuids (TuttiLibrary *library,
            Recording    *recording,
            GError      **error)
{
  g_autoptr (GArray)    ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) tracks = NULL;

  for (guint i = 0; i < recording->suggestions->len + recording->told_apart->len; i++)
    {
      TuttiMatch *match = i < recording->suggestions->len
                              ? g_ptr_array_index (recording->suggestions, i)
                              : g_ptr_array_index (recording->told_apart, i - recording->suggestions->len);
      gint64 id = tutti_match_get_track_id (match);

      g_array_append_val (ids, id);
    }
  if (!(tracks = dex_await_boxed (tutti_library_read_tracks (library, ids), error)))
    return FALSE;

  recording->uuids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  for (guint i = 0; i < tracks->len; i++)
    {
      TuttiTrack *track = g_ptr_array_index (tracks, i);
      gint64      id = tutti_track_get_id (track);

      g_hash_table_replace (recording->uuids, g_memdup2 (&id, sizeof id), g_strdup (tutti_track_get_uuid (track)));
    }
  return TRUE;
}

static gboolean
read_recording (TuttiLibrary *library,
                const char   *word,
                Recording    *recording,
                GError      **error)
{
  gint64 id;

  if (!(recording->track = tuttictl_find_song (library, word, error)))
    return FALSE;

  id = tutti_track_get_id (recording->track);
  return (recording->members = dex_await_boxed (tutti_library_list_members (library, id), error)) &&
         (recording->suggestions = dex_await_boxed (tutti_library_list_suggestions (library, id), error)) &&
         (recording->told_apart = dex_await_boxed (tutti_library_list_told_apart (library, id), error)) &&
         (recording->versions = dex_await_boxed (tutti_library_list_versions (library, id), error)) &&
         (recording->history = dex_await_boxed (tutti_library_list_history (library, id), error)) &&
         read_uuids (library, recording, error);
}

/* --- for programs --- */

static const char *
get_reason_nick (TuttiReason reason)
{
  switch (reason)
    {
    case TUTTI_REASON_NONE:
      return "first";
    case TUTTI_REASON_ISRC:
      return "isrc";
    case TUTTI_REASON_KEY:
      return "key";
    case TUTTI_REASON_SCORE:
      return "score";
    case TUTTI_REASON_VERDICT:
      return "verdict";
    }

  return NULL;
}

static const char *
get_kind_nick (TuttiHistoryKind kind)
{
  switch (kind)
    {
    case TUTTI_HISTORY_PLAYED:
      return "played";
    case TUTTI_HISTORY_LIKED:
      return "liked";
    case TUTTI_HISTORY_SAVED:
      return "saved";
    }

  return NULL;
}

static void
add_strings (JsonBuilder       *builder,
             const char        *name,
             const char *const *values)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

static void
add_match (JsonBuilder *builder,
           TuttiMatch  *match,
           const char  *uuid)
{
  TuttiServiceTrack *song = tutti_match_get_song (match);

  json_builder_begin_object (builder);
  tuttictl_add_string (builder, "service", tutti_service_track_get_provider (song));
  tuttictl_add_string (builder, "id", tutti_service_track_get_remote_id (song));
  tuttictl_add_string (builder, "track", uuid);
  tuttictl_add_string (builder, "title", tutti_service_track_get_title (song));
  add_strings (builder, "artists", tutti_service_track_get_artists (song));
  tuttictl_add_string (builder, "album", tutti_service_track_get_album (song));
  tuttictl_add_int (builder, "duration_ms", tutti_service_track_get_duration (song));
  add_strings (builder, "isrcs", tutti_service_track_get_isrcs (song));
  if (tutti_service_track_get_year (song) != 0)
    tuttictl_add_int (builder, "year", tutti_service_track_get_year (song));
  tuttictl_add_boolean (builder, "explicit", tutti_service_track_is_explicit (song));
  tuttictl_add_boolean (builder, "upload", tutti_service_track_is_upload (song));
  tuttictl_add_boolean (builder, "playable", tutti_service_track_is_playable (song));
  tuttictl_add_string (builder, "web", tutti_service_track_get_web_url (song));
  tuttictl_add_string (builder, "reason", get_reason_nick (tutti_match_get_reason (match)));
  json_builder_set_member_name (builder, "score");
  json_builder_add_double_value (builder, tutti_match_get_score (match));
  json_builder_end_object (builder);
}

static void
add_matches (JsonBuilder     *builder,
             const Recording *recording,
             const char      *name,
             GPtrArray       *matches)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < matches->len; i++)
    {
      TuttiMatch *match = g_ptr_array_index (matches, i);
      gint64      id = tutti_match_get_track_id (match);

      add_match (builder, match, g_hash_table_lookup (recording->uuids, &id));
    }
  json_builder_end_array (builder);
}

/* Other versions, each with what its title says of it. */
static void
add_versions (JsonBuilder *builder,
              GPtrArray   *versions)
{
  json_builder_set_member_name (builder, "versions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < versions->len; i++)
    {
      TuttiTrack      *track = g_ptr_array_index (versions, i);
      g_autofree char *remarks = tutti_versions_dup_remarks (tutti_track_get_title (track));

      json_builder_begin_object (builder);
      tuttictl_add_track_members (builder, track, 0);
      tuttictl_add_string (builder, "remarks", remarks);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_as_json (const Recording *recording)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  tuttictl_add_track_members (builder, recording->track, 0);
  add_matches (builder, recording, "songs", recording->members);
  add_matches (builder, recording, "suggestions", recording->suggestions);
  add_matches (builder, recording, "told_apart", recording->told_apart);
  add_versions (builder, recording->versions);

  json_builder_set_member_name (builder, "history");
  json_builder_begin_array (builder);
  for (guint i = 0; i < recording->history->len; i++)
    {
      const TuttiHistory *entry = &g_array_index (recording->history, TuttiHistory, i);

      json_builder_begin_object (builder);
      tuttictl_add_string (builder, "what", get_kind_nick (entry->kind));
      tuttictl_add_string (builder, "service", entry->service);
      if (entry->at > 0)
        tuttictl_add_int (builder, "at_ms", entry->at);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  tuttictl_print_json (g_steal_pointer (&builder));
}

/* --- for people --- */

/* "4:17", hours if there are any. (transfer full) */
static char *
dup_duration (gint64 ms)
{
  gint64 seconds = (ms + 500) / 1000;

  if (seconds >= 3600)
    return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d", seconds / 3600, (int) (seconds / 60 % 60), (int) (seconds % 60));
  return g_strdup_printf ("%d:%02d", (int) (seconds / 60), (int) (seconds % 60));
}

static void
append_part (GString    *line,
             const char *part)
{
  if (part != NULL && *part != '\0')
    g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", part);
}

/* A song as its service has it: two lines, the second with what sets it apart. */
static void
print_match (TuttiMatch *match,
             const char *uuid)
{
  TuttiServiceTrack  *song = tutti_match_get_song (match);
  g_autofree char    *name = tutti_match_dup_name (match);
  g_autofree char    *artists = tutti_service_track_dup_artist_line (song);
  g_autofree char    *duration = dup_duration (tutti_service_track_get_duration (song));
  g_autofree char    *isrcs = g_strjoinv (", ", (char **) tutti_service_track_get_isrcs (song));
  g_autofree char    *reason = tutti_match_dup_sentence (match);
  g_autoptr (GString) more = g_string_new (NULL);

  tuttictl_print_line ("  %s  %s — %s", name, tutti_service_track_get_title (song), artists);
  append_part (more, reason);
  append_part (more, tutti_service_track_get_album (song));
  if (tutti_service_track_get_duration (song) > 0)
    append_part (more, duration);
  append_part (more, isrcs);
  if (tutti_service_track_is_explicit (song))
    append_part (more, _ ("explicit"));
  if (tutti_service_track_is_upload (song))
    append_part (more, _ ("somebody’s upload"));
  if (!tutti_service_track_is_playable (song))
    append_part (more, _ ("can’t be played"));
  tuttictl_print_line ("      %s", more->str);
  if (uuid != NULL)
    tuttictl_print_line ("      %s", uuid);
  if (tutti_service_track_get_web_url (song) != NULL)
    tuttictl_print_line ("      %s", tutti_service_track_get_web_url (song));
}

static void
print_matches (const Recording *recording,
               const char      *title,
               GPtrArray       *matches)
{
  if (matches->len > 0)
    tuttictl_print_line ("%s", title);
  for (guint i = 0; i < matches->len; i++)
    {
      TuttiMatch *match = g_ptr_array_index (matches, i);
      gint64      id = tutti_match_get_track_id (match);

      print_match (match, g_hash_table_lookup (recording->uuids, &id));
    }
}

static void
print_versions (GPtrArray *versions)
{
  if (versions->len > 0)
    tuttictl_print_line ("%s", _ ("Other versions:"));
  for (guint i = 0; i < versions->len; i++)
    {
      TuttiTrack         *track = g_ptr_array_index (versions, i);
      g_autofree char    *remarks = tutti_versions_dup_remarks (tutti_track_get_title (track));
      g_autofree char    *duration = dup_duration (tutti_track_get_duration (track));
      g_autoptr (GString) more = g_string_new (NULL);

      tuttictl_print_line ("  %s  %s — %s", tutti_track_get_uuid (track), tutti_track_get_title (track), tutti_track_get_artist (track));
      append_part (more, remarks);
      append_part (more, tutti_track_get_album (track));
      if (tutti_track_get_duration (track) > 0)
        append_part (more, duration);
      if (tutti_track_is_explicit (track))
        append_part (more, _ ("explicit"));
      if (more->len > 0)
        tuttictl_print_line ("      %s", more->str);
    }
}

static const char *
get_event (TuttiHistoryKind kind)
{
  switch (kind)
    {
    case TUTTI_HISTORY_PLAYED:
      return _ ("played");
    case TUTTI_HISTORY_LIKED:
      return _ ("liked");
    case TUTTI_HISTORY_SAVED:
      return _ ("saved");
    }

  return NULL;
}

static void
print_history (TuttiLibrary  *library,
               const Options *options,
               GArray        *history)
{
  guint limit = tuttictl_get_limit (options);

  if (history->len > 0)
    tuttictl_print_line ("%s", _ ("History:"));
  for (guint i = 0; i < MIN (history->len, limit); i++)
    {
      const TuttiHistory *entry = &g_array_index (history, TuttiHistory, i);
      TuttiService       *service = entry->service != NULL ? tutti_library_find_service (library, entry->service) : NULL;
      g_autofree char    *time = tuttictl_dup_time (entry->at);

      tuttictl_print_line ("  %s  %s  %s", time, get_event (entry->kind),
                           service != NULL ? tutti_service_get_name (service) : entry->service != NULL ? entry->service : "Tutti");
    }
}

static gboolean
show (TuttiLibrary  *library,
      const Options *options,
      GError       **error)
{
  g_auto (Recording) recording = { 0 };

  if (!read_recording (library, options->words[0], &recording, error))
    return FALSE;
  if (options->json)
    {
      print_as_json (&recording);
      return TRUE;
    }

  tuttictl_print_track (recording.track, 0);
  print_matches (&recording, _ ("Its songs, and why they are one:"), recording.members);
  print_matches (&recording, _ ("May be the same; to say so: tuttictl same"), recording.suggestions);
  print_matches (&recording, _ ("Not the same, as you said:"), recording.told_apart);
  print_versions (recording.versions);
  print_history (library, options, recording.history);
  return TRUE;
}

/* --- the person's word --- */

static gboolean
tell_act (const Options *options,
          gint64         act,
          TuttiTrack    *track)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!options->json)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, act);

      if (act == 0)
        tuttictl_print_line ("%s", _ ("You said so already."));
      else
        /* Translators: %s is a number */
        tuttictl_print_line (_ ("Done. To undo it: tuttictl undo %s"), number);
      return TRUE;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tuttictl_add_int (builder, "act", act);
  if (track != NULL)
    tuttictl_add_string (builder, "id", tutti_track_get_uuid (track));
  json_builder_end_object (builder);
  tuttictl_print_json (g_steal_pointer (&builder));
  return TRUE;
}

/* Waits for an act, and tells of it; `name` is what the song is called afterwards. */
static gboolean
await_act (TuttiLibrary  *library,
           const Options *options,
           DexFuture     *future,
           const char    *name,
           GError       **error)
{
  g_autoptr (GError)     local = NULL;
  gint64                 act = dex_await_int64 (future, &local);
  g_autoptr (TuttiTrack) track = NULL;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (name != NULL)
    track = dex_await_object (tutti_library_find_track (library, name), NULL);
  return tell_act (options, act, track);
}

static gboolean
say_same (TuttiLibrary  *library,
          const Options *options,
          GError       **error)
{
  g_autoptr (TuttiTrack) track = tuttictl_find_song (library, options->words[0], error);
  g_autoptr (TuttiTrack) other = track != NULL ? tuttictl_find_song (library, options->words[1], error) : NULL;

  if (other == NULL)
    return FALSE;
  return await_act (library, options,
                    tutti_library_say_same (library, tutti_track_get_id (track), tutti_track_get_id (other)),
                    tutti_track_get_uuid (track), error);
}

/* A service's song by "service:id" or by its page; else the word itself. (transfer full) */
static char *
dup_song_name (GPtrArray  *matches,
               const char *word)
{
  for (guint i = 0; i < matches->len; i++)
    {
      TuttiMatch *match = g_ptr_array_index (matches, i);

      if (g_strcmp0 (tutti_service_track_get_web_url (tutti_match_get_song (match)), word) == 0)
        return tutti_match_dup_name (match);
    }

  return g_strdup (word);
}

/* The songs a command names, of all that its recording has to do with. (transfer full) */
static char **
list_names (const Recording *recording,
            const Options   *options)
{
  g_autoptr (GPtrArray)    known = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_ptr_array_extend (known, recording->members, (GCopyFunc) g_object_ref, NULL);
  g_ptr_array_extend (known, recording->suggestions, (GCopyFunc) g_object_ref, NULL);
  g_ptr_array_extend (known, recording->told_apart, (GCopyFunc) g_object_ref, NULL);
  for (guint i = 1; options->words[i] != NULL; i++)
    g_strv_builder_take (builder, dup_song_name (known, options->words[i]));
  return g_strv_builder_end (builder);
}

/* Whether one of the names is a member's. */
static gboolean
names_member (const Recording *recording,
              char           **names)
{
  for (guint i = 0; i < recording->members->len; i++)
    {
      g_autofree char *name = tutti_match_dup_name (g_ptr_array_index (recording->members, i));

      if (g_strv_contains ((const char *const *) names, name))
        return TRUE;
    }

  return FALSE;
}

/* Some of its songs are another recording, or songs of others are not this one. */
static gboolean
say_different (TuttiLibrary  *library,
               const Options *options,
               GError       **error)
{
  g_auto (Recording) recording = { 0 };
  g_auto (GStrv)     names = NULL;
  gboolean           parts;
  gint64             id;

  if (!read_recording (library, options->words[0], &recording, error))
    return FALSE;

  names = list_names (&recording, options);
  parts = names_member (&recording, names);
  for (guint i = 0; names[i] != NULL && !parts; i++)
    {
      g_autoptr (TuttiTrack) other = dex_await_object (tutti_library_find_track (library, names[i]), error);

      if (other == NULL)
        return FALSE;
    }
  id = tutti_track_get_id (recording.track);
  return await_act (library, options,
                    parts ? tutti_library_say_different (library, id, (const char *const *) names)
                          : tutti_library_refuse (library, id, (const char *const *) names),
                    tutti_track_get_uuid (recording.track), error);
}

static gboolean
take_back (TuttiLibrary  *library,
           const Options *options,
           GError       **error)
{
  g_auto (Recording) recording = { 0 };
  g_auto (GStrv)     names = NULL;

  if (!read_recording (library, options->words[0], &recording, error))
    return FALSE;

  names = list_names (&recording, options);
  return await_act (library, options,
                    tutti_library_take_back (library, tutti_track_get_id (recording.track), (const char *const *) names),
                    tutti_track_get_uuid (recording.track), error);
}

static gboolean
undo (TuttiLibrary  *library,
      const Options *options,
      GError       **error)
{
  gint64             act = 0;
  g_autoptr (GError) local = NULL;

  if (options->words[0] != NULL && !g_ascii_string_to_signed (options->words[0], 10, 1, G_MAXINT64, &act, NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("“%s” is no number that can be undone."), options->words[0]);
      return FALSE;
    }

  act = dex_await_int64 (tutti_library_undo (library, act), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (options->json)
    return tell_act (options, act, NULL);
  tuttictl_print_line ("%s", _ ("Undone."));
  return TRUE;
}

const Command tuttictl_recording_commands[] = {
  { "show", "ID|LINK", N_ ("Show a song, what it is made of and why, and its history"), 1, 1, TRUE, show },
  { "same", "ID|LINK ID|LINK", N_ ("Say that two songs are the same recording"), 2, 2, TRUE, say_same },
  { "not-same", "ID|LINK SERVICE:ID…", N_ ("Say that services’ songs are another recording than this"), 2, -1, TRUE, say_different },
  { "take-back", "ID|LINK SERVICE:ID…", N_ ("Take back what you said of these and the song"), 2, -1, TRUE, take_back },
  { "undo", "[NUMBER]", N_ ("Undo the last of these, or the one with that number"), 0, 1, TRUE, undo },
  { NULL },
};
