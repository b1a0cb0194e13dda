/* tutti-vocabulary.c: words of titles that say which recording it is
 *
 * All words are folded. The table is made once, from the lists below, and
 * read by any thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-vocabulary.h"
#include "tutti-hash.h"

#include <string.h>

/* A power of two well above the number of words; and room for them. */
#define TABLE_SIZE 4096
#define MAX_WORDS 640

typedef struct
{
  TuttiWordRole role;
  guint32       versions;
  gboolean      is_tail;
  const char   *words;
} List;

static const List lists[] = {
  { TUTTI_WORD_VERSION, TUTTI_VERSION_LIVE, FALSE,
    "live concert performance performed session sessions unplugged ao vivo directo concierto konzertmitschnitt livemitschnitt" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_REMIX, TRUE,
    "remix rmx remixed remixes rework reworked bootleg mashup flip refix vip dub remode reconstruction remezcla" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_REMIX, FALSE, "mix dubplate club" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_MIXED, FALSE, "mixed" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_EDIT, FALSE, "edit radio short cut edited size clip snippet excerpt djedit reedit" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_EXTENDED, FALSE, "extended long maxi longer" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_ACOUSTIC, FALSE, "acoustic acustico acustica akustik acoustique stripped" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_INSTRUMENTAL, TRUE, "instrumental instrumentals instrumentale strumentale" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_KARAOKE, TRUE, "karaoke playback" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_KARAOKE, FALSE, "originally famous backing" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_ACAPPELLA, TRUE, "acapella acappella cappella capella accapella" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_DEMO, FALSE,
    "demo demos take outtake outtakes rehearsal alternate alternative alt early rough sketch unreleased unfinished" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_SPED, TRUE, "sped nightcore speedup" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_SPED, FALSE, "speed fast faster" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_SLOWED, TRUE, "slowed reverb reverbed" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_SLOWED, FALSE, "slow slower chopped screwed" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_RERECORDED, FALSE, "rerecorded recorded rerecording recording regrabado redux revisited" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_ARRANGED, FALSE,
    "orchestral orchestra orchester symphonic piano pianoforte strings guitar ukulele choir violin cello harp organ lofi lullaby 8d" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_COVER, FALSE, "cover tribute covers" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_LANGUAGE, FALSE,
    "english spanish espanol ingles italian italiano italiana german deutsch deutsche french francais francaise japanese korean "
    "chinese mandarin cantonese portuguese portugues russian hindi tamil telugu punjabi arabic turkish polish swedish spanglish" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_MEDLEY, FALSE, "medley megamix potpourri" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_TALK, FALSE, "commentary interview" },
  { TUTTI_WORD_VERSION, TUTTI_VERSION_REPRISE, FALSE, "reprise" },
  { TUTTI_WORD_KIND, TUTTI_VERSION_OTHER, FALSE, "version versions versione versao ver vers" },
  { TUTTI_WORD_DROP, 0, FALSE,
    "remaster remastered remasterizado remasterizada remasterise remastering digital digitally mono stereo explicit clean dirty "
    "uncensored censored album single original lp ep bonus track deluxe edition anniversary expanded special official oficial offiziell "
    "officiel officielle video videoclip audio lyric lyrics lyrical visualizer visualiser hd hq 4k uhd 1080p 720p length topic vevo "
    "free download dl main standard international intl restored reissue hires atmos dolby spatial musikvideo exclusive premiere "
    "out now studio lossless radiohit popular complete retail promo ultimate legacy uncut unabridged color colour" },
  { TUTTI_WORD_SOURCE, 0, FALSE, "soundtrack ost movie film motion picture score musical broadway netflix trailer theme anime" },
  { TUTTI_WORD_FROM, 0, FALSE, "from aus" },
  { TUTTI_WORD_GLUE, 0, FALSE,
    "the a an of in at on by and for to up re no as la le el die der das de du del di il y e und et music duet series season tv "
    "made full inch 7 12 10 o" },
  { TUTTI_WORD_CREDIT, 0, FALSE, "feat ft featuring featuting" },
  { TUTTI_WORD_WITH, 0, FALSE, "with con prod w avec mit produced starring" },
  { TUTTI_WORD_PART, 0, FALSE, "pt part pts parts parte partie teil vol volume chapter kapitel episode" },
};

/* Words of two languages or spellings that are one. */
static const char *const spellings[][2] = {
  { "n", "and" },
  { "und", "and" },
  { "y", "and" },
  { "et", "and" },
  { "e", "and" },
  { "symphonie", "symphony" },
  { "sinfonie", "symphony" },
  { "sinfonia", "symphony" },
  { "simfonia", "symphony" },
  { "konzert", "concerto" },
  { "concierto", "concerto" },
  { "sonate", "sonata" },
  { "quartett", "quartet" },
  { "quatuor", "quartet" },
  { "moll", "minor" },
  { "mineur", "minor" },
  { "dur", "major" },
  { "majeur", "major" },
  { "nr", "no" },
  { "num", "no" },
  { "numero", "no" },
  { "klavier", "piano" },
  { "versus", "vs" },
  { "mister", "mr" },
  { "doktor", "dr" },
  { "saint", "st" },
  { "till", "til" },
  { "until", "til" },
};

/* Names of classical works, whose movements have roman numbers. */
static const char works[] = "op opus bwv kv rv hob woo symphony concerto sonata quartet trio suite "
                            "symphonie sinfonie sinfonia simfonia konzert concierto sonate quartett quatuor";

/* Words of a live version that say neither where nor by whom. */
static const char nameless[] = "en desde dans em im am auf vom bei dal alla da do au aux fra fran pa onstage stage show gig tour set broadcast";

typedef struct
{
  const char *word;
  gsize       length;
  TuttiWord   entry;
} Known;

/* Where to find a word: most are none of these, which the few bytes of a slot
 * tell. */
typedef struct
{
  guint16 check; /* of the word's hash */
  guint16 known; /* its number and one; 0 for none */
} Slot;

typedef struct
{
  Slot  slots[TABLE_SIZE];
  Known known[MAX_WORDS];
  guint n_known;
} Table;

static Table *table;

/* Where a word is, or would be. */
static inline gsize
find (const Table *self,
      const char  *word,
      gsize        length)
{
  guint64 hash = tutti_hash (word, length, 7);
  guint16 check = (guint16) (hash >> 48);
  gsize   at = hash % TABLE_SIZE;

  for (; self->slots[at].known != 0; at = (at + 1) % TABLE_SIZE)
    if (self->slots[at].check == check)
      {
        const Known *known = &self->known[self->slots[at].known - 1];

        if (known->length == length && memcmp (known->word, word, length) == 0)
          break;
      }

  return at;
}

/* The entry of a word, made where there is none. */
static TuttiWord *
know (Table        *self,
      const char   *word,
      gsize         length,
      TuttiWordRole role)
{
  Slot *slot = &self->slots[find (self, word, length)];

  if (slot->known == 0)
    {
      g_assert (self->n_known < MAX_WORDS);
      self->known[self->n_known++] = (Known) { word, length, { .role = role } };
      *slot = (Slot) { (guint16) (tutti_hash (word, length, 7) >> 48), (guint16) self->n_known };
    }

  return &self->known[slot->known - 1].entry;
}

static Table *
make_table (void)
{
  Table *self = g_new0 (Table, 1);
  gsize  length;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (const char *p = lists[i].words; *p != '\0'; p += length, p += strspn (p, " "))
      {
        TuttiWord *entry = know (self, p, length = strcspn (p, " "), lists[i].role);

        entry->versions |= lists[i].versions;
        entry->is_tail |= lists[i].is_tail;
      }
  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    know (self, spellings[i][0], strlen (spellings[i][0]), TUTTI_WORD_PLAIN)->spelled = spellings[i][1];
  for (const char *p = works; *p != '\0'; p += length, p += strspn (p, " "))
    know (self, p, length = strcspn (p, " "), TUTTI_WORD_PLAIN)->is_work = TRUE;
  for (const char *p = nameless; *p != '\0'; p += length, p += strspn (p, " "))
    know (self, p, length = strcspn (p, " "), TUTTI_WORD_PLAIN)->is_nameless = TRUE;

  return self;
}

/**
 * tutti_vocabulary_lookup:
 * @word: a folded word
 * @length: its bytes
 *
 * Any thread.
 *
 * Returns: (transfer none): what it does in a title, for good
 */
const TuttiWord *
tutti_vocabulary_lookup (const char *word,
                         gsize       length)
{
  static const TuttiWord plain = { .role = TUTTI_WORD_PLAIN };
  static const TuttiWord year = { .role = TUTTI_WORD_YEAR };
  static const TuttiWord number = { .role = TUTTI_WORD_NUMBER };
  guint                  known;

  if (g_once_init_enter_pointer (&table))
    {
      Table *made = make_table ();

      g_once_init_leave_pointer (&table, made);
    }

  known = table->slots[find (table, word, length)].known;
  if (known != 0)
    return &table->known[known - 1].entry;

  if (g_ascii_isdigit (word[0]))
    {
      for (gsize i = 1; i < length; i++)
        if (!g_ascii_isdigit (word[i]))
          return &plain;
      return length == 4 && (memcmp (word, "19", 2) == 0 || memcmp (word, "20", 2) == 0) ? &year : &number;
    }

  return &plain;
}

/**
 * tutti_vocabulary_read_number:
 * @word: a folded word
 * @length: its bytes
 * @roman: whether roman numerals and number words count
 *
 * Returns: the number it writes, -1 where it is none
 */
int
tutti_vocabulary_read_number (const char *word,
                              gsize       length,
                              gboolean    roman)
{
  static const char *const romans[] = {
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
    "xviii",
    "xix",
    "xx",
  };
  static const char *const words[] = { "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten" };
  int                      number = 0;

  if (length == 0)
    return -1;

  if (g_ascii_isdigit (word[0]))
    {
      if (length > 8)
        return -1;
      for (gsize i = 0; i < length; i++)
        {
          if (!g_ascii_isdigit (word[i]))
            return -1;
          number = number * 10 + (word[i] - '0');
        }
      return number;
    }

  if (!roman || length > 5)
    return -1;
  for (guint i = 0; strchr ("ivx", word[0]) != NULL && i < G_N_ELEMENTS (romans); i++)
    if (romans[i][0] == word[0] && strlen (romans[i]) == length && memcmp (romans[i], word, length) == 0)
      return (int) i + 1;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i][0] == word[0] && strlen (words[i]) == length && memcmp (words[i], word, length) == 0)
      return (int) i + 1;

  return -1;
}
