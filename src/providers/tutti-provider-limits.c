/* tutti-provider-limits.c: how much and how often a service is asked
 *
 * All of it stands in the data file; here are the rules for what is left out
 * there, and when a service's day ends. Pure functions; any thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-provider-private.h"

/* California's, in seconds, in winter. */
#define DAY_ZONE_OFFSET (-8 * 60 * 60)

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

guint
tutti_provider_get_max_ids (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), 1);

  return MAX (tutti_provider_get_file (self)->change, 1);
}

gint64
tutti_provider_get_keep_ms (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), 0);

  return tutti_provider_get_file (self)->keep_days * DAY_MS;
}

guint
tutti_provider_get_searches_per_day (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), 0);

  return tutti_provider_get_file (self)->searches_per_day;
}

guint
tutti_provider_get_units_per_day (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), 0);

  return tutti_provider_get_file (self)->units_per_day;
}

guint
tutti_provider_get_units (TuttiProvider      *self,
                          const TuttiRequest *request)
{
  const TuttiServiceFile *file;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), 0);

  file = tutti_provider_get_file (self);
  if (file->units_per_day == 0 || (request != NULL && request->kind == TUTTI_REQUEST_SEARCH && file->searches_per_day > 0))
    return 0;
  if (request != NULL && tutti_request_kind_is_change (request->kind))
    return MAX (file->units_per_change, 1);

  return 1;
}

gint64
tutti_provider_get_day_end (TuttiProvider *self,
                            gint64         now_ms)
{
  const char            *name;
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) midnight = NULL;
  g_autoptr (GDateTime) end = NULL;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), 0);

  name = tutti_provider_get_file (self)->day_zone;
  if (name == NULL)
    return 0;

  /* Where the system knows no zones, an hour too late in summer. */
  zone = g_time_zone_new_identifier (name);
  if (zone == NULL)
    zone = g_time_zone_new_offset (DAY_ZONE_OFFSET);
  now = g_date_time_new_from_unix_utc (now_ms / 1000);
  if (now != NULL)
    midnight = g_date_time_to_timezone (now, zone);
  if (midnight == NULL)
    return 0;
  end = g_date_time_add_days (midnight, 1);
  g_clear_pointer (&midnight, g_date_time_unref);
  midnight = g_date_time_new (zone, g_date_time_get_year (end), g_date_time_get_month (end), g_date_time_get_day_of_month (end), 0, 0, 0);

  return midnight != NULL ? g_date_time_to_unix (midnight) * 1000 : 0;
}

void
tutti_provider_get_limit (TuttiProvider *self,
                          double        *per_second,
                          guint         *burst)
{
  const TuttiServiceFile *file;

  g_return_if_fail (TUTTI_IS_PROVIDER (self));

  file = tutti_provider_get_file (self);
  *per_second = file->per_second > 0 ? file->per_second : 1;
  *burst = MAX (file->burst, 1);
}

char *
tutti_provider_dup_account_limit (TuttiProvider *self,
                                  double        *per_second,
                                  guint         *burst)
{
  const TuttiServiceFile *file;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  file = tutti_provider_get_file (self);
  if (file->per_second_account <= 0)
    return NULL;
  if (per_second != NULL)
    *per_second = file->per_second_account;
  if (burst != NULL)
    *burst = MAX (file->burst_account, 1);

  return g_strconcat (file->id, "-account", NULL);
}

guint
tutti_provider_get_patience_ms (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), 0);

  return tutti_provider_get_file (self)->patience * 1000;
}
