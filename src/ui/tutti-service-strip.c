/* tutti-service-strip.c: the service icons of a row, each in its column
 *
 * Buttons are made when first needed and stay; a column without a song hides
 * its button but keeps its place, so that one glance down a list shows what
 * is where.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-service-strip.h"

#include <glib/gi18n.h>
#include <string.h>

#define PLACE 34 /* CSS pixels: width and height of a target */
#define MAX_PLACES 5

struct _TuttiServiceStrip
{
  GtkWidget parent_instance;

  GtkWidget *buttons[MAX_PLACES]; /* (nullable) */
  struct
  {
    TuttiService *service; /* (unowned) (nullable) whom the button is for */
    TuttiStrong   strong;  /* in which words it says so */
    gboolean      is_strong;
  } shown[MAX_PLACES];
  GtkWidget *more;                /* (nullable) the "+2" in the last place */
  guint      n_places;
};

G_DEFINE_FINAL_TYPE (TuttiServiceStrip, tutti_service_strip, GTK_TYPE_WIDGET)

/* One song's answer to "where": the services that have it, in the person's order. */
typedef struct
{
  TuttiContext *context;
  TuttiTrack   *track;
  const char   *sources;
  TuttiStrong   strong;
} Row;

static gboolean
has_link (const Row    *row,
          TuttiService *service)
{
  return tutti_track_get_link (row->track, tutti_service_get_id (service)) != NULL;
}

static gboolean
is_strong (const Row    *row,
           TuttiService *service)
{
  const char *id = tutti_service_get_id (service);
  g_auto (GStrv) ids = NULL;

  if (row->strong == TUTTI_STRONG_NONE)
    return TRUE;
  if (row->sources == NULL)
    {
      TuttiLink *link = tutti_track_get_link (row->track, id);

      return link != NULL && tutti_link_is_source (link);
    }
  ids = g_strsplit (row->sources, ",", -1);
  return g_strv_contains ((const char *const *) ids, id);
}

static char *
make_label (const Row    *row,
            TuttiService *service)
{
  const char *name = tutti_service_get_name (service);

  if (row->strong == TUTTI_STRONG_NONE || !is_strong (row, service))
    /* Translators: %s is a service, as in “Open in Spotify” */
    return g_strdup_printf (_ ("Open in %s"), name);
  if (row->strong == TUTTI_STRONG_PLAYED)
    /* Translators: %s is a service, as in “Open in Spotify” */
    return g_strdup_printf (_ ("Open in %s, played here"), name);
  /* Translators: %s is a service, as in “Open in Spotify” */
  return g_strdup_printf (_ ("Open in %s, liked here"), name);
}

/* Focus goes from place to place, in whatever order the buttons were made. */
static GtkWidget *
find_next (TuttiServiceStrip *self,
           guint              place)
{
  for (guint i = place + 1; i < MAX_PLACES; i++)
    if (self->buttons[i] != NULL)
      return self->buttons[i];
  return self->more;
}

static void
show_button (TuttiServiceStrip *self,
             guint              place,
             const Row         *row,
             TuttiService      *service)
{
  GtkWidget       *button = self->buttons[place];
  g_autofree char *label = NULL;

  if (service == NULL)
    {
      if (button != NULL)
        gtk_widget_set_visible (button, FALSE);
      return;
    }

  if (button == NULL)
    {
      button = self->buttons[place] = g_object_new (GTK_TYPE_BUTTON, "valign", GTK_ALIGN_CENTER, NULL);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "service");
      gtk_widget_insert_before (button, GTK_WIDGET (self), find_next (self, place));
    }

  gtk_widget_set_visible (button, TRUE);
  if (self->shown[place].service == service && self->shown[place].strong == row->strong && self->shown[place].is_strong == is_strong (row, service))
    return;

  self->shown[place].service = service;
  self->shown[place].strong = row->strong;
  self->shown[place].is_strong = is_strong (row, service);
  label = make_label (row, service);
  gtk_button_set_icon_name (GTK_BUTTON (button), tutti_service_get_icon_name (service));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", tutti_service_get_id (service));
  if (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)) == NULL)
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "track.open");
  tutti_accessible_set_tooltip (button, label);
  tutti_accessible_set_name (button, label);
  if (is_strong (row, service))
    gtk_widget_add_css_class (button, "strong");
  else
    gtk_widget_remove_css_class (button, "strong");
}

/* The names behind "+2", made when the person asks. */
static void
fill_more_cb (GtkMenuButton *button,
              gpointer       data)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GPtrArray *rest = g_object_get_data (G_OBJECT (button), "services");

  for (guint i = 0; i < rest->len; i++)
    {
      TuttiService    *service = g_ptr_array_index (rest, i);
      g_autofree char *label = g_strdup_printf (_ ("Open in %s"), tutti_service_get_name (service));
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "track.open", "s", tutti_service_get_id (service));
      g_menu_append_item (menu, item);
    }

  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
  tutti_accessible_watch_menu (GTK_WIDGET (gtk_menu_button_get_popover (button)));
}

static void
show_more (TuttiServiceStrip *self,
           GPtrArray         *rest)
{
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  if (rest == NULL)
    {
      if (self->more != NULL)
        gtk_widget_set_visible (self->more, FALSE);
      return;
    }

  if (self->more == NULL)
    {
      self->more = g_object_new (GTK_TYPE_MENU_BUTTON, "valign", GTK_ALIGN_CENTER, "child", gtk_label_new (NULL), NULL);
      gtk_widget_add_css_class (self->more, "flat");
      gtk_widget_add_css_class (self->more, "more");
      gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->more), fill_more_cb, NULL, NULL);
      gtk_widget_insert_before (self->more, GTK_WIDGET (self), NULL);
    }

  /* without the mark the plus sign would change sides in right-to-left */
  text = g_strdup_printf ("\u200e+%u", rest->len);
  label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u more service", "%u more services", rest->len), rest->len);
  gtk_label_set_text (GTK_LABEL (gtk_menu_button_get_child (GTK_MENU_BUTTON (self->more))), text);
  tutti_accessible_set_tooltip (self->more, label);
  tutti_accessible_set_name (self->more, label);
  g_object_set_data_full (G_OBJECT (self->more), "services", g_ptr_array_ref (rest), (GDestroyNotify) g_ptr_array_unref);
  gtk_widget_set_visible (self->more, TRUE);
}

void
tutti_service_strip_show (TuttiServiceStrip *self,
                          TuttiContext      *context,
                          TuttiTrack        *track,
                          const char        *sources,
                          TuttiStrong        strong)
{
  const Row     row = { context, track, sources, strong };
  GPtrArray    *order = tutti_context_get_order (context);
  guint         n_columns = tutti_context_get_n_columns (context);
  gboolean      is_narrow = tutti_context_get_layout (context) == TUTTI_LAYOUT_NARROW;
  guint         n_places = n_columns + (order->len > n_columns);
  TuttiService *places[MAX_PLACES] = { NULL };
  g_autoptr (GPtrArray) rest = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean has_column = FALSE;

  for (guint i = 0; i < order->len; i++)
    {
      TuttiService *service = g_ptr_array_index (order, i);

      if (!has_link (&row, service))
        continue;
      if (is_narrow && !has_column)
        places[0] = service;
      else if (!is_narrow && i < n_columns)
        places[i] = service;
      else
        {
          g_ptr_array_add (rest, g_object_ref (service));
          continue;
        }
      has_column = TRUE;
    }

  /* never only "+2": the best of the others takes the last column */
  if (!has_column && rest->len > 1 && n_columns > 0)
    {
      places[n_columns - 1] = g_ptr_array_index (rest, 0);
      g_ptr_array_remove_index (rest, 0);
    }
  /* never "+1": the icon stands there itself */
  if (rest->len == 1 && n_places > n_columns)
    places[n_columns] = g_ptr_array_index (rest, 0);

  show_more (self, rest->len > 1 ? rest : NULL);
  for (guint i = 0; i < MAX_PLACES; i++)
    show_button (self, i, &row, i < n_places ? places[i] : NULL);

  if (self->n_places != n_places)
    {
      self->n_places = n_places;
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
}

static void
tutti_service_strip_measure (GtkWidget     *widget,
                             GtkOrientation orientation,
                             int            for_size,
                             int           *minimum,
                             int           *natural,
                             int           *minimum_baseline,
                             int           *natural_baseline)
{
  TuttiServiceStrip *self = TUTTI_SERVICE_STRIP (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      gtk_widget_measure (child, orientation, -1, NULL, NULL, NULL, NULL);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? PLACE * (int) self->n_places : PLACE;
}

static void
allocate_place (TuttiServiceStrip *self,
                GtkWidget         *child,
                guint              place,
                int                width,
                int                height)
{
  int           x = (int) place * PLACE;
  GtkAllocation area;

  if (child == NULL || !gtk_widget_should_layout (child))
    return;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = width - x - PLACE;
  area = (GtkAllocation) { x, (height - PLACE) / 2, PLACE, PLACE };
  gtk_widget_size_allocate (child, &area, -1);
}

static void
tutti_service_strip_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  TuttiServiceStrip *self = TUTTI_SERVICE_STRIP (widget);

  for (guint i = 0; i < MAX_PLACES; i++)
    allocate_place (self, self->buttons[i], i, width, height);
  if (self->n_places > 0)
    allocate_place (self, self->more, self->n_places - 1, width, height);
}

static void
tutti_service_strip_dispose (GObject *object)
{
  TuttiServiceStrip *self = TUTTI_SERVICE_STRIP (object);

  for (guint i = 0; i < MAX_PLACES; i++)
    g_clear_pointer (&self->buttons[i], gtk_widget_unparent);
  g_clear_pointer (&self->more, gtk_widget_unparent);

  G_OBJECT_CLASS (tutti_service_strip_parent_class)->dispose (object);
}

static void
tutti_service_strip_class_init (TuttiServiceStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_service_strip_dispose;
  widget_class->measure = tutti_service_strip_measure;
  widget_class->size_allocate = tutti_service_strip_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "services");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tutti_service_strip_init (TuttiServiceStrip *self)
{
}
