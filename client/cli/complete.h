/* SPDX-License-Identifier: MIT */
/*
 * What may come next on the command line, for shells: a line for each, with a tab and what it is about. The
 * scripts in completions/ ask for it as "accord __complete WORD… PARTIAL", so that they never fall behind.
 */
#pragma once
#include "command.h"

/* The words after "accord", the one that is being typed last. Returns the exit code. */
int complete_words(struct arena *, char *const *words, size_t count);
