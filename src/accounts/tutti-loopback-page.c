/* tutti-loopback-page.c: what the browser shows of a sign-in: pure
 *
 * The page at its end is self-contained: no script, no picture, no font, nothing
 * loaded. The one that runs a service's own script, where there is no other way
 * in, trusts that script and what it loads: the script opens windows, frames and
 * connections that only its makers know, so they are not listed, and
 * windows stay tied to each other. Nobody else's script runs there, nobody frames
 * it, it posts to itself alone and tells no other site its address.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-loopback-page.h"

#include "tutti-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define COMMON_HEADERS                  \
  "Cache-Control: no-store\r\n"        \
  "X-Content-Type-Options: nosniff\r\n" \
  "X-Frame-Options: DENY\r\n"          \
  "Connection: close\r\n"

#define SAFE_HEADERS                                                                                            \
  COMMON_HEADERS                                                                                                \
  "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "    \
  "form-action 'none'; frame-ancestors 'none'\r\n"                                                              \
  "Referrer-Policy: no-referrer\r\n"                                                                            \
  "Cross-Origin-Opener-Policy: same-origin\r\n"

/* Within its own origin only: with no referrer at all, browsers would not say
 * either where a form was posted from. */
#define SCRIPT_HEADERS                                                                                          \
  COMMON_HEADERS                                                                                                \
  "Content-Security-Policy: script-src 'nonce-%s' 'strict-dynamic'; worker-src 'self' blob: https:; "           \
  "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'\r\n"                          \
  "Referrer-Policy: same-origin\r\n"

static const char style[] =
  ":root{color-scheme:light dark;--back:#fafafb;--card:#fff;--text:#2e2e33;--dim:#5e5e66;--good:#1b8553;--bad:#c30000;--accent:#1c71d8}"
  "@media(prefers-color-scheme:dark){:root{--back:#222226;--card:#36363a;--text:#fff;--dim:#c0bfc4;--good:#57e389;--bad:#ff938c;--accent:#1c71d8}}"
  "*{box-sizing:border-box}"
  "body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--back);color:var(--text);"
  "font:16px/1.5 'Adwaita Sans',Cantarell,system-ui,sans-serif}"
  "main{max-width:460px;width:100%;padding:40px 32px;border-radius:18px;background:var(--card);text-align:center;"
  "box-shadow:0 1px 3px rgb(0 0 0/.12),0 6px 24px rgb(0 0 0/.08)}"
  "svg{width:72px;height:72px;fill:none;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}"
  ".good{stroke:var(--good)}.bad{stroke:var(--bad)}"
  "h1{font-size:24px;line-height:1.25;font-weight:800;margin:20px 0 8px}"
  "p{margin:0;color:var(--dim)}"
  "a{display:inline-block;margin-top:28px;padding:9px 22px;border-radius:9px;background:var(--accent);color:#fff;font-weight:700;text-decoration:none}"
  "a:hover,a:focus-visible{filter:brightness(1.1)}a:focus-visible{outline:2px solid var(--accent);outline-offset:3px}"
  "button{font:inherit;font-weight:700;margin:28px 4px 0;padding:9px 22px;border:0;border-radius:9px;background:rgb(128 128 128/.2);color:inherit}"
  "button#go{background:var(--accent);color:#fff}button:disabled{opacity:.5}"
  "button:focus-visible{outline:2px solid var(--accent);outline-offset:3px}[hidden]{display:none}";

/* The page that asks by a service's own script: what to press, what went wrong,
 * and the one form that leaves it. */
static const char asking[] =
  "'use strict';"
  "const at = (id) => document.getElementById (id), form = at ('form'), go = at ('go'), token = form.dataset.token;"
  "const say = (id) => { for (const one of document.querySelectorAll ('main p')) one.hidden = one.id !== id; };"
  "const give = (name, value) => { form.elements[name].disabled = false; form.elements[name].value = value; form.submit (); };"
  "form.removeAttribute ('data-token');"
  "at ('no').addEventListener ('click', () => give ('error', 'access_denied'));"
  "const service = (%s);"
  "service.prepare (token).then (() => { go.disabled = false; }, () => say ('lost'));"
  "go.addEventListener ('click', async () => {"
  "  go.disabled = true; say ('ask');"
  "  const answer = await service.ask ().catch (() => null);"
  "  if (typeof answer === 'string' && answer !== '') { give ('code', answer); return; }"
  "  say ('refused'); go.disabled = false;"
  "});"
  "const script = document.createElement ('script');"
  "script.src = form.dataset.script; script.addEventListener ('error', () => say ('lost'));"
  "document.head.append (script);";

static const char tick[] = "<svg class=\"good\" viewBox=\"0 0 32 32\" aria-hidden=\"true\"><circle cx=\"16\" cy=\"16\" r=\"13\"/><path d=\"m10 16.5 4.2 4.2L22 12.5\"/></svg>";
static const char mark[] = "<svg class=\"bad\" viewBox=\"0 0 32 32\" aria-hidden=\"true\"><circle cx=\"16\" cy=\"16\" r=\"13\"/><path d=\"M16 9.5v8M16 22.2v.1\"/></svg>";

/* "de" of the locale de_DE.UTF-8, for the page's lang. (transfer full) */
static char *
dup_language (void)
{
  const char *name = g_get_language_names ()[0];
  gsize       n = strspn (name, "abcdefghijklmnopqrstuvwxyz");

  return n >= 2 && n <= 3 ? g_strndup (name, n) : g_strdup ("en");
}

/* `template` with the name where %s stands. (transfer full) */
static char *
fill_in (const char *template,
         const char *name)
{
  const char *place = strstr (template, "%s");

  if (place == NULL)
    return g_strdup (template);

  return g_strdup_printf ("%.*s%s%s", (int) (place - template), template, name, place + 2);
}

static void
free_secret (gpointer data)
{
  tutti_secret_wipe_string (data);
}

static GBytes *
new_response (guint       status,
              const char *reason,
              const char *headers,
              const char *body,
              gboolean    is_secret)
{
  char *response = g_strdup_printf ("HTTP/1.1 %u %s\r\n"
                                    "Content-Type: text/html; charset=utf-8\r\n"
                                    "Content-Length: %" G_GSIZE_FORMAT "\r\n%s\r\n%s",
                                    status,
                                    reason,
                                    strlen (body),
                                    headers,
                                    body);

  return g_bytes_new_with_free_func (response, strlen (response), is_secret ? free_secret : g_free, response);
}

GBytes *
tutti_loopback_page_new (const GError *error,
                         const char   *service,
                         gboolean      offers_return)
{
  g_autofree char *language = dup_language ();
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  g_autofree char *safe_title = NULL;
  g_autofree char *safe_text = NULL;
  g_autofree char *safe_button = g_markup_escape_text (_ ("Return to Tutti"), -1);
  g_autofree char *button = NULL;
  g_autofree char *body = NULL;

  if (error == NULL)
    {
      /* Translators: %s is the name of a music service. */
      title = fill_in (_ ("%s is connected"), service);
      text = g_strdup (_ ("You can close this page and go on in Tutti."));
    }
  else
    {
      /* Translators: %s is the name of a music service. */
      title = fill_in (_ ("%s was not connected"), service);
      text = tutti_error_dup_sentence (error, service);
    }

  safe_title = g_markup_escape_text (title, -1);
  safe_text = g_markup_escape_text (text, -1);
  button = offers_return ? g_strdup_printf ("<a href=\"tutti:\">%s</a>", safe_button) : g_strdup ("");
  body = g_strdup_printf ("<!DOCTYPE html><html lang=\"%s\"><head><meta charset=\"utf-8\">"
                          "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                          "<link rel=\"icon\" href=\"data:,\"><title>%s</title><style>%s</style></head>"
                          "<body><main role=\"%s\" dir=\"auto\">%s<h1>%s</h1><p>%s</p>%s</main></body></html>\n",
                          language,
                          safe_title,
                          style,
                          error == NULL ? "status" : "alert",
                          error == NULL ? tick : mark,
                          safe_title,
                          safe_text,
                          button);

  return new_response (200, "OK", SAFE_HEADERS, body, FALSE);
}

/* The text with the service's name, as it stands in a page. (transfer full) */
static char *
dup_safe (const char *template,
          const char *service)
{
  g_autofree char *text = fill_in (template, service);

  return g_markup_escape_text (text, -1);
}

GBytes *
tutti_loopback_page_new_script (const TuttiLoopbackScript *script)
{
  g_autofree char *language = dup_language ();
  /* Translators: %s is the name of a music service. */
  g_autofree char *title = dup_safe (_ ("Connect %s"), script->service);
  g_autofree char *ask = dup_safe (_ ("%s asks in a window of its own whether Tutti may see your music. Afterwards this page goes on by itself."), script->service);
  g_autofree char *lost = dup_safe (_ ("%s can’t be asked from this page. Check your connection, then load the page again."), script->service);
  g_autofree char *refused = dup_safe (_ ("%s did not say yes. Try again, and let your browser open its window."), script->service);
  g_autofree char *go = g_markup_escape_text (_ ("Continue"), -1);
  g_autofree char *no = g_markup_escape_text (_ ("Not Now"), -1);
  g_autofree char *none = g_markup_escape_text (_ ("This page needs JavaScript."), -1);
  g_autofree char *address = g_markup_escape_text (script->script, -1);
  g_autofree char *code = fill_in (asking, script->code);
  g_autofree char *headers = g_strdup_printf (SCRIPT_HEADERS, script->nonce);
  char            *body;
  GBytes          *response;

  body = g_strdup_printf ("<!DOCTYPE html><html lang=\"%s\"><head><meta charset=\"utf-8\">"
                          "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                          "<link rel=\"icon\" href=\"data:,\"><title>%s</title><style>%s</style></head>"
                          "<body><main dir=\"auto\"><h1>%s</h1><div role=\"status\"><p id=\"ask\">%s</p>"
                          "<p id=\"lost\" hidden>%s</p><p id=\"refused\" hidden>%s</p></div><noscript>%s</noscript>"
                          "<form id=\"form\" method=\"post\" autocomplete=\"off\" data-token=\"%s\" data-script=\"%s\">"
                          "<input type=\"hidden\" name=\"state\" value=\"%s\">"
                          "<input type=\"hidden\" name=\"code\" disabled><input type=\"hidden\" name=\"error\" disabled>"
                          "<button id=\"go\" type=\"button\" disabled>%s</button><button id=\"no\" type=\"button\">%s</button>"
                          "</form></main><script nonce=\"%s\">%s</script></body></html>\n",
                          language, title, style, title, ask, lost, refused, none, tutti_secret_reveal (script->token),
                          address, tutti_secret_reveal (script->state), go, no, script->nonce, code);
  response = new_response (200, "OK", headers, body, TRUE);
  tutti_secret_wipe_string (body);

  return response;
}

static const char *
get_reason (guint status)
{
  switch (status)
    {
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return "Bad Request";
    }
}

GBytes *
tutti_loopback_page_new_refusal (guint    status,
                                 gboolean allows_post)
{
  const char      *headers = status != 405 ? SAFE_HEADERS : allows_post ? SAFE_HEADERS "Allow: GET, POST\r\n"
                                                                        : SAFE_HEADERS "Allow: GET\r\n";
  g_autofree char *safe_text = g_markup_escape_text (_ ("This is not the page of a sign-in that Tutti waits for."), -1);
  g_autofree char *body = g_strdup_printf ("<!DOCTYPE html><title>Tutti</title><p>%s</p>\n", safe_text);

  return new_response (status, get_reason (status), headers, body, FALSE);
}
