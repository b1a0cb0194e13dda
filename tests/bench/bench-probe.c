/* bench-probe.c: measures from inside a program with a window
 *
 * Preloaded (LD_PRELOAD) into Tutti by measure.py, so that the application
 * itself holds nothing of it. Commands come by line on one descriptor, answers
 * in JSON go to another (BENCH_PROBE=IN,OUT):
 *
 *   reset            forget the pauses seen so far
 *   pauses           the longest time in which the main loop did not answer who
 *                    asked it, and the longest time it worked meanwhile
 *   page NAME        shows a page; how long until it is drawn
 *   scroll N ROWS    from the top over ROWS rows (0: to the bottom) in N
 *                    frames; what the main thread worked for each frame, and
 *                    how many were over 16 ms
 *
 * Times are milliseconds; those of the processor do not count what other
 * programs did meanwhile. Drawing goes through GTK's software renderer on a
 * display without a graphics card, so it is told apart from all else.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <adwaita.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* How often the main loop is asked whether it still answers. */
#define BEAT_MS 4

/* What the main thread may work for a frame, in ms. */
#define FRAME_MS 16

typedef struct
{
  double wall;
  double cpu;
} Times;

typedef struct
{
  FILE  *out;
  GMutex mutex;
  GCond  cond;
  gboolean is_answered;
  clockid_t clock;  /* of the main thread's work */
  Times    asked;   /* when the main loop was asked last */
  double   longest; /* of the wall clock */
  double   longest_cpu;

  /* scrolling */
  GtkAdjustment *adjustment;
  double         to;
  guint          n_frames;
  guint          frame;
  Times          paint;
  Times          last;
  GArray        *own;   /* of double: all the main thread did for a frame but drawing */
  GArray        *drawn; /* of double */
  gint64         started;
} Probe;

static Probe probe;

/* From any thread: by the clock on the wall, and by that of the main thread's work. */
static Times
now (void)
{
  struct timespec wall, cpu;

  clock_gettime (CLOCK_MONOTONIC, &wall);
  clock_gettime (probe.clock, &cpu);
  return (Times) {
    (double) wall.tv_sec * 1e3 + (double) wall.tv_nsec / 1e6,
    (double) cpu.tv_sec * 1e3 + (double) cpu.tv_nsec / 1e6,
  };
}

/* --- pauses --- */

static gboolean
beat_cb (gpointer data)
{
  Times time = now ();

  g_mutex_lock (&probe.mutex);
  probe.longest = MAX (probe.longest, time.wall - probe.asked.wall);
  probe.longest_cpu = MAX (probe.longest_cpu, time.cpu - probe.asked.cpu);
  probe.is_answered = TRUE;
  g_cond_signal (&probe.cond);
  g_mutex_unlock (&probe.mutex);
  return G_SOURCE_REMOVE;
}

static gpointer
beat (gpointer data)
{
  for (;;)
    {
      g_usleep (BEAT_MS * 1000);
      g_mutex_lock (&probe.mutex);
      probe.is_answered = FALSE;
      probe.asked = now ();
      g_mutex_unlock (&probe.mutex);
      g_main_context_invoke_full (NULL, G_PRIORITY_HIGH, beat_cb, NULL, NULL);
      g_mutex_lock (&probe.mutex);
      while (!probe.is_answered)
        g_cond_wait (&probe.cond, &probe.mutex);
      g_mutex_unlock (&probe.mutex);
    }

  return NULL;
}

/* --- the window --- */

static GtkWidget *
find (GtkWidget *root,
      GType      type,
      gboolean   mapped)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && (!mapped || gtk_widget_get_mapped (root)))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, mapped);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
get_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_APPLICATION_WINDOW (window))
        return window;
    }

  return NULL;
}

static void
answer (const char *format,
        ...)
{
  va_list args;

  va_start (args, format);
  vfprintf (probe.out, format, args);
  va_end (args);
  fputc ('\n', probe.out);
  fflush (probe.out);
}

static void
shown_cb (GdkFrameClock *clock,
          gpointer       data)
{
  g_signal_handlers_disconnect_by_func (clock, shown_cb, data);
  answer ("{\"ms\": %.3f, \"cpu\": %.3f}", now ().wall - probe.last.wall, now ().cpu - probe.last.cpu);
}

static gboolean
show_page (const char *name)
{
  GtkWidget *window = get_window ();
  GtkWidget *stack = window != NULL ? find (window, ADW_TYPE_VIEW_STACK, TRUE) : NULL;

  if (stack == NULL || adw_view_stack_get_child_by_name (ADW_VIEW_STACK (stack), name) == NULL)
    return FALSE;
  probe.last = now ();
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), name);
  gtk_widget_queue_draw (window);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (shown_cb), NULL);
  return TRUE;
}

/* --- scrolling --- */

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

static double
at (GArray *sorted,
    double  part)
{
  return g_array_index (sorted, double, MIN ((guint) (part * sorted->len), sorted->len - 1));
}

static void before_paint_cb (GdkFrameClock *clock, gpointer data);
static void layout_cb (GdkFrameClock *clock, gpointer data);
static void after_paint_cb (GdkFrameClock *clock, gpointer data);

static void
end_scroll (GdkFrameClock *clock)
{
  guint n_over = 0;

  g_signal_handlers_disconnect_by_func (clock, before_paint_cb, NULL);
  g_signal_handlers_disconnect_by_func (clock, layout_cb, NULL);
  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, NULL);
  for (guint i = 0; i < probe.own->len; i++)
    n_over += g_array_index (probe.own, double, i) > FRAME_MS;
  g_array_sort (probe.own, compare);
  g_array_sort (probe.drawn, compare);
  answer ("{\"frames\": %u, \"seconds\": %.2f, \"part\": %.4f, \"median\": %.3f, \"p99\": %.3f, \"longest\": %.3f, \"over\": %u, \"drawing\": %.3f}",
          probe.n_frames, (double) (g_get_monotonic_time () - probe.started) / 1e6, probe.to, at (probe.own, 0.5), at (probe.own, 0.99),
          at (probe.own, 1), n_over, at (probe.drawn, 0.5));
}

static void
before_paint_cb (GdkFrameClock *clock,
                 gpointer       data)
{
  double upper = gtk_adjustment_get_upper (probe.adjustment) - gtk_adjustment_get_page_size (probe.adjustment);
  double share = (double) probe.frame / probe.n_frames;

  probe.paint = now ();
  gtk_adjustment_set_value (probe.adjustment, upper * share * probe.to);
}

/* Connected after the window's own handler: all is laid out, nothing is drawn. */
static void
layout_cb (GdkFrameClock *clock,
          gpointer       data)
{
  probe.paint = now ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                gpointer       data)
{
  Times  time = now ();
  double drawn = time.cpu - probe.paint.cpu;
  double own = time.cpu - probe.last.cpu - drawn;

  if (probe.frame > 0)
    {
      g_array_append_val (probe.own, own);
      g_array_append_val (probe.drawn, drawn);
    }
  probe.last = time;
  if (probe.frame++ == probe.n_frames)
    end_scroll (clock);
  else
    gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
}

static gboolean
scroll (guint n_frames,
        guint n_rows)
{
  GtkWidget     *window = get_window ();
  GtkWidget     *list = window != NULL ? find (window, GTK_TYPE_LIST_VIEW, TRUE) : NULL;
  GtkWidget     *scroller = list != NULL ? gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW) : NULL;
  GdkFrameClock *clock;
  guint          n_items;

  if (scroller == NULL || n_frames == 0)
    return FALSE;

  n_items = g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list))));
  clock = gtk_widget_get_frame_clock (window);
  probe.adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  probe.to = n_rows == 0 || n_items == 0 ? 1 : MIN (1, (double) n_rows / n_items);
  probe.n_frames = n_frames;
  probe.frame = 0;
  probe.started = g_get_monotonic_time ();
  g_clear_pointer (&probe.own, g_array_unref);
  g_clear_pointer (&probe.drawn, g_array_unref);
  probe.own = g_array_new (FALSE, FALSE, sizeof (double));
  probe.drawn = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), NULL);
  g_signal_connect (clock, "layout", G_CALLBACK (layout_cb), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), NULL);
  gtk_widget_queue_draw (list);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
  return TRUE;
}

/* --- commands --- */

static gboolean
command_cb (gpointer data)
{
  char *line = data;
  guint n_frames = 0;
  guint n_rows = 0;

  if (g_str_equal (line, "reset") || g_str_equal (line, "pauses"))
    {
      g_mutex_lock (&probe.mutex);
      answer ("{\"wall\": %.3f, \"cpu\": %.3f}", probe.longest, probe.longest_cpu);
      if (g_str_equal (line, "reset"))
        probe.longest = probe.longest_cpu = 0;
      g_mutex_unlock (&probe.mutex);
    }
  else if (!(g_str_has_prefix (line, "page ") && show_page (line + strlen ("page "))) &&
           !(sscanf (line, "scroll %u %u", &n_frames, &n_rows) == 2 && scroll (n_frames, n_rows)))
    answer ("{\"error\": \"not now\"}");

  return G_SOURCE_REMOVE;
}

static gpointer
listen (gpointer data)
{
  FILE *in = data;
  char  line[256];

  while (fgets (line, sizeof line, in) != NULL)
    g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, command_cb, g_strdup (g_strchomp (line)), g_free);

  return NULL;
}

__attribute__ ((constructor)) static void
start (void)
{
  const char *places = g_getenv ("BENCH_PROBE");
  int         in, out;

  if (places == NULL || sscanf (places, "%d,%d", &in, &out) != 2)
    return;
  g_unsetenv ("BENCH_PROBE");
  g_unsetenv ("LD_PRELOAD");
  probe.out = fdopen (out, "w");
  pthread_getcpuclockid (pthread_self (), &probe.clock);
  g_thread_unref (g_thread_new ("bench-beat", beat, NULL));
  g_thread_unref (g_thread_new ("bench-listen", listen, fdopen (in, "r")));
}
