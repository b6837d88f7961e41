/* SPDX-License-Identifier: MIT */
/* The service, as commands speak to it. Each returns EXIT_DONE, or the exit code of a complaint that it made.
 */
#pragma once
#include "command.h"
#include "complain.h"
#include "show.h"

/* Makes the run's client from its settings, and turns an authority's name in what is sent into its code. */
int service_open(struct run *) __attribute__((warn_unused_result));
/* Sends what the run has gathered. */
int service_post(struct run *, const char *path, accord_record **answer) __attribute__((warn_unused_result));
/* The same without a complaint where a rule is breached: then *answer is the problem, borrowed from the run's
 * error. */
int service_propose(struct run *, const char *path, accord_record **answer, const accord_record **breach)
    __attribute__((warn_unused_result));
/* Asks for /v1/COLLECTION/ID, the ID that was given, and shows it. */
int service_show(struct run *, const char *collection, show_fn *) __attribute__((warn_unused_result));
/* Lists /v1/COLLECTION with what the run has gathered as its filters; see show_list. */
int service_list(struct run *, const char *collection, const struct show_column *columns, const char *thing)
    __attribute__((warn_unused_result));
/* Sends it and shows what it made. */
int service_add(struct run *, const char *path) __attribute__((warn_unused_result));
