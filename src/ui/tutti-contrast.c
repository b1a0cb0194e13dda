/* tutti-contrast.c: more contrast where the person wants it
 *
 * AdwApplication would load a style-hc.css by itself, but libadwaita 1.10 calls
 * that deprecated and wants media queries, which GTK 4.18 does not know.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-contrast.h"

#include <adwaita.h>

#define CONTRAST_CSS "/io/github/tuttimusic/Tutti/contrast.css"
#define KEY          "tutti-contrast"

static void
high_contrast_cb (AdwStyleManager *manager,
                  GParamSpec      *pspec,
                  GtkCssProvider  *provider)
{
  GdkDisplay *display = adw_style_manager_get_display (manager);

  if (adw_style_manager_get_high_contrast (manager))
    gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  else
    gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (provider));
}

void
tutti_contrast_follow (GdkDisplay *display)
{
  AdwStyleManager           *manager;
  g_autoptr (GtkCssProvider) provider = NULL;

  g_return_if_fail (GDK_IS_DISPLAY (display));

  if (g_object_get_data (G_OBJECT (display), KEY) != NULL)
    return;

  manager = adw_style_manager_get_for_display (display);
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, CONTRAST_CSS);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (high_contrast_cb), provider, G_CONNECT_DEFAULT);
  high_contrast_cb (manager, NULL, provider);
  g_object_set_data_full (G_OBJECT (display), KEY, g_steal_pointer (&provider), g_object_unref);
}
