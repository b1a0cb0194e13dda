/* tutti-question.h: one question on its way to a service, and the answer back
 *
 * What the files of TuttiClient share. A question belongs to its fiber, in which
 * everything here that takes `given_up` (tutti-fiber.h) is called, in the main
 * thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-client.h"
#include "tutti-provider-private.h"

G_BEGIN_DECLS

typedef struct
{
  TuttiClient   *client;
  TuttiHttp     *http;
  TuttiAccounts *accounts;
  TuttiProvider *provider;
  TuttiRequest  *request; /* (nullable) */
  TuttiSecret   *access;  /* (nullable) given, not to be asked for */
  TuttiSecret   *refused; /* (nullable) what a key signed, and the service did not take */
  char          *link;    /* (nullable) to be resolved instead, or the preview's address so far */
  TuttiPage     *page;    /* (nullable) whose details are asked for */
  char         **pages;   /* (nullable) of other services, to be looked up */
} TuttiQuestion;

/* Makes the request anew for each try. `error` is left alone where there is nothing to ask. */
typedef TuttiHttpRequest *(*TuttiQuestionBuild) (TuttiQuestion *question,
                                                 GError       **error);

/* A question to `provider`, whose limits are known from now on; its fiber's data. */
TuttiQuestion *tutti_client_new_question (TuttiClient   *self,
                                          TuttiProvider *provider) G_GNUC_WARN_UNUSED_RESULT;
void           tutti_question_free (gpointer data);

/* Takes `units`, or one search where that is 0, from the budget of the service:
 * FALSE and QUOTA_EXCEEDED where it is used up. */
gboolean tutti_client_pay (TuttiClient   *self,
                           TuttiProvider *provider,
                           guint          units,
                           GError       **error);

/* From now on the service is asked by the account's id. */
void tutti_client_note_id (TuttiClient   *self,
                           TuttiProvider *provider);

/* Sends what `build` makes, with the tokens it takes, and once more with fresh
 * ones where they are refused. The answer, whatever its status, or NULL and what
 * sending rejects with. (transfer full) */
TuttiHttpResponse *tutti_question_send (TuttiQuestion     *question,
                                        TuttiQuestionBuild build,
                                        DexFuture         *given_up,
                                        GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for an answer that is no error; a status that is one is read as the
 * service means it. (transfer full) */
TuttiHttpResponse *tutti_question_send_well (TuttiQuestion     *question,
                                             TuttiQuestionBuild build,
                                             DexFuture         *given_up,
                                             GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* The page that the question's request asks for, with the details where one
 * answer does not tell enough. (transfer full) */
TuttiPage *tutti_question_fetch_page (TuttiQuestion *question,
                                      DexFuture     *given_up,
                                      GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
