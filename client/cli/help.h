/* SPDX-License-Identifier: MIT */
/* Help, made from the command rows. */
#pragma once
#include "command.h"

#include <stdio.h>

void help_all(FILE *);
/* What an input is about, with its codes and its preset. */
const char *help_about(struct arena *, const struct input *);
void help_one(struct arena *, const struct command *, FILE *);
