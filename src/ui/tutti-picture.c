/* tutti-picture.c: artwork that comes when it comes
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-picture.h"

struct _TuttiPicture
{
  GObject parent_instance;

  char       *uri;
  int         pixels;
  GdkTexture *texture;
};

enum
{
  PROP_TEXTURE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TuttiPicture, tutti_picture, G_TYPE_OBJECT)

static void
tutti_picture_finalize (GObject *object)
{
  TuttiPicture *self = TUTTI_PICTURE (object);

  g_clear_pointer (&self->uri, g_free);
  g_clear_object (&self->texture);

  G_OBJECT_CLASS (tutti_picture_parent_class)->finalize (object);
}

static void
tutti_picture_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TuttiPicture *self = TUTTI_PICTURE (object);

  switch (prop_id)
    {
    case PROP_TEXTURE:
      g_value_set_object (value, self->texture);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_picture_class_init (TuttiPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tutti_picture_finalize;
  object_class->get_property = tutti_picture_get_property;

  props[PROP_TEXTURE] = g_param_spec_object ("texture", NULL, NULL, GDK_TYPE_TEXTURE,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tutti_picture_init (TuttiPicture *self)
{
}

TuttiPicture *
tutti_picture_new (const char *uri,
                   int         pixels)
{
  TuttiPicture *self = g_object_new (TUTTI_TYPE_PICTURE, NULL);

  self->uri = g_strdup (uri);
  self->pixels = pixels;

  return self;
}

const char *
tutti_picture_get_uri (TuttiPicture *self)
{
  return self->uri;
}

int
tutti_picture_get_pixels (TuttiPicture *self)
{
  return self->pixels;
}

GdkTexture *
tutti_picture_get_texture (TuttiPicture *self)
{
  return self->texture;
}

void
tutti_picture_set_texture (TuttiPicture *self,
                           GdkTexture   *texture)
{
  if (g_set_object (&self->texture, texture))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXTURE]);
}
