/* art.c: covers and sounds that belong to nobody
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "art.h"

#include <cairo.h>
#include <math.h>
#include <string.h>

#include "catalogue.h"

#define RATE 22050
#define SECONDS 30

/* Ground first, then what is put on it, light to dark. */
typedef struct
{
  guint32 ground;
  guint32 colors[4];
} Palette;

static const Palette palettes[] = {
  { 0xf4e9d8, { 0xe4572e, 0xf3a712, 0x29335c, 0x669bbc } },
  { 0x16213e, { 0xf9c74f, 0xf3722c, 0x43aa8b, 0x577590 } },
  { 0xfde2e4, { 0xff7096, 0x7d4e9e, 0x2b2d6e, 0xffb3c6 } },
  { 0x0b3d3a, { 0xe9d8a6, 0x94d2bd, 0xee9b00, 0xca6702 } },
  { 0xe8f1f2, { 0x13293d, 0x006494, 0x1b98e0, 0xf6ae2d } },
  { 0x2d1e2f, { 0xf15946, 0xf9c22e, 0x53b3cb, 0xe01a4f } },
  { 0xf1faee, { 0xe63946, 0x1d3557, 0xa8dadc, 0x457b9d } },
  { 0x1b1b1e, { 0xfbfffe, 0x96031a, 0xfaa916, 0x6d676e } },
  { 0xd8e2dc, { 0x6d6875, 0xb5838d, 0xe5989b, 0x355070 } },
  { 0x3d405b, { 0xf4f1de, 0xe07a5f, 0x81b29a, 0xf2cc8f } },
};

typedef struct
{
  cairo_t       *cr;
  const Palette *palette;
  guint64        seed;
} Canvas;

/* From 0 up to but not including END. */
static guint
draw_lot (Canvas *canvas,
          guint   end)
{
  canvas->seed = catalogue_mix (canvas->seed, 'C');
  return (guint) (canvas->seed % end);
}

static void
use_color (Canvas *canvas,
           guint32 color,
           double  alpha)
{
  cairo_set_source_rgba (canvas->cr, (color >> 16 & 255) / 255.0, (color >> 8 & 255) / 255.0, (color & 255) / 255.0, alpha);
}

static void
use_palette (Canvas *canvas,
             guint   number)
{
  use_color (canvas, canvas->palette->colors[number % 4], 1);
}

static void
fill_circle (Canvas *canvas,
             double  x,
             double  y,
             double  radius)
{
  cairo_new_path (canvas->cr);
  cairo_arc (canvas->cr, x, y, radius, 0, 2 * G_PI);
  cairo_fill (canvas->cr);
}

static void
draw_rings (Canvas *canvas)
{
  double x = 0.25 + draw_lot (canvas, 50) / 100.0;
  double y = 0.25 + draw_lot (canvas, 50) / 100.0;
  guint  rings = 5 + draw_lot (canvas, 4);

  for (guint i = 0; i < rings; i++)
    {
      use_palette (canvas, i);
      fill_circle (canvas, x, y, 0.75 * (rings - i) / rings);
    }
}

static void
draw_stripes (Canvas *canvas)
{
  guint stripes = 6 + draw_lot (canvas, 6);

  cairo_translate (canvas->cr, 0.5, 0.5);
  cairo_rotate (canvas->cr, (draw_lot (canvas, 5) * 45 - 45) * G_PI / 180);
  for (guint i = 0; i < stripes; i += 1 + draw_lot (canvas, 2))
    {
      use_palette (canvas, i);
      cairo_rectangle (canvas->cr, -0.8, -0.75 + 1.5 * i / stripes, 1.6, 1.05 / stripes);
      cairo_fill (canvas->cr);
    }
}

static void
draw_hills (Canvas *canvas)
{
  use_palette (canvas, 0);
  fill_circle (canvas, 0.25 + draw_lot (canvas, 50) / 100.0, 0.34, 0.11 + draw_lot (canvas, 10) / 100.0);
  for (guint i = 0; i < 4; i++)
    {
      double phase = draw_lot (canvas, 628) / 100.0;
      double height = 0.45 + 0.14 * i;

      use_palette (canvas, i + 1);
      cairo_move_to (canvas->cr, 0, 1);
      for (double x = 0; x <= 1.02; x += 0.02)
        cairo_line_to (canvas->cr, x, height + 0.07 * sin (x * (3 + i) + phase));
      cairo_line_to (canvas->cr, 1.02, 1);
      cairo_fill (canvas->cr);
    }
}

static void
draw_quarters (Canvas *canvas)
{
  guint cells = 3 + draw_lot (canvas, 2);

  cairo_scale (canvas->cr, 1.0 / cells, 1.0 / cells);
  for (guint y = 0; y < cells; y++)
    for (guint x = 0; x < cells; x++)
      {
        guint corner = draw_lot (canvas, 4);
        guint ground = draw_lot (canvas, 4);

        use_palette (canvas, ground);
        cairo_rectangle (canvas->cr, x, y, 1.01, 1.01);
        cairo_fill (canvas->cr);
        if (draw_lot (canvas, 3) == 0)
          use_color (canvas, canvas->palette->ground, 1);
        else
          use_palette (canvas, ground + 1 + draw_lot (canvas, 3));
        cairo_save (canvas->cr);
        cairo_rectangle (canvas->cr, x, y, 1.01, 1.01);
        cairo_clip (canvas->cr);
        fill_circle (canvas, x + (corner & 1), y + (corner >> 1), 1);
        cairo_restore (canvas->cr);
      }
}

static void
draw_waves (Canvas *canvas)
{
  guint  waves = 9;
  double phase = draw_lot (canvas, 628) / 100.0;

  cairo_set_line_width (canvas->cr, 0.5 / waves);
  cairo_set_line_cap (canvas->cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i <= waves; i++)
    {
      use_palette (canvas, i / 2);
      for (double x = -0.1; x <= 1.1; x += 0.02)
        cairo_line_to (canvas->cr, x, (double) i / waves + 0.06 * sin (x * 7 + phase + i * 0.45));
      cairo_stroke (canvas->cr);
    }
}

static void
draw_dots (Canvas *canvas)
{
  guint  cells = 7 + draw_lot (canvas, 4);
  double x0 = draw_lot (canvas, 100) / 100.0;
  double y0 = draw_lot (canvas, 100) / 100.0;
  guint  first = draw_lot (canvas, 4);

  for (guint y = 0; y < cells; y++)
    for (guint x = 0; x < cells; x++)
      {
        double px = (x + 0.5) / cells;
        double py = (y + 0.5) / cells;
        double distance = hypot (px - x0, py - y0);

        use_palette (canvas, first + (distance > 0.55));
        fill_circle (canvas, px, py, (0.16 + 0.32 * fabs (cos (distance * 3))) / cells);
      }
}

static void
draw_discs (Canvas *canvas)
{
  for (guint i = 0; i < 5; i++)
    {
      use_color (canvas, canvas->palette->colors[i % 4], 0.82);
      fill_circle (canvas, draw_lot (canvas, 100) / 100.0, draw_lot (canvas, 100) / 100.0, 0.16 + draw_lot (canvas, 22) / 100.0);
    }
}

static void
draw_triangles (Canvas *canvas)
{
  guint cells = 3 + draw_lot (canvas, 2);

  cairo_scale (canvas->cr, 1.0 / cells, 1.0 / cells);
  for (guint y = 0; y < cells; y++)
    for (guint x = 0; x < cells; x++)
      {
        guint  corner = draw_lot (canvas, 4);
        double left = x, top = y;

        for (guint half = 0; half < 2; half++, corner ^= 3)
          {
            if (half == 1 && draw_lot (canvas, 2) == 0)
              continue;
            use_palette (canvas, draw_lot (canvas, 4));
            cairo_move_to (canvas->cr, left + (corner & 1), top + (corner >> 1));
            cairo_line_to (canvas->cr, left + 1 - (corner & 1), top + (corner >> 1));
            cairo_line_to (canvas->cr, left + (corner & 1), top + 1 - (corner >> 1));
            cairo_close_path (canvas->cr);
            cairo_fill (canvas->cr);
          }
      }
}

static void
draw_arches (Canvas *canvas)
{
  guint arches = 4 + draw_lot (canvas, 2);
  guint first = draw_lot (canvas, 4);

  for (guint i = 0; i < arches; i++)
    {
      double radius = 0.42 * (arches - i) / arches;

      if (i % 2 == 0)
        use_palette (canvas, first + i / 2);
      else
        use_color (canvas, canvas->palette->ground, 1);
      cairo_arc (canvas->cr, 0.5, 0.5, radius, G_PI, 2 * G_PI);
      cairo_line_to (canvas->cr, 0.5 + radius, 1.01);
      cairo_line_to (canvas->cr, 0.5 - radius, 1.01);
      cairo_close_path (canvas->cr);
      cairo_fill (canvas->cr);
    }
}

static cairo_status_t
append_cb (void                *data,
           const unsigned char *bytes,
           unsigned int         length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
art_draw_cover (const char *name,
                int         size)
{
  static void (*const patterns[]) (Canvas *) = {
    draw_rings,
    draw_stripes,
    draw_hills,
    draw_quarters,
    draw_waves,
    draw_dots,
    draw_discs,
    draw_triangles,
    draw_arches,
  };
  guint64          seed = catalogue_mix (g_str_hash (name), 'I');
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, size, size);
  GByteArray      *png = g_byte_array_new ();
  Canvas           canvas = {
              .cr = cairo_create (surface),
              .palette = &palettes[seed % G_N_ELEMENTS (palettes)],
              .seed = seed,
  };

  cairo_scale (canvas.cr, size, size);
  use_color (&canvas, canvas.palette->ground, 1);
  cairo_paint (canvas.cr);
  patterns[seed / 64 % G_N_ELEMENTS (patterns)](&canvas);
  cairo_destroy (canvas.cr);
  cairo_surface_write_to_png_stream (surface, append_cb, png);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (png);
}

static void
append_number (GByteArray *wav,
               guint32     number,
               guint       bytes)
{
  for (guint i = 0; i < bytes; i++)
    {
      guint8 byte = (guint8) (number >> (8 * i));

      g_byte_array_append (wav, &byte, 1);
    }
}

GBytes *
art_play_preview (const char *name)
{
  static const guint8 steps[] = { 0, 3, 7, 10, 12, 15, 19, 12 };
  guint64             seed = catalogue_mix (g_str_hash (name), 'W');
  double              root = 110.0 * pow (2.0, (double) (seed % 12) / 12.0);
  guint               beat = RATE * (4 + (guint) (seed / 12 % 4)) / 10;
  guint               samples = RATE * SECONDS;
  GByteArray         *wav = g_byte_array_sized_new (44 + samples * 2);

  g_byte_array_append (wav, (const guint8 *) "RIFF", 4);
  append_number (wav, 36 + samples * 2, 4);
  g_byte_array_append (wav, (const guint8 *) "WAVEfmt ", 8);
  append_number (wav, 16, 4);
  append_number (wav, 1, 2);
  append_number (wav, 1, 2);
  append_number (wav, RATE, 4);
  append_number (wav, RATE * 2, 4);
  append_number (wav, 2, 2);
  append_number (wav, 16, 2);
  g_byte_array_append (wav, (const guint8 *) "data", 4);
  append_number (wav, samples * 2, 4);

  for (guint i = 0; i < samples; i++)
    {
      guint  note = i / beat;
      double t = (double) (i % beat) / RATE;
      double pitch = root * pow (2.0, steps[catalogue_mix (seed + note % 16, 'B') % G_N_ELEMENTS (steps)] / 12.0);
      double soft = MIN (t * 60, 1) * exp (-t * 4);
      double ends = MIN (1, MIN (i, samples - i) / (RATE * 0.5));
      double tone = 0.5 * soft * (sin (2 * G_PI * pitch * t) + 0.3 * sin (4 * G_PI * pitch * t));
      double drone = 0.12 * sin (2 * G_PI * root * i / RATE) + 0.08 * sin (3 * G_PI * root * i / RATE);

      append_number (wav, (guint32) (gint32) ((tone + drone) * ends * 22000), 2);
    }
  return g_byte_array_free_to_bytes (wav);
}
