/* SPDX-License-Identifier: MIT */
/* The service, as commands speak to it. Each returns EXIT_DONE, or the exit code of a complaint that it made.
 */
#pragma once
#include "command.h"
#include "complain.h"
#include "show.h"

/* Makes the run's client from its settings, and turns an authority's name in what is sent into its code. */
int service_open(struct run *) __attribute__((warn_unused_result));
/* The command's path, with what was given in it; of a write with what --dry-run asks. */
const char *service_path(const struct run *);
const char *service_path_to_write(const struct run *);
/* Sends what the run has gathered to the command's path, and reads what is there. */
int service_post(struct run *, accord_record **answer) __attribute__((warn_unused_result));
int service_get(struct run *, accord_record **answer) __attribute__((warn_unused_result));
int service_get_at(struct run *, const char *path, accord_record **answer)
    __attribute__((warn_unused_result));
