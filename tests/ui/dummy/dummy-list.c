/* dummy-list.c: lists of invented songs
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "dummy-private.h"

#include <string.h>

typedef struct
{
  const char *title;
  const char *artist;
  const char *album;
  const char *version;
  const char *links; /* letters of services: s t y c a d b; capital: it comes from there */
  gboolean    is_explicit;
} Song;

static const Song songs[] = {
  { "Harbour Lights", "Nora Fjeld", "Low Tide", NULL, "Styad", FALSE },
  { "Say It Twice", "The Paper Lanterns, Imani Cole", "Say It Twice", NULL, "Stycad", FALSE },
  { "Concrete Garden", "VESPER", "Concrete Garden", NULL, "sC", FALSE },
  { "Glasshouse", "Marlo Reyes", "Second Skin", NULL, "Styad", TRUE },
  { "Piano Sonata No. 3 in B-flat major, Op. 41: II. Andante sostenuto e molto cantabile", "Elena Vasquez, Hallam Quartet, Orchestra of the Northern Isles", "Sonatas", NULL, "Stad", FALSE },
  { "Wildfire Season", "June & the Arrows", "Live at Union Hall", "Live", "Y", FALSE },
  { "Northbound", "Slow Ferry", "Timetables", NULL, "Styc", FALSE },
  { "Basement Tape #4", "otherroom", NULL, NULL, "C", FALSE },
  { "Ámbar", "Luz Marina", "Sal", NULL, "Styad", FALSE },
  { "Ночное море", "Лена Ветрова", "Побережье", NULL, "Sya", FALSE },
  { "夜の海", "川村ひかり", "灯台", NULL, "Sad", FALSE },
  { "Orbit", "Lena Park, Sable", "Orbit (Remixes)", "Sable Remix", "sC", FALSE },
  { "No Other Place <3 & more", "Title With Markup <b>", "A & B", NULL, "ad", FALSE },
  { "שיר של ערב", "נועה לוי", "ערב", NULL, "Sty", FALSE },
};

#define TIME_STEP (G_GINT64_CONSTANT (100) * 60 * 1000)

static GHashTable *likes;
static GPtrArray  *alive; /* of TuttiTrackList (unowned) */

guint
dummy_get_n_songs (void)
{
  return G_N_ELEMENTS (songs);
}

gboolean
dummy_is_liked (gint64 id)
{
  if (likes != NULL && g_hash_table_contains (likes, GINT_TO_POINTER ((int) id)))
    return GPOINTER_TO_INT (g_hash_table_lookup (likes, GINT_TO_POINTER ((int) id)));
  return id % 3 == 1;
}

void
dummy_set_liked (gint64   id,
                 gboolean liked)
{
  if (likes == NULL)
    likes = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (likes, GINT_TO_POINTER ((int) id), GINT_TO_POINTER (liked));
}

TuttiTrack *
dummy_make_track (guint number)
{
  static const char letters[] = "stycadb";
  const Song       *song = &songs[number % G_N_ELEMENTS (songs)];
  g_autofree char  *uuid = g_strdup_printf ("00000000-0000-7000-8000-%012u", number);
  g_autofree char  *artwork = g_strdup_printf ("https://example.org/art/%u", number % 40);
  g_autofree char  *title = number < G_N_ELEMENTS (songs) ? g_strdup (song->title) : g_strdup_printf ("%s %u", song->title, number);
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_link_unref);
  TuttiTrackInfo info = {
    .id = number + 1,
    .uuid = uuid,
    .title = title,
    .artist = song->artist,
    .album = song->album,
    .version = song->version,
    .is_explicit = song->is_explicit,
    .duration_ms = 258000,
    .artwork_url = number % G_N_ELEMENTS (songs) == 4 ? NULL : artwork,
    .is_liked = dummy_is_liked (number + 1),
  };

  for (const char *letter = song->links; *letter != '\0'; letter++)
    {
      guint            place = (guint) (strchr (letters, g_ascii_tolower (*letter)) - letters);
      g_autofree char *remote = g_strdup_printf ("r%u", number);
      TuttiLinkInfo    link = {
           .provider = dummy_infos[place].id,
           .remote_id = remote,
           .title = song->title,
           .is_source = g_ascii_isupper (*letter),
      };

      if (place == 0 || dummy_has ("all"))
        g_ptr_array_add (links, tutti_link_new (&link));
    }
  info.links = (TuttiLink *const *) links->pdata;
  info.n_links = links->len;

  return tutti_track_new (&info);
}

/* --- slots --- */

struct _TuttiTrackSlot
{
  GObject parent_instance;

  TuttiTrack *track;
  gint64      id;
  gint64      at;
};

enum
{
  SLOT_PROP_TRACK = 1,
};

G_DEFINE_FINAL_TYPE (TuttiTrackSlot, tutti_track_slot, G_TYPE_OBJECT)

static void
tutti_track_slot_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  g_value_set_object (value, TUTTI_TRACK_SLOT (object)->track);
}

static void
tutti_track_slot_finalize (GObject *object)
{
  g_clear_object (&TUTTI_TRACK_SLOT (object)->track);
  G_OBJECT_CLASS (tutti_track_slot_parent_class)->finalize (object);
}

static void
tutti_track_slot_class_init (TuttiTrackSlotClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = tutti_track_slot_get_property;
  G_OBJECT_CLASS (klass)->finalize = tutti_track_slot_finalize;
  g_object_class_install_property (G_OBJECT_CLASS (klass), SLOT_PROP_TRACK,
                                   g_param_spec_object ("track", NULL, NULL, TUTTI_TYPE_TRACK, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
tutti_track_slot_init (TuttiTrackSlot *self)
{
}

TuttiTrack *
tutti_track_slot_get_track (TuttiTrackSlot *self)
{
  return self->track;
}
gint64
tutti_track_slot_get_id (TuttiTrackSlot *self)
{
  return self->id;
}
gint64
tutti_track_slot_get_at (TuttiTrackSlot *self)
{
  return self->at;
}
const char *
tutti_track_slot_get_sources (TuttiTrackSlot *self)
{
  return NULL;
}

static gboolean
read_cb (gpointer data)
{
  TuttiTrackSlot *self = data;

  g_clear_object (&self->track);
  self->track = dummy_make_track ((guint) self->id - 1);
  g_object_notify (G_OBJECT (self), "track");
  return G_SOURCE_REMOVE;
}

void
tutti_track_slot_want (TuttiTrackSlot *self)
{
  if (self->track == NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, read_cb, g_object_ref (self), g_object_unref);
}

/* --- lists --- */

struct _TuttiTrackList
{
  GObject parent_instance;

  GArray     *ids; /* of gint64 */
  GHashTable *slots;
  gboolean    has_times;
  gboolean    is_loading;
  gboolean    is_likes;
};

enum
{
  LIST_PROP_IS_LOADING = 1,
  LIST_PROP_N_ITEMS,
};

static guint list_replaced;

static GType
list_get_item_type (GListModel *model)
{
  return TUTTI_TYPE_TRACK_SLOT;
}
static guint
list_get_n_items (GListModel *model)
{
  return ((TuttiTrackList *) model)->ids->len;
}

gint64
tutti_track_list_get_id (TuttiTrackList *self,
                         guint           position)
{
  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

gint64
tutti_track_list_get_at (TuttiTrackList *self,
                         guint           position)
{
  gint64 now = g_get_real_time () / 1000;

  return self->has_times && position % 40 != 39 ? now - now % 60000 - (gint64) position * TIME_STEP : 0;
}

static gpointer
list_get_item (GListModel *model,
               guint       position)
{
  TuttiTrackList *self = (TuttiTrackList *) model;
  TuttiTrackSlot *slot;
  gint64          id;

  if (position >= self->ids->len)
    return NULL;
  id = g_array_index (self->ids, gint64, position);
  if ((slot = g_hash_table_lookup (self->slots, GINT_TO_POINTER ((int) id))) != NULL)
    return g_object_ref (slot);
  slot = g_object_new (TUTTI_TYPE_TRACK_SLOT, NULL);
  slot->id = id;
  slot->at = tutti_track_list_get_at (self, position);
  g_hash_table_insert (self->slots, GINT_TO_POINTER ((int) id), g_object_ref (slot));
  return slot;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_get_item_type;
  iface->get_n_items = list_get_n_items;
  iface->get_item = list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TuttiTrackList, tutti_track_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
tutti_track_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  TuttiTrackList *self = TUTTI_TRACK_LIST (object);

  if (prop_id == LIST_PROP_IS_LOADING)
    g_value_set_boolean (value, self->is_loading);
  else
    g_value_set_uint (value, self->ids->len);
}

static void
tutti_track_list_finalize (GObject *object)
{
  TuttiTrackList *self = TUTTI_TRACK_LIST (object);

  g_ptr_array_remove_fast (alive, self);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->slots, g_hash_table_unref);
  G_OBJECT_CLASS (tutti_track_list_parent_class)->finalize (object);
}

static void
tutti_track_list_class_init (TuttiTrackListClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = tutti_track_list_get_property;
  G_OBJECT_CLASS (klass)->finalize = tutti_track_list_finalize;
  g_object_class_install_property (G_OBJECT_CLASS (klass), LIST_PROP_IS_LOADING,
                                   g_param_spec_boolean ("is-loading", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (G_OBJECT_CLASS (klass), LIST_PROP_N_ITEMS,
                                   g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  list_replaced = g_signal_new ("replaced", TUTTI_TYPE_TRACK_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tutti_track_list_init (TuttiTrackList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->slots = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  if (alive == NULL)
    alive = g_ptr_array_new ();
  g_ptr_array_add (alive, self);
}

void
dummy_lists_changed (void)
{
  for (guint i = 0; alive != NULL && i < alive->len; i++)
    {
      TuttiTrackList *list = g_ptr_array_index (alive, i);
      GHashTableIter  iter;
      gpointer        slot;

      g_hash_table_iter_init (&iter, list->slots);
      while (g_hash_table_iter_next (&iter, NULL, &slot))
        g_idle_add_full (G_PRIORITY_DEFAULT, read_cb, g_object_ref (slot), g_object_unref);
    }
}

typedef struct
{
  TuttiTrackList *list;
  guint           n_songs;
  guint           step;
} Fill;

static gboolean
fill_cb (gpointer data)
{
  Fill           *fill = data;
  TuttiTrackList *self = fill->list;
  guint           old = self->ids->len;

  self->is_loading = FALSE;
  g_array_set_size (self->ids, 0);
  for (guint i = 0; i < fill->n_songs; i += fill->step)
    {
      gint64 id = i + 1;

      g_array_append_val (self->ids, id);
    }
  g_object_notify (G_OBJECT (self), "is-loading");
  if (self->ids->len > 300)
    g_signal_emit (self, list_replaced, 0);
  else
    g_list_model_items_changed (G_LIST_MODEL (self), 0, old, self->ids->len);
  return G_SOURCE_REMOVE;
}

static void
fill_free (gpointer data)
{
  Fill *fill = data;

  g_clear_object (&fill->list);
  g_free (fill);
}

static void
fill_later (TuttiTrackList *self,
            guint           n_songs,
            guint           step,
            guint           ms)
{
  Fill *fill = g_new0 (Fill, 1);

  fill->list = g_object_ref (self);
  fill->n_songs = n_songs;
  fill->step = MAX (1, step);
  self->is_loading = TRUE;
  g_timeout_add_full (G_PRIORITY_DEFAULT, dummy_has ("slow") ? 60000 : ms, fill_cb, fill, fill_free);
}

TuttiTrackList *
tutti_track_list_new (TuttiLibrary *library)
{
  return g_object_new (TUTTI_TYPE_TRACK_LIST, NULL);
}

TuttiTrackList *
tutti_track_list_new_feed (TuttiLibrary *library,
                           const char   *service)
{
  TuttiTrackList *self = tutti_track_list_new (library);

  self->has_times = TRUE;
  fill_later (self, dummy_get_number ("plays", 60), service ? 2 : 1, 5);
  return self;
}

TuttiTrackList *
tutti_track_list_new_fallback (TuttiLibrary *library)
{
  TuttiTrackList *self = tutti_track_list_new (library);

  fill_later (self, dummy_get_number ("charts", 30), 1, 5);
  return self;
}

TuttiTrackList *
tutti_track_list_new_likes (TuttiLibrary *library)
{
  TuttiTrackList *self = tutti_track_list_new (library);

  self->is_likes = TRUE;
  fill_later (self, dummy_get_number ("likes", 4354), 1, 5);
  return self;
}

void
tutti_track_list_set_likes_filter (TuttiTrackList         *self,
                                   const TuttiLikesFilter *filter)
{
  guint n_likes = dummy_get_number ("likes", 4354);

  if (g_strcmp0 (filter->text, "zzz") == 0)
    n_likes = 0;
  fill_later (self, n_likes, filter->is_single ? 9 : filter->text || filter->on || filter->missing || filter->is_explicit ? 7 : 1, 5);
}

void
tutti_track_list_set_ids (TuttiTrackList *self,
                          GArray         *ids)
{
  guint old = self->ids->len;

  g_array_set_size (self->ids, 0);
  g_array_append_vals (self->ids, ids->data, ids->len);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, old, self->ids->len);
}

void
tutti_track_list_append_ids (TuttiTrackList *self,
                             GArray         *ids)
{
  guint old = self->ids->len;

  g_array_append_vals (self->ids, ids->data, ids->len);
  g_list_model_items_changed (G_LIST_MODEL (self), old, 0, ids->len);
}

gboolean
tutti_track_list_is_loading (TuttiTrackList *self)
{
  return self->is_loading;
}

static int
get_day (gint64 at)
{
  g_autoptr (GDateTime) time = at > 0 ? g_date_time_new_from_unix_local (at / 1000) : NULL;

  return time ? g_date_time_get_year (time) * 1000 + g_date_time_get_day_of_year (time) : 0;
}

void
tutti_track_list_get_section (TuttiTrackList *self,
                              guint           position,
                              guint          *start,
                              guint          *end)
{
  int day = get_day (tutti_track_list_get_at (self, position));

  for (*start = position; *start > 0 && get_day (tutti_track_list_get_at (self, *start - 1)) == day;)
    (*start)--;
  for (*end = position + 1; *end < self->ids->len && get_day (tutti_track_list_get_at (self, *end)) == day;)
    (*end)++;
}
