/* SPDX-License-Identifier: MIT */
/* Cells of CSV (RFC 4180). */
#pragma once
#include "wire/text.h"

/* A number, a date, a code: quoted where it must be. */
void cell_add(struct text *, const char *);
/* What people wrote: where a spreadsheet would take it for a formula it gets an apostrophe, which imports
 * strip. */
void cell_add_text(struct text *, const char *);
