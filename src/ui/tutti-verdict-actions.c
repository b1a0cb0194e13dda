/* tutti-verdict-actions.c: saying what is one recording, with a way back
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-library-verdicts.h"
#include "tutti-verdict-actions.h"

#include <glib/gi18n.h>

typedef struct
{
  TuttiContext *context;
  char         *text; /* what is said when it is done */
  gint64        act;
} Verdict;

static Verdict *
verdict_new (TuttiContext *context)
{
  Verdict *self = g_new0 (Verdict, 1);

  self->context = g_object_ref (context);
  return self;
}

static void
verdict_free (gpointer data)
{
  Verdict *self = data;

  g_clear_object (&self->context);
  g_clear_pointer (&self->text, g_free);
  g_free (self);
}

static void
undo_free (gpointer  data,
           GClosure *closure)
{
  verdict_free (data);
}

static void
undo_cb (AdwToast *toast,
         gpointer  data)
{
  Verdict *self = data;

  tutti_context_watch (self->context, tutti_library_undo (tutti_context_get_library (self->context), self->act), NULL);
}

static DexFuture *
done_cb (DexFuture *future,
         gpointer   data)
{
  Verdict      *self = data;
  const GValue *act = dex_future_get_value (future, NULL);
  AdwToast     *toast = adw_toast_new (self->text);
  Verdict      *undo = verdict_new (self->context);

  undo->act = g_value_get_int64 (act);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, 10);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), undo, undo_free, G_CONNECT_DEFAULT);
  tutti_context_toast (self->context, toast);
  return dex_future_new_true ();
}

static void
say (TuttiContext *context,
     DexFuture    *future,
     const char   *text)
{
  Verdict *self = verdict_new (context);

  self->text = g_strdup (text);
  tutti_context_watch (context, dex_future_then (future, done_cb, self, verdict_free), NULL);
}

void
tutti_verdict_actions_join (TuttiContext *context,
                            gint64        track_id,
                            gint64        other_id)
{
  say (context, tutti_library_say_same (tutti_context_get_library (context), track_id, other_id), _ ("Joined as one song"));
}

void
tutti_verdict_actions_part (TuttiContext      *context,
                            gint64             track_id,
                            const char *const *names)
{
  say (context, tutti_library_say_different (tutti_context_get_library (context), track_id, names), _ ("Separated, and never joined again"));
}

void
tutti_verdict_actions_refuse (TuttiContext *context,
                              gint64        track_id,
                              const char   *name)
{
  const char *names[] = { name, NULL };

  say (context, tutti_library_refuse (tutti_context_get_library (context), track_id, names), _ ("Noted as different"));
}
