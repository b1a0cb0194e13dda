/* test-signature.c: what is signed with a person's key, and what is no key
 *
 * Every key is made here, when it is needed.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-signature.h"

#include "tutti-error.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <string.h>

#define KEY_ID "KEYABCDE12"
#define ISSUER "TEAMABCD34"

/* PEM of a new key; `password` NULL: as it is. (transfer full) */
static char *
make_pem (gnutls_pk_algorithm_t algorithm,
          guint                 bits,
          const char           *password)
{
  gnutls_x509_privkey_t key;
  gnutls_datum_t        out = { NULL, 0 };
  char                 *pem;

  g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_generate (key, algorithm, bits, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, password,
                                                      password != NULL ? GNUTLS_PKCS_PBES2_AES_256 : GNUTLS_PKCS_PLAIN, &out),
                   ==, 0);
  pem = g_strndup ((char *) out.data, out.size);
  gnutls_free (out.data);
  gnutls_x509_privkey_deinit (key);

  return pem;
}

static char *
make_curve_pem (gnutls_ecc_curve_t curve)
{
  return make_pem (GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (curve), NULL);
}

/* The public half, as PEM. (transfer full) */
static char *
make_public_pem (const char *pem)
{
  gnutls_datum_t   data = { (guchar *) pem, (guint) strlen (pem) };
  gnutls_datum_t   out = { NULL, 0 };
  gnutls_privkey_t key;
  gnutls_pubkey_t  public_key;
  char            *text;

  g_assert_cmpint (gnutls_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_privkey_import_x509_raw (key, &data, GNUTLS_X509_FMT_PEM, NULL, 0), ==, 0);
  g_assert_cmpint (gnutls_pubkey_init (&public_key), ==, 0);
  g_assert_cmpint (gnutls_pubkey_import_privkey (public_key, key, 0, 0), ==, 0);
  g_assert_cmpint (gnutls_pubkey_export2 (public_key, GNUTLS_X509_FMT_PEM, &out), ==, 0);
  text = g_strndup ((char *) out.data, out.size);
  gnutls_free (out.data);
  gnutls_pubkey_deinit (public_key);
  gnutls_privkey_deinit (key);

  return text;
}

static guchar *
decode (const char *text,
        gsize      *length)
{
  g_autofree char *padded = g_strdup_printf ("%s%.*s", text, (int) ((4 - strlen (text) % 4) % 4), "===");

  g_assert_cmpuint (strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_"), ==, strlen (text));
  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');

  return g_base64_decode (padded, length);
}

/* Whether the public half believes it. */
static gboolean
is_signed_by (const char *token,
              const char *pem)
{
  gnutls_datum_t     data = { (guchar *) pem, (guint) strlen (pem) };
  const char        *dot = strrchr (token, '.');
  g_autofree char   *text = g_strndup (token, (gsize) (dot - token));
  gnutls_datum_t     said = { (guchar *) text, (guint) strlen (text) };
  gnutls_datum_t     der = { NULL, 0 };
  gsize              length;
  g_autofree guchar *raw = decode (dot + 1, &length);
  gnutls_datum_t     r = { raw, 32 };
  gnutls_datum_t     s = { raw + 32, 32 };
  gnutls_privkey_t   key;
  gnutls_pubkey_t    public_key;
  int                verdict;

  g_assert_cmpuint (length, ==, 64);
  g_assert_cmpint (gnutls_encode_rs_value (&der, &r, &s), ==, 0);
  g_assert_cmpint (gnutls_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_privkey_import_x509_raw (key, &data, GNUTLS_X509_FMT_PEM, NULL, 0), ==, 0);
  g_assert_cmpint (gnutls_pubkey_init (&public_key), ==, 0);
  g_assert_cmpint (gnutls_pubkey_import_privkey (public_key, key, 0, 0), ==, 0);
  verdict = gnutls_pubkey_verify_data2 (public_key, GNUTLS_SIGN_ECDSA_SHA256, 0, &said, &der);
  gnutls_free (der.data);
  gnutls_pubkey_deinit (public_key);
  gnutls_privkey_deinit (key);

  return verdict >= 0;
}

/* Often enough that a number with zeros in front is among them. */
static void
test_sign (void)
{
  g_autofree char        *pem = make_curve_pem (GNUTLS_ECC_CURVE_SECP256R1);
  g_autofree char        *other = make_curve_pem (GNUTLS_ECC_CURVE_SECP256R1);
  g_autoptr (TuttiSecret) key = tutti_signature_check_key (pem, strlen (pem), NULL);

  g_assert_nonnull (key);
  for (gint64 i = 0; i < 600; i++)
    {
      g_autoptr (GError)      error = NULL;
      g_autoptr (TuttiSecret) token = tutti_signature_make_token (key, KEY_ID, ISSUER, 1700000000 + i, 1700003600, &error);
      g_auto (GStrv)          parts = NULL;
      g_autofree char        *head = NULL;
      g_autofree char        *claims = NULL;
      g_autofree char        *wanted = g_strdup_printf ("{\"iss\":\"" ISSUER "\",\"iat\":%" G_GINT64_FORMAT ",\"exp\":1700003600}", 1700000000 + i);
      gsize                   length;

      g_assert_no_error (error);
      parts = g_strsplit (tutti_secret_reveal (token), ".", -1);
      g_assert_cmpuint (g_strv_length (parts), ==, 3);
      head = (char *) decode (parts[0], &length);
      g_assert_cmpmem (head, length, "{\"alg\":\"ES256\",\"kid\":\"" KEY_ID "\"}", strlen ("{\"alg\":\"ES256\",\"kid\":\"" KEY_ID "\"}"));
      claims = (char *) decode (parts[1], &length);
      g_assert_cmpmem (claims, length, wanted, strlen (wanted));
      g_assert_true (is_signed_by (tutti_secret_reveal (token), pem));
      g_assert_false (is_signed_by (tutti_secret_reveal (token), other));
    }
}

/* What people's clipboards and editors make of a key is still the key. */
static void
test_forms (void)
{
  g_autofree char        *pem = make_curve_pem (GNUTLS_ECC_CURVE_SECP256R1);
  g_autoptr (TuttiSecret) plain = tutti_signature_check_key (pem, strlen (pem), NULL);
  const char             *odd[][3] = {
    { "\n", "\r\n", "lines of Windows" },
    { "\n", " ", "one line" },
    { "\n", "\n  > ", "quoted in a message" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (GString)     text = g_string_new (pem);
      g_autoptr (GError)      error = NULL;
      g_autoptr (TuttiSecret) key = NULL;

      g_string_replace (text, odd[i][0], odd[i][1], 0);
      g_string_prepend (text, "\xef\xbb\xbf  Bag Attributes\n");
      key = tutti_signature_check_key (text->str, text->len, &error);
      g_assert_no_error (error);
      g_assert_true (tutti_secret_equals (plain, tutti_secret_reveal (key)));
    }
}

static void
assert_refused (const char *what,
                const char *text,
                gsize       length,
                const char *words)
{
  g_autoptr (GError)      error = NULL;
  g_autoptr (TuttiSecret) key = tutti_signature_check_key (text, length, &error);

  g_test_message ("%s", what);
  g_assert_null (key);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
  g_assert_nonnull (strstr (error->message, words));
  /* Nothing of what was given stands in the sentence. */
  if (length > 80)
    {
      g_autofree char *piece = g_strndup (text + 40, 24);

      g_assert_null (strstr (error->message, piece));
    }
}

static void
test_refused (void)
{
  g_autofree char *good = make_curve_pem (GNUTLS_ECC_CURVE_SECP256R1);
  g_autofree char *p384 = make_curve_pem (GNUTLS_ECC_CURVE_SECP384R1);
  g_autofree char *p521 = make_curve_pem (GNUTLS_ECC_CURVE_SECP521R1);
  g_autofree char *rsa = make_pem (GNUTLS_PK_RSA, 2048, NULL);
  g_autofree char *edwards = make_pem (GNUTLS_PK_EDDSA_ED25519, 256, NULL);
  g_autofree char *locked = make_pem (GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), "hello");
  g_autofree char *public_key = make_public_pem (good);
  g_autofree char *huge = g_strnfill (TUTTI_SIGNATURE_MAX_KEY + 1, 'x');
  g_autofree char *half = g_strndup (good, strlen (good) / 2);
  g_autofree char *damaged = g_strdup (good);
  const char       binary[] = "-----BEGIN PRIVATE KEY-----\0\x30\x81";
  const struct
  {
    const char *what;
    const char *text;
    const char *words;
  } cases[] = {
    { "nothing", "", "Choose the file" },
    { "words", "AuthKey_ABC123DEFG.p8", "no private key" },
    { "an address", "https://developer.apple.com/account", "no private key" },
    { "a longer curve", p384, "another kind" },
    { "the longest curve", p521, "another kind" },
    { "RSA", rsa, "another kind" },
    { "an Edwards curve", edwards, "another kind" },
    { "RSA in its own words", "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n", "RSA" },
    { "SSH", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\n", "SSH" },
    { "a password", locked, "password" },
    { "an old password", "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIB\n-----END EC PRIVATE KEY-----\n", "password" },
    { "the public half", public_key, "public key" },
    { "a certificate", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "certificate" },
    { "half of it", half, "not whole" },
    { "a first line", "-----BEGIN PRIVATE KEY-----", "not whole" },
    { "marks alone", "-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----", "damaged" },
    { "damage", damaged, "damaged" },
    { "no name at all", "-----BEGIN -----", "not whole" },
    { "a name without an end", "-----BEGIN PRIVATE KEY", "not whole" },
  };

  memset (damaged + 40, 'A', 8);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].what, cases[i].text, strlen (cases[i].text), cases[i].words);
  assert_refused ("a large file", huge, strlen (huge), "too large");
  assert_refused ("bytes", binary, sizeof binary, "no private key");
  assert_refused ("no text", "\xff\xfe\xfd", 3, "no private key");
}

/* A name that could end the JSON's string, and a text that never was a key. */
static void
test_not_signed (void)
{
  g_autofree char        *pem = make_curve_pem (GNUTLS_ECC_CURVE_SECP256R1);
  g_autoptr (TuttiSecret) key = tutti_signature_check_key (pem, strlen (pem), NULL);
  g_autoptr (TuttiSecret) none = tutti_secret_new ("no key at all");
  const char             *names[] = { "", "A\"B", "A B", "A\\u0022", "\xc3\xa9" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tutti_signature_make_token (key, names[i], ISSUER, 1, 2, &error));
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_CLIENT);
      g_clear_error (&error);
      g_assert_null (tutti_signature_make_token (key, KEY_ID, names[i], 1, 2, &error));
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_CLIENT);
      g_clear_error (&error);
      g_assert_null (tutti_signature_make_token (none, KEY_ID, ISSUER, 1, 2, &error));
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_CLIENT);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/signature/sign", test_sign);
  g_test_add_func ("/signature/forms", test_forms);
  g_test_add_func ("/signature/refused", test_refused);
  g_test_add_func ("/signature/not-signed", test_not_signed);

  return g_test_run ();
}
