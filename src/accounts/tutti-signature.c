/* tutti-signature.c: tokens that are signed here, with a person's own key
 *
 * A key is copied by hand more often than one would think: its lines get
 * joined, indented or quoted on the way. So what stands between its marks is put
 * together anew before it is read, and what it is instead is said before a
 * library would say it in words of its own.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-signature.h"

#include "tutti-error.h"
#include "tutti-pkce.h"

#include <glib/gi18n-lib.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <string.h>

#define BEGIN "-----BEGIN "
#define END   "-----END "
#define DASHES "-----"

/* Of each of the two numbers of a signature on P-256. */
#define N_BYTES 32

typedef struct gnutls_privkey_st PrivateKey;

static void
private_key_free (PrivateKey *key)
{
  gnutls_privkey_deinit (key);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PrivateKey, private_key_free)

static gpointer
refuse (GError    **error,
        const char *sentence)
{
  g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, sentence);
  return NULL;
}

/* --- reading a key --- */

/* What PEM calls things, and what to say of those that are no private key. */
static const struct
{
  const char *label;
  const char *sentence; /* (nullable) NULL: a private key */
} kinds[] = {
  { "PRIVATE KEY", NULL },
  { "EC PRIVATE KEY", NULL },
  { "ENCRYPTED PRIVATE KEY", N_ ("This key is locked with a password. Give it as you downloaded it.") },
  { "RSA PRIVATE KEY", N_ ("This is a key of another kind (RSA). The one to give was made on the service’s page.") },
  { "OPENSSH PRIVATE KEY", N_ ("This is a key for SSH. The one to give was made on the service’s page.") },
  { "PUBLIC KEY", N_ ("This is a public key. The private one is needed, as you downloaded it.") },
  { "CERTIFICATE", N_ ("This is a certificate, not a key.") },
  { "CERTIFICATE REQUEST", N_ ("This is a request for a certificate, not a key.") },
};

/* The key's own text: base64 alone, between marks of the kind it has. What is
 * no private key is refused. The caller wipes it. (nullable) */
static char *
dup_pem (const char *text,
         GError    **error)
{
  const char *begin = strstr (text, BEGIN);
  const char *label = begin != NULL ? begin + strlen (BEGIN) : NULL;
  const char *body = label != NULL ? strstr (label, DASHES) : NULL;
  const char *end = body != NULL ? strstr (body + strlen (DASHES), END) : NULL;
  gsize       n_label = body != NULL ? (gsize) (body - label) : 0;
  GString    *pem;
  gsize       n_body = 0;

  for (gsize i = 0; body != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (strlen (kinds[i].label) == n_label && strncmp (kinds[i].label, label, n_label) == 0 && kinds[i].sentence != NULL)
      return refuse (error, _ (kinds[i].sentence));
  if (begin != NULL && end == NULL)
    return refuse (error, _ ("The key is not whole. Give all of it, from its first line to its last."));
  if (begin == NULL || n_label > 32)
    return refuse (error, _ ("This is no private key, which begins with “-----BEGIN PRIVATE KEY-----”."));
  if (g_strstr_len (body, end - body, "ENCRYPTED") != NULL)
    return refuse (error, _ ("This key is locked with a password. Give it as you downloaded it."));

  /* As large as it can get, so that it never moves and leaves a copy behind. */
  pem = g_string_sized_new (2 * strlen (text) + 256);
  g_string_append_printf (pem, BEGIN "%.*s" DASHES "\n", (int) n_label, label);
  for (const char *p = body + strlen (DASHES); p < end; p++)
    if (g_ascii_isalnum (*p) || *p == '+' || *p == '/' || *p == '=')
      {
        if (n_body > 0 && n_body % 64 == 0)
          g_string_append_c (pem, '\n');
        g_string_append_c (pem, *p);
        n_body++;
      }
  g_string_append_printf (pem, "\n" END "%.*s" DASHES "\n", (int) n_label, label);

  return g_string_free (pem, FALSE);
}

/* What GnuTLS makes of it; NULL where that is no key at all. */
static PrivateKey *
import_key (const char *pem)
{
  gnutls_datum_t         data = { (guchar *) pem, (guint) strlen (pem) };
  g_autoptr (PrivateKey) key = NULL;

  if (gnutls_privkey_init (&key) != GNUTLS_E_SUCCESS)
    return NULL;
  if (gnutls_privkey_import_x509_raw (key, &data, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN) != GNUTLS_E_SUCCESS)
    return NULL;

  return g_steal_pointer (&key);
}

/* The secret number is asked for nowhere: the sizes say enough. */
static gboolean
is_p256 (PrivateKey *key)
{
  gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;

  return gnutls_privkey_get_pk_algorithm (key, NULL) == GNUTLS_PK_ECDSA &&
         gnutls_privkey_export_ecc_raw2 (key, &curve, NULL, NULL, NULL, 0) == GNUTLS_E_SUCCESS &&
         curve == GNUTLS_ECC_CURVE_SECP256R1;
}

TuttiSecret *
tutti_signature_check_key (const char *text,
                           gsize       length,
                           GError    **error)
{
  g_autoptr (PrivateKey) key = NULL;
  char                  *whole;
  char                  *pem;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length == 0)
    return refuse (error, _ ("Choose the file with the key, or paste what stands in it."));
  if (length > TUTTI_SIGNATURE_MAX_KEY)
    return refuse (error, _ ("This is too large for a key."));
  if (memchr (text, '\0', length) != NULL || !g_utf8_validate_len (text, length, NULL))
    return refuse (error, _ ("This is no private key, which begins with “-----BEGIN PRIVATE KEY-----”."));

  whole = g_strndup (text, length);
  pem = dup_pem (whole, error);
  tutti_secret_wipe_string (whole);
  if (pem == NULL)
    return NULL;

  key = import_key (pem);
  if (key != NULL && is_p256 (key))
    return tutti_secret_new_take (pem);

  tutti_secret_wipe_string (pem);
  if (key != NULL)
    return refuse (error, _ ("This is a key of another kind. The one to give was made on the service’s page."));
  return refuse (error, _ ("This key is damaged. Download or copy it once more."));
}

/* --- signing --- */

/* Names that need no quoting in JSON. */
static gboolean
is_name (const char *name)
{
  return name != NULL && *name != '\0' && strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS) == strlen (name);
}

/* One number of a signature, of just as many bytes as the standard says. */
static gboolean
put_number (guchar               *place,
            const gnutls_datum_t *number)
{
  const guchar *digits = number->data;
  guint         length = number->size;

  for (; length > 0 && *digits == 0; digits++)
    length--;
  if (length > N_BYTES)
    return FALSE;
  memset (place, 0, N_BYTES - length);
  memcpy (place + N_BYTES - length, digits, length);

  return TRUE;
}

/* What the signature is of, signed: r and s, one behind the other. (nullable) */
static char *
dup_signature (PrivateKey *key,
               const char *text)
{
  gnutls_datum_t   data = { (guchar *) text, (guint) strlen (text) };
  gnutls_datum_t   der = { NULL, 0 };
  gnutls_datum_t   r = { NULL, 0 };
  gnutls_datum_t   s = { NULL, 0 };
  guchar           raw[2 * N_BYTES];
  g_autofree char *signature = NULL;

  if (gnutls_privkey_sign_data2 (key, GNUTLS_SIGN_ECDSA_SHA256, 0, &data, &der) == GNUTLS_E_SUCCESS &&
      gnutls_decode_rs_value (&der, &r, &s) == GNUTLS_E_SUCCESS &&
      put_number (raw, &r) && put_number (raw + N_BYTES, &s))
    signature = tutti_pkce_encode (raw, sizeof raw);

  gnutls_free (der.data);
  gnutls_free (r.data);
  gnutls_free (s.data);

  return g_steal_pointer (&signature);
}

TuttiSecret *
tutti_signature_make_token (const TuttiSecret *key,
                            const char        *key_id,
                            const char        *issuer,
                            gint64             from,
                            gint64             until,
                            GError           **error)
{
  g_autoptr (PrivateKey) private_key = NULL;
  g_autofree char       *head = NULL;
  g_autofree char       *claims = NULL;
  g_autofree char       *coded_head = NULL;
  g_autofree char       *coded_claims = NULL;
  g_autofree char       *text = NULL;
  g_autofree char       *signature = NULL;

  g_return_val_if_fail (key != NULL, NULL);

  private_key = import_key (tutti_secret_reveal (key));
  if (!is_name (key_id) || !is_name (issuer) || private_key == NULL || !is_p256 (private_key))
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_CLIENT, "Nothing can be signed with this key");
      return NULL;
    }

  head = g_strdup_printf ("{\"alg\":\"ES256\",\"kid\":\"%s\"}", key_id);
  claims = g_strdup_printf ("{\"iss\":\"%s\",\"iat\":%" G_GINT64_FORMAT ",\"exp\":%" G_GINT64_FORMAT "}", issuer, from, until);
  coded_head = tutti_pkce_encode ((const guchar *) head, strlen (head));
  coded_claims = tutti_pkce_encode ((const guchar *) claims, strlen (claims));
  text = g_strconcat (coded_head, ".", coded_claims, NULL);
  signature = dup_signature (private_key, text);
  if (signature == NULL)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_CLIENT, "The key signed nothing");
      return NULL;
    }

  return tutti_secret_new_take (g_strconcat (text, ".", signature, NULL));
}
