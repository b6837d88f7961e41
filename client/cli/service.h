/* SPDX-License-Identifier: MIT */
/* The service, as commands speak to it. Each returns EXIT_DONE, or the exit code of a complaint that it made.
 */
#pragma once
#include "command.h"
#include "complain.h"

/* Makes the run's client from its settings, and turns an authority's name in what is sent into its code. */
int service_open(struct run *) __attribute__((warn_unused_result));
/* Sends what the run has gathered. */
int service_post(struct run *, const char *path, accord_record **answer) __attribute__((warn_unused_result));
/* The same without a complaint where a rule is breached: then *answer is the problem, borrowed from the run's
 * error. */
int service_propose(struct run *, const char *path, accord_record **answer, const accord_record **breach)
    __attribute__((warn_unused_result));
/* Sends it and shows what it made. */
int service_add(struct run *, const char *path) __attribute__((warn_unused_result));
