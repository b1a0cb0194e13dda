/* tutti-window-pages.c: the pages of the window, each made when it is first wanted
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-track-page.h"
#include "tutti-window-private.h"

#define LATER_MS 700 /* one after the other, the pages nobody has gone to yet */

static AdwBin *
find_place (TuttiWindow *self,
            const char  *name)
{
  return ADW_BIN (adw_view_stack_get_child_by_name (self->pages, name));
}

static TuttiFeedPage *
get_feed (TuttiWindow *self)
{
  if (self->feed == NULL)
    {
      self->feed = g_object_new (TUTTI_TYPE_FEED_PAGE, NULL);
      tutti_feed_page_set_context (self->feed, self->context);
      adw_bin_set_child (find_place (self, "feed"), GTK_WIDGET (self->feed));
    }
  return self->feed;
}

TuttiSearchPage *
tutti_window_get_search_page (TuttiWindow *self)
{
  if (self->search == NULL)
    {
      self->search = g_object_new (TUTTI_TYPE_SEARCH_PAGE, NULL);
      tutti_search_page_set_context (self->search, self->context);
      adw_bin_set_child (find_place (self, "search"), GTK_WIDGET (self->search));
    }
  return self->search;
}

/* While songs are being chosen another header takes the place of the usual one. */
TuttiLikesPage *
tutti_window_get_likes_page (TuttiWindow *self)
{
  if (self->likes == NULL)
    {
      self->likes = g_object_new (TUTTI_TYPE_LIKES_PAGE, NULL);
      tutti_likes_page_set_context (self->likes, self->context);
      adw_bin_set_child (find_place (self, "likes"), GTK_WIDGET (self->likes));
      g_object_bind_property (self->likes, "selecting", self->header, "visible", G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
      g_object_bind_property (self->likes, "selecting", self->select_header, "visible", G_BINDING_SYNC_CREATE);
      g_object_bind_property (self->likes, "selection-title", self->select_title, "title", G_BINDING_SYNC_CREATE);
    }
  return self->likes;
}

static TuttiServicesPage *
get_services (TuttiWindow *self)
{
  if (self->services == NULL)
    {
      self->services = g_object_new (TUTTI_TYPE_SERVICES_PAGE, NULL);
      tutti_services_page_set_context (self->services, self->context);
      adw_bin_set_child (find_place (self, "services"), GTK_WIDGET (self->services));
    }
  return self->services;
}

void
tutti_window_make_page (TuttiWindow *self,
                        const char  *name)
{
  if (g_str_equal (name, "feed"))
    get_feed (self);
  else if (g_str_equal (name, "search"))
    tutti_window_get_search_page (self);
  else if (g_str_equal (name, "likes"))
    tutti_likes_page_start (tutti_window_get_likes_page (self));
  else
    get_services (self);
}

/* Who goes to a page for the first time does not wait for it either. */
static gboolean
later_cb (gpointer data)
{
  TuttiWindow *self = data;

  if (self->feed == NULL)
    get_feed (self);
  else if (self->likes == NULL)
    tutti_window_get_likes_page (self);
  else if (self->search == NULL)
    tutti_window_get_search_page (self);
  else if (self->services == NULL)
    get_services (self);
  else
    {
      self->later_id = 0;
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

void
tutti_window_make_pages_later (TuttiWindow *self)
{
  if (self->later_id == 0 && self->context != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->later_id = g_timeout_add (LATER_MS, later_cb, self);
}

void
tutti_window_show_page (TuttiWindow *self,
                        const char  *name)
{
  if (self->context == NULL)
    return;
  gtk_stack_set_visible_child_name (self->stack, "main");
  adw_navigation_view_pop_to_tag (self->nav, "main");
  adw_view_stack_set_visible_child_name (self->pages, name);
}

void
tutti_window_show_track_page (TuttiWindow *self,
                              TuttiTrack  *track)
{
  gtk_stack_set_visible_child_name (self->stack, "main");
  adw_navigation_view_push (self->nav, tutti_track_page_new (self->context, track));
}

void
tutti_window_reveal_service (TuttiWindow  *self,
                             TuttiService *service)
{
  if (self->context == NULL)
    return;
  tutti_window_show_page (self, "services");
  tutti_services_page_reveal (get_services (self), service);
}

void
tutti_window_search (TuttiWindow *self,
                     const char  *text)
{
  if (self->context == NULL)
    return;
  tutti_window_show_page (self, "search");
  if (text != NULL)
    tutti_search_page_search (tutti_window_get_search_page (self), text);
  tutti_search_page_focus_entry (tutti_window_get_search_page (self));
}

gboolean
tutti_window_is_loading (TuttiWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->pages);

  if (g_strcmp0 (name, "likes") == 0)
    return self->likes != NULL && tutti_likes_page_is_loading (self->likes);
  return g_strcmp0 (name, "feed") == 0 && self->feed != NULL && tutti_feed_page_is_loading (self->feed);
}
