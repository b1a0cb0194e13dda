/* tuttictl-input.c: reads lines that the person types, while all else goes on
 *
 * Nothing here waits in read(): the browser's answer and Ctrl+C come meanwhile.
 * What was read is wiped. While a secret is typed the terminal does not show it,
 * and is given back as it was however the program ends.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tuttictl.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* A terminal gives lines of 4 KB at most. */
#define MAX_LINE 8192

typedef struct
{
  char             buffer[MAX_LINE + 1];
  gsize            length;
  TuttictlLineFunc func;
  gpointer         data;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  tutti_secret_wipe (input->buffer, sizeof input->buffer);
  g_free (input);
}

/* Hands over each whole line there is. */
static gboolean
hand_over (Input *input)
{
  char *end;

  while ((end = memchr (input->buffer, '\n', input->length)) != NULL)
    {
      gsize used = (gsize) (end - input->buffer) + 1;

      *end = '\0';
      if (!input->func (input->buffer, input->data))
        return G_SOURCE_REMOVE;
      memmove (input->buffer, input->buffer + used, input->length - used);
      input->length -= used;
    }

  return G_SOURCE_CONTINUE;
}

/* What was left without an end is a line too; one that never ends is none. */
static gboolean
hand_over_rest (Input *input)
{
  input->buffer[input->length] = '\0';
  if (input->length == 0 || input->length == MAX_LINE || input->func (input->buffer, input->data))
    input->func (NULL, input->data);

  return G_SOURCE_REMOVE;
}

static gboolean
readable_cb (int          fd,
             GIOCondition condition,
             gpointer     data)
{
  Input  *input = data;
  ssize_t n = read (fd, input->buffer + input->length, MAX_LINE - input->length);

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  if (n > 0)
    {
      input->length += (gsize) n;
      if (!hand_over (input))
        return G_SOURCE_REMOVE;
      if (input->length < MAX_LINE)
        return G_SOURCE_CONTINUE;
    }

  return hand_over_rest (input);
}

guint
tuttictl_watch_lines (TuttictlLineFunc func,
                      gpointer         data)
{
  Input *input = g_new0 (Input, 1);

  input->func = func;
  input->data = data;

  return g_unix_fd_add_full (G_PRIORITY_DEFAULT, STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, readable_cb, input, input_free);
}

/* --- what is not shown --- */

static struct termios shown;
static gboolean       is_hidden;

void
tuttictl_show_typing (void)
{
  if (is_hidden)
    tcsetattr (STDIN_FILENO, TCSADRAIN, &shown);
  is_hidden = FALSE;
}

/* The terminal goes away, or the program: only what is safe in a signal. */
static void
give_back (int number)
{
  tcsetattr (STDIN_FILENO, TCSANOW, &shown);
  raise (number); /* SA_RESETHAND: this one ends the program */
}

static void
hide_typing (void)
{
  const int        ends[] = { SIGHUP, SIGQUIT };
  struct sigaction action = { .sa_handler = give_back, .sa_flags = (int) (SA_RESETHAND | SA_NODEFER) };
  struct termios   hidden;

  if (tcgetattr (STDIN_FILENO, &shown) != 0)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      struct sigaction before;

      if (sigaction (ends[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
        sigaction (ends[i], &action, NULL);
    }

  hidden = shown;
  hidden.c_lflag = (hidden.c_lflag & ~(tcflag_t) ECHO) | ECHONL;
  hidden.c_cc[VSUSP] = _POSIX_VDISABLE; /* the shell would not show what is typed there */
  is_hidden = tcsetattr (STDIN_FILENO, TCSADRAIN, &hidden) == 0;
}

/* Says so where somebody types. */
static void
hide_on_terminal (const char *words)
{
  if (!isatty (STDIN_FILENO))
    return;

  g_printerr ("%s\n", words);
  hide_typing ();
}

static gboolean
secret_cb (char    *line,
           gpointer data)
{
  DexPromise *promise = data;

  if (line != NULL)
    g_strchomp (line);
  if (line != NULL && *line != '\0' && g_utf8_validate (line, -1, NULL))
    dex_promise_resolve_boxed (promise, TUTTI_TYPE_SECRET, tutti_secret_new (line));
  else
    dex_promise_reject (promise, g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "Nothing came"));

  return G_SOURCE_REMOVE;
}

TuttiSecret *
tuttictl_read_secret (const char *missing,
                      GError    **error)
{
  g_autoptr (DexPromise) promise = dex_promise_new ();
  TuttiSecret           *secret;

  hide_on_terminal (_ ("Paste it here and press Enter. It is not shown."));
  tuttictl_watch_lines (secret_cb, promise);
  secret = dex_await_boxed (DEX_FUTURE (dex_ref (promise)), NULL);
  tuttictl_show_typing ();
  if (secret == NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, missing);

  return secret;
}

static gboolean
arrived_cb (int          fd,
            GIOCondition condition,
            gpointer     data)
{
  dex_promise_resolve_boolean (data, TRUE);

  return G_SOURCE_REMOVE;
}

gsize
tuttictl_read_secret_text (char *text,
                           gsize size)
{
  gsize   length = 0;
  ssize_t n = 0;

  hide_on_terminal (_ ("Paste it here and press Ctrl+D. It is not shown."));
  do
    {
      DexPromise *arrived = dex_promise_new ();

      g_unix_fd_add_full (G_PRIORITY_DEFAULT, STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, arrived_cb, dex_ref (arrived), dex_unref);
      dex_await (DEX_FUTURE (arrived), NULL);
      n = read (STDIN_FILENO, text + length, size - length);
    }
  while (n > 0 && (length += (gsize) n) < size);
  tuttictl_show_typing ();

  return length;
}
