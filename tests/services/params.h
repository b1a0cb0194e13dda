/* params.h: the parameters of a query or of a form, as they came
 *
 * Order and repetition are kept, because a real service refuses a parameter
 * that is given twice, and so do we.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

typedef struct _Params Params;

Params *
params_parse (const char *text,
              gssize      length) G_GNUC_WARN_UNUSED_RESULT;

void
params_free (Params *self);

guint
params_get_length (const Params *self);

const char *
params_get_name (const Params *self,
                 guint         position);

const char *
params_get_value (const Params *self,
                  guint         position);

const char *
params_get (const Params *self,
            const char   *name);

/* The number of NAME; FALLBACK when it is absent, -1 when it is no number. */
gint64
params_get_number (const Params *self,
                   const char   *name,
                   gint64        fallback);

/* The first name that is not one of KNOWN, NULL when there is none. */
const char *
params_find_unknown (const Params      *self,
                     const char *const *known);

/* The first name that comes twice, NULL when there is none. */
const char *
params_find_repeated (const Params *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Params, params_free)
