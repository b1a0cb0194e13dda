/* tutti-library-news.c: what changes, told to this process and to the others
 *
 * The worker's changes, what it does just now and how sign-ins end go two ways:
 * over the bus to whoever else is open, and into this library's signals and
 * services. A process that reads beside another worker gets them from the bus.
 * Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-library-core.h"

/* While one change follows another, as in an import, they are told together so
 * often and no more: each lets lists be read anew. */
#define CHANGE_GAP_MS 250

/* --- into this library --- */

/* The file is gone, or about to be. */
void
tutti_library_end_reading (TuttiLibrary *self)
{
  self->is_closed = TRUE;
  dex_future_disown (tutti_services_refresh (self->services, NULL));
}

static void
take_wiped (TuttiLibrary *self)
{
  tutti_library_end_reading (self);
  g_signal_emit_by_name (self, "wiped");
}

static void
counted_cb (TuttiServices *services,
            TuttiLibrary  *self)
{
  g_object_notify (G_OBJECT (self), "n-likes");
  g_object_notify (G_OBJECT (self), "n-waiting");
}

void
tutti_library_take_change (TuttiLibrary *self,
                           guint         change)
{
  guint what = 0;

  if (change & TUTTI_CHANGE_TRACKS)
    what |= TUTTI_CHANGED_TRACKS;
  if (change & TUTTI_CHANGE_PLAYS)
    what |= TUTTI_CHANGED_PLAYS;
  if (change & TUTTI_CHANGE_LIKES)
    what |= TUTTI_CHANGED_LIKES;
  if (change & (TUTTI_CHANGE_ACCOUNTS | TUTTI_CHANGE_SERVICES | TUTTI_CHANGE_SYNC | TUTTI_CHANGE_LIKES))
    {
      what |= TUTTI_CHANGED_SERVICES;
      if (!self->is_closed)
        dex_future_disown (tutti_services_refresh (self->services, self->store));
    }

  if (what != 0)
    g_signal_emit_by_name (self, "changed", what);
}

static void
take_outcome (TuttiLibrary *self,
              const char   *id,
              const char   *nick)
{
  TuttiService      *service = tutti_library_find_service (self, id);
  TuttiError         code = TUTTI_ERROR_FAILED;
  g_autoptr (GError) error = NULL;

  if (service == NULL)
    return;
  if (*nick == '\0')
    {
      g_signal_emit_by_name (self, "connected", service);
      return;
    }

  tutti_error_from_nick (nick, &code);
  error = g_error_new (TUTTI_ERROR, (int) code, "Signing in to %s failed: %s", id, nick);
  g_signal_emit_by_name (self, "connect-failed", service, error);
}

static void
take_news (TuttiLibrary     *self,
           TuttiKeyringState keyring,
           gboolean          is_offline)
{
  if (self->keyring != keyring)
    {
      self->keyring = keyring;
      g_object_notify (G_OBJECT (self), "keyring");
    }
  if (self->is_offline != is_offline)
    {
      self->is_offline = is_offline;
      g_object_notify (G_OBJECT (self), "is-offline");
    }
}

/* --- as the worker --- */

void
tutti_library_tell_change (TuttiLibrary *self)
{
  guint change = self->change;

  g_clear_handle_id (&self->change_id, g_source_remove);
  self->change = 0;
  self->told_at = g_get_monotonic_time ();
  if (change == 0)
    return;
  tutti_bus_tell (self->bus, "changed", g_variant_new_uint32 (change));
  tutti_library_take_change (self, change);
}

static gboolean
change_cb (gpointer data)
{
  TuttiLibrary *self = data;

  self->change_id = 0;
  tutti_library_tell_change (self);
  return G_SOURCE_REMOVE;
}

/* The first change after a rest is told at once, and so is what a person sees of the services. */
static void
store_changed_cb (TuttiStore   *store,
                  guint         change,
                  TuttiLibrary *self)
{
  gint64 wait_ms = CHANGE_GAP_MS - (g_get_monotonic_time () - self->told_at) / 1000;

  self->change |= change;
  if (wait_ms <= 0 || (change & (TUTTI_CHANGE_ACCOUNTS | TUTTI_CHANGE_SERVICES)) != 0)
    tutti_library_tell_change (self);
  else if (self->change_id == 0)
    self->change_id = g_timeout_add ((guint) wait_ms, change_cb, self);
}

static void
live_cb (TuttiWorker  *worker,
         const char   *id,
         GVariant     *live,
         TuttiLibrary *self)
{
  tutti_bus_tell (self->bus, "live", g_variant_new ("(sv)", id, live));
  tutti_services_take_live (self->services, id, live);
}

static void
outcome_cb (TuttiWorker  *worker,
            const char   *id,
            const char   *nick,
            TuttiLibrary *self)
{
  tutti_bus_tell (self->bus, "outcome", g_variant_new ("(ss)", id, nick));
  take_outcome (self, id, nick);
}

static void
worker_news_cb (TuttiWorker  *worker,
                TuttiLibrary *self)
{
  int      keyring = tutti_worker_get_keyring (worker);
  gboolean is_offline = tutti_worker_is_offline (worker);

  tutti_bus_tell (self->bus, "state", g_variant_new ("(ib)", keyring, is_offline));
  take_news (self, (TuttiKeyringState) keyring, is_offline);
}

void
tutti_library_follow_worker (TuttiLibrary *self,
                             TuttiStore   *store,
                             TuttiWorker  *worker)
{
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (worker, "live", G_CALLBACK (live_cb), self, 0);
  g_signal_connect_object (worker, "outcome", G_CALLBACK (outcome_cb), self, 0);
  g_signal_connect_object (worker, "news", G_CALLBACK (worker_news_cb), self, 0);
}

void
tutti_library_tell_state (TuttiLibrary *self)
{
  worker_news_cb (self->worker, self);
}

/* What another process must know to show what this one knows. */
GVariant *
tutti_library_make_greeting (TuttiLibrary *self)
{
  GVariantBuilder lives;

  g_variant_builder_init_static (&lives, G_VARIANT_TYPE ("a{sv}"));
  for (guint i = 0; i < g_list_model_get_n_items (tutti_services_get_list (self->services)); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (tutti_services_get_list (self->services), i);
      g_autoptr (GVariant)     live = tutti_worker_dup_live (self->worker, tutti_service_get_id (service));

      g_variant_builder_add (&lives, "{sv}", tutti_service_get_id (service), live);
    }
  return g_variant_ref_sink (g_variant_new ("(iba{sv})", tutti_worker_get_keyring (self->worker),
                                            tutti_worker_is_offline (self->worker), &lives));
}

void
tutti_library_tell_wiped (TuttiLibrary *self)
{
  tutti_bus_tell (self->bus, "wiped", TUTTI_BUS_NOTHING);
  take_wiped (self);
}

/* --- beside another worker --- */

static void
bus_news_cb (TuttiBus     *bus,
             GVariant     *news,
             TuttiLibrary *self)
{
  const char          *what = NULL;
  g_autoptr (GVariant) value = NULL;

  g_variant_get (news, "(&sv)", &what, &value);

  if (g_str_equal (what, "changed") && g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    tutti_library_take_change (self, g_variant_get_uint32 (value));
  else if (g_str_equal (what, "live") && g_variant_is_of_type (value, G_VARIANT_TYPE ("(sv)")))
    {
      const char          *id = NULL;
      g_autoptr (GVariant) live = NULL;

      g_variant_get (value, "(&sv)", &id, &live);
      tutti_services_take_live (self->services, id, live);
    }
  else if (g_str_equal (what, "outcome") && g_variant_is_of_type (value, G_VARIANT_TYPE ("(ss)")))
    {
      const char *id = NULL;
      const char *nick = NULL;

      g_variant_get (value, "(&s&s)", &id, &nick);
      take_outcome (self, id, nick);
    }
  else if (g_str_equal (what, "state") && g_variant_is_of_type (value, G_VARIANT_TYPE ("(ib)")))
    {
      int      keyring = 0;
      gboolean is_offline = FALSE;

      g_variant_get (value, "(ib)", &keyring, &is_offline);
      take_news (self, (TuttiKeyringState) CLAMP (keyring, TUTTI_KEYRING_UNKNOWN, TUTTI_KEYRING_THIS_SESSION), is_offline);
    }
  else if (g_str_equal (what, "wiped"))
    take_wiped (self);
}

void
tutti_library_follow_others (TuttiLibrary *self)
{
  g_signal_connect_object (self->services, "counted", G_CALLBACK (counted_cb), self, 0);
  g_signal_connect_object (self->bus, "news", G_CALLBACK (bus_news_cb), self, 0);
}

void
tutti_library_take_greeting (TuttiLibrary *self,
                             GVariant     *greeting)
{
  g_autoptr (GVariant) lives = NULL;
  GVariantIter         iter;
  const char          *id;
  GVariant            *live;
  int                  keyring = 0;
  gboolean             is_offline = FALSE;

  if (!g_variant_is_of_type (greeting, G_VARIANT_TYPE ("(iba{sv})")))
    return;

  g_variant_get (greeting, "(ib@a{sv})", &keyring, &is_offline, &lives);
  take_news (self, (TuttiKeyringState) CLAMP (keyring, TUTTI_KEYRING_UNKNOWN, TUTTI_KEYRING_THIS_SESSION), is_offline);
  g_variant_iter_init (&iter, lives);
  while (g_variant_iter_loop (&iter, "{&sv}", &id, &live))
    tutti_services_take_live (self->services, id, live);
}
