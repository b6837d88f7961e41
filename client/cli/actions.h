/* SPDX-License-Identifier: MIT */
/*
 * What commands do, by their row. A list's filters, a search's body, a write's body and a change's members
 * are what the run has gathered. A change is of the version that --if-version names, or of the one on record.
 */
#pragma once
#include "command.h"

/* The version to change: what --if-version says, else the one on record at the path. Returns EXIT_DONE or the
 * exit code. */
int action_version(struct run *, const char *path, int64_t *out) __attribute__((warn_unused_result));
/* Shows what a write made, and says what may be typed next. */
int action_show_made(const struct run *, accord_record *answer);

command_fn action_list, action_search, action_show, action_send, action_change;
