/* SPDX-License-Identifier: MIT */
/* From the words of the command line to a command and its two records. */
#pragma once
#include "command.h"

/*
 * Finds the command and fills the run's `command`, `sent` and `own`. False, with a complaint made, where that
 * cannot be. Where help or the version is asked for, `own` says so and nothing is missed; `command` may be
 * NULL then.
 */
bool arguments_read(struct run *, int argc, char **argv) __attribute__((warn_unused_result));
