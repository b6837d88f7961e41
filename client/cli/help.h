/* SPDX-License-Identifier: MIT */
/* Help, made from the command rows. */
#pragma once
#include "command.h"

#include <stdio.h>

void help_all(FILE *);
void help_command(struct arena *, const struct command *, FILE *);
