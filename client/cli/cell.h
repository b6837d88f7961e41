/* SPDX-License-Identifier: MIT */
/* CSV as it is written (RFC 4180, with a line feed at a line's end). */
#pragma once
#include <stdio.h>

/* A cell as it is. */
void cell_print(FILE *, const char *);
/*
 * A text that others wrote: one that a spreadsheet would take for a formula is given a leading apostrophe,
 * which Accord's own reader takes off.
 */
void cell_print_text(FILE *, const char *);
