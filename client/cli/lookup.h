/* SPDX-License-Identifier: MIT */
/* Commands by their words. */
#pragma once
#include "command.h"

/* The command that the words begin with, and how many words it has; NULL where there is none. */
const struct command *lookup_command(char *const *words, size_t count, size_t *used);
/* Complains that there is no such command, with the nearest one. At least one word. */
void lookup_complain(struct arena *, char *const *words, size_t count);
