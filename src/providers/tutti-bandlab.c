/* tutti-bandlab.c: BandLab's links
 *
 * BandLab has no API that others may use: its links are recognised and opened,
 * and nothing is ever asked.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-bandlab.h"

#include <glib/gi18n-lib.h>

struct _TuttiBandlab
{
  TuttiProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TuttiBandlab, tutti_bandlab, TUTTI_TYPE_PROVIDER)

static const TuttiProviderInfo info = {
  .id = "bandlab",
  .name = "BandLab",
  .icon_name = "tutti-bandlab-symbolic",
  .capabilities = TUTTI_CAN_OPEN_WEB | TUTTI_CAN_KEYLESS,
};

static const char *
tutti_bandlab_explain (TuttiProvider  *provider,
                       TuttiCapability capability)
{
  if ((capability & TUTTI_CAN_OPEN_APP) != 0)
    return _ ("BandLab has no application for this desktop; its web page opens.");

  return _ ("BandLab lets no other program ask it anything. Its links are recognised and open on its web page.");
}

static void
tutti_bandlab_class_init (TuttiBandlabClass *class)
{
  TuttiProviderClass *provider_class = TUTTI_PROVIDER_CLASS (class);

  provider_class->info = &info;
  provider_class->explain = tutti_bandlab_explain;
}

static void
tutti_bandlab_init (TuttiBandlab *self)
{
}
