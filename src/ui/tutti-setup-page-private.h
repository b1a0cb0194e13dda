/* tutti-setup-page-private.h: what the files of the set-up page share
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-setup-page.h"

G_BEGIN_DECLS

struct _TuttiSetupPage
{
  AdwNavigationPage parent_instance;

  TuttiContext *context;
  TuttiService *service;

  GtkLabel       *intro;
  GtkListBox     *steps;
  AdwEntryRow    *client_id;
  AdwEntryRow    *secret;
  AdwEntryRow    *token;
  AdwEntryRow    *name;
  AdwEntryRow    *key_owner;
  AdwEntryRow    *key_id;
  AdwEntryRow    *key;
  GtkLabel       *id_number;
  GtkLabel       *token_number;
  GtkLabel       *note;
  GtkLabel       *secret_number;
  GtkLabel       *owner_number;
  GtkLabel       *key_id_number;
  GtkLabel       *key_number;
  GtkWidget      *message;
  GtkImage       *message_icon;
  GtkLabel       *message_text;
  GtkWidget      *troubles_list;
  AdwExpanderRow *troubles;
  GtkWidget      *connect;

  GtkWidget *wrong;   /* (unowned) (nullable) the entry that is spoken of, where a key signs */
  guint      rest_id; /* until the service is asked */
  DexFuture *asking;  /* (nullable) whose key it is */
  guint      n_asked; /* an older answer is silent */
};

/* Says `text`, or nothing where it is NULL; what is not good is said of the entry. */
void tutti_setup_page_show_message (TuttiSetupPage *self,
                                    const char     *text,
                                    gboolean        is_good);

/* Says that all is there, and what comes next. */
void tutti_setup_page_say_good (TuttiSetupPage *self);

void tutti_setup_page_show_number (GtkLabel *label,
                                   guint     number);

/* --- a key that signs (tutti-setup-key.c) --- */

/* In class_init: what the template calls there. */
void tutti_setup_page_bind_key (GtkWidgetClass *widget_class);

/* Two names and a key, behind the steps; what the keyring has already is known by its names. */
void tutti_setup_page_add_key_rows (TuttiSetupPage *self,
                                    guint           n_steps);

/* Both names of a key in `clean`, and the key, which is NULL where it is the one
 * that is in the keyring: who comes again need not give it again. */
gboolean tutti_setup_page_check_signing (TuttiSetupPage *self,
                                         char          **clean,
                                         TuttiSecret   **key);

/* --- a token, or a name (tutti-setup-token.c) --- */

/* In class_init: what the template calls there. */
void tutti_setup_page_bind_token (GtkWidgetClass *widget_class);

/* Emits "key" with what was given, if it is good. */
void tutti_setup_page_connect_key (TuttiSetupPage *self);

G_END_DECLS
