/* tuttictl.c: the library without a window
 *
 * Reads the command line, opens the library in a fiber, runs one command and
 * says how it went: exit status and sentence come from the one table of errors.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tuttictl.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "tutti-log.h"
#include "tutti-player.h"

/* Wrong usage, as other programs have it. */
#define EXIT_USAGE 2

typedef struct
{
  GMainLoop     *loop;
  const Command *command;
  Options        options;
  int            status;
} Run;

static char *service_name;

void
tuttictl_set_service_name (const char *name)
{
  g_set_str (&service_name, name);
}

TuttiService *
tuttictl_find_service (TuttiLibrary *library,
                       const char   *id,
                       GError      **error)
{
  TuttiService *service = tutti_library_find_service (library, id);
  GListModel   *services = tutti_library_get_services (library);
  g_autoptr (GString) known = g_string_new (NULL);

  if (service != NULL)
    {
      tuttictl_set_service_name (tutti_service_get_name (service));
      return service;
    }

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) one = g_list_model_get_item (services, i);

      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", tutti_service_get_id (one));
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("There is no service “%s”. Tutti knows: %s."), id, known->str);
  return NULL;
}

int
tuttictl_say_error (const GError *error)
{
  g_autofree char *sentence = NULL;

  /* Wrong usage carries its own sentence. */
  if (error->domain == G_OPTION_ERROR)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_USAGE;
    }

  sentence = tutti_error_dup_sentence (error, service_name);
  g_printerr ("%s\n", sentence);
  /* Where the sentence says nothing, who looks into it needs the words. */
  if (!g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_FAILED))
    g_debug ("%s", error->message);
  else
    g_message ("%s", error->message);
  return tutti_error_get_exit_code (error->domain == TUTTI_ERROR ? (TuttiError) error->code : TUTTI_ERROR_FAILED);
}

static DexFuture *
run (gpointer data)
{
  Run                     *self = data;
  g_autoptr (GError)       error = NULL;
  g_autoptr (TuttiLibrary) library = dex_await_object (tutti_library_open (NULL, self->command->works), &error);

  if (library == NULL || !self->command->run (library, &self->options, &error))
    self->status = tuttictl_say_error (error);
  if (library != NULL)
    dex_await (tutti_library_close (library), NULL);

  g_main_loop_quit (self->loop);
  return dex_future_new_true ();
}

/* In the order in which they are listed. */
static const Command *const tables[] = {
  tuttictl_service_commands,
  tuttictl_connect_commands,
  tuttictl_sync_commands,
  tuttictl_library_commands,
  tuttictl_song_commands,
  tuttictl_recording_commands,
  tuttictl_preview_commands,
};

static const Command *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const Command *command = tables[i]; command->name != NULL; command++)
      if (g_str_equal (command->name, name))
        return command;

  return NULL;
}

static char *
dup_summary (void)
{
  g_autoptr (GString) text = g_string_new (_ ("Your music from several services, from the command line.\n\nCommands:\n"));

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const Command *command = tables[i]; command->name != NULL; command++)
      {
        g_autofree char *usage = g_strdup_printf ("%s %s", command->name, command->arguments);

        g_string_append_printf (text, "  %-46s %s\n", usage, _ (command->summary));
      }
  g_string_append (text, _ ("\nWith --json, a command answers as JSON. Exit codes and files: man tuttictl."));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static int
fail_usage (const char *message)
{
  g_printerr ("%s\n%s\n", message, _ ("See tuttictl --help."));
  return EXIT_USAGE;
}

static gboolean
interrupt_cb (gpointer data)
{
  Run *self = data;

  /* What was stored stays: a page is one transaction. */
  self->status = 130;
  g_main_loop_quit (self->loop);
  return G_SOURCE_CONTINUE;
}

static int
run_command (Run *self)
{
  char **words = self->options.words;
  int    n_words = words != NULL ? (int) g_strv_length (words) : 0;

  if (n_words == 0)
    return fail_usage (_ ("Say what to do."));
  if (!(self->command = find_command (words[0])))
    {
      g_autofree char *message = g_strdup_printf (_ ("There is no command “%s”."), words[0]);

      return fail_usage (message);
    }
  if (n_words - 1 < self->command->min_words ||
      (self->command->max_words >= 0 && n_words - 1 > self->command->max_words))
    {
      g_autofree char *message = g_strdup_printf (_ ("Usage: tuttictl %s %s"), self->command->name, self->command->arguments);

      return fail_usage (message);
    }

  self->options.words = words + 1;
  self->loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGINT, interrupt_cb, self);
  g_unix_signal_add (SIGTERM, interrupt_cb, self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, run, self, NULL));
  g_main_loop_run (self->loop);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  self->options.words = words;
  return self->status;
}

/* A standard stream that was closed is opened so that using it fails; else the
 * next socket or file would take its number, and what is printed. */
static void
occupy_standard_streams (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && errno == EBADF && open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
      _exit (1);
}

/* Whether whoever reads the answer has seen enough of it. */
static gboolean
is_reader_gone (void)
{
  struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };

  return poll (&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

/* An answer that did not arrive is no success. */
static int
finish_output (int status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;

  /* As other programs end in front of “head”. */
  if (is_reader_gone ())
    return 128 + SIGPIPE;

  g_printerr ("%s\n", _ ("The answer could not be written."));
  return status != 0 ? status : tutti_error_get_exit_code (TUTTI_ERROR_STORAGE);
}

static void
clear_options (Options *options)
{
  g_clear_pointer (&options->client_id, g_free);
  g_clear_pointer (&options->team_id, g_free);
  g_clear_pointer (&options->key_id, g_free);
  g_clear_pointer (&options->user, g_free);
  g_clear_pointer (&options->service, g_free);
  g_clear_pointer (&options->missing, g_free);
  g_clear_pointer (&options->sort, g_free);
  g_clear_pointer (&options->words, g_strfreev);
}

/* Reads the command line; FALSE, and the exit status, where that is all there is to do. */
static gboolean
read_options (Options *options,
              int      argc,
              char    *argv[],
              int     *status)
{
  gboolean                   version = FALSE;
  gboolean                   help = FALSE;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError)         error = NULL;
  g_autofree char           *summary = dup_summary ();
  const GOptionEntry         entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &options->json, N_ ("Answer as JSON"), NULL },
    { "limit", 'n', 0, G_OPTION_ARG_INT, &options->limit, N_ ("At most so many songs (50)"), N_ ("NUMBER") },
    { "service", 's', 0, G_OPTION_ARG_STRING, &options->service, N_ ("feed, likes, like, open, links: of this service"), N_ ("SERVICE") },
    { "missing", 0, 0, G_OPTION_ARG_STRING, &options->missing, N_ ("likes: not on this service"), N_ ("SERVICE") },
    { "single", 0, 0, G_OPTION_ARG_NONE, &options->single, N_ ("likes: on one service only"), NULL },
    { "explicit", 0, 0, G_OPTION_ARG_NONE, &options->explicit_only, N_ ("likes: marked as explicit"), NULL },
    { "sort", 0, 0, G_OPTION_ARG_STRING, &options->sort, N_ ("likes: newest, title, artist or most-services first"), N_ ("ORDER") },
    { "local", 0, 0, G_OPTION_ARG_NONE, &options->local, N_ ("search: ask no service"), NULL },
    { "find", 0, 0, G_OPTION_ARG_NONE, &options->find, N_ ("links: look for the song on the services that lack it"), NULL },
    { "print", 'p', 0, G_OPTION_ARG_NONE, &options->print, N_ ("open, preview: only print the address"), NULL },
    { "client-id", 0, 0, G_OPTION_ARG_STRING, &options->client_id, N_ ("setup: your client ID"), N_ ("ID") },
    { "client-secret-stdin", 0, 0, G_OPTION_ARG_NONE, &options->client_secret_stdin, N_ ("setup: read the client secret from standard input"), NULL },
    { "team-id", 0, 0, G_OPTION_ARG_STRING, &options->team_id, N_ ("setup: whose key it is, where one signs"), N_ ("ID") },
    { "key-id", 0, 0, G_OPTION_ARG_STRING, &options->key_id, N_ ("setup: which key it is"), N_ ("ID") },
    { "key-stdin", 0, 0, G_OPTION_ARG_NONE, &options->key_stdin, N_ ("setup: read the key from standard input"), NULL },
    { "token-stdin", 0, 0, G_OPTION_ARG_NONE, &options->token_stdin, N_ ("setup: read a token from standard input"), NULL },
    { "user", 0, 0, G_OPTION_ARG_STRING, &options->user, N_ ("setup: only read what this user shows to everybody"), N_ ("NAME") },
    { "print-url", 0, 0, G_OPTION_ARG_NONE, &options->print_url, N_ ("connect: print the address instead of opening the browser"), NULL },
    { "switch", 0, 0, G_OPTION_ARG_NONE, &options->switch_account, N_ ("connect: replace another account of this service"), NULL },
    { "this-session", 0, 0, G_OPTION_ARG_NONE, &options->this_session, N_ ("connect: keep the sign-in in memory only"), NULL },
    { "anew", 0, 0, G_OPTION_ARG_NONE, &options->anew, N_ ("sync, import-likes: import all likes again"), NULL },
    { "pause", 0, 0, G_OPTION_ARG_NONE, &options->pause, N_ ("import-likes: stop until you go on"), NULL },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &options->resume, N_ ("import-likes: go on where it stopped"), NULL },
    { "forget-liked", 0, 0, G_OPTION_ARG_NONE, &options->forget_manual, N_ ("disconnect: also forget songs you liked in Tutti itself"), NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &options->yes, N_ ("Do not ask"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_ ("Show the version"), NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->words, NULL, N_ ("COMMAND") },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary);
  /* GLib's own ends the program at once, and with success where nobody could read it. */
  g_option_context_set_help_enabled (context, FALSE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      *status = fail_usage (error->message);
      return FALSE;
    }
  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);

      g_print ("%s", text);
    }
  else if (version)
    {
      g_print ("tuttictl %s\n", TUTTI_VERSION);
    }
  else
    {
      return TRUE;
    }

  *status = finish_output (0);
  return FALSE;
}

int
main (int   argc,
      char *argv[])
{
  Run self = { 0 };

  occupy_standard_streams ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  tutti_log_init ();
  dex_init ();

  if (read_options (&self.options, argc, argv, &self.status))
    {
      self.status = run_command (&self);
      tuttictl_show_typing ();
      tutti_player_shut_down ();
      g_clear_pointer (&service_name, g_free);
      self.status = finish_output (self.status);
    }
  clear_options (&self.options);

  return self.status;
}
