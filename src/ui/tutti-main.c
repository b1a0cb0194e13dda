/* tutti-main.c: the program with the window
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-application.h"
#include "tutti-log.h"

#include <glib/gi18n.h>
#include <libdex.h>
#include <locale.h>

/* Without its settings' schema GSettings ends the program without a word a person could use. */
static gboolean
has_schema (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = source ? g_settings_schema_source_lookup (source, SCHEMA_ID, TRUE) : NULL;

  return schema != NULL;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (TuttiApplication) application = NULL;
  const char *locales = g_getenv ("TUTTI_LOCALES"); /* of a build that is not installed */

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locales ? locales : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  tutti_log_init ();
  dex_init ();
  g_set_application_name ("Tutti");
  if (!has_schema ())
    {
      g_printerr ("%s\n", _ ("tutti: its settings are not installed. Install Tutti, or set GSETTINGS_SCHEMA_DIR to the folder “data” of the build."));
      return 1;
    }

  application = tutti_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
