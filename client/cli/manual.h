/* SPDX-License-Identifier: MIT */
/* The manual page's source, as scdoc reads it, made from the command rows. */
#pragma once
#include "command.h"

#include <stdio.h>

void manual_print(struct arena *, FILE *);
