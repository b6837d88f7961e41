/* SPDX-License-Identifier: MIT */
/* Where there is no memory: a line in the log, and the process ends. What was acknowledged is in the
 * database. */
#pragma once

_Noreturn void memory_exhausted(void);
/* What was allocated, which is not NULL. */
void *memory_got(void *allocated);
