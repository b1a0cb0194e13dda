/* tutti-secret.c: a string that can't be printed by accident
 *
 * Each secret has pages of its own, so that locking and wiping one never
 * touches its neighbour: the text, and behind it the shapes a log could meet it
 * in (percent-encoded, base64 at each of the three places a byte can have in a
 * group). All live secrets are in one list, which only redacting reads.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MIN_REDACTED 6
#define MIN_BASE64   8
#define N_SHAPES     10

struct _TuttiSecret
{
  gatomicrefcount ref_count;

  gsize        size;      /* of the mapping that starts here */
  gsize        length;    /* of the text */
  TuttiSecret *previous;  /* in the list of live secrets */
  TuttiSecret *next;
  guint        n_shapes;  /* zero-terminated strings at `text`, the text first */
  char         text[];
};

static GMutex       live_lock;
static TuttiSecret *live;

G_DEFINE_BOXED_TYPE (TuttiSecret, tutti_secret, tutti_secret_ref, tutti_secret_unref)

/* A string that is being written into the pages of a secret. */
typedef struct
{
  TuttiSecret *secret;
  char        *end;
} Shapes;

static void
end_shape (Shapes *shapes)
{
  *shapes->end++ = '\0';
  shapes->secret->n_shapes++;
}

static void
add_percent (Shapes     *shapes,
             const char *digits)
{
  for (const char *c = shapes->secret->text; *c != '\0'; c++)
    {
      guchar byte = (guchar) *c;

      if (g_ascii_isalnum (byte) || strchr ("-._~", byte) != NULL)
        *shapes->end++ = (char) byte;
      else
        {
          *shapes->end++ = '%';
          *shapes->end++ = digits[byte >> 4];
          *shapes->end++ = digits[byte & 15];
        }
    }
  end_shape (shapes);
}

/* The letters of base64 that the text alone decides when it stands `shift`
 * bytes after the beginning of a group of three. */
static void
add_base64 (Shapes     *shapes,
            guint       shift,
            const char *letters)
{
  const guchar *text = (const guchar *) shapes->secret->text;
  gsize         bits = shapes->secret->length * 8;

  for (gsize bit = (6 - shift * 8 % 6) % 6; bit + 6 <= bits; bit += 6)
    {
      guint two = (guint) text[bit / 8] << 8 | text[bit / 8 + 1];

      *shapes->end++ = letters[two >> (10 - bit % 8) & 63];
    }
  end_shape (shapes);
}

static void
add_shapes (TuttiSecret *self)
{
  static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  Shapes            shapes = { self, self->text + self->length + 1 };

  self->n_shapes = 1;
  if (self->length < MIN_REDACTED)
    return;

  add_percent (&shapes, "0123456789ABCDEF");
  add_percent (&shapes, "0123456789abcdef");
  if (self->length < MIN_BASE64)
    return;

  for (guint shift = 0; shift < 3; shift++)
    {
      add_base64 (&shapes, shift, standard);
      add_base64 (&shapes, shift, safe);
    }
  g_assert (shapes.end <= (char *) self + self->size);
}

static void
enlist (TuttiSecret *self)
{
  g_mutex_lock (&live_lock);
  self->next = live;
  if (live != NULL)
    live->previous = self;
  live = self;
  g_mutex_unlock (&live_lock);
}

static void
delist (TuttiSecret *self)
{
  g_mutex_lock (&live_lock);
  if (self->previous != NULL)
    self->previous->next = self->next;
  else
    live = self->next;
  if (self->next != NULL)
    self->next->previous = self->previous;
  g_mutex_unlock (&live_lock);
}

TuttiSecret *
tutti_secret_new (const char *text)
{
  gsize        page = (gsize) sysconf (_SC_PAGESIZE);
  gsize        length, size;
  TuttiSecret *self;

  g_return_val_if_fail (text != NULL, NULL);

  /* The text and its base64 shapes are below 2 bytes for one, the percent
   * shapes at most 3, each with its zero. */
  length = strlen (text);
  size = sizeof (TuttiSecret) + length * (1 + 2 * 3 + 6 * 2) + N_SHAPES;
  size = (size + page - 1) / page * page;
  self = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (self == MAP_FAILED)
    g_error ("No memory left for %" G_GSIZE_FORMAT " bytes", size);

  /* Neither is worth an error, nor keeps the other from being done: a person's
   * limit of locked memory may be zero. */
  if (madvise (self, size, MADV_DONTDUMP) != 0)
    g_debug ("A secret's memory can’t be kept out of a core file");
  if (mlock (self, size) != 0)
    g_debug ("A secret's memory can’t be locked");

  g_atomic_ref_count_init (&self->ref_count);
  self->size = size;
  self->length = length;
  memcpy (self->text, text, length + 1);
  add_shapes (self);
  enlist (self);

  return self;
}

TuttiSecret *
tutti_secret_new_take (char *text)
{
  TuttiSecret *self = tutti_secret_new (text);

  tutti_secret_wipe_string (text);

  return self;
}

TuttiSecret *
tutti_secret_ref (TuttiSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tutti_secret_unref (TuttiSecret *self)
{
  gsize size;

  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  delist (self);
  size = self->size;
  tutti_secret_wipe (self, size);
  munmap (self, size);
}

const char *
tutti_secret_reveal (const TuttiSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

gboolean
tutti_secret_equals (const TuttiSecret *self,
                     const char        *text)
{
  gsize           length;
  volatile guchar differs = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  if (text == NULL)
    return FALSE;

  length = strlen (text);
  for (gsize i = 0; i < length; i++)
    differs |= (guchar) (text[i] ^ self->text[i % (self->length + 1)]);

  return differs == 0 && length == self->length;
}

char *
tutti_secret_redact (const char *text)
{
  g_autoptr (GString) redacted = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  g_mutex_lock (&live_lock);
  for (TuttiSecret *secret = live; secret != NULL; secret = secret->next)
    {
      const char *shape = secret->text;

      for (guint i = 0; i < secret->n_shapes && secret->length >= MIN_REDACTED; i++)
        {
          if (strstr (redacted != NULL ? redacted->str : text, shape) != NULL)
            {
              if (redacted == NULL)
                redacted = g_string_new (text);
              g_string_replace (redacted, shape, "…", 0);
            }
          shape += strlen (shape) + 1;
        }
    }
  g_mutex_unlock (&live_lock);

  return redacted != NULL ? g_string_free_and_steal (g_steal_pointer (&redacted)) : NULL;
}

void
tutti_secret_wipe (void  *memory,
                   gsize  length)
{
  if (length > 0)
    explicit_bzero (memory, length);
}

void
tutti_secret_wipe_string (char *text)
{
  if (text != NULL)
    tutti_secret_wipe (text, strlen (text));
  g_free (text);
}
