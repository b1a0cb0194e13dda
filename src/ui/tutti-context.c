/* tutti-context.c: what the pages of one window share
 *
 * One for each window, handed to its pages and rows, so that none of them
 * needs to know the window.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-context.h"

#include "tutti-order.h"
#include "tutti-sync-notice.h"

#include <glib/gi18n.h>

struct _TuttiContext
{
  GObject parent_instance;

  TuttiLibrary      *library;
  GSettings         *settings;
  TuttiArtworkCache *artwork;
  TuttiPlayer       *player;
  TuttiAnnouncer    *announcer;
  TuttiSyncNotice   *notice;
  GPtrArray         *order;  /* of TuttiService */
  guint              n_mine; /* how many of them the person has chosen or connected */
  TuttiLayout        layout;
};

enum
{
  PROP_LAYOUT = 1,
  N_PROPS,
};

enum
{
  CHANGED,
  SHOW_TRACK,
  SHOW_PAGE,
  CONNECT_SERVICE,
  TOAST,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (TuttiLayout, tutti_layout, G_DEFINE_ENUM_VALUE (TUTTI_LAYOUT_WIDE, "wide"), G_DEFINE_ENUM_VALUE (TUTTI_LAYOUT_MEDIUM, "medium"), G_DEFINE_ENUM_VALUE (TUTTI_LAYOUT_NARROW, "narrow"))

G_DEFINE_FINAL_TYPE (TuttiContext, tutti_context, G_TYPE_OBJECT)

static gboolean
is_same_order (GPtrArray *a,
               GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (g_ptr_array_index (a, i) != g_ptr_array_index (b, i))
      return FALSE;
  return TRUE;
}

static GPtrArray *
read_order (TuttiContext *self,
            guint        *n_mine)
{
  g_auto (GStrv) names = g_settings_get_strv (self->settings, "service-order");

  return tutti_order_make (self->library, (const char *const *) names, n_mine);
}

static void
update_order (TuttiContext *self)
{
  guint n_mine;
  g_autoptr (GPtrArray) order = read_order (self, &n_mine);

  if (is_same_order (self->order, order) && self->n_mine == n_mine)
    return;
  self->n_mine = n_mine;
  g_clear_pointer (&self->order, g_ptr_array_unref);
  self->order = g_steal_pointer (&order);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
library_changed_cb (TuttiContext *self,
                    guint         what)
{
  if (what & TUTTI_CHANGED_SERVICES)
    update_order (self);
}

static void
tutti_context_dispose (GObject *object)
{
  TuttiContext *self = TUTTI_CONTEXT (object);

  if (self->player != NULL)
    tutti_player_stop (self->player);
  g_clear_object (&self->player);
  g_clear_object (&self->notice);
  g_clear_object (&self->announcer);
  g_clear_object (&self->artwork);
  g_clear_object (&self->library);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->order, g_ptr_array_unref);

  G_OBJECT_CLASS (tutti_context_parent_class)->dispose (object);
}

static void
tutti_context_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TuttiContext *self = TUTTI_CONTEXT (object);

  switch (prop_id)
    {
    case PROP_LAYOUT:
      g_value_set_enum (value, self->layout);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_context_class_init (TuttiContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType         type = G_OBJECT_CLASS_TYPE (klass);

  object_class->dispose = tutti_context_dispose;
  object_class->get_property = tutti_context_get_property;

  props[PROP_LAYOUT] = g_param_spec_enum ("layout", NULL, NULL, TUTTI_TYPE_LAYOUT, TUTTI_LAYOUT_WIDE,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOW_TRACK] = g_signal_new ("show-track", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, TUTTI_TYPE_TRACK);
  signals[SHOW_PAGE] = g_signal_new ("show-page", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CONNECT_SERVICE] = g_signal_new ("connect-service", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, TUTTI_TYPE_SERVICE, G_TYPE_BOOLEAN);
  signals[TOAST] = g_signal_new ("toast", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);
}

static void
tutti_context_init (TuttiContext *self)
{
}

static void
notice_cb (TuttiContext *self,
           AdwToast     *toast)
{
  tutti_context_toast (self, g_object_ref (toast));
}

TuttiContext *
tutti_context_new (TuttiLibrary *library,
                   GSettings    *settings)
{
  TuttiContext *self = g_object_new (TUTTI_TYPE_CONTEXT, NULL);

  self->library = g_object_ref (library);
  self->settings = g_object_ref (settings);
  self->artwork = tutti_artwork_cache_new (library);
  self->player = tutti_player_new (library);
  self->order = read_order (self, &self->n_mine);
  self->notice = tutti_sync_notice_new (library);
  self->announcer = tutti_announcer_new (library);

  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notice, "toast", G_CALLBACK (notice_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::service-order", G_CALLBACK (update_order), self, G_CONNECT_SWAPPED);

  return self;
}

TuttiLibrary *
tutti_context_get_library (TuttiContext *self)
{
  return self->library;
}

GSettings *
tutti_context_get_settings (TuttiContext *self)
{
  return self->settings;
}

TuttiArtworkCache *
tutti_context_get_artwork (TuttiContext *self)
{
  return self->artwork;
}

TuttiAnnouncer *
tutti_context_get_announcer (TuttiContext *self)
{
  return self->announcer;
}

TuttiPlayer *
tutti_context_get_player (TuttiContext *self)
{
  return self->player;
}

TuttiLayout
tutti_context_get_layout (TuttiContext *self)
{
  return self->layout;
}

void
tutti_context_set_layout (TuttiContext *self,
                          TuttiLayout   layout)
{
  if (self->layout == layout)
    return;
  self->layout = layout;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LAYOUT]);
  g_signal_emit (self, signals[CHANGED], 0);
}

GPtrArray *
tutti_context_get_order (TuttiContext *self)
{
  return self->order;
}

/* Only as many names are kept as make the difference: a service connected
 * later then still comes before those nobody has chosen. */
void
tutti_context_set_order (TuttiContext *self,
                         GPtrArray    *order)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint n_mine;

  g_ptr_array_add (names, NULL);
  for (guint i = 0; i <= order->len; i++)
    {
      g_autoptr (GPtrArray) made = tutti_order_make (self->library, (const char *const *) names->pdata, &n_mine);

      if (is_same_order (made, order) || i == order->len)
        break;
      g_ptr_array_insert (names, (int) i, (gpointer) tutti_service_get_id (g_ptr_array_index (order, i)));
    }
  g_settings_set_strv (self->settings, "service-order", (const char *const *) names->pdata);
}

TuttiService *
tutti_context_choose_service (TuttiContext *self,
                              TuttiTrack   *track)
{
  return tutti_order_choose (self->order, track);
}

guint
tutti_context_get_n_columns (TuttiContext *self)
{
  static const guint most[] = { 4, 2, 1 };

  return MIN (self->n_mine > 0 ? self->n_mine : self->order->len, most[self->layout]);
}

void
tutti_context_show_track (TuttiContext *self,
                          TuttiTrack   *track)
{
  g_signal_emit (self, signals[SHOW_TRACK], 0, track);
}

void
tutti_context_show_page (TuttiContext *self,
                         const char   *name)
{
  g_signal_emit (self, signals[SHOW_PAGE], 0, name);
}

void
tutti_context_connect_service (TuttiContext *self,
                               TuttiService *service,
                               gboolean      anew)
{
  g_signal_emit (self, signals[CONNECT_SERVICE], 0, service, anew);
}

void
tutti_context_toast (TuttiContext *self,
                     AdwToast     *toast)
{
  g_autoptr (AdwToast) owned = toast;

  adw_toast_set_use_markup (owned, FALSE);
  g_signal_emit (self, signals[TOAST], 0, owned);
}

void
tutti_context_say (TuttiContext *self,
                   const char   *text)
{
  tutti_context_toast (self, adw_toast_new (text));
}

void
tutti_context_report (TuttiContext *self,
                      const GError *error,
                      TuttiService *service)
{
  g_autofree char *sentence = NULL;

  if (tutti_error_is_silent (error) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  sentence = tutti_error_dup_sentence (error, service ? tutti_service_get_name (service) : NULL);
  tutti_context_say (self, sentence);
}

void
tutti_context_sync (TuttiContext *self,
                    TuttiService *service)
{
  tutti_sync_notice_sync (self->notice, service);
}

typedef struct
{
  TuttiContext *context;
  TuttiService *service;
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  g_clear_object (&watch->context);
  g_clear_object (&watch->service);
  g_free (watch);
}

static DexFuture *
report_cb (DexFuture *future,
           gpointer   data)
{
  Watch *watch = data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    tutti_context_report (watch->context, error, watch->service);
  return dex_future_new_true ();
}

void
tutti_context_watch (TuttiContext *self,
                     DexFuture    *future,
                     TuttiService *service)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->context = g_object_ref (self);
  g_set_object (&watch->service, service);
  dex_future_disown (dex_future_catch (future, report_cb, watch, watch_free));
}
