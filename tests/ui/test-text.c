/* test-text.c: what values read like, and pictures from bytes
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-artwork-cache.h"
#include "tutti-text.h"
#include "tutti-touch.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <utime.h>

#define MINUTE G_GINT64_CONSTANT (60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* Saturday, 21 November 2026, 12:00 UTC */
#define NOON G_GINT64_CONSTANT (1795262400000)

static void
test_duration (void)
{
  static const struct
  {
    gint64      ms;
    const char *text;
  } cases[] = {
    { 0, NULL },
    { -5, NULL },
    { 1000, "0:01" },
    { 258000, "4:18" },
    { 59999, "1:00" },
    { 3723000, "1:02:03" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tutti_text_from_duration (cases[i].ms);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_day (void)
{
  static const struct
  {
    gint64      at;
    const char *text;
  } cases[] = {
    { 0, "Undated" },
    { NOON, "Today" },
    { NOON - 12 * HOUR, "Today" },
    { NOON - 12 * HOUR - 1000, "Yesterday" },
    { NOON - 2 * DAY, "Thursday, 19 November" },
    { NOON - 400 * DAY, "Friday, 17 October 2025" },
    { NOON + DAY, "Sunday, 22 November" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tutti_text_from_day (cases[i].at, NOON);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_update (void)
{
  static const struct
  {
    gint64      at;
    const char *text;
  } cases[] = {
    { 0, "Not updated yet" },
    { NOON, "Updated just now" },
    { NOON + MINUTE, "Updated just now" }, /* a clock that was set back */
    { NOON - MINUTE, "Updated 1 minute ago" },
    { NOON - 59 * MINUTE, "Updated 59 minutes ago" },
    { NOON - HOUR, "Updated at 11:00" },
    { NOON - 2 * DAY, "Updated on 19 November 2026" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tutti_text_from_update (cases[i].at, NOON);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_counts (void)
{
  g_autofree char *one = tutti_text_from_songs (1);
  g_autofree char *many = tutti_text_from_songs (12);
  g_autofree char *soon = tutti_text_from_seconds_left (20);
  g_autofree char *later = tutti_text_from_seconds_left (125);

  g_assert_cmpstr (one, ==, "1 song");
  g_assert_cmpstr (many, ==, "12 songs");
  g_assert_cmpstr (soon, ==, "less than a minute left");
  g_assert_cmpstr (later, ==, "about 2 minutes left");
  g_assert_null (tutti_text_from_seconds_left (0));
}

static GBytes *
make_picture (int width,
              int height)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autofree char *data = NULL;
  gsize            size;

  gdk_pixbuf_fill (pixbuf, 0x336699ff);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, "png", NULL, NULL));
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

static void
test_decode (void)
{
  static const struct
  {
    int width, height;               /* of the picture */
    int fitted_width, fitted_height; /* into 48 */
  } cases[] = {
    { 640, 640, 48, 48 },
    { 1280, 720, 48, 27 },
    { 20, 30, 20, 30 }, /* never larger */
    { 1000, 1, 48, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = make_picture (cases[i].width, cases[i].height);
      g_autoptr (GdkTexture) texture = tutti_artwork_decode (bytes, 48);

      g_assert_nonnull (texture);
      g_assert_cmpint (gdk_texture_get_width (texture), ==, cases[i].fitted_width);
      g_assert_cmpint (gdk_texture_get_height (texture), ==, cases[i].fitted_height);
    }
}

static void
test_decode_rubbish (void)
{
  static const char *const cases[] = { "", "<html>Not found</html>", "\x89PNG\r\n\x1a\n", "GIF89a" };
  g_autoptr (GBytes) whole = make_picture (300, 300);
  g_autoptr (GBytes) start = g_bytes_new_from_bytes (whole, 0, 20);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i], strlen (cases[i]));

      g_assert_null (tutti_artwork_decode (bytes, 48));
    }
  g_assert_null (tutti_artwork_decode (start, 48));
}

/* Only what services send is given to a decoder, and no more of it than a cover has. */
static void
test_decode_hostile (void)
{
  static const char *const formats[] = { "bmp", "ico", "tiff" };
  static const char *const drawings[] = {
    "<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64'><rect width='64' height='64'/></svg>",
    "/* XPM */\nstatic char *x[] = {\n\"2 1 1 1\",\n\"a c #ff0000\",\n\"aa\"\n};\n",
    "P3\n2 1\n255\n255 0 0 0 255 0\n",
  };
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 32, 32);
  g_autoptr (GBytes)    bomb = make_picture (4200, 4000);

  gdk_pixbuf_fill (pixbuf, 0x336699ff);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char   *data = NULL;
      gsize              size = 0;
      g_autoptr (GBytes) bytes = NULL;

      /* Not every system can write them all. */
      if (!gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, formats[i], NULL, NULL))
        continue;
      bytes = g_bytes_new_take (g_steal_pointer (&data), size);
      g_assert_null (tutti_artwork_decode (bytes, 48));
    }
  for (guint i = 0; i < G_N_ELEMENTS (drawings); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (drawings[i], strlen (drawings[i]));

      g_assert_null (tutti_artwork_decode (bytes, 48));
    }
  g_assert_null (tutti_artwork_decode (bomb, 48));
}

static void
test_trim (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tutti-trim-XXXXXX", NULL);
  g_autofree char *content = g_malloc0 (1000);
  guint            n_left = 0;

  /* file 0 is the oldest */
  for (int i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%d", folder, i);
      struct utimbuf   times = { 1000 + i, 1000 + i };

      g_assert_true (g_file_set_contents (name, content, 1000, NULL));
      g_assert_cmpint (g_utime (name, &times), ==, 0);
    }

  tutti_artwork_trim (folder, 10000);
  for (int i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%d", folder, i);

      g_assert_true (g_file_test (name, G_FILE_TEST_EXISTS));
    }

  tutti_artwork_trim (folder, 5000);
  for (int i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%d", folder, i);

      g_assert_cmpint (g_file_test (name, G_FILE_TEST_EXISTS), ==, i >= 6);
      n_left += g_file_test (name, G_FILE_TEST_EXISTS);
      g_unlink (name);
    }
  g_assert_cmpuint (n_left, ==, 4);
  tutti_artwork_trim ("/nowhere", 0);
  g_rmdir (folder);
}

/* What shows only under a pointer shows all the time where there is none. */
static void
test_touch (void)
{
  static const struct
  {
    GdkEventType   type;
    GdkInputSource source;
    gboolean       is_finger;
    gboolean       is_pointer;
  } cases[] = {
    { GDK_TOUCH_BEGIN, GDK_SOURCE_TOUCHSCREEN, TRUE, FALSE },
    { GDK_TOUCH_UPDATE, GDK_SOURCE_TOUCHSCREEN, TRUE, FALSE },
    { GDK_MOTION_NOTIFY, GDK_SOURCE_TOUCHSCREEN, TRUE, FALSE },
    { GDK_MOTION_NOTIFY, GDK_SOURCE_MOUSE, FALSE, TRUE },
    { GDK_SCROLL, GDK_SOURCE_TOUCHPAD, FALSE, TRUE },
    { GDK_KEY_PRESS, GDK_SOURCE_KEYBOARD, FALSE, FALSE },
    { GDK_ENTER_NOTIFY, GDK_SOURCE_MOUSE, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean is_pointer;

      g_assert_cmpint (tutti_touch_is_finger (cases[i].type, cases[i].source, &is_pointer), ==, cases[i].is_finger);
      g_assert_cmpint (is_pointer, ==, cases[i].is_pointer);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/duration", test_duration);
  g_test_add_func ("/text/day", test_day);
  g_test_add_func ("/text/update", test_update);
  g_test_add_func ("/text/counts", test_counts);
  g_test_add_func ("/touch", test_touch);
  g_test_add_func ("/artwork/decode", test_decode);
  g_test_add_func ("/artwork/decode-rubbish", test_decode_rubbish);
  g_test_add_func ("/artwork/decode-hostile", test_decode_hostile);
  g_test_add_func ("/artwork/trim", test_trim);

  return g_test_run ();
}
