/* tutti-link.h: where one recording can be opened
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TUTTI_TYPE_LINK (tutti_link_get_type ())

typedef struct _TuttiLink TuttiLink;

/**
 * TuttiLinkInfo:
 * @provider: the provider's id
 * @remote_id: the provider's own id of the track
 * @title: (nullable): the title as that service writes it
 * @web_url: (nullable): the track's page
 * @app_uri: (nullable): what opens it in the service's own application
 * @duration_ms: milliseconds, 0 where unknown
 * @is_source: the row that shows it comes from this service
 *
 * What tutti_link_new() reads; borrowed for the call.
 */
typedef struct
{
  const char *provider;
  const char *remote_id;
  const char *title;
  const char *web_url;
  const char *app_uri;
  gint64      duration_ms;
  gboolean    is_source;
} TuttiLinkInfo;

GType tutti_link_get_type (void) G_GNUC_CONST;

TuttiLink *tutti_link_new (const TuttiLinkInfo *info) G_GNUC_WARN_UNUSED_RESULT;
TuttiLink *tutti_link_ref (TuttiLink *self);
void       tutti_link_unref (TuttiLink *self);

const char *tutti_link_get_provider (const TuttiLink *self);
const char *tutti_link_get_remote_id (const TuttiLink *self);
const char *tutti_link_get_title (const TuttiLink *self);
const char *tutti_link_get_web_url (const TuttiLink *self);
const char *tutti_link_get_app_uri (const TuttiLink *self);
gint64      tutti_link_get_duration (const TuttiLink *self);
gboolean    tutti_link_is_source (const TuttiLink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiLink, tutti_link_unref)

G_END_DECLS
