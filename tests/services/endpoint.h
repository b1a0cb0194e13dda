/* endpoint.h: which requests a service answers, and pages of what it lists
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "oauth.h"

/* One call to an API, after its token was believed. */
typedef struct
{
  Exchange    *exchange;
  const Grant *grant;   /* (nullable) */
  Library     *library; /* (nullable) */
  guint        person;
  GStrv        parts; /* of the path, from 0 on */
} Call;

typedef struct
{
  const char        *method;
  const char        *path;  /* "*" stands for one part */
  const char        *scope; /* (nullable) */
  const char *const *params;
  void (*answer) (Call *call);
} Endpoint;

#define PARAMS(...) \
  (const char *const[]) { __VA_ARGS__ __VA_OPT__ (, ) NULL }

typedef enum
{
  FOUND_NOTHING,
  FOUND_OTHER_METHOD,
  FOUND_IT,
} Found;

/* Looks for the path of EXCHANGE; PARTS gets its parts. */
Found
endpoint_find (const Endpoint  *endpoints,
               guint            n_endpoints,
               Exchange        *exchange,
               const Endpoint **found,
               GStrv           *parts);

/* The first parameter of the query that is unknown or comes twice, or NULL. */
const char *
endpoint_find_wrong (const Endpoint *endpoint,
                     Exchange       *exchange);

/* Whose library the call is about. */
void
call_set_person (Call           *self,
                 const Provider *provider,
                 guint           person);

/* How many likes the person has, where that is told beside the list. */
gint64
call_count_likes (Call *self);

/* A page of a list: OFFSET and LIMIT as they were asked for. */
typedef struct
{
  gint64 offset;
  gint64 limit;
  gint64 first; /* what is shown: from FIRST to before LAST */
  gint64 last;
  gint64 total; /* as the service says it */
} Page;

/* Fills in the rest for a list of LENGTH, whose total is said ERROR too high,
 * and lets the faults of pages strike. */
void
page_cut (Page     *self,
          Exchange *exchange,
          gint64    length,
          int       error);

/* Whether another page comes. */
gboolean
page_has_next (const Page *self);

/* An opaque text that stands for OFFSET in a list of KIND; -1 when it is none of KIND. */
char *
page_make_cursor (const char *kind,
                  gint64      offset) G_GNUC_WARN_UNUSED_RESULT;

gint64
page_parse_cursor (const char *text,
                   const char *kind);

/* Unix milliseconds as 2026-11-20T18:00:00Z. */
char *
endpoint_format_time (gint64 msec) G_GNUC_WARN_UNUSED_RESULT;

/* Cuts what a filter like artist:"…" asks for out of QUERY, or gives NULL. */
char *
endpoint_take_filter (char      **query,
                      const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* The body of media type TYPE as JSON; NULL when it is anything else. */
JsonNode *
endpoint_parse_body (Exchange   *exchange,
                     const char *type) G_GNUC_WARN_UNUSED_RESULT;

/* Member NAME of the object NODE when it is a string, else NULL. */
const char *
endpoint_get_string (JsonNode   *node,
                     const char *name);
