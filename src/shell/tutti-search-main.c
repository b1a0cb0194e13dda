/* tutti-search-main.c: the program that GNOME Shell's search starts
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-search-provider.h"

#include <libdex.h>
#include <locale.h>

#include "tutti-log.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (TuttiSearchProvider) provider = NULL;

  setlocale (LC_ALL, "");
  tutti_log_init ();
  dex_init ();

  provider = tutti_search_provider_new ();
  return g_application_run (G_APPLICATION (provider), argc, argv);
}
