/* tutti-title-pieces.h: a title cut at its brackets and dashes
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-title.h"

G_BEGIN_DECLS

#define TUTTI_TITLE_MAX_PIECES 24

typedef enum
{
  TUTTI_PIECE_CORE,    /* outside of brackets, before the first dash */
  TUTTI_PIECE_TAIL,    /* outside of brackets, behind a dash */
  TUTTI_PIECE_BRACKET, /* in brackets */
  TUTTI_PIECE_CREDIT,  /* names of people */
} TuttiPieceKind;

typedef struct
{
  TuttiPieceKind kind;
  TuttiSpan      span;
} TuttiPiece;

guint tutti_title_cut (const char *title,
                       gsize       length,
                       TuttiPiece  pieces[TUTTI_TITLE_MAX_PIECES],
                       TuttiSpan   dashes[TUTTI_TITLE_MAX_DASHES],
                       guint      *n_dashes);

G_END_DECLS
