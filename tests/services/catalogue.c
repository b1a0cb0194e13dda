/* catalogue.c: the recordings that the services of this program know
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "catalogue.h"

#include <stdlib.h>
#include <string.h>

#define SEARCHED 20000
#define TRACKS_PER_RELEASE 12
#define FIRST_INVENTED_RELEASE 100000

/* One line of catalogue.tsv. */
typedef struct
{
  char    *title;
  char    *artist;
  char    *album;
  char    *date;
  char    *recording;
  char    *release_mbid;
  char    *remark;
  GStrv    isrcs;
  guint    position;
  guint    duration;
  guint32  release;
  gboolean has_twin;
} Line;

typedef struct
{
  GStrv list;
  guint length;
} Words;

struct _Catalogue
{
  GPtrArray  *lines; /* of Line, in the order of their index */
  GArray     *release_lengths;
  GHashTable *isrcs;    /* text → GArray of index */
  GHashTable *mbids;    /* text → index */
  GHashTable *releases; /* text → release */
  GPtrArray  *folded;   /* of char *: title, newline, artists, newline, album */
  guint       distinct;

  Words places;
  Words remixers;
  Words adjectives;
  Words nouns;
  Words foreign_titles;
  Words given;
  Words family;
};

static const char *
pick (const Words *words,
      guint64      number)
{
  return words->list[number % words->length];
}

void
recording_free (Recording *self)
{
  g_free (self->title);
  g_strfreev (self->artists);
  g_free (self->credit);
  g_free (self->album);
  g_free (self->date);
  g_free (self->isrc);
  g_strfreev (self->isrcs);
  g_free (self->mbid);
  g_free (self->release_mbid);
  g_free (self);
}

static void
line_free (gpointer data)
{
  Line *self = data;

  g_free (self->title);
  g_free (self->artist);
  g_free (self->album);
  g_free (self->date);
  g_free (self->recording);
  g_free (self->release_mbid);
  g_free (self->remark);
  g_strfreev (self->isrcs);
  g_free (self);
}

guint64
catalogue_mix (guint64 index,
               guint   kind)
{
  guint64 z = index ^ ((guint64) kind << 56);

  z += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* The factor that undoes the odd FACTOR, by Newton's rule. */
static guint64
invert (guint64 factor)
{
  guint64 inverse = factor;

  for (guint i = 0; i < 6; i++)
    inverse *= 2 - factor * inverse;
  return inverse;
}

gboolean
catalogue_unmix (guint64  mixed,
                 guint    kind,
                 guint64 *index)
{
  guint64 z = mixed;

  z = z ^ (z >> 31) ^ (z >> 62);
  z *= invert (G_GUINT64_CONSTANT (0x94d049bb133111eb));
  z = z ^ (z >> 27) ^ (z >> 54);
  z *= invert (G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9));
  z = z ^ (z >> 30) ^ (z >> 60);
  z -= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  if (z >> 56 != kind)
    return FALSE;
  *index = z & G_GUINT64_CONSTANT (0x00ffffffffffffff);
  return TRUE;
}

/* Bits of a number that are asked of an odd factor to mix. */
#define NUMBER_MASK G_GUINT64_CONSTANT (0x3fffffff)
#define FIRST_NUMBER G_GUINT64_CONSTANT (100000000)

static guint64
choose_factor (guint kind)
{
  return (catalogue_mix (kind, 'F') & NUMBER_MASK) | 1;
}

gint64
catalogue_number (guint64 index,
                  guint   kind)
{
  return (gint64) (FIRST_NUMBER + ((index + 1) * choose_factor (kind) & NUMBER_MASK));
}

gboolean
catalogue_parse_number (const char *text,
                        guint       kind,
                        guint64    *index)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, FIRST_NUMBER, FIRST_NUMBER + NUMBER_MASK, &number, NULL))
    return FALSE;
  number = (number - FIRST_NUMBER) * invert (choose_factor (kind)) & NUMBER_MASK;
  *index = number - 1;
  return number > 0;
}

char *
catalogue_uuid (guint64 index,
                guint   kind)
{
  guint64 mixed = catalogue_mix (index, kind);

  return g_strdup_printf ("%08x-%04x-4%03x-87e5-%012" G_GINT64_MODIFIER "x", (guint) (mixed >> 32), (guint) (mixed >> 16) & 0xffff,
                          (guint) (mixed >> 4) & 0xfff, (mixed & 0xf) << 44);
}

/* The way back from catalogue_uuid(). */
static gboolean
parse_uuid (const char *text,
            guint       kind,
            guint64    *index)
{
  g_auto (GStrv) parts = g_strsplit (text, "-", -1);
  g_autofree char *again = NULL;
  guint64          mixed;

  if (g_strv_length (parts) != 5)
    return FALSE;
  mixed = g_ascii_strtoull (parts[0], NULL, 16) << 32 | g_ascii_strtoull (parts[1], NULL, 16) << 16;
  mixed |= (g_ascii_strtoull (parts[2], NULL, 16) & 0xfff) << 4 | g_ascii_strtoull (parts[4], NULL, 16) >> 44;
  if (!catalogue_unmix (mixed, kind, index))
    return FALSE;
  again = catalogue_uuid (*index, kind);
  return g_str_equal (again, text);
}

static const char base62[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

char *
catalogue_base62 (guint64 mixed)
{
  guint64 parts[] = { mixed, catalogue_mix (mixed, 0) };
  char   *text = g_malloc (23);

  for (guint part = 0; part < 2; part++)
    for (guint i = 11; i > 0; i--)
      {
        text[part * 11 + i - 1] = base62[parts[part] % 62];
        parts[part] /= 62;
      }
  text[22] = '\0';
  return text;
}

gboolean
catalogue_parse_base62 (const char *text,
                        guint64    *mixed)
{
  g_autofree char *again = NULL;
  guint64          value = 0;

  if (strlen (text) != 22 || strspn (text, base62) != 22)
    return FALSE;
  for (guint i = 0; i < 11; i++)
    value = value * 62 + (guint64) (strchr (base62, text[i]) - base62);
  again = catalogue_base62 (value);
  if (!g_str_equal (again, text))
    return FALSE;
  *mixed = value;
  return TRUE;
}

/* "A feat. B, C & D" is four artists; "Florence & the Machine" is one. */
static GStrv
split_credit (const char *credit)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) sides = g_strsplit (credit, " feat. ", 2);
  g_auto (GStrv) leads = g_strsplit (sides[0], " / ", -1);

  g_strv_builder_addv (builder, (const char **) leads);
  if (sides[1] != NULL)
    {
      g_auto (GStrv) commas = g_strsplit (sides[1], ", ", -1);

      for (guint i = 0; commas[i] != NULL; i++)
        {
          g_auto (GStrv) ands = g_strsplit (commas[i], " & ", -1);

          g_strv_builder_addv (builder, (const char **) ands);
        }
    }
  return g_strv_builder_end (builder);
}

static GPtrArray *
read_lines (GArray     *release_lengths,
            GHashTable *releases)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data ("/test-services/catalogue.tsv", 0, NULL);
  g_auto (GStrv) rows = NULL;
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);

  g_assert (bytes != NULL);
  rows = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", -1);
  for (guint i = 1; rows[i] != NULL && *rows[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (rows[i], "\t", -1);
      Line    *line;
      gpointer release;

      g_assert (g_strv_length (cells) == 12);
      if (!g_hash_table_lookup_extended (releases, cells[0], NULL, &release))
        {
          guint zero = 0;

          release = GUINT_TO_POINTER (release_lengths->len);
          g_array_append_val (release_lengths, zero);
          g_hash_table_insert (releases, g_strdup (cells[0]), release);
        }
      line = g_new0 (Line, 1);
      line->release = GPOINTER_TO_UINT (release);
      line->album = g_strdup (cells[1]);
      line->date = g_strdup (cells[2]);
      line->position = ++g_array_index (release_lengths, guint, line->release);
      line->title = g_strdup (cells[4]);
      line->artist = g_strdup (cells[5]);
      line->duration = (guint) atoi (cells[6]);
      line->recording = g_strdup (cells[7]);
      line->release_mbid = g_strdup (cells[0]);
      line->remark = g_strdup (cells[10]);
      line->isrcs = *cells[11] != '\0' ? g_strsplit (cells[11], ",", -1) : NULL;
      g_ptr_array_add (lines, line);
    }
  return lines;
}

/* Takes of one song for a film, and boxes of demos, are no first screen. */
static gboolean
comes_late (const Line   *line,
            const GArray *release_lengths)
{
  return g_array_index (release_lengths, guint, line->release) > 30 || strstr (line->title, "**") != NULL;
}

/* One of each release in turn, so that a list of them is no list of albums;
 * within a release a step of five, since everybody knows the first track. */
static int
compare_lines (gconstpointer a,
               gconstpointer b,
               gpointer      release_lengths)
{
  const Line *one = *(const Line *const *) a;
  const Line *two = *(const Line *const *) b;
  gboolean    late_one = comes_late (one, release_lengths);
  gboolean    late_two = comes_late (two, release_lengths);
  guint       round_one = (one->position * 5) % 47;
  guint       round_two = (two->position * 5) % 47;
  guint64     mix_one = catalogue_mix (one->release, round_one);
  guint64     mix_two = catalogue_mix (two->release, round_two);

  if (late_one != late_two)
    return late_one ? 1 : -1;
  if (round_one != round_two)
    return round_one < round_two ? -1 : 1;
  if (mix_one != mix_two)
    return mix_one < mix_two ? -1 : 1;
  return 0;
}

static void
remember_isrcs (Catalogue *self,
                guint32    index)
{
  const Line *line = g_ptr_array_index (self->lines, index);

  for (guint i = 0; line->isrcs != NULL && line->isrcs[i] != NULL; i++)
    {
      GArray *indices = g_hash_table_lookup (self->isrcs, line->isrcs[i]);

      if (indices == NULL)
        {
          indices = g_array_new (FALSE, FALSE, sizeof (guint32));
          g_hash_table_insert (self->isrcs, g_strdup (line->isrcs[i]), indices);
        }
      g_array_append_val (indices, index);
    }
}

/* Lower case, marks and signs away; only this program's search needs it. */
static char *
fold (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *lower = g_utf8_casefold (decomposed, -1);
  GString         *folded = g_string_sized_new (strlen (lower));

  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (g_unichar_isalnum (letter))
        g_string_append_unichar (folded, letter);
      else if (g_unichar_isspace (letter) || letter == '-' || letter == '/')
        g_string_append_c (folded, ' ');
    }
  return g_string_free_and_steal (folded);
}

/* The title and the first word of the credit. */
static char *
make_name (const Line *line)
{
  g_autofree char *title = fold (line->title);
  g_autofree char *artist = fold (line->artist);

  artist[strcspn (artist, " ")] = '\0';
  return g_strconcat (title, "\n", artist, NULL);
}

static void
find_twins (Catalogue *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) twins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line      *line = g_ptr_array_index (self->lines, i);
      g_autofree char *name = make_name (line);
      const char      *other = g_hash_table_lookup (seen, name);

      if (other == NULL)
        g_hash_table_insert (seen, g_steal_pointer (&name), line->recording);
      else if (!g_str_equal (other, line->recording))
        g_hash_table_add (twins, g_steal_pointer (&name));
    }
  for (guint i = 0; i < self->lines->len; i++)
    {
      Line            *line = g_ptr_array_index (self->lines, i);
      g_autofree char *name = make_name (line);

      line->has_twin = g_hash_table_contains (twins, name);
    }
}

static void
read_words (Catalogue *self)
{
  const struct
  {
    const char *key;
    Words      *words;
  } all[] = {
    { "places", &self->places },
    { "remixers", &self->remixers },
    { "adjectives", &self->adjectives },
    { "nouns", &self->nouns },
    { "foreign-titles", &self->foreign_titles },
    { "given", &self->given },
    { "family", &self->family },
  };
  g_autoptr (GBytes) bytes = g_resources_lookup_data ("/test-services/words.ini", 0, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_assert (bytes != NULL && g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      all[i].words->list = g_key_file_get_string_list (file, "Words", all[i].key, NULL, NULL);
      g_assert (all[i].words->list != NULL);
      all[i].words->length = g_strv_length (all[i].words->list);
    }
}

Catalogue *
catalogue_new (void)
{
  Catalogue *self = g_new0 (Catalogue, 1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) again = g_ptr_array_new ();

  self->release_lengths = g_array_new (FALSE, FALSE, sizeof (guint));
  self->isrcs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  self->folded = g_ptr_array_new_with_free_func (g_free);
  self->lines = g_ptr_array_new_with_free_func (line_free);

  self->mbids = g_hash_table_new (g_str_hash, g_str_equal);
  self->releases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  all = read_lines (self->release_lengths, self->releases);
  g_ptr_array_set_free_func (all, NULL);
  g_ptr_array_sort_with_data (all, compare_lines, self->release_lengths);
  for (guint i = 0; i < all->len; i++)
    {
      Line *line = g_ptr_array_index (all, i);

      g_ptr_array_add (g_hash_table_add (seen, line->recording) ? self->lines : again, line);
    }
  self->distinct = self->lines->len;
  g_ptr_array_extend (self->lines, again, NULL, NULL);
  for (guint32 i = 0; i < self->lines->len; i++)
    remember_isrcs (self, i);
  for (guint32 i = 0; i < self->distinct; i++)
    g_hash_table_insert (self->mbids, ((Line *) g_ptr_array_index (self->lines, i))->recording, GUINT_TO_POINTER (i));
  find_twins (self);
  read_words (self);
  return self;
}

void
catalogue_free (Catalogue *self)
{
  g_hash_table_unref (self->mbids);
  g_hash_table_unref (self->releases);
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->folded);
  g_array_unref (self->release_lengths);
  g_hash_table_unref (self->isrcs);
  g_strfreev (self->places.list);
  g_strfreev (self->remixers.list);
  g_strfreev (self->adjectives.list);
  g_strfreev (self->nouns.list);
  g_strfreev (self->foreign_titles.list);
  g_strfreev (self->given.list);
  g_strfreev (self->family.list);
  g_free (self);
}

guint
catalogue_get_distinct (Catalogue *self)
{
  return self->distinct;
}

guint
catalogue_get_real (Catalogue *self)
{
  return self->lines->len;
}

static Recording *
make_real (Catalogue *self,
           guint32    index)
{
  const Line *line = g_ptr_array_index (self->lines, index);
  Recording  *recording = g_new0 (Recording, 1);

  recording->index = index;
  recording->has_twin = line->has_twin;
  recording->title = g_strdup (line->title);
  recording->credit = g_strdup (line->artist);
  recording->artists = split_credit (line->artist);
  recording->album = g_strdup (line->album);
  recording->date = g_strdup (line->date);
  recording->isrc = line->isrcs != NULL ? g_strdup (line->isrcs[0]) : NULL;
  recording->isrcs = g_strdupv (line->isrcs);
  recording->mbid = g_strdup (line->recording);
  recording->release_mbid = g_strdup (line->release_mbid);
  recording->release = line->release;
  recording->position = line->position;
  recording->release_length = g_array_index (self->release_lengths, guint, line->release);
  recording->duration = line->duration;
  recording->is_explicit = g_str_equal (line->remark, "explicit");
  return recording;
}

/* ISRCs of the rule begin with ZZ, which is no country's. */
static char *
make_isrc (guint32 index)
{
  return g_strdup_printf ("ZZT%02u%02u%05u", index / 100000, (guint) (catalogue_mix (index, 'Y') % 27), index % 100000);
}

/* What those made by rule are called by. */
static void
name_invented (Recording *recording,
               guint32    index)
{
  recording->index = index;
  recording->has_twin = FALSE;
  g_free (recording->isrc);
  recording->isrc = make_isrc (index);
  g_strfreev (recording->isrcs);
  recording->isrcs = g_strdupv ((char *[]){ recording->isrc, NULL });
  g_free (recording->mbid);
  recording->mbid = catalogue_uuid (index, 'm');
  g_free (recording->release_mbid);
  recording->release_mbid = catalogue_uuid (recording->release, 'r');
}

static Recording *
make_variation (Catalogue *self,
                guint32    index,
                guint      number)
{
  Recording       *recording = make_real (self, number % self->distinct);
  guint            round = number / self->distinct;
  guint            turn = round / 3;
  guint            year = 1967 + (turn * 7 + number) % 58;
  g_autofree char *title = g_steal_pointer (&recording->title);
  const char      *place = pick (&self->places, turn);

  switch (round % 3)
    {
    case 0:
      recording->title = g_strdup_printf ("%s (Live in %s, %u)", title, place, year);
      break;
    case 1:
      recording->title = g_strdup_printf ("%s - %s Remix %u", title, pick (&self->remixers, turn), year);
      break;
    default:
      recording->title = g_strdup_printf ("%s (%s Session %u)", title, place, year);
      break;
    }
  recording->release = FIRST_INVENTED_RELEASE * 10 + recording->release * 64 + round;
  recording->duration += 3000 + (guint) (catalogue_mix (index, 'D') % 45000);
  name_invented (recording, index);
  return recording;
}

static char *
make_artist (Catalogue *self,
             guint      number)
{
  guint64     mix = catalogue_mix (number, 'N');
  const char *adjective = pick (&self->adjectives, number);
  const char *noun = pick (&self->nouns, number * 7);

  switch (mix % 4)
    {
    case 0:
      return g_strdup_printf ("The %s %ss", adjective, noun);
    case 1:
      return g_strdup_printf ("%s & the %ss", pick (&self->given, number), noun);
    case 2:
      return g_strdup_printf ("%s %s", adjective, noun);
    default:
      return g_strdup_printf ("%s %s", pick (&self->given, number), pick (&self->family, number));
    }
}

static char *
make_title (Catalogue *self,
            guint      number)
{
  guint       pair = number * 1597 % (self->adjectives.length * self->nouns.length);
  const char *adjective = pick (&self->adjectives, pair);
  const char *noun = pick (&self->nouns, pair / self->adjectives.length);
  guint64     mix = catalogue_mix (number, 'T');

  switch (mix % 12)
    {
    case 0:
      return g_strdup_printf ("%s of the %s %s", noun, adjective, pick (&self->nouns, mix / 12));
    case 1:
      return g_strdup_printf ("(I Lost My) %s %s", adjective, noun);
    case 2:
      return g_strdup_printf ("Don’t Wait for the %s %s", adjective, noun);
    case 3:
      {
        g_auto (GStrv) parts = g_strsplit (pick (&self->foreign_titles, mix / 12), "%s", -1);
        g_autofree char *name = g_strdup_printf ("%s %s", adjective, noun);

        return g_strjoinv (name, parts);
      }
    default:
      return g_strdup_printf ("%s %s", adjective, noun);
    }
}

static Recording *
make_invented (Catalogue *self,
               guint32    index,
               guint      number)
{
  Recording *recording = g_new0 (Recording, 1);
  guint64    mix = catalogue_mix (index, 'D');
  guint      release = number / TRACKS_PER_RELEASE;
  guint      artist = release % 997;

  recording->title = make_title (self, number);
  recording->credit = make_artist (self, artist);
  if (mix % 9 == 0)
    {
      g_autofree char  *lead = g_steal_pointer (&recording->credit);
      g_autofree char  *guest = make_artist (self, (artist + 1 + (guint) (mix / 9 % 900)) % 997);
      const char *const artists[] = { lead, guest, NULL };

      recording->credit = g_strdup_printf ("%s feat. %s", lead, guest);
      recording->artists = g_strdupv ((GStrv) artists);
    }
  else
    {
      const char *const artists[] = { recording->credit, NULL };

      recording->artists = g_strdupv ((GStrv) artists);
    }
  recording->album = make_title (self, release * 31 + 5);
  recording->date = g_strdup_printf ("%u-%02u-%02u", 1962 + release % 63, 1 + release % 12, 1 + release % 28);
  recording->release = FIRST_INVENTED_RELEASE + release;
  recording->position = 1 + number % TRACKS_PER_RELEASE;
  recording->release_length = TRACKS_PER_RELEASE;
  recording->duration = 110000 + (guint) (mix % 310000);
  recording->is_explicit = mix % 13 == 0;
  name_invented (recording, index);
  return recording;
}

Recording *
catalogue_dup (Catalogue *self,
               guint32    index)
{
  guint number;

  if (index < self->lines->len)
    return make_real (self, index);
  number = index - self->lines->len;
  if (number % 4 == 0)
    return make_variation (self, index, number / 4);
  /* An odd factor mixes the albums, and meets no number twice. */
  number = (number / 4 * 3 + number % 4 - 1) * 1640531 % (1 << 22);
  return make_invented (self, index, number);
}

static const char *
get_folded (Catalogue *self,
            guint32    index)
{
  while (self->folded->len <= index)
    {
      g_autoptr (Recording) recording = catalogue_dup (self, self->folded->len);
      g_autofree char *title = fold (recording->title);
      g_autofree char *credit = fold (recording->credit);
      g_autofree char *album = fold (recording->album);

      g_ptr_array_add (self->folded, g_strdup_printf ("%s\n%s\n%s", title, credit, album));
    }
  return g_ptr_array_index (self->folded, index);
}

static gboolean
has_words (const char *text,
           gsize       length,
           GStrv       words)
{
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    if (*words[i] != '\0' && g_strstr_len (text, (gssize) length, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static GStrv
fold_words (const char *text)
{
  g_autofree char *folded = text != NULL ? fold (text) : NULL;

  return folded != NULL ? g_strsplit (folded, " ", -1) : NULL;
}

GArray *
catalogue_search (Catalogue  *self,
                  guint       size,
                  const char *any,
                  const char *title,
                  const char *artist,
                  const char *album)
{
  g_auto (GStrv) any_words = fold_words (any);
  g_auto (GStrv) title_words = fold_words (title);
  g_auto (GStrv) artist_words = fold_words (artist);
  g_auto (GStrv) album_words = fold_words (album);
  g_autofree char *start = any != NULL ? fold (any) : g_strdup ("");
  g_autoptr (GArray) later = g_array_new (FALSE, FALSE, sizeof (guint32));
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < MIN (size, SEARCHED); i++)
    {
      const char *text = get_folded (self, i);
      const char *credit = strchr (text, '\n') + 1;
      const char *release = strchr (credit, '\n') + 1;

      if (!has_words (text, strlen (text), any_words) ||
          !has_words (text, (gsize) (credit - text), title_words) ||
          !has_words (credit, (gsize) (release - credit), artist_words) ||
          !has_words (release, strlen (release), album_words))
        continue;
      g_array_append_val (g_str_has_prefix (text, start) ? found : later, i);
    }
  g_array_append_vals (found, later->data, later->len);
  return found;
}

GArray *
catalogue_search_isrc (Catalogue  *self,
                       guint       size,
                       const char *isrc)
{
  g_autofree char *upper = g_ascii_strup (isrc, -1);
  const GArray    *real = g_hash_table_lookup (self->isrcs, upper);
  GArray          *found = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree char *again = NULL;
  guint32          index;

  if (real != NULL)
    g_array_append_vals (found, real->data, real->len);
  if (strlen (upper) != 12 || !g_str_has_prefix (upper, "ZZT"))
    return found;
  index = (guint32) ((upper[3] - '0') * 10 + (upper[4] - '0')) * 100000 + (guint32) atoi (upper + 7);
  again = make_isrc (index);
  if (index >= self->lines->len && index < size && g_str_equal (again, upper))
    g_array_append_val (found, index);
  return found;
}

gboolean
catalogue_find_mbid (Catalogue  *self,
                     guint       size,
                     const char *mbid,
                     guint32    *index)
{
  gpointer value;
  guint64  number;

  if (g_hash_table_lookup_extended (self->mbids, mbid, NULL, &value))
    {
      *index = GPOINTER_TO_UINT (value);
      return TRUE;
    }
  if (!parse_uuid (mbid, 'm', &number) || number < self->lines->len || number >= size)
    return FALSE;
  *index = (guint32) number;
  return TRUE;
}

gboolean
catalogue_find_release (Catalogue  *self,
                        const char *mbid,
                        guint32    *release)
{
  gpointer value;
  guint64  number;

  if (g_hash_table_lookup_extended (self->releases, mbid, NULL, &value))
    {
      *release = GPOINTER_TO_UINT (value);
      return TRUE;
    }
  if (!parse_uuid (mbid, 'r', &number))
    return FALSE;
  *release = (guint32) number;
  return TRUE;
}
