/* tutti-line-reader.c: a JSON lines export comes back
 *
 * What is there stays, what is new is added. A song keeps its UUID if it is
 * new here; where the recording is known already, the file's UUID becomes
 * another name of it. Lines refer to songs by the file's UUIDs, which a table
 * turns into this library's numbers.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-catalogue-private.h"
#include "tutti-clock.h"
#include "tutti-data-private.h"
#include "tutti-error.h"
#include "tutti-json.h"
#include "tutti-store.h"
#include "tutti-uuid.h"

#include <string.h>

/* A line that is longer is not one of ours. */
#define MAX_LINE (1024 * 1024)

struct _TuttiLineReader
{
  TuttiDb    *db;
  GHashTable *songs;     /* the file's UUID as 32 hex digits → gint64, our track */
  gboolean    has_begun; /* the first line was ours */
  guint       n_new;
};

TuttiLineReader *
tutti_line_reader_new (TuttiDb *db)
{
  TuttiLineReader *self = g_new0 (TuttiLineReader, 1);

  self->db = db;
  self->songs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
tutti_line_reader_free (TuttiLineReader *self)
{
  g_clear_pointer (&self->songs, g_hash_table_unref);
  g_free (self);
}

guint
tutti_line_reader_get_new (TuttiLineReader *self)
{
  return self->n_new;
}

static gboolean
refuse (const char *what,
        GError    **error)
{
  g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "%s", what);

  return FALSE;
}

/* Runs a statement that adds a row, and counts it if it was new. */
static gboolean
add_row (TuttiLineReader *self,
         TuttiStatement  *statement,
         GError         **error)
{
  if (!tutti_db_run (self->db, statement, error))
    return FALSE;
  self->n_new += sqlite3_changes (tutti_db_get_handle (self->db)) > 0;

  return TRUE;
}

static gboolean
parse_uuid (const char *hex,
            guint8      uuid[TUTTI_UUID_SIZE])
{
  g_autofree char *text = NULL;

  if (hex == NULL || strlen (hex) != 32)
    return FALSE;
  text = g_strdup_printf ("%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);

  return tutti_uuid_from_string (text, uuid);
}

static gint64
find_song (TuttiLineReader *self,
           const char      *hex)
{
  const gint64 *id = hex != NULL ? g_hash_table_lookup (self->songs, hex) : NULL;

  return id != NULL ? *id : 0;
}

/* Our track of the file's UUID: in the file so far, or in the library; 0 if there is none. */
static gboolean
look_up_song (TuttiLineReader *self,
              const char      *hex,
              gint64          *track_id,
              GError         **error)
{
  guint8 uuid[TUTTI_UUID_SIZE];
  g_autoptr (TuttiStatement) query = NULL;
  g_autoptr (GError) local = NULL;

  *track_id = find_song (self, hex);
  if (*track_id != 0)
    return TRUE;
  if (!parse_uuid (hex, uuid))
    return refuse ("a song's UUID is none", error);

  query = tutti_db_query (self->db, "track-of-uuid", error);
  if (query == NULL)
    return FALSE;
  tutti_bind_blob (query, ":uuid", uuid, sizeof uuid);
  *track_id = tutti_db_read_int (self->db, query, 0, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

/* Notes that the file's UUID is our track. A track that is new takes the name,
 * for another it becomes one more. */
static gboolean
name_song (TuttiLineReader *self,
           const char      *hex,
           gint64           track_id,
           gboolean         is_new,
           GError         **error)
{
  guint8 uuid[TUTTI_UUID_SIZE];
  gint64 known;

  if (!look_up_song (self, hex, &known, error))
    return FALSE;
  if (known == 0 && parse_uuid (hex, uuid))
    {
      g_autoptr (TuttiStatement) name = tutti_db_query (self->db, is_new ? "rename-track" : "add-name", error);

      if (name == NULL)
        return FALSE;
      tutti_bind_blob (name, ":uuid", uuid, sizeof uuid);
      tutti_bind_int (name, ":track_id", track_id);
      if (!tutti_db_run (self->db, name, error))
        return FALSE;
    }
  g_hash_table_replace (self->songs, g_strdup (hex), g_memdup2 (&track_id, sizeof track_id));

  return TRUE;
}

/* Anybody may have written the file: a page is a page, and an application's
 * address has the scheme of its service. Others would stand in lists that
 * other programs open. */
static const char *
get_page (JsonNode   *root,
          const char *name)
{
  const char *address = tutti_json_get_string (root, name);

  if (address == NULL || g_str_has_prefix (address, "https://") || g_str_has_prefix (address, "http://127.0.0.1:"))
    return address;

  return NULL;
}

static const char *
get_app (JsonNode   *root,
         const char *provider)
{
  const char      *address = tutti_json_get_string (root, "app");
  g_autofree char *scheme = address != NULL ? g_uri_parse_scheme (address) : NULL;

  return scheme != NULL && provider != NULL && strstr (provider, scheme) != NULL ? address : NULL;
}

static gboolean
take_service_song (TuttiLineReader *self,
                   JsonNode        *root,
                   GError         **error)
{
  const char *lines = tutti_json_get_string (root, "artists");
  g_auto (GStrv) artists = lines != NULL ? g_strsplit (lines, "\n", 64) : NULL;
  gint64                marks = tutti_json_get_int (root, "marks", 0);
  gint64                brought_by = tutti_json_get_int (root, "brought_by", 0) & (TUTTI_BROUGHT_OWN | TUTTI_BROUGHT_STAYS | TUTTI_BROUGHT_BY_ACCOUNT_SEARCH);
  const char           *song = tutti_json_get_string (root, "song");
  TuttiServiceTrackInfo info = {
    .provider = tutti_json_get_string (root, "provider"),
    .remote_id = tutti_json_get_string (root, "id"),
    .title = tutti_json_get_string (root, "title"),
    .artists = (const char *const *) artists,
    .album = tutti_json_get_string (root, "album"),
    .duration_ms = tutti_json_get_int (root, "duration_ms", 0),
    .isrc = tutti_json_get_string (root, "isrc"),
    .artwork_url = get_page (root, "artwork"),
    .web_url = get_page (root, "web"),
    .app_uri = get_app (root, tutti_json_get_string (root, "provider")),
    .year = (int) CLAMP (tutti_json_get_int (root, "year", 0), 0, 9999),
    .is_explicit = (marks & 1) != 0,
    .is_unplayable = (marks & 2) != 0,
    .is_upload = (marks & 4) != 0,
  };
  g_autoptr (TuttiServiceTrack) track = NULL;
  TuttiPlace place;
  g_autoptr (GError) local = NULL;
  gint64 known;

  if (info.provider == NULL || info.remote_id == NULL || info.title == NULL)
    return refuse ("a song without a service, an id or a title", error);
  track = tutti_service_track_new (&info);

  /* What is known already is left as it is. */
  known = tutti_catalogue_find (self->db, info.provider, info.remote_id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (known != 0)
    {
      TuttiMember *member = tutti_members_get (self->db, known, error);

      return member != NULL && name_song (self, song, member->track_id, FALSE, error);
    }

  if (!tutti_catalogue_add (self->db, track, brought_by != 0 ? (TuttiBroughtBy) brought_by : TUTTI_BROUGHT_BY_FILE,
                            TUTTI_NOT_LIKED, FALSE, &place, error))
    return FALSE;
  self->n_new += place.is_new;

  {
    g_autoptr (GArray) members = tutti_members_list (self->db, place.track_id, error);

    return members != NULL && name_song (self, song, place.track_id, members->len == 1, error);
  }
}

/* The text of a song that no service has. */
static gboolean
take_song (TuttiLineReader *self,
           JsonNode        *root,
           GError         **error)
{
  const char           *hex = tutti_json_get_string (root, "uuid");
  const char *const     artists[] = { tutti_json_get_string (root, "artist"), NULL };
  TuttiServiceTrackInfo info = {
    .title = tutti_json_get_string (root, "title"),
    .artists = artists,
    .album = tutti_json_get_string (root, "album"),
    .duration_ms = tutti_json_get_int (root, "duration_ms", 0),
    .artwork_url = get_page (root, "artwork"),
  };
  g_autoptr (TuttiServiceTrack) track = NULL;
  guint8 uuid[TUTTI_UUID_SIZE];
  gint64 track_id;

  if (info.title == NULL || !parse_uuid (hex, uuid))
    return refuse ("a song without a title or a UUID", error);
  if (!look_up_song (self, hex, &track_id, error))
    return FALSE;
  if (track_id != 0)
    return TRUE;

  track = tutti_service_track_new (&info);
  track_id = tutti_derived_insert (self->db, track, TUTTI_BROUGHT_BY_FILE, TUTTI_NOT_LIKED, uuid, error);
  if (track_id == 0)
    return FALSE;
  self->n_new++;
  g_hash_table_replace (self->songs, g_strdup (hex), g_memdup2 (&track_id, sizeof track_id));

  return TRUE;
}

static gboolean
take_redirect (TuttiLineReader *self,
               JsonNode        *root,
               GError         **error)
{
  const char *hex = tutti_json_get_string (root, "uuid");
  gint64      track_id = find_song (self, tutti_json_get_string (root, "song"));

  if (track_id == 0)
    return refuse ("a name of a song that is not in the file", error);

  return name_song (self, hex, track_id, FALSE, error);
}

/* The service track that a line names; refuses what is neither here nor in the file. */
static gint64
find_named (TuttiLineReader *self,
            JsonNode        *root,
            GError         **error)
{
  const char *provider = tutti_json_get_string (root, "provider");
  const char *id = tutti_json_get_string (root, "id");
  g_autoptr (GError) local = NULL;
  gint64 found = provider != NULL && id != NULL ? tutti_catalogue_find (self->db, provider, id, &local) : 0;

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (found == 0)
    refuse ("it names a song that is not in the file", error);

  return found;
}

static gboolean
take_play (TuttiLineReader *self,
           JsonNode        *root,
           GError         **error)
{
  gint64 id = find_named (self, root, error);
  gint64 played_at = tutti_json_get_int (root, "played_at", 0);
  gint64 first_seen = tutti_json_get_int (root, "first_seen", 0);
  g_autoptr (TuttiStatement) add = id != 0 ? tutti_db_query (self->db, played_at != 0 ? "add-play" : "add-undated-play", error) : NULL;

  if (add == NULL)
    return FALSE;
  tutti_bind_int (add, ":service_track_id", id);
  if (played_at != 0)
    tutti_bind_int (add, ":played_at", played_at);
  tutti_bind_int (add, ":now", first_seen);
  tutti_bind_int (add, ":place", tutti_json_get_int (root, "place", 0));
  tutti_bind_int (add, ":shown_at", tutti_json_get_int (root, "shown_at", played_at));

  return add_row (self, add, error);
}

static gboolean
take_like (TuttiLineReader *self,
           JsonNode        *root,
           GError         **error)
{
  gboolean is_manual = g_strcmp0 (tutti_json_get_string (root, "source"), "manual") == 0;
  g_autoptr (TuttiStatement) add = tutti_db_query (self->db, is_manual ? "add-manual-like" : "add-like-of-file", error);
  gint64 created_at = tutti_json_get_int (root, "created_at", 0);
  gint64 track_id = 0;

  if (add == NULL)
    return FALSE;
  if (is_manual)
    {
      if (!look_up_song (self, tutti_json_get_string (root, "song"), &track_id, error))
        return FALSE;
      if (track_id == 0)
        return refuse ("it likes a song that is not in the file", error);
      tutti_bind_int (add, ":track_id", track_id);
      tutti_bind_int (add, ":created_at", created_at);
    }
  else
    {
      gint64       id = find_named (self, root, error);
      TuttiMember *member = id != 0 ? tutti_members_get (self->db, id, error) : NULL;

      if (member == NULL)
        return FALSE;
      track_id = member->track_id;
      tutti_bind_int (add, ":service_track_id", id);
      tutti_bind_text (add, ":source", tutti_service_track_get_provider (member->track));
      tutti_bind_time (add, ":created_at", created_at);
      tutti_bind_int (add, ":is_hidden", tutti_json_get_boolean (root, "hidden", FALSE));
    }
  tutti_bind_int (add, ":now", tutti_clock_now ());
  tutti_catalogue_touch (self->db, track_id);

  return add_row (self, add, error);
}

static gboolean
take_verdict (TuttiLineReader *self,
              JsonNode        *root,
              GError         **error)
{
  const char *names[] = {
    tutti_json_get_string (root, "provider_a"),
    tutti_json_get_string (root, "id_a"),
    tutti_json_get_string (root, "provider_b"),
    tutti_json_get_string (root, "id_b"),
  };
  g_autoptr (TuttiStatement) add = tutti_db_query (self->db, "add-verdict", error);
  guint n_before;
  int   order;

  if (add == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i] == NULL)
      return refuse ("a verdict without two songs", error);
  order = strcmp (names[0], names[2]);
  if (order == 0)
    order = strcmp (names[1], names[3]);
  if (order >= 0)
    return refuse ("the songs of a verdict are not in order", error);

  tutti_bind_text (add, ":provider_a", names[0]);
  tutti_bind_text (add, ":remote_id_a", names[1]);
  tutti_bind_text (add, ":provider_b", names[2]);
  tutti_bind_text (add, ":remote_id_b", names[3]);
  tutti_bind_int (add, ":is_same", tutti_json_get_boolean (root, "same", FALSE));
  tutti_bind_int (add, ":now", tutti_json_get_int (root, "decided_at", 0));
  n_before = self->n_new;

  /* It may be about songs that are here already. */
  return add_row (self, add, error) && (self->n_new == n_before || tutti_db_run_query (self->db, "ask-rematch", error));
}

static gboolean
take_settings (TuttiLineReader *self,
               JsonNode        *root,
               GError         **error)
{
  const char *provider = tutti_json_get_string (root, "provider");
  g_autoptr (TuttiStatement) add = tutti_db_query (self->db, "add-settings", error);

  if (add == NULL)
    return FALSE;
  if (provider == NULL)
    return refuse ("settings without a service", error);
  tutti_bind_text (add, ":provider", provider);
  tutti_bind_text (add, ":client_id", tutti_json_get_string (root, "client_id"));
  tutti_bind_int (add, ":send_likes", tutti_json_get_boolean (root, "send_likes", TRUE));
  tutti_bind_int (add, ":open_in", CLAMP (tutti_json_get_int (root, "open_in", 0), 0, 2));
  tutti_bind_int (add, ":is_public", tutti_json_get_boolean (root, "is_public", FALSE));

  return add_row (self, add, error);
}

static const struct
{
  const char *kind;
  gboolean (*take) (TuttiLineReader *self,
                    JsonNode        *root,
                    GError         **error);
} kinds[] = {
  { "verdict", take_verdict },
  { "settings", take_settings },
  { "service-song", take_service_song },
  { "song", take_song },
  { "redirect", take_redirect },
  { "play", take_play },
  { "like", take_like },
};

gboolean
tutti_line_reader_take (TuttiLineReader *self,
                        const char      *line,
                        gsize            length,
                        GError         **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) root = NULL;
  const char *kind;

  if (length > MAX_LINE)
    return refuse ("it is longer than a megabyte", error);
  bytes = g_bytes_new_static (line, length);
  root = tutti_json_parse (bytes, NULL);
  kind = root != NULL ? tutti_json_get_string (root, "kind") : NULL;
  if (kind == NULL)
    return refuse ("it is not JSON, or not Tutti's", error);

  if (!self->has_begun)
    {
      if (!g_str_equal (kind, "tutti"))
        return refuse ("this is no export of Tutti", error);
      if (tutti_json_get_int (root, "version", 0) != 1)
        return refuse ("it was written by a newer Tutti", error);
      self->has_begun = TRUE;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kind, kinds[i].kind))
      return kinds[i].take (self, root, error);

  return refuse ("of an unknown kind", error);
}
