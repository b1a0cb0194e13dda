/* rates.c: how often a service wants to be asked
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "rates.h"

struct _Rate
{
  GQueue times; /* of gint64 *, oldest first */
  double level;
  gint64 at;
};

void
rate_free (gpointer data)
{
  Rate *self = data;

  g_queue_clear_full (&self->times, g_free);
  g_free (self);
}

static Rate *
find_rate (Services   *services,
           const char *name,
           double      level)
{
  Rate *rate = g_hash_table_lookup (services->rates, name);

  if (rate == NULL)
    {
      rate = g_new0 (Rate, 1);
      rate->level = level;
      rate->at = services_get_now_msec (services);
      g_hash_table_insert (services->rates, g_strdup (name), rate);
    }
  return rate;
}

gboolean
rates_take (Services   *services,
            const char *name,
            guint       most,
            gint64      window,
            guint      *left)
{
  Rate   *rate = find_rate (services, name, 0);
  gint64  now = services_get_now_msec (services);
  gint64 *oldest;

  while ((oldest = g_queue_peek_head (&rate->times)) != NULL && *oldest <= now - window)
    g_free (g_queue_pop_head (&rate->times));
  if (left != NULL)
    *left = most > rate->times.length + 1 ? most - rate->times.length - 1 : 0;
  if (!services->fast && rate->times.length >= most)
    return FALSE;
  g_queue_push_tail (&rate->times, g_memdup2 (&now, sizeof now));
  return TRUE;
}

gboolean
rates_draw (Services   *services,
            const char *name,
            double      cost,
            double      per_second,
            double      burst,
            double     *left)
{
  Rate    *rate = find_rate (services, name, burst);
  gint64   now = services_get_now_msec (services);
  gboolean enough;

  rate->level = MIN (burst, rate->level + (double) MAX (now - rate->at, 0) / 1000 * per_second);
  rate->at = now;
  enough = services->fast || rate->level >= cost;
  if (enough)
    rate->level = MAX (rate->level - cost, 0);
  if (left != NULL)
    *left = rate->level;
  return enough;
}

gboolean
rates_spend (Services   *services,
             const char *name,
             guint       cost,
             guint       most)
{
  Rate *rate = find_rate (services, name, most);

  if (rate->level < cost)
    return FALSE;
  rate->level -= cost;
  return TRUE;
}

void
rates_forget (Services *services)
{
  g_hash_table_remove_all (services->rates);
}
