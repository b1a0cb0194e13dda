/* bench-window.c: a window of the same toolkit that shows 20 fixed rows
 *
 * What Tutti's start and memory are measured against: libadwaita, a header
 * bar, a list view of rows like Tutti's (a picture, title, artist, time and
 * three buttons), and nothing behind them; or, with --empty, the header bar
 * alone. Says "First rows drawn" on standard error when the first frame is
 * out, as Tutti does in its debug log.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <adwaita.h>

#define N_ROWS 20

static void
after_paint_cb (GdkFrameClock *clock,
                GtkWidget     *window)
{
  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, window);
  g_printerr ("First rows drawn\n");
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  static const char *const icons[] = { "audio-x-generic-symbolic", "starred-symbolic", "view-more-symbolic" };
  GtkWidget               *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget               *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget               *picture = gtk_image_new_from_icon_name ("audio-x-generic-symbolic");
  GtkWidget               *time = gtk_label_new ("12:34");

  gtk_widget_set_size_request (picture, 48, 48);
  gtk_widget_set_hexpand (text, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_box_append (GTK_BOX (text), label);
    }
  gtk_widget_add_css_class (time, "numeric");
  gtk_box_append (GTK_BOX (row), picture);
  gtk_box_append (GTK_BOX (row), text);
  gtk_box_append (GTK_BOX (row), time);
  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    {
      GtkWidget *button = gtk_button_new_from_icon_name (icons[i]);

      gtk_widget_add_css_class (button, "flat");
      gtk_box_append (GTK_BOX (row), button);
    }
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  const char *words = gtk_string_object_get_string (gtk_list_item_get_item (item));
  GtkWidget  *text = gtk_widget_get_next_sibling (gtk_widget_get_first_child (gtk_list_item_get_child (item)));

  for (GtkWidget *label = gtk_widget_get_first_child (text); label != NULL; label = gtk_widget_get_next_sibling (label))
    gtk_label_set_label (GTK_LABEL (label), words);
}

static GtkWidget *
make_list (void)
{
  GtkWidget          *scroller = gtk_scrolled_window_new ();
  GtkStringList      *words = gtk_string_list_new (NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *line = g_strdup_printf ("Song number %u", i);

      gtk_string_list_append (words, line);
    }
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller),
                                 gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (words))), factory));

  return scroller;
}

static void
activate_cb (GtkApplication *application,
             gboolean       *is_empty)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *view = adw_toolbar_view_new ();

  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), *is_empty ? adw_bin_new () : make_list ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), view);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 760);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gdk_surface_get_frame_clock (gtk_native_get_surface (GTK_NATIVE (window))), "after-paint",
                    G_CALLBACK (after_paint_cb), window);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (AdwApplication) application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  gboolean           is_empty = FALSE;
  const GOptionEntry options[] = {
    { "empty", 0, 0, G_OPTION_ARG_NONE, &is_empty, "Show no rows", NULL },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (application), options);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &is_empty);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
