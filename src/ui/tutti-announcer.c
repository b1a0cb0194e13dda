/* tutti-announcer.c: what a screen reader says without being asked
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-announcer.h"

#include <glib/gi18n.h>

#define REST_MS 1000   /* longer than a search waits before it asks the services */
#define REPEAT_MS 3000 /* who hears a sentence twice so soon learns nothing */

struct _TuttiAnnouncer
{
  GObject parent_instance;

  TuttiLibrary *library;
  GPtrArray    *watches; /* of Watch */
  gboolean      was_offline;

  GtkWindow *window; /* (nullable) (unowned) cleared when it goes */
  gboolean   was_in_front;
  char      *waiting; /* (nullable) until the window is in front */
  char      *last;    /* (nullable) */
  gint64     last_time;

  GWeakRef           who;
  TuttiAnnouncerFunc func;
  guint              rest_id;
};

G_DEFINE_FINAL_TYPE (TuttiAnnouncer, tutti_announcer, G_TYPE_OBJECT)

/* What was last known of a service. */
typedef struct
{
  TuttiAnnouncer  *announcer; /* (unowned) it owns this */
  TuttiService    *service;
  TuttiImportState import;
  gboolean         is_first;   /* the likes that come are not a repetition */
  gboolean         has_halted; /* as was said */
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  g_signal_handlers_disconnect_by_data (watch->service, watch);
  g_clear_object (&watch->service);
  g_free (watch);
}

/* --- saying it --- */

static void
say (TuttiAnnouncer *self,
     const char     *sentence)
{
  gint64 now = g_get_monotonic_time ();

  if (g_strcmp0 (sentence, self->last) == 0 && now - self->last_time < REPEAT_MS * 1000)
    return;
  g_set_str (&self->last, sentence);
  self->last_time = now;
  gtk_accessible_announce (GTK_ACCESSIBLE (self->window), sentence, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
is_active_cb (TuttiAnnouncer *self)
{
  g_autofree char *waiting = NULL;

  if (!gtk_window_is_active (self->window))
    return;
  self->was_in_front = TRUE;
  waiting = g_steal_pointer (&self->waiting);
  if (waiting != NULL)
    say (self, waiting);
}

void
tutti_announcer_set_window (TuttiAnnouncer *self,
                            GtkWindow      *window)
{
  g_return_if_fail (TUTTI_IS_ANNOUNCER (self));
  g_return_if_fail (self->window == NULL);

  g_set_weak_pointer (&self->window, window);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (is_active_cb), self, G_CONNECT_SWAPPED);
  is_active_cb (self);
}

/* Behind other windows it is for the desktop's notifications to say what matters. */
void
tutti_announcer_say (TuttiAnnouncer *self,
                     const char     *sentence)
{
  g_return_if_fail (TUTTI_IS_ANNOUNCER (self));
  g_return_if_fail (sentence != NULL);

  if (self->window != NULL && gtk_window_is_active (self->window))
    say (self, sentence);
  else if (!self->was_in_front)
    g_set_str (&self->waiting, sentence);
}

static gboolean
rest_cb (gpointer data)
{
  TuttiAnnouncer *self = data;
  g_autoptr (GObject) who = g_weak_ref_get (&self->who);
  g_autofree char *sentence = who != NULL ? self->func (who) : NULL;

  self->rest_id = 0;
  if (sentence != NULL)
    tutti_announcer_say (self, sentence);
  return G_SOURCE_REMOVE;
}

void
tutti_announcer_say_at_rest (TuttiAnnouncer    *self,
                             GObject           *who,
                             TuttiAnnouncerFunc func)
{
  g_return_if_fail (TUTTI_IS_ANNOUNCER (self));

  g_weak_ref_set (&self->who, who);
  self->func = func;
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add (REST_MS, rest_cb, self);
}

/* --- what changes by itself --- */

static void
say_of (TuttiAnnouncer *self,
        const char     *format,
        TuttiService   *service)
{
  g_autoptr (GString) sentence = g_string_new (format);

  g_string_replace (sentence, "%s", tutti_service_get_name (service), 1);
  tutti_announcer_say (self, sentence->str);
}

/* A library looks through all likes now and then; only the first time is news,
 * and of a network that comes and goes the first failure. Who pauses an import hears the new name of the button. */
static void
import_changed_cb (Watch *watch)
{
  TuttiImportState import = tutti_service_get_import_state (watch->service);

  if (import == watch->import)
    return;
  if (import == TUTTI_IMPORT_RUNNING && watch->import == TUTTI_IMPORT_NONE)
    watch->is_first = TRUE;
  if (watch->is_first && import == TUTTI_IMPORT_RUNNING && watch->import == TUTTI_IMPORT_NONE)
    /* Translators: %s is a service */
    say_of (watch->announcer, _ ("Importing likes from %s"), watch->service);
  else if (watch->is_first && import == TUTTI_IMPORT_COMPLETE)
    /* Translators: %s is a service */
    say_of (watch->announcer, _ ("Your Likes From %s Are Here"), watch->service);
  else if (watch->is_first && import == TUTTI_IMPORT_STOPPED && !watch->has_halted)
    {
      /* Translators: %s is a service */
      say_of (watch->announcer, _ ("Import from %s has stopped"), watch->service);
      watch->has_halted = TRUE;
    }
  if (import == TUTTI_IMPORT_COMPLETE || import == TUTTI_IMPORT_NONE)
    watch->is_first = watch->has_halted = FALSE;
  watch->import = import;
}

/* That the network has gone is said by the banner, with what waits for it. */
static void
offline_changed_cb (TuttiAnnouncer *self)
{
  gboolean is_offline = tutti_library_is_offline (self->library);

  if (self->was_offline && !is_offline)
    tutti_announcer_say (self, _ ("You are online again."));
  self->was_offline = is_offline;
}

/* --- the object --- */

static void
tutti_announcer_dispose (GObject *object)
{
  TuttiAnnouncer *self = TUTTI_ANNOUNCER (object);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_pointer (&self->watches, g_ptr_array_unref);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (tutti_announcer_parent_class)->dispose (object);
}

static void
tutti_announcer_finalize (GObject *object)
{
  TuttiAnnouncer *self = TUTTI_ANNOUNCER (object);

  g_weak_ref_clear (&self->who);
  g_clear_pointer (&self->waiting, g_free);
  g_clear_pointer (&self->last, g_free);

  G_OBJECT_CLASS (tutti_announcer_parent_class)->finalize (object);
}

static void
tutti_announcer_class_init (TuttiAnnouncerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tutti_announcer_dispose;
  G_OBJECT_CLASS (klass)->finalize = tutti_announcer_finalize;
}

static void
tutti_announcer_init (TuttiAnnouncer *self)
{
  g_weak_ref_init (&self->who, NULL);
  self->watches = g_ptr_array_new_with_free_func (watch_free);
}

TuttiAnnouncer *
tutti_announcer_new (TuttiLibrary *library)
{
  TuttiAnnouncer *self = g_object_new (TUTTI_TYPE_ANNOUNCER, NULL);
  GListModel     *services = tutti_library_get_services (library);

  self->library = g_object_ref (library);
  self->was_offline = tutti_library_is_offline (library);
  g_signal_connect_object (library, "notify::is-offline", G_CALLBACK (offline_changed_cb), self, G_CONNECT_SWAPPED);

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      Watch *watch = g_new0 (Watch, 1);

      watch->announcer = self;
      watch->service = g_list_model_get_item (services, i);
      watch->import = tutti_service_get_import_state (watch->service);
      watch->has_halted = watch->import == TUTTI_IMPORT_STOPPED;
      watch->is_first = watch->import == TUTTI_IMPORT_RUNNING || watch->import == TUTTI_IMPORT_PAUSED || watch->import == TUTTI_IMPORT_STOPPED;
      g_signal_connect_swapped (watch->service, "notify::import-state", G_CALLBACK (import_changed_cb), watch);
      g_ptr_array_add (self->watches, watch);
    }

  return self;
}
