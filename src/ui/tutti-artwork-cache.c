/* tutti-artwork-cache.c: pictures of songs, in memory and on disk
 *
 * A picture waits in `waiting` until one of a few loads is free; a load is a
 * fiber of the main thread that hands reading, decoding and writing to the
 * thread pool, so that scrolling never waits for a file. Files are named by
 * the SHA-256 of their address, in a folder only the person can read.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-artwork-cache.h"

#include <fcntl.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <utime.h>

#define MAX_LOADS 4
#define MAX_KEPT_BYTES (24 * 1024 * 1024)
#define MAX_DISK_BYTES (200 * 1024 * 1024)
#define MAX_PIXELS (16 * 1024 * 1024) /* of a picture as it comes: four at once, four bytes each */
#define TRIM_EVERY 200 /* files written */

struct _TuttiArtworkCache
{
  GObject parent_instance;

  TuttiLibrary *library;
  char         *folder;
  GHashTable   *pictures; /* key → TuttiPicture (unowned), all that are alive */
  GQueue        waiting;  /* of keys, the last asked for first */
  GQueue        kept;     /* of TuttiPicture, the last used first */
  gsize         kept_bytes;
  guint         n_loads;
  guint         n_written;
};

G_DEFINE_FINAL_TYPE (TuttiArtworkCache, tutti_artwork_cache, G_TYPE_OBJECT)

static char *
dup_path (TuttiArtworkCache *self,
          const char        *uri)
{
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uri, -1);

  return g_build_filename (self->folder, name, NULL);
}

/* What a thread is told and gives back. */
typedef struct
{
  char   *path;
  GBytes *bytes; /* (nullable): NULL reads the file, else they are written to it once they prove to be a picture */
  int     pixels;
} Job;

static Job *
job_new (const char *path,
         GBytes     *bytes,
         int         pixels)
{
  Job *job = g_new0 (Job, 1);

  job->path = g_strdup (path);
  job->bytes = bytes ? g_bytes_ref (bytes) : NULL;
  job->pixels = pixels;

  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->path, g_free);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job);
}

static void
fit_cb (GdkPixbufLoader *loader,
        int              width,
        int              height,
        gpointer         data)
{
  int    pixels = GPOINTER_TO_INT (data);
  double scale = (double) pixels / MAX (width, height);

  if ((gint64) width * height > MAX_PIXELS)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else if (scale < 1)
    gdk_pixbuf_loader_set_size (loader, MAX (1, (int) (width * scale + 0.5)), MAX (1, (int) (height * scale + 0.5)));
}

/* What services send. GdkPixbuf reads whatever the system has a module for: no
 * drawings with a language of their own, no formats from old times. */
static gboolean
is_picture (GBytes *bytes)
{
  static const struct
  {
    const char *start;
    gsize       length;
  } kinds[] = {
    { "\xff\xd8\xff", 3 },
    { "\x89PNG\r\n\x1a\n", 8 },
    { "GIF8", 4 },
    { "RIFF", 4 }, /* WebP */
  };
  gsize       length;
  const char *data = g_bytes_get_data (bytes, &length);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (length > 12 && memcmp (data, kinds[i].start, kinds[i].length) == 0)
      return !g_str_equal (kinds[i].start, "RIFF") || memcmp (data + 8, "WEBP", 4) == 0;

  return FALSE;
}

GdkTexture *
tutti_artwork_decode (GBytes *bytes,
                      int     pixels)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  g_autoptr (GBytes) data = NULL;
  GdkPixbuf *pixbuf;
  gboolean   good;

  if (!is_picture (bytes))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return NULL;
    }

  g_signal_connect (loader, "size-prepared", G_CALLBACK (fit_cb), GINT_TO_POINTER (pixels));
  good = gdk_pixbuf_loader_write_bytes (loader, bytes, NULL);
  if (!gdk_pixbuf_loader_close (loader, NULL) || !good)
    return NULL;
  if ((pixbuf = gdk_pixbuf_loader_get_pixbuf (loader)) == NULL)
    return NULL;

  data = gdk_pixbuf_read_pixel_bytes (pixbuf);
  return gdk_memory_texture_new (gdk_pixbuf_get_width (pixbuf),
                                 gdk_pixbuf_get_height (pixbuf),
                                 gdk_pixbuf_get_has_alpha (pixbuf) ? GDK_MEMORY_R8G8B8A8 : GDK_MEMORY_R8G8B8,
                                 data,
                                 (gsize) gdk_pixbuf_get_rowstride (pixbuf));
}

/* In the thread pool. Resolves to a GdkTexture. */
static DexFuture *
work (gpointer data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (job->bytes == NULL)
    {
      g_autofree char *contents = NULL;
      gsize            length;

      if (!g_file_get_contents (job->path, &contents, &length, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
      bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
      g_utime (job->path, NULL); /* used lately: trimmed last */
    }
  else
    bytes = g_bytes_ref (job->bytes);

  if ((texture = tutti_artwork_decode (bytes, job->pixels)) == NULL)
    {
      if (job->bytes == NULL)
        g_unlink (job->path);
      return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "Not a picture");
    }

  if (job->bytes != NULL && !g_file_set_contents_full (job->path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                                       G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_debug ("A picture was not kept: %s", error->message);

  return dex_future_new_take_object (g_steal_pointer (&texture));
}

static DexFuture *
spawn_work (const char *path,
            GBytes     *bytes,
            int         pixels)
{
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, work, job_new (path, bytes, pixels), job_free);
}

typedef struct
{
  char   *path;
  gint64  used_at;
  guint64 size;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->path, g_free);
  g_free (entry);
}

static int
compare_age (gconstpointer a,
             gconstpointer b)
{
  const Entry *first = *(Entry *const *) a;
  const Entry *second = *(Entry *const *) b;

  return (first->used_at > second->used_at) - (first->used_at < second->used_at);
}

void
tutti_artwork_trim (const char *folder,
                    guint64     limit)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  guint64     total = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf         info;
      Entry           *entry;

      if (g_lstat (path, &info) != 0 || !S_ISREG (info.st_mode))
        continue;
      entry = g_new0 (Entry, 1);
      entry->path = g_steal_pointer (&path);
      entry->used_at = info.st_mtime;
      entry->size = (guint64) info.st_size;
      total += entry->size;
      g_ptr_array_add (entries, entry);
    }

  if (total <= limit)
    return;

  g_ptr_array_sort (entries, compare_age);
  for (guint i = 0; i < entries->len && total > limit * 4 / 5; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);

      if (g_unlink (entry->path) == 0)
        total -= entry->size;
    }
}

static DexFuture *
trim (gpointer data)
{
  tutti_artwork_trim (data, MAX_DISK_BYTES);
  return dex_future_new_true ();
}

static void
start_trim (TuttiArtworkCache *self)
{
  dex_future_disown (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, trim, g_strdup (self->folder), g_free));
}

static char *
make_key (const char *uri,
          int         pixels)
{
  return g_strdup_printf ("%d %s", pixels, uri);
}

static gsize
count_bytes (TuttiPicture *picture)
{
  GdkTexture *texture = tutti_picture_get_texture (picture);

  return texture ? (gsize) gdk_texture_get_width (texture) * (gsize) gdk_texture_get_height (texture) * 4 : 0;
}

/* Keeps the last ones used alive although no row shows them. */
static void
keep (TuttiArtworkCache *self,
      TuttiPicture      *picture)
{
  GList *link = g_queue_find (&self->kept, picture);

  if (link != NULL)
    {
      g_queue_unlink (&self->kept, link);
      g_queue_push_head_link (&self->kept, link);
      return;
    }

  g_queue_push_head (&self->kept, g_object_ref (picture));
  self->kept_bytes += count_bytes (picture);
  while (self->kept_bytes > MAX_KEPT_BYTES)
    {
      g_autoptr (TuttiPicture) oldest = g_queue_pop_tail (&self->kept);

      self->kept_bytes -= count_bytes (oldest);
    }
}

typedef struct
{
  TuttiArtworkCache *cache;
  TuttiPicture      *picture;
} Load;

static void start_loads (TuttiArtworkCache *self);

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_object (&load->picture);
  g_clear_object (&load->cache);
  g_free (load);
}

static GdkTexture *
await_texture (Load       *load,
               const char *path)
{
  int pixels = tutti_picture_get_pixels (load->picture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture = dex_await_object (spawn_work (path, NULL, pixels), NULL);

  if (texture != NULL)
    return texture;

  bytes = dex_await_boxed (tutti_library_fetch_artwork (load->cache->library, tutti_picture_get_uri (load->picture)), &error);
  if (bytes == NULL)
    {
      g_debug ("No picture: %s", error->message);
      return NULL;
    }

  if ((texture = dex_await_object (spawn_work (path, bytes, pixels), NULL)) != NULL && ++load->cache->n_written % TRIM_EVERY == 0)
    start_trim (load->cache);
  return texture;
}

static DexFuture *
load_fiber (gpointer data)
{
  Load            *load = data;
  g_autofree char *path = dup_path (load->cache, tutti_picture_get_uri (load->picture));
  g_autoptr (GdkTexture) texture = await_texture (load, path);

  if (texture != NULL)
    {
      tutti_picture_set_texture (load->picture, texture);
      keep (load->cache, load->picture);
    }

  load->cache->n_loads--;
  start_loads (load->cache);
  return dex_future_new_true ();
}

static void
start_loads (TuttiArtworkCache *self)
{
  while (self->n_loads < MAX_LOADS && !g_queue_is_empty (&self->waiting))
    {
      g_autofree char *key = g_queue_pop_head (&self->waiting);
      TuttiPicture    *picture = g_hash_table_lookup (self->pictures, key);
      Load            *load;

      if (picture == NULL || tutti_picture_get_texture (picture) != NULL)
        continue;

      load = g_new0 (Load, 1);
      load->cache = g_object_ref (self);
      load->picture = g_object_ref (picture);
      self->n_loads++;
      dex_future_disown (dex_scheduler_spawn (NULL, 0, load_fiber, load, load_free));
    }
}

/* Back online: what could not be fetched is tried again. */
static void
offline_changed_cb (TuttiArtworkCache *self)
{
  GHashTableIter iter;
  gpointer       key, value;

  if (tutti_library_is_offline (self->library))
    return;
  g_hash_table_iter_init (&iter, self->pictures);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (tutti_picture_get_texture (value) == NULL)
      g_queue_push_tail (&self->waiting, g_strdup (key));
  start_loads (self);
}

static void
picture_gone_cb (gpointer data,
                 GObject *gone)
{
  TuttiArtworkCache *self = data;
  GHashTableIter     iter;
  gpointer           value;

  g_hash_table_iter_init (&iter, self->pictures);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (value == gone)
      {
        g_hash_table_iter_remove (&iter);
        break;
      }
}

static void
tutti_artwork_cache_dispose (GObject *object)
{
  TuttiArtworkCache *self = TUTTI_ARTWORK_CACHE (object);
  GHashTableIter     iter;
  gpointer           value;

  g_queue_clear_full (&self->kept, g_object_unref);
  g_queue_clear_full (&self->waiting, g_free);
  if (self->pictures != NULL)
    {
      g_hash_table_iter_init (&iter, self->pictures);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        g_object_weak_unref (value, picture_gone_cb, self);
    }
  g_clear_pointer (&self->pictures, g_hash_table_unref);
  g_clear_pointer (&self->folder, g_free);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (tutti_artwork_cache_parent_class)->dispose (object);
}

static void
tutti_artwork_cache_class_init (TuttiArtworkCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tutti_artwork_cache_dispose;
}

static void
tutti_artwork_cache_init (TuttiArtworkCache *self)
{
  self->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->folder = g_build_filename (g_get_user_cache_dir (), "tutti", "artwork", NULL);
  g_queue_init (&self->waiting);
  g_queue_init (&self->kept);
}

TuttiArtworkCache *
tutti_artwork_cache_new (TuttiLibrary *library)
{
  TuttiArtworkCache *self = g_object_new (TUTTI_TYPE_ARTWORK_CACHE, NULL);

  self->library = g_object_ref (library);
  g_mkdir_with_parents (self->folder, 0700);
  g_signal_connect_object (library, "notify::is-offline", G_CALLBACK (offline_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

TuttiPicture *
tutti_artwork_cache_get (TuttiArtworkCache *self,
                         const char        *uri,
                         int                pixels)
{
  g_autofree char *key = make_key (uri, pixels);
  TuttiPicture    *picture = g_hash_table_lookup (self->pictures, key);

  if (picture != NULL)
    {
      if (tutti_picture_get_texture (picture) != NULL)
        keep (self, picture);
      return g_object_ref (picture);
    }

  picture = tutti_picture_new (uri, pixels);
  g_object_weak_ref (G_OBJECT (picture), picture_gone_cb, self);
  g_hash_table_insert (self->pictures, g_strdup (key), picture);
  g_queue_push_head (&self->waiting, g_steal_pointer (&key));
  start_loads (self);

  return picture;
}

char *
tutti_artwork_cache_dup_file (TuttiArtworkCache *self,
                              const char        *uri)
{
  g_autofree char *path = dup_path (self, uri);

  return g_access (path, R_OK) == 0 ? g_filename_to_uri (path, NULL, NULL) : NULL;
}
