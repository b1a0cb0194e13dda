/* tutti-search.c: search as you type, here and at the services
 *
 * Each text has a number; an answer that carries an older one is dropped, so
 * no row of an older text ever shows. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-search.h"

#include "tutti-library-private.h"
#include "tutti-service-private.h"

#include <glib/gi18n-lib.h>

/* Services are asked when typing rests this long, from this many letters on. */
#define REST_MS     400
#define MIN_LETTERS 3

/* As many rows as a person may scroll through before typing another letter. */
#define LOCAL_LIMIT 200

struct _TuttiSearch
{
  GObject parent_instance;

  TuttiLibrary   *library;
  TuttiTrackList *local;
  TuttiTrackList *remote;
  char           *text;
  guint           number;       /* of the text */
  guint           rest_id;
  gboolean        local_loading;
  gboolean        is_submitted;
  guint           n_asked;      /* services that have not answered yet */
  GPtrArray      *asked;        /* of DexFuture: dropped when the text changes */
  GPtrArray      *silent;       /* of sentences */
  char           *silent_text;
  GArray         *remote_ids;   /* all that services answered, in order of arrival */
  GHashTable     *local_ids;
};

enum
{
  PROP_TEXT = 1,
  PROP_IS_LOCAL_LOADING,
  PROP_IS_REMOTE_LOADING,
  PROP_SILENT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TuttiSearch, tutti_search, G_TYPE_OBJECT)

typedef struct
{
  TuttiSearch  *self;
  TuttiService *service; /* (nullable) the local index */
  guint         number;
} Question;

static Question *
question_new (TuttiSearch  *self,
              TuttiService *service)
{
  Question *question = g_new0 (Question, 1);

  question->self = g_object_ref (self);
  question->service = service != NULL ? g_object_ref (service) : NULL;
  question->number = self->number;
  return question;
}

static void
question_free (Question *question)
{
  g_clear_object (&question->self);
  g_clear_object (&question->service);
  g_free (question);
}

/* What the first group shows, the second does not repeat; rows that stand in
 * the second group stay where they are. */
static void
show_remote (TuttiSearch *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->remote_ids->len; i++)
    {
      gint64 id = g_array_index (self->remote_ids, gint64, i);

      if (!g_hash_table_contains (self->local_ids, &id))
        g_array_append_val (ids, id);
    }
  tutti_track_list_append_ids (self->remote, ids);
}

static void
set_local_loading (TuttiSearch *self,
                   gboolean     loading)
{
  self->local_loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_LOCAL_LOADING]);
}

static DexFuture *
take_local (DexFuture *future,
            gpointer   data)
{
  Question          *question = data;
  TuttiSearch       *self = question->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));
  const GValue      *value = dex_future_get_value (future, &error);
  GArray            *ids = value != NULL ? g_value_get_boxed (value) : none;

  if (question->number != self->number)
    return dex_future_new_false ();
  if (error != NULL && !tutti_error_is_silent (error))
    g_warning ("Can't search the library: %s", error->message);

  /* What a service's answer just added to the library is no match of the local
   * index until the next letter: it already stands below. */
  g_hash_table_remove_all (self->local_ids);
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (self->local_ids, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));
  tutti_track_list_set_ids (self->local, ids);
  set_local_loading (self, FALSE);
  show_remote (self);
  return dex_future_new_true ();
}

static void
note_silence (TuttiSearch  *self,
              TuttiService *service,
              const GError *error)
{
  if (tutti_error_is_silent (error))
    return;

  g_ptr_array_add (self->silent, tutti_error_dup_sentence (error, tutti_service_get_name (service)));
  g_clear_pointer (&self->silent_text, g_free);
  g_ptr_array_add (self->silent, NULL);
  self->silent_text = g_strjoinv (" ", (char **) self->silent->pdata);
  g_ptr_array_set_size (self->silent, (int) self->silent->len - 1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SILENT]);
}

static DexFuture *
take_remote (DexFuture *future,
             gpointer   data)
{
  Question          *question = data;
  TuttiSearch       *self = question->self;
  g_autoptr (GError) error = NULL;
  const GValue      *value = dex_future_get_value (future, &error);

  if (question->number != self->number)
    return dex_future_new_false ();

  self->n_asked--;
  if (value != NULL)
    {
      GArray *ids = g_value_get_boxed (value);

      if (ids->len > 0)
        g_array_append_vals (self->remote_ids, ids->data, ids->len);
      if (!self->local_loading)
        show_remote (self);
    }
  else
    note_silence (self, question->service, error);
  if (self->n_asked == 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_REMOTE_LOADING]);

  return dex_future_new_true ();
}

char *
tutti_search_dup_offer (TuttiSearch *self)
{
  GListModel *services = tutti_library_get_services (self->library);

  if (self->is_submitted || self->text == NULL || *self->text == '\0')
    return NULL;

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);
      const char              *name = tutti_service_get_name (service);
      guint                    most = tutti_service_get_searches_per_day (service);

      if (most == 0 || !tutti_service_may_search (service))
        continue;
      if (tutti_service_get_searches_left (service) == 0)
        /* Translators: %s is a service */
        return g_strdup_printf (_ ("The searches of today at %s are used up."), name);
      /* Translators: a service and two numbers */
      return g_strdup_printf (_ ("Press Enter to search %s too. %u of %u searches are left today."), name,
                              tutti_service_get_searches_left (service), most);
    }

  return NULL;
}

static gboolean
may_ask (TuttiSearch  *self,
         TuttiService *service)
{
  TuttiProvider *provider = tutti_service_get_provider (service);

  if (tutti_provider_has_small_budget (provider) && !self->is_submitted)
    return FALSE;
  return tutti_service_may_search (service);
}

static void
ask_services (TuttiSearch *self)
{
  GListModel *services = tutti_library_get_services (self->library);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      if (!may_ask (self, service))
        continue;
      self->n_asked++;
      g_ptr_array_add (self->asked,
                       dex_future_finally (tutti_library_search_service (self->library, service, self->text),
                                           take_remote, question_new (self, service),
                                           (GDestroyNotify) question_free));
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_REMOTE_LOADING]);
}

static gboolean
rest_cb (gpointer data)
{
  TuttiSearch *self = data;

  self->rest_id = 0;
  ask_services (self);
  return G_SOURCE_REMOVE;
}

/* Nothing of an older text may arrive from here on. */
static void
begin_text (TuttiSearch *self)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));

  self->number++;
  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_ptr_array_set_size (self->asked, 0);
  g_ptr_array_set_size (self->silent, 0);
  g_array_set_size (self->remote_ids, 0);
  g_clear_pointer (&self->silent_text, g_free);
  self->n_asked = 0;
  self->is_submitted = FALSE;
  tutti_track_list_set_ids (self->remote, none);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SILENT]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_REMOTE_LOADING]);
}

static void
ask_local (TuttiSearch *self)
{
  set_local_loading (self, TRUE);
  dex_future_disown (dex_future_finally (tutti_library_search_local (self->library, self->text, LOCAL_LIMIT),
                                         take_local, question_new (self, NULL), (GDestroyNotify) question_free));
}

void
tutti_search_set_text (TuttiSearch *self,
                       const char  *text)
{
  g_autofree char   *stripped = g_strstrip (g_strdup (text));
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!g_set_str (&self->text, stripped))
    return;

  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
  begin_text (self);
  if (*self->text == '\0')
    {
      g_hash_table_remove_all (self->local_ids);
      tutti_track_list_set_ids (self->local, none);
      set_local_loading (self, FALSE);
      return;
    }

  ask_local (self);
  if (g_utf8_strlen (self->text, -1) >= MIN_LETTERS)
    self->rest_id = g_timeout_add (REST_MS, rest_cb, self);
}

const char *
tutti_search_get_text (TuttiSearch *self)
{
  return self->text;
}

void
tutti_search_submit (TuttiSearch *self)
{
  if (*self->text == '\0')
    return;

  begin_text (self);
  self->is_submitted = TRUE;
  ask_local (self);
  ask_services (self);
}

TuttiTrackList *
tutti_search_get_local (TuttiSearch *self)
{
  return self->local;
}

TuttiTrackList *
tutti_search_get_remote (TuttiSearch *self)
{
  return self->remote;
}

gboolean
tutti_search_is_loading (TuttiSearch *self)
{
  return self->local_loading || self->n_asked > 0 || self->rest_id != 0;
}

const char *
tutti_search_get_silent (TuttiSearch *self)
{
  return self->silent_text;
}

static void
tutti_search_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  TuttiSearch *self = TUTTI_SEARCH (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_IS_LOCAL_LOADING:
      g_value_set_boolean (value, self->local_loading);
      break;
    case PROP_IS_REMOTE_LOADING:
      g_value_set_boolean (value, self->n_asked > 0);
      break;
    case PROP_SILENT:
      g_value_set_string (value, self->silent_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_search_dispose (GObject *object)
{
  TuttiSearch *self = TUTTI_SEARCH (object);

  self->number++;
  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_ptr_array_set_size (self->asked, 0);
  g_clear_object (&self->local);
  g_clear_object (&self->remote);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (tutti_search_parent_class)->dispose (object);
}

static void
tutti_search_finalize (GObject *object)
{
  TuttiSearch *self = TUTTI_SEARCH (object);

  g_clear_pointer (&self->asked, g_ptr_array_unref);
  g_clear_pointer (&self->silent, g_ptr_array_unref);
  g_clear_pointer (&self->remote_ids, g_array_unref);
  g_clear_pointer (&self->local_ids, g_hash_table_unref);
  g_clear_pointer (&self->silent_text, g_free);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (tutti_search_parent_class)->finalize (object);
}

static void
tutti_search_class_init (TuttiSearchClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tutti_search_get_property;
  object_class->dispose = tutti_search_dispose;
  object_class->finalize = tutti_search_finalize;

  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  props[PROP_IS_LOCAL_LOADING] = g_param_spec_boolean ("is-local-loading", NULL, NULL, FALSE, flags);
  props[PROP_IS_REMOTE_LOADING] = g_param_spec_boolean ("is-remote-loading", NULL, NULL, FALSE, flags);
  props[PROP_SILENT] = g_param_spec_string ("silent", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tutti_search_init (TuttiSearch *self)
{
  self->text = g_strdup ("");
  self->asked = g_ptr_array_new_with_free_func (dex_unref);
  self->silent = g_ptr_array_new_with_free_func (g_free);
  self->remote_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->local_ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

TuttiSearch *
tutti_search_new (TuttiLibrary *library)
{
  TuttiSearch *self = g_object_new (TUTTI_TYPE_SEARCH, NULL);

  self->library = g_object_ref (library);
  self->local = tutti_track_list_new (library);
  self->remote = tutti_track_list_new (library);
  return self;
}
