/* tutti-search-provider.c: answers GNOME Shell's search from the local index
 *
 * The interface is org.gnome.Shell.SearchProvider2. A result's name is the
 * song's UUID. A song that was just found is kept, so that telling about it
 * needs no second look into the file. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-search-provider.h"

#include <string.h>

#include "tutti-error.h"
#include "tutti-fiber.h"
#include "tutti-index.h"
#include "tutti-uri.h"

#define PROVIDER_ID APP_ID ".SearchProvider"

/* Somebody who types on is answered by the same process. */
#define IDLE_MS (12 * 1000)

/* The Shell shows five and says how many more there are. */
#define MAX_RESULTS 50
#define MAX_METAS 200

/* A file that is locked longer than this is not waited for. */
#define PATIENCE_MS 1000

/* The index reads no more than 200 letters. */
#define MAX_TERM_BYTES 1200

struct _TuttiSearchProvider
{
  GApplication parent_instance;

  TuttiIndex      *index;
  GHashTable      *found; /* UUID → TuttiTrack, of the last answers */
  guint            object_id;
  GDBusConnection *connection; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (TuttiSearchProvider, tutti_search_provider, G_TYPE_APPLICATION)

static const char interface_xml[] =
    "<node><interface name='org.gnome.Shell.SearchProvider2'>"
    "<method name='GetInitialResultSet'>"
    "<arg type='as' name='terms' direction='in'/>"
    "<arg type='as' name='results' direction='out'/>"
    "</method>"
    "<method name='GetSubsearchResultSet'>"
    "<arg type='as' name='previous_results' direction='in'/>"
    "<arg type='as' name='terms' direction='in'/>"
    "<arg type='as' name='results' direction='out'/>"
    "</method>"
    "<method name='GetResultMetas'>"
    "<arg type='as' name='identifiers' direction='in'/>"
    "<arg type='aa{sv}' name='metas' direction='out'/>"
    "</method>"
    "<method name='ActivateResult'>"
    "<arg type='s' name='identifier' direction='in'/>"
    "<arg type='as' name='terms' direction='in'/>"
    "<arg type='u' name='timestamp' direction='in'/>"
    "</method>"
    "<method name='LaunchSearch'>"
    "<arg type='as' name='terms' direction='in'/>"
    "<arg type='u' name='timestamp' direction='in'/>"
    "</method>"
    "</interface></node>";

/* --- a question of the Shell --- */

typedef struct
{
  TuttiSearchProvider   *self;
  GDBusMethodInvocation *invocation; /* (nullable) once it is answered */
  char                 **words;      /* identifiers of a question for metas */
} Question;

/* The process stays while a question is open, and a while after. */
static Question *
question_new (TuttiSearchProvider   *self,
              GDBusMethodInvocation *invocation)
{
  Question *question = g_new0 (Question, 1);

  question->self = g_object_ref (self);
  question->invocation = invocation;
  g_application_hold (G_APPLICATION (self));
  return question;
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_application_release (G_APPLICATION (question->self));
  g_clear_pointer (&question->words, g_strfreev);
  g_clear_object (&question->invocation);
  g_clear_object (&question->self);
  g_free (question);
}

/* `future` (taken), or nothing when it takes too long. */
static DexFuture *
with_patience (DexFuture *future)
{
  return dex_future_first (future, dex_timeout_new_msec (PATIENCE_MS), NULL);
}

static GPtrArray *
take_tracks (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (value != NULL)
    return g_ptr_array_ref (g_value_get_boxed (value));
  g_debug ("Nothing to be found: %s", error->message);
  return g_ptr_array_new ();
}

/* --- results --- */

static char *
join_terms (const char *const *terms)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; terms[i] != NULL && text->len < MAX_TERM_BYTES; i++)
    {
      if (i > 0)
        g_string_append_c (text, ' ');
      g_string_append_len (text, terms[i], (gssize) strnlen (terms[i], MAX_TERM_BYTES));
    }
  return g_utf8_make_valid (text->str, (gssize) text->len);
}

static DexFuture *
answer_results (DexFuture *future,
                gpointer   data)
{
  Question *question = data;
  g_autoptr (GPtrArray) tracks = take_tracks (future);
  GVariantBuilder ids;

  g_variant_builder_init_static (&ids, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < tracks->len; i++)
    {
      TuttiTrack *track = g_ptr_array_index (tracks, i);

      g_variant_builder_add (&ids, "s", tutti_track_get_uuid (track));
      g_hash_table_replace (question->self->found, g_strdup (tutti_track_get_uuid (track)), g_object_ref (track));
    }
  g_dbus_method_invocation_return_value (g_steal_pointer (&question->invocation), g_variant_new ("(as)", &ids));
  return dex_future_new_true ();
}

static void
get_results (TuttiSearchProvider   *self,
             GDBusMethodInvocation *invocation,
             const char *const     *terms)
{
  g_autofree char *text = join_terms (terms);
  Question        *question = question_new (self, invocation);

  g_hash_table_remove_all (self->found);
  dex_future_disown (dex_future_finally (with_patience (tutti_index_search (self->index, text, MAX_RESULTS)),
                                         answer_results, question, question_free));
}

/* --- what a result looks like --- */

/* The picture that the window kept; the Shell reads the file itself. */
static GIcon *
make_icon (TuttiTrack *track)
{
  const char      *uri = tutti_track_get_artwork_url (track);
  g_autofree char *name = uri != NULL ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, uri, -1) : NULL;
  g_autofree char *path = name != NULL ? g_build_filename (g_get_user_cache_dir (), "tutti", "artwork", name, NULL) : NULL;
  g_autoptr (GFile) file = NULL;

  if (path == NULL || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_themed_icon_new (APP_ID);
  file = g_file_new_for_path (path);
  return g_file_icon_new (file);
}

static void
add_meta (GVariantBuilder *metas,
          const char      *id,
          TuttiTrack      *track)
{
  g_autoptr (GIcon) icon = make_icon (track);
  g_autoptr (GVariant) serialized = g_icon_serialize (icon);
  g_autofree char *words = g_icon_to_string (icon);
  const char      *artist = tutti_track_get_artist (track);
  const char      *title = tutti_track_get_title (track);

  g_variant_builder_open (metas, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (metas, "{sv}", "id", g_variant_new_string (id));
  g_variant_builder_add (metas, "{sv}", "name", g_variant_new_string (title != NULL ? title : ""));
  if (artist != NULL && *artist != '\0')
    g_variant_builder_add (metas, "{sv}", "description", g_variant_new_string (artist));
  if (serialized != NULL)
    g_variant_builder_add (metas, "{sv}", "icon", serialized);
  if (words != NULL)
    g_variant_builder_add (metas, "{sv}", "gicon", g_variant_new_string (words));
  g_variant_builder_close (metas);
}

static void
return_metas (Question  *question,
              GPtrArray *tracks) /* (nullable) in the order of the words, NULL where gone */
{
  GVariantBuilder metas;

  g_variant_builder_init_static (&metas, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; question->words[i] != NULL; i++)
    {
      TuttiTrack *track = g_hash_table_lookup (question->self->found, question->words[i]);

      if (track == NULL && tracks != NULL && i < tracks->len)
        track = g_ptr_array_index (tracks, i);
      if (track != NULL)
        add_meta (&metas, question->words[i], track);
    }
  g_dbus_method_invocation_return_value (g_steal_pointer (&question->invocation), g_variant_new ("(aa{sv})", &metas));
}

static DexFuture *
answer_metas (DexFuture *future,
              gpointer   data)
{
  g_autoptr (GPtrArray) tracks = take_tracks (future);

  return_metas (data, tracks);
  return dex_future_new_true ();
}

static void
get_metas (TuttiSearchProvider   *self,
           GDBusMethodInvocation *invocation,
           char                 **ids)
{
  Question *question = question_new (self, invocation);
  guint     n_words = MIN (g_strv_length (ids), MAX_METAS);
  gboolean  is_known = TRUE;

  question->words = g_new0 (char *, n_words + 1);
  for (guint i = 0; i < n_words; i++)
    {
      question->words[i] = g_strdup (ids[i]);
      is_known = is_known && g_hash_table_contains (self->found, ids[i]);
    }

  if (is_known)
    {
      return_metas (question, NULL);
      question_free (question);
    }
  else
    dex_future_disown (dex_future_finally (with_patience (tutti_index_find (self->index, (const char *const *) question->words)),
                                           answer_metas, question, question_free));
}

/* --- on to the window --- */

static DexFuture *
answer_shown (DexFuture *future,
              gpointer   data)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    g_debug ("The window did not open: %s", error->message);
  g_dbus_method_invocation_return_value (g_steal_pointer (&question->invocation), NULL);
  return dex_future_new_true ();
}

/* Where the window's program is on the bus. */
static char *
dup_window_path (void)
{
  g_autofree char *name = g_strdelimit (g_strdup (APP_ID), ".", '/');

  return g_strconcat ("/", name, NULL);
}

/* Starts the window's program where it does not run. */
static void
show (TuttiSearchProvider   *self,
      GDBusMethodInvocation *invocation,
      const char            *uri,
      guint32                timestamp)
{
  g_autofree char *startup_id = g_strdup_printf ("_TIME%u", timestamp);
  g_autofree char *path = dup_window_path ();
  const char      *uris[] = { uri, NULL };
  GVariantBuilder  platform_data;

  g_variant_builder_init_static (&platform_data, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&platform_data, "{sv}", "desktop-startup-id", g_variant_new_string (startup_id));
  dex_future_disown (dex_future_finally (dex_dbus_connection_call (self->connection, APP_ID, path, "org.freedesktop.Application", "Open",
                                                                   g_variant_new ("(^asa{sv})", uris, &platform_data), NULL,
                                                                   G_DBUS_CALL_FLAGS_NONE, -1),
                                         answer_shown, question_new (self, invocation), question_free));
}

static void
method_cb (GDBusConnection       *connection,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  TuttiSearchProvider *self = user_data;
  g_auto (GStrv) words = NULL;
  const char *id = NULL;
  guint32     timestamp = 0;

  if (g_str_equal (method, "GetInitialResultSet"))
    {
      g_variant_get (parameters, "(^as)", &words);
      get_results (self, invocation, (const char *const *) words);
    }
  else if (g_str_equal (method, "GetSubsearchResultSet"))
    {
      /* Not every match of the longer text was among the first of the shorter. */
      g_variant_get (parameters, "(@as^as)", NULL, &words);
      get_results (self, invocation, (const char *const *) words);
    }
  else if (g_str_equal (method, "GetResultMetas"))
    {
      g_variant_get (parameters, "(^as)", &words);
      get_metas (self, invocation, words);
    }
  else if (g_str_equal (method, "ActivateResult"))
    {
      g_autofree char *uri = NULL;

      /* As a click on a row: the song's page, which has all its links. */
      g_variant_get (parameters, "(&s^asu)", &id, &words, &timestamp);
      uri = tutti_uri_for_track (id);
      show (self, invocation, uri, timestamp);
    }
  else
    {
      g_autofree char *text = NULL;
      g_autofree char *uri = NULL;

      g_variant_get (parameters, "(^asu)", &words, &timestamp);
      text = join_terms ((const char *const *) words);
      uri = tutti_uri_for_search (text);
      show (self, invocation, uri, timestamp);
    }
}

/* --- the object --- */

static gboolean
tutti_search_provider_dbus_register (GApplication    *application,
                                     GDBusConnection *connection,
                                     const char      *path,
                                     GError         **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_cb };
  TuttiSearchProvider              *self = TUTTI_SEARCH_PROVIDER (application);
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, NULL);

  if (!G_APPLICATION_CLASS (tutti_search_provider_parent_class)->dbus_register (application, connection, path, error))
    return FALSE;

  self->object_id = g_dbus_connection_register_object (connection, path, node->interfaces[0], &vtable, self, NULL, error);
  if (self->object_id == 0)
    return FALSE;
  self->connection = g_object_ref (connection);
  return TRUE;
}

static void
tutti_search_provider_dbus_unregister (GApplication    *application,
                                       GDBusConnection *connection,
                                       const char      *path)
{
  TuttiSearchProvider *self = TUTTI_SEARCH_PROVIDER (application);

  if (self->object_id != 0)
    g_dbus_connection_unregister_object (connection, self->object_id);
  self->object_id = 0;
  g_clear_object (&self->connection);

  G_APPLICATION_CLASS (tutti_search_provider_parent_class)->dbus_unregister (application, connection, path);
}

/* There is no window to show. */
static void
tutti_search_provider_activate (GApplication *application)
{
}

static void
tutti_search_provider_finalize (GObject *object)
{
  TuttiSearchProvider *self = TUTTI_SEARCH_PROVIDER (object);

  g_clear_object (&self->index);
  g_clear_pointer (&self->found, g_hash_table_unref);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (tutti_search_provider_parent_class)->finalize (object);
}

static void
tutti_search_provider_class_init (TuttiSearchProviderClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tutti_search_provider_finalize;
  application_class->activate = tutti_search_provider_activate;
  application_class->dbus_register = tutti_search_provider_dbus_register;
  application_class->dbus_unregister = tutti_search_provider_dbus_unregister;
}

static void
tutti_search_provider_init (TuttiSearchProvider *self)
{
  self->index = tutti_index_new (NULL);
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

TuttiSearchProvider *
tutti_search_provider_new (void)
{
  return g_object_new (TUTTI_TYPE_SEARCH_PROVIDER,
                       "application-id", PROVIDER_ID,
                       "flags", G_APPLICATION_IS_SERVICE,
                       "inactivity-timeout", IDLE_MS,
                       NULL);
}
