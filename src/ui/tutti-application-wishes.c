/* tutti-application-wishes.c: what is asked of the application from outside
 *
 * By the command line, the desktop, a notification, the search of the shell or a
 * key. It waits until the library is open. Anybody can make a browser hand over
 * an address, so nothing here does more than show.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-application-private.h"

#include "tutti-uri.h"

#include <glib/gi18n.h>

/* More addresses at once are not what a person meant. */
#define MAX_WISHES 10

/* Does what was asked for; the window has a library. */
typedef void (*WishFunc) (TuttiApplication *self,
                          TuttiWindow      *window,
                          const char       *value);

typedef struct
{
  WishFunc func;
  char    *value; /* (nullable) */
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_clear_pointer (&wish->value, g_free);
  g_free (wish);
}

void
tutti_application_grant_wishes (TuttiApplication *self)
{
  Wish *wish;

  while (self->library != NULL && (wish = g_queue_pop_head (&self->wishes)) != NULL)
    {
      wish->func (self, tutti_application_get_window (self), wish->value);
      wish_free (wish);
    }
}

void
tutti_application_drop_wishes (TuttiApplication *self)
{
  g_queue_clear_full (&self->wishes, wish_free);
}

/* Shows the window, and what is wished for as soon as there is a library. */
static void
add_wish (TuttiApplication *self,
          WishFunc          func,
          const char       *value)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->func = func;
  wish->value = g_strdup (value);
  g_queue_push_tail (&self->wishes, wish);
  if (self->wishes.length > MAX_WISHES)
    wish_free (g_queue_pop_head (&self->wishes));
  g_application_activate (G_APPLICATION (self));
  tutti_application_grant_wishes (self);
}

/* --- what can be wished for --- */

static void
reveal_service (TuttiApplication *self,
                TuttiWindow      *window,
                const char       *id)
{
  TuttiService *service = tutti_library_find_service (self->library, id);

  if (service != NULL)
    tutti_window_reveal_service (window, service);
}

static void
connect_service (TuttiApplication *self,
                 TuttiWindow      *window,
                 const char       *id)
{
  TuttiService *service = tutti_library_find_service (self->library, id);

  if (service != NULL)
    tutti_window_connect_service (window, service);
}

static void
show_search (TuttiApplication *self,
             TuttiWindow      *window,
             const char       *text)
{
  tutti_window_search (window, text);
}

static void
show_likes (TuttiApplication *self,
            TuttiWindow      *window,
            const char       *none)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "likes");
}

static void
show_track (TuttiApplication *self,
            TuttiWindow      *window,
            const char       *uuid)
{
  tutti_window_show_track (window, uuid);
}

static void
show_link (TuttiApplication *self,
           TuttiWindow      *window,
           const char       *link)
{
  tutti_window_open_link (window, link);
}

static void
look_at_link (TuttiApplication *self,
              TuttiWindow      *window,
              const char       *link)
{
  tutti_window_look_at_link (window, link);
}

static void
say_unknown (TuttiApplication *self,
             TuttiWindow      *window,
             const char       *none)
{
  tutti_window_say (window, _ ("Tutti can’t open this address."));
}

/* --- addresses --- */

/* An address of Tutti, or a link of a service. Anybody can make a browser hand
 * over an address, so nothing here does more than show. FALSE if it says nothing. */
static gboolean
open_address (TuttiApplication *self,
              const char       *address)
{
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;
  TuttiUriKind kind;

  if (!tutti_uri_is_own (address))
    {
      add_wish (self, show_link, address);
      return TRUE;
    }
  if (!tutti_uri_parse (address, &kind, &value, &error))
    {
      g_message ("%s", error->message);
      return FALSE;
    }

  switch (kind)
    {
    case TUTTI_URI_RAISE:
      g_application_activate (G_APPLICATION (self));
      break;
    case TUTTI_URI_TRACK:
      add_wish (self, show_track, value);
      break;
    case TUTTI_URI_OPEN:
      add_wish (self, look_at_link, value);
      break;
    case TUTTI_URI_SEARCH:
      add_wish (self, show_search, value);
      break;
    case TUTTI_URI_LIKES:
      add_wish (self, show_likes, NULL);
      break;
    }
  return TRUE;
}

void
tutti_application_open_addresses (TuttiApplication  *self,
                                  const char *const *addresses)
{
  gboolean is_known = TRUE;

  for (guint i = 0; addresses[i] != NULL; i++)
    is_known = open_address (self, addresses[i]) && is_known;
  if (!is_known)
    add_wish (self, say_unknown, NULL);
}

/* --- actions --- */

static void
open_library_action (GSimpleAction *action,
                     GVariant      *target,
                     gpointer       data)
{
  tutti_application_open_library (data);
}

static void
show_service_action (GSimpleAction *action,
                     GVariant      *id,
                     gpointer       data)
{
  add_wish (data, reveal_service, g_variant_get_string (id, NULL));
}

/* A notification's button: whoever speaks to the session bus can press it too,
 * and could as well open the browser themselves. It comes to the service's own
 * page, where only the person can say yes. */
static void
connect_service_action (GSimpleAction *action,
                        GVariant      *id,
                        gpointer       data)
{
  add_wish (data, connect_service, g_variant_get_string (id, NULL));
}

static void
search_action (GSimpleAction *action,
               GVariant      *target,
               gpointer       data)
{
  add_wish (data, show_search, NULL);
}

static void
likes_action (GSimpleAction *action,
              GVariant      *target,
              gpointer       data)
{
  add_wish (data, show_likes, NULL);
}

static void
about_action (GSimpleAction *action,
              GVariant      *target,
              gpointer       data)
{
  TuttiWindow *window = tutti_application_get_window (data);
  AdwDialog   *about = g_object_new (ADW_TYPE_ABOUT_DIALOG,
                                     "application-name", "Tutti",
                                     "application-icon", APP_ID,
                                     "developer-name", _ ("The Tutti authors"),
                                     "version", TUTTI_VERSION,
                                     "comments", _ ("All your music services in one place"),
                                     "website", "https://github.com/tuttimusic/tutti",
                                     "issue-url", "https://github.com/tuttimusic/tutti/issues",
                                     "license-type", GTK_LICENSE_GPL_3_0,
                                     "copyright", "© 2026 The Tutti authors",
                                     /* Translators: your names, one a line */
                                     "translator-credits", _ ("translator-credits"),
                                     NULL);

  adw_about_dialog_add_legal_section (ADW_ABOUT_DIALOG (about), _ ("Services"), NULL, GTK_LICENSE_CUSTOM,
                                      _ ("Names of services belong to their owners. Tutti is made by none of them."));
  adw_dialog_present (about, GTK_WIDGET (window));
}

static void
quit_action (GSimpleAction *action,
             GVariant      *target,
             gpointer       data)
{
  g_application_quit (G_APPLICATION (data));
}

void
tutti_application_add_actions (TuttiApplication *self)
{
  static const GActionEntry actions[] = {
    { .name = "quit", .activate = quit_action },
    { .name = "about", .activate = about_action },
    { .name = "open-library", .activate = open_library_action },
    { .name = "show-service", .activate = show_service_action, .parameter_type = "s" },
    { .name = "connect-service", .activate = connect_service_action, .parameter_type = "s" },
    { .name = "search", .activate = search_action },
    { .name = "likes", .activate = likes_action },
  };
  static const struct
  {
    const char *action;
    const char *keys[3];
  } keys[] = {
    { "app.quit", { "<Control>q" } },
    { "window.close", { "<Control>w" } },
    { "win.show-page('feed')", { "<Control>1" } },
    { "win.show-page('search')", { "<Control>2" } },
    { "win.show-page('likes')", { "<Control>3" } },
    { "win.show-page('services')", { "<Control>4" } },
    { "win.search", { "<Control>f" } },
    { "win.sync", { "<Control>r", "F5" } },
    { "win.show-shortcuts", { "<Control>question" } },
    { "win.preferences", { "<Control>comma" } },
    { "win.help", { "F1" } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action, (const char *const *) keys[i].keys);
}
