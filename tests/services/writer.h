/* writer.h: writes JSON into one growing text
 *
 * A page of fifty tracks is made for each request of a large import, beside
 * the program that is measured: a tree of nodes would cost ten times as much.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

typedef GString Writer;

/* In all of these KEY is NULL inside an array and at the root. */

Writer *
writer_new (void) G_GNUC_WARN_UNUSED_RESULT;

void
writer_begin_object (Writer     *self,
                     const char *key);

void
writer_end_object (Writer *self);

void
writer_begin_array (Writer     *self,
                    const char *key);

void
writer_end_array (Writer *self);

/* VALUE may be NULL, and is null then. */
void
writer_string (Writer     *self,
               const char *key,
               const char *value);

void
writer_format (Writer     *self,
               const char *key,
               const char *format,
               ...) G_GNUC_PRINTF (3, 4);

void
writer_int (Writer     *self,
            const char *key,
            gint64      value);

void
writer_bool (Writer     *self,
             const char *key,
             gboolean    value);

/* JSON that is written already. */
void
writer_raw (Writer     *self,
            const char *key,
            const char *json);

void
writer_null (Writer     *self,
             const char *key);

/* Takes SELF and gives its text. */
GBytes *
writer_finish (Writer *self) G_GNUC_WARN_UNUSED_RESULT;
