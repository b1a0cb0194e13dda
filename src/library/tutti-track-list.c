/* tutti-track-list.c: a list of any length: ids first, rows later
 *
 * Holds one entry of 24 bytes a row and makes slots only for the rows somebody
 * looks at; the slots that are wanted in one turn of the main loop are read in
 * one query. A refresh compares old and new from both ends and emits one
 * items-changed, so that scroll position and focus stay. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-track-slot.h"

#include "tutti-library-private.h"
#include "tutti-store-lists.h"

/* Above this many changed rows a view is better given a new model: GTK asks
 * for every item that items-changed names. */
#define MANY_ROWS 300

/* The same in a list that only goes on growing, as in an import: a new model
 * makes all rows anew, which takes as long as asking for so many items. */
#define MANY_CHANGED_ROWS 5000

/* A view that just got a new model made all its rows anew, and in an import the
 * next one is due at once: it comes no earlier than this. */
#define REPLACE_GAP_MS 1500

/* So many rows are read before anybody looks, so that the first frame has them. */
#define FIRST_ROWS 16

typedef enum
{
  KIND_PLAIN,
  KIND_FEED,
  KIND_FALLBACK,
  KIND_LIKES,
} Kind;

struct _TuttiTrackList
{
  GObject parent_instance;

  TuttiLibrary *library;
  Kind          kind;
  char         *service; /* of a feed (nullable) */
  char         *text;    /* of likes, as the next two (nullable) */
  char         *on;
  char         *missing;
  gboolean      is_explicit;
  gboolean      is_single;
  TuttiSort     sort;

  GArray     *entries; /* of TuttiFeedEntry */
  GHashTable *slots;   /* the entry's key → TuttiTrackSlot (unowned) */
  GPtrArray  *wanted;  /* of TuttiTrackSlot (owned) */
  GPtrArray  *first;   /* of TuttiTrackSlot (owned): the first rows, from the first answer on */
  guint       read_id;
  guint       ask_id;
  gint64      replaced_at; /* monotonic time, 0 never */
  guint       generation; /* raised by each question for ids: an older answer is dropped */
  gboolean    is_loading;
};

enum
{
  PROP_IS_LOADING = 1,
  PROP_N_ITEMS,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum
{
  REPLACED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TuttiTrackList, tutti_track_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* --- slots --- */

/* One song may stand twice in a feed, so a slot is found by song and time. */
static guint
hash_entry (gconstpointer key)
{
  const TuttiFeedEntry *entry = key;

  return (guint) (entry->track_id * 31 + entry->at);
}

static gboolean
equal_entries (gconstpointer a,
               gconstpointer b)
{
  const TuttiFeedEntry *one = a;
  const TuttiFeedEntry *other = b;

  return one->track_id == other->track_id && one->at == other->at && one->sources == other->sources;
}

static GType
get_item_type (GListModel *model)
{
  return TUTTI_TYPE_TRACK_SLOT;
}

static guint
get_n_items (GListModel *model)
{
  return TUTTI_TRACK_LIST (model)->entries->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  TuttiTrackList *self = TUTTI_TRACK_LIST (model);
  TuttiFeedEntry *entry;
  TuttiTrackSlot *slot;

  if (position >= self->entries->len)
    return NULL;

  entry = &g_array_index (self->entries, TuttiFeedEntry, position);
  slot = g_hash_table_lookup (self->slots, entry);
  if (slot != NULL)
    return g_object_ref (slot);

  slot = tutti_track_slot_new (self, entry->track_id, entry->at, entry->sources);
  g_hash_table_insert (self->slots, g_memdup2 (entry, sizeof *entry), slot);
  return slot;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

void
tutti_track_list_drop_slot (TuttiTrackList *self,
                            TuttiTrackSlot *slot)
{
  TuttiFeedEntry entry = {
    .track_id = tutti_track_slot_get_id (slot),
    .at = tutti_track_slot_get_at (slot),
    .sources = tutti_track_slot_get_sources (slot),
  };

  if (g_hash_table_lookup (self->slots, &entry) == slot)
    g_hash_table_remove (self->slots, &entry);
}

typedef struct
{
  TuttiTrackList *self;
  GPtrArray      *slots;
} Reading;

static void
reading_free (Reading *reading)
{
  g_clear_object (&reading->self);
  g_clear_pointer (&reading->slots, g_ptr_array_unref);
  g_free (reading);
}

static void
end_loading (TuttiTrackList *self)
{
  if (!self->is_loading)
    return;
  self->is_loading = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_LOADING]);
}

static DexFuture *
fill_slots (DexFuture *future,
            gpointer   data)
{
  Reading               *reading = data;
  const GValue          *value = dex_future_get_value (future, NULL);
  GPtrArray             *tracks = value != NULL ? g_value_get_boxed (value) : NULL;
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree gint64     *ids = g_new (gint64, tracks != NULL ? tracks->len + 1 : 1);

  for (guint i = 0; tracks != NULL && i < tracks->len; i++)
    {
      ids[i] = tutti_track_get_id (g_ptr_array_index (tracks, i));
      g_hash_table_insert (by_id, &ids[i], g_ptr_array_index (tracks, i));
    }

  for (guint i = 0; i < reading->slots->len; i++)
    {
      TuttiTrackSlot *slot = g_ptr_array_index (reading->slots, i);
      gint64          id = tutti_track_slot_get_id (slot);
      TuttiTrack     *track = g_hash_table_lookup (by_id, &id);

      if (track != NULL)
        tutti_track_slot_set_track (slot, track);
    }

  end_loading (reading->self);
  return dex_future_new_true ();
}

static void
read_slots (TuttiTrackList *self,
            GPtrArray      *slots)
{
  g_autoptr (GArray) ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), slots->len);
  Reading           *reading = g_new0 (Reading, 1);

  for (guint i = 0; i < slots->len; i++)
    {
      gint64 id = tutti_track_slot_get_id (g_ptr_array_index (slots, i));

      g_array_append_val (ids, id);
    }

  reading->self = g_object_ref (self);
  reading->slots = g_ptr_array_ref (slots);
  dex_future_disown (dex_future_finally (tutti_library_read_tracks (self->library, ids), fill_slots,
                                         reading, (GDestroyNotify) reading_free));
}

static gboolean
read_wanted_cb (gpointer data)
{
  TuttiTrackList       *self = data;
  g_autoptr (GPtrArray) slots = g_steal_pointer (&self->wanted);

  self->wanted = g_ptr_array_new_with_free_func (g_object_unref);
  self->read_id = 0;
  read_slots (self, slots);
  return G_SOURCE_REMOVE;
}

void
tutti_track_list_want (TuttiTrackList *self,
                       TuttiTrackSlot *slot)
{
  if (!g_ptr_array_find (self->wanted, slot, NULL))
    g_ptr_array_add (self->wanted, g_object_ref (slot));
  if (self->read_id == 0)
    self->read_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, read_wanted_cb, self, NULL);
}

/* Rows that are on the screen show what the database says now. */
static void
reread_slots (TuttiTrackList *self)
{
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter        iter;
  TuttiTrackSlot       *slot;

  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &slot))
    if (tutti_track_slot_get_track (slot) != NULL)
      g_ptr_array_add (slots, g_object_ref (slot));

  if (slots->len > 0)
    read_slots (self, slots);
}

/* The first rows of the first answer. */
static void
prefetch (TuttiTrackList *self)
{
  for (guint i = 0; i < MIN (FIRST_ROWS, self->entries->len); i++)
    {
      TuttiTrackSlot *slot = get_item (G_LIST_MODEL (self), i);

      g_ptr_array_add (self->first, slot);
      tutti_track_slot_want (slot);
    }
}

/* --- ids --- */

/* Whether a view holds one of these rows. Where it holds none GTK takes any
 * number of changed rows as it is; else it asks for each of them. */
static gboolean
holds_any (TuttiTrackList *self,
           GArray         *entries,
           guint           first,
           guint           n)
{
  for (guint i = first; i < first + n; i++)
    if (g_hash_table_contains (self->slots, &g_array_index (entries, TuttiFeedEntry, i)))
      return TRUE;

  return FALSE;
}

static void
take_entries (TuttiTrackList *self,
              GArray         *entries, /* (transfer full) */
              gboolean        is_change)
{
  g_autoptr (GArray) old = g_steal_pointer (&self->entries);
  guint              head = 0;
  guint              tail = 0;
  guint              removed;
  guint              added;

  self->entries = entries;
  while (head < old->len && head < entries->len &&
         equal_entries (&g_array_index (old, TuttiFeedEntry, head), &g_array_index (entries, TuttiFeedEntry, head)))
    head++;
  while (tail < old->len - head && tail < entries->len - head &&
         equal_entries (&g_array_index (old, TuttiFeedEntry, old->len - 1 - tail),
                        &g_array_index (entries, TuttiFeedEntry, entries->len - 1 - tail)))
    tail++;
  removed = old->len - head - tail;
  added = entries->len - head - tail;

  /* Loaded is a list whose first rows can be shown. */
  if (self->is_loading && entries->len > 0)
    prefetch (self);
  else
    end_loading (self);
  if (removed == 0 && added == 0)
    return;

  /* What overtakes the first answer is the first answer. */
  is_change &= old->len > 0;
  if (added > (is_change ? MANY_CHANGED_ROWS : MANY_ROWS) && (old->len == 0 || holds_any (self, old, head, removed)))
    {
      self->replaced_at = old->len > 0 ? g_get_monotonic_time () : 0;
      g_signal_emit (self, signals[REPLACED], 0);
    }
  else
    g_list_model_items_changed (G_LIST_MODEL (self), head, removed, added);
  if (removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ITEMS]);
}

static GArray *
make_entries (GArray *ids)
{
  GArray *entries = g_array_sized_new (FALSE, TRUE, sizeof (TuttiFeedEntry), ids->len);

  for (guint i = 0; i < ids->len; i++)
    {
      TuttiFeedEntry entry = { .track_id = g_array_index (ids, gint64, i) };

      g_array_append_val (entries, entry);
    }

  return entries;
}

typedef struct
{
  TuttiTrackList *self;
  guint           generation;
  gboolean        is_change; /* of the library, not of what is asked */
} Question;

static void
question_free (Question *question)
{
  g_clear_object (&question->self);
  g_free (question);
}

static DexFuture *
take_answer (DexFuture *future,
             gpointer   data)
{
  Question          *question = data;
  TuttiTrackList    *self = question->self;
  g_autoptr (GError) error = NULL;
  const GValue      *value = dex_future_get_value (future, &error);

  if (question->generation != self->generation)
    return dex_future_new_false ();
  if (value == NULL)
    {
      if (!tutti_error_is_silent (error))
        g_warning ("Can't read the list: %s", error->message);
      take_entries (self, g_array_new (FALSE, TRUE, sizeof (TuttiFeedEntry)), FALSE);
      return dex_future_new_false ();
    }

  take_entries (self, self->kind == KIND_LIKES ? make_entries (g_value_get_boxed (value)) : g_array_ref (g_value_get_boxed (value)),
                question->is_change);
  return dex_future_new_true ();
}

static void
ask (TuttiTrackList *self,
     gboolean        is_change)
{
  TuttiStore           *store = tutti_library_get_store (self->library);
  const TuttiLikesQuery likes = {
    .sort = self->sort,
    .text = self->text,
    .on = self->on,
    .missing = self->missing,
    .is_explicit = self->is_explicit,
    .is_single = self->is_single,
  };
  Question             *question;
  DexFuture            *future = NULL;

  g_clear_handle_id (&self->ask_id, g_source_remove);
  switch (self->kind)
    {
    case KIND_PLAIN:
      return;
    case KIND_FEED:
      future = tutti_store_list_feed (store, self->service);
      break;
    case KIND_FALLBACK:
      future = tutti_store_list_fallback (store);
      break;
    case KIND_LIKES:
      future = tutti_store_list_likes (store, &likes);
      break;
    }

  question = g_new0 (Question, 1);
  question->self = g_object_ref (self);
  question->generation = ++self->generation;
  question->is_change = is_change;
  dex_future_disown (dex_future_finally (future, take_answer, question, (GDestroyNotify) question_free));
}

static gboolean
ask_cb (gpointer data)
{
  TuttiTrackList *self = data;

  self->ask_id = 0;
  ask (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
ask_in_time (TuttiTrackList *self)
{
  gint64 wait_ms = REPLACE_GAP_MS - (g_get_monotonic_time () - self->replaced_at) / 1000;

  if (self->replaced_at == 0 || wait_ms <= 0)
    ask (self, TRUE);
  else if (self->ask_id == 0)
    self->ask_id = g_timeout_add ((guint) wait_ms, ask_cb, self);
}

static void
changed_cb (TuttiLibrary   *library,
            guint           what,
            TuttiTrackList *self)
{
  const guint ids_of[] = {
    [KIND_PLAIN] = 0,
    [KIND_FEED] = TUTTI_CHANGED_PLAYS,
    [KIND_FALLBACK] = TUTTI_CHANGED_TRACKS,
    [KIND_LIKES] = TUTTI_CHANGED_LIKES,
  };

  if (what & ids_of[self->kind])
    ask_in_time (self);
  if (what & (TUTTI_CHANGED_TRACKS | TUTTI_CHANGED_LIKES))
    reread_slots (self);
}

/* --- the object --- */

static void
tutti_track_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  TuttiTrackList *self = TUTTI_TRACK_LIST (object);

  switch (prop_id)
    {
    case PROP_IS_LOADING:
      g_value_set_boolean (value, self->is_loading);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->entries->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_track_list_dispose (GObject *object)
{
  TuttiTrackList *self = TUTTI_TRACK_LIST (object);
  GHashTableIter  iter;
  TuttiTrackSlot *slot;

  g_clear_handle_id (&self->read_id, g_source_remove);
  g_clear_handle_id (&self->ask_id, g_source_remove);
  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &slot))
    tutti_track_slot_forget_list (slot);
  g_hash_table_remove_all (self->slots);
  g_ptr_array_set_size (self->wanted, 0);
  g_ptr_array_set_size (self->first, 0);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (tutti_track_list_parent_class)->dispose (object);
}

static void
tutti_track_list_finalize (GObject *object)
{
  TuttiTrackList *self = TUTTI_TRACK_LIST (object);

  g_clear_pointer (&self->slots, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_ptr_array_unref);
  g_clear_pointer (&self->first, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->service, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->on, g_free);
  g_clear_pointer (&self->missing, g_free);

  G_OBJECT_CLASS (tutti_track_list_parent_class)->finalize (object);
}

static void
tutti_track_list_class_init (TuttiTrackListClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tutti_track_list_get_property;
  object_class->dispose = tutti_track_list_dispose;
  object_class->finalize = tutti_track_list_finalize;

  props[PROP_IS_LOADING] = g_param_spec_boolean ("is-loading", NULL, NULL, FALSE, flags);
  props[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[REPLACED] = g_signal_new ("replaced", TUTTI_TYPE_TRACK_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static void
tutti_track_list_init (TuttiTrackList *self)
{
  self->entries = g_array_new (FALSE, TRUE, sizeof (TuttiFeedEntry));
  self->slots = g_hash_table_new_full (hash_entry, equal_entries, g_free, NULL);
  self->wanted = g_ptr_array_new_with_free_func (g_object_unref);
  self->first = g_ptr_array_new_with_free_func (g_object_unref);
}

static TuttiTrackList *
make_list (TuttiLibrary *library,
           Kind          kind,
           const char   *service)
{
  TuttiTrackList *self = g_object_new (TUTTI_TYPE_TRACK_LIST, NULL);

  self->library = g_object_ref (library);
  self->kind = kind;
  self->service = g_strdup (service);
  self->is_loading = kind != KIND_PLAIN;
  g_signal_connect_object (library, "changed", G_CALLBACK (changed_cb), self, 0);
  ask (self, FALSE);
  return self;
}

TuttiTrackList *
tutti_track_list_new_feed (TuttiLibrary *library,
                           const char   *service)
{
  return make_list (library, KIND_FEED, service);
}

TuttiTrackList *
tutti_track_list_new_fallback (TuttiLibrary *library)
{
  return make_list (library, KIND_FALLBACK, NULL);
}

TuttiTrackList *
tutti_track_list_new_likes (TuttiLibrary *library)
{
  return make_list (library, KIND_LIKES, NULL);
}

void
tutti_track_list_set_likes_filter (TuttiTrackList         *self,
                                   const TuttiLikesFilter *filter)
{
  const TuttiSort sorts[] = {
    [TUTTI_LIKES_NEWEST] = TUTTI_SORT_NEWEST,
    [TUTTI_LIKES_TITLE] = TUTTI_SORT_TITLE,
    [TUTTI_LIKES_ARTIST] = TUTTI_SORT_ARTIST,
    [TUTTI_LIKES_MOST_SERVICES] = TUTTI_SORT_MOST_SERVICES,
  };

  g_return_if_fail (self->kind == KIND_LIKES);

  if (self->sort == sorts[filter->sort] && self->is_explicit == filter->is_explicit && self->is_single == filter->is_single &&
      g_strcmp0 (self->text, filter->text) == 0 && g_strcmp0 (self->on, filter->on) == 0 && g_strcmp0 (self->missing, filter->missing) == 0)
    return;
  self->sort = sorts[filter->sort];
  self->is_explicit = filter->is_explicit;
  self->is_single = filter->is_single;
  g_set_str (&self->text, filter->text);
  g_set_str (&self->on, filter->on);
  g_set_str (&self->missing, filter->missing);
  ask (self, FALSE);
}

TuttiTrackList *
tutti_track_list_new (TuttiLibrary *library)
{
  return make_list (library, KIND_PLAIN, NULL);
}

void
tutti_track_list_set_ids (TuttiTrackList *self,
                          GArray         *ids)
{
  g_return_if_fail (self->kind == KIND_PLAIN);

  take_entries (self, make_entries (ids), FALSE);
}

void
tutti_track_list_append_ids (TuttiTrackList *self,
                             GArray         *ids)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray)     entries = g_array_copy (self->entries);

  g_return_if_fail (self->kind == KIND_PLAIN);

  for (guint i = 0; i < entries->len; i++)
    g_hash_table_add (seen, g_memdup2 (&g_array_index (entries, TuttiFeedEntry, i).track_id, sizeof (gint64)));
  for (guint i = 0; i < ids->len; i++)
    {
      TuttiFeedEntry entry = { .track_id = g_array_index (ids, gint64, i) };

      if (g_hash_table_add (seen, g_memdup2 (&entry.track_id, sizeof (gint64))))
        g_array_append_val (entries, entry);
    }

  take_entries (self, g_steal_pointer (&entries), FALSE);
}

gboolean
tutti_track_list_is_loading (TuttiTrackList *self)
{
  return self->is_loading;
}

gint64
tutti_track_list_get_id (TuttiTrackList *self,
                         guint           position)
{
  return position < self->entries->len ? g_array_index (self->entries, TuttiFeedEntry, position).track_id : 0;
}

gint64
tutti_track_list_get_at (TuttiTrackList *self,
                         guint           position)
{
  return position < self->entries->len ? g_array_index (self->entries, TuttiFeedEntry, position).at : 0;
}

/* --- sections --- */

/* Midnight before `at` in local time and the one after it, Unix ms. Days are
 * not all 24 hours long, so the calendar is asked. */
static void
get_day (gint64  at,
         gint64 *start,
         gint64 *end)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local_usec (at * 1000);
  g_autoptr (GDateTime) midnight = NULL;
  g_autoptr (GDateTime) next = NULL;

  *start = 0;
  *end = G_MAXINT64;
  if (time == NULL)
    return;

  midnight = g_date_time_new_local (g_date_time_get_year (time), g_date_time_get_month (time),
                                    g_date_time_get_day_of_month (time), 0, 0, 0);
  next = g_date_time_add_days (midnight, 1);
  *start = g_date_time_to_unix (midnight) * 1000;
  *end = g_date_time_to_unix (next) * 1000;
}

/* The first position whose time is before `at`; the list is newest first. */
static guint
find_before (TuttiTrackList *self,
             gint64          at)
{
  guint low = 0;
  guint high = self->entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->entries, TuttiFeedEntry, middle).at >= at)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

void
tutti_track_list_get_section (TuttiTrackList *self,
                              guint           position,
                              guint          *out_start,
                              guint          *out_end)
{
  gint64 at = tutti_track_list_get_at (self, position);
  gint64 start;
  gint64 end;

  *out_start = 0;
  *out_end = G_MAXUINT;
  if (position >= self->entries->len)
    {
      *out_start = self->entries->len;
      return;
    }

  if (at == 0)
    {
      *out_start = find_before (self, 1);
      *out_end = self->entries->len;
      return;
    }

  get_day (at, &start, &end);
  *out_start = find_before (self, end);
  *out_end = find_before (self, MAX (start, 1));
}
