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

/* A power of two well above the number of words. */
#define TABLE_SIZE 2048

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

typedef struct
{
  const char *word;
  gsize       length;
  TuttiWord   entry;
} Slot;

static Slot *table;

static Slot *
find_slot (Slot       *slots,
           const char *word,
           gsize       length)
{
  gsize at = tutti_hash (word, length, 7) % TABLE_SIZE;

  while (slots[at].word != NULL && (slots[at].length != length || memcmp (slots[at].word, word, length) != 0))
    at = (at + 1) % TABLE_SIZE;

  return &slots[at];
}

static Slot *
make_table (void)
{
  Slot *slots = g_new0 (Slot, TABLE_SIZE);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (const char *p = lists[i].words; *p != '\0';)
      {
        gsize length = strcspn (p, " ");
        Slot *slot = find_slot (slots, p, length);

        if (slot->word == NULL)
          *slot = (Slot) { p, length, { lists[i].role, 0, FALSE, NULL } };
        slot->entry.versions |= lists[i].versions;
        slot->entry.is_tail |= lists[i].is_tail;
        p += length;
        p += strspn (p, " ");
      }

  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      Slot *slot = find_slot (slots, spellings[i][0], strlen (spellings[i][0]));

      if (slot->word == NULL)
        *slot = (Slot) { spellings[i][0], strlen (spellings[i][0]), { TUTTI_WORD_PLAIN, 0, FALSE, NULL } };
      slot->entry.spelled = spellings[i][1];
    }

  return slots;
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
  static const TuttiWord plain = { TUTTI_WORD_PLAIN, 0, FALSE, NULL };
  static const TuttiWord year = { TUTTI_WORD_YEAR, 0, FALSE, NULL };
  static const TuttiWord number = { TUTTI_WORD_NUMBER, 0, FALSE, NULL };
  const Slot            *slot;

  if (g_once_init_enter_pointer (&table))
    {
      Slot *made = make_table ();

      g_once_init_leave_pointer (&table, made);
    }

  slot = find_slot (table, word, length);
  if (slot->word != NULL)
    return &slot->entry;

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
