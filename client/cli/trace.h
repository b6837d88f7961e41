/* SPDX-License-Identifier: MIT */
/* What -v and -vv say of the calls, on standard error. */
#pragma once
#include "command.h"

/* Before the first call of the run's client. */
void trace_begin(const struct run *);
