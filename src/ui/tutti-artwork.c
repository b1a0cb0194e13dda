/* tutti-artwork.c: shows a song's picture, or a note while there is none
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-artwork.h"

struct _TuttiArtwork
{
  GtkWidget parent_instance;

  GtkWidget    *note;
  TuttiPicture *picture;
  int           size;
};

enum
{
  PROP_SIZE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TuttiArtwork, tutti_artwork, GTK_TYPE_WIDGET)

static void
texture_changed_cb (TuttiArtwork *self)
{
  gtk_widget_set_child_visible (self->note, self->picture == NULL || tutti_picture_get_texture (self->picture) == NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_picture (TuttiArtwork *self,
             TuttiPicture *picture)
{
  if (self->picture == picture)
    return;
  if (self->picture != NULL)
    g_signal_handlers_disconnect_by_func (self->picture, texture_changed_cb, self);
  g_set_object (&self->picture, picture);
  if (picture != NULL)
    g_signal_connect_object (picture, "notify::texture", G_CALLBACK (texture_changed_cb), self, G_CONNECT_SWAPPED);
  texture_changed_cb (self);
}

static void
tutti_artwork_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  TuttiArtwork *self = TUTTI_ARTWORK (widget);

  /* GTK wants every child that is shown measured before it is allocated */
  gtk_widget_measure (self->note, orientation, -1, NULL, NULL, NULL, NULL);
  *minimum = *natural = self->size;
}

static void
tutti_artwork_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  gtk_widget_allocate (TUTTI_ARTWORK (widget)->note, width, height, -1, NULL);
}

static void
tutti_artwork_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  TuttiArtwork   *self = TUTTI_ARTWORK (widget);
  GdkTexture     *texture = self->picture ? tutti_picture_get_texture (self->picture) : NULL;
  float           width = (float) gtk_widget_get_width (widget);
  float           height = (float) gtk_widget_get_height (widget);
  float           scale, fitted_width, fitted_height;
  graphene_rect_t area;

  if (texture == NULL)
    {
      gtk_widget_snapshot_child (widget, self->note, snapshot);
      return;
    }

  scale = MIN (width / (float) gdk_texture_get_width (texture), height / (float) gdk_texture_get_height (texture));
  fitted_width = (float) gdk_texture_get_width (texture) * scale;
  fitted_height = (float) gdk_texture_get_height (texture) * scale;
  graphene_rect_init (&area, (width - fitted_width) / 2, (height - fitted_height) / 2, fitted_width, fitted_height);
  gtk_snapshot_append_scaled_texture (snapshot, texture, GSK_SCALING_FILTER_TRILINEAR, &area);
}

static void
tutti_artwork_dispose (GObject *object)
{
  TuttiArtwork *self = TUTTI_ARTWORK (object);

  g_clear_object (&self->picture);
  g_clear_pointer (&self->note, gtk_widget_unparent);

  G_OBJECT_CLASS (tutti_artwork_parent_class)->dispose (object);
}

static void
tutti_artwork_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TuttiArtwork *self = TUTTI_ARTWORK (object);

  switch (prop_id)
    {
    case PROP_SIZE:
      g_value_set_int (value, self->size);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_artwork_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  TuttiArtwork *self = TUTTI_ARTWORK (object);

  switch (prop_id)
    {
    case PROP_SIZE:
      self->size = g_value_get_int (value);
      gtk_image_set_pixel_size (GTK_IMAGE (self->note), self->size / 3);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_artwork_class_init (TuttiArtworkClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tutti_artwork_dispose;
  object_class->get_property = tutti_artwork_get_property;
  object_class->set_property = tutti_artwork_set_property;
  widget_class->measure = tutti_artwork_measure;
  widget_class->size_allocate = tutti_artwork_size_allocate;
  widget_class->snapshot = tutti_artwork_snapshot;

  props[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 16, 1024, 48,
                                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "artwork");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tutti_artwork_init (TuttiArtwork *self)
{
  self->size = 48;
  self->note = g_object_new (GTK_TYPE_IMAGE,
                             "icon-name", "tutti-note-symbolic",
                             "pixel-size", 16,
                             "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                             NULL);
  gtk_widget_set_parent (self->note, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

void
tutti_artwork_show (TuttiArtwork      *self,
                    TuttiArtworkCache *cache,
                    const char        *uri)
{
  g_autoptr (TuttiPicture) picture = NULL;

  if (uri != NULL && *uri != '\0')
    picture = tutti_artwork_cache_get (cache, uri, self->size * gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  set_picture (self, picture);
}
