/* tutti-shortcuts-dialog.c: which keys do what
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-shortcuts-dialog.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *keys;  /* as GTK writes them */
  const char *title; /* untranslated */
} Shortcut;

static const Shortcut everywhere[] = {
  { "<Control>1", N_ ("Feed") },
  { "<Control>2", N_ ("Search") },
  { "<Control>3", N_ ("Likes") },
  { "<Control>4", N_ ("Services") },
  { "<Control>f", N_ ("Find") },
  { "<Control>v", N_ ("Open a link, or search for a text") },
  { "<Control>z", N_ ("Undo, while it is offered") },
  { "<Control>r", N_ ("Sync now") },
  { "<Alt>Left", N_ ("Back") },
  { "F10", N_ ("Main menu") },
  { "<Control>comma", N_ ("Preferences") },
  { "<Control>question", N_ ("Keyboard shortcuts") },
  { "F1", N_ ("Help") },
  { "<Control>w", N_ ("Close the window") },
  { "<Control>q", N_ ("Quit") },
};

static const Shortcut songs[] = {
  { "Return", N_ ("Open in the preferred service") },
  { "<Alt>Return", N_ ("Details") },
  { "space", N_ ("Play or stop the preview") },
  { "<Control>l", N_ ("Like, or remove the like") },
  { "<Control>c", N_ ("Copy title and artist") },
  { "Menu", N_ ("Menu of the song") },
};

static GtkWidget *
make_row (const Shortcut *shortcut)
{
  GtkWidget       *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", _ (shortcut->title), NULL);
  GdkModifierType  modifiers;
  guint            key;
  g_autofree char *text = NULL;
  GtkWidget       *label;

  gtk_accelerator_parse (shortcut->keys, &key, &modifiers);
  text = gtk_accelerator_get_label (key, modifiers);
  label = gtk_label_new (text);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "keycap");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

static AdwPreferencesGroup *
make_group (const char     *title,
            const Shortcut *shortcuts,
            guint           n_shortcuts)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  for (guint i = 0; i < n_shortcuts; i++)
    adw_preferences_group_add (group, make_row (&shortcuts[i]));
  return group;
}

AdwDialog *
tutti_shortcuts_dialog_new (void)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), make_group (C_ ("shortcuts", "Everywhere"), everywhere, G_N_ELEMENTS (everywhere)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), make_group (C_ ("shortcuts", "On a Song"), songs, G_N_ELEMENTS (songs)));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_title (dialog, _ ("Keyboard Shortcuts"));
  adw_dialog_set_content_width (dialog, 460);
  adw_dialog_set_content_height (dialog, 600);
  adw_dialog_set_child (dialog, view);

  return dialog;
}
