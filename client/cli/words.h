/* SPDX-License-Identifier: MIT */
/* What records say, in words for people: pounds, dates in full, codes as they are written. */
#pragma once
#include "wire/arena.h"

#include <accord/accord.h>

/* A member: "" where there is none, the nth name's value in full. Lists of texts are joined by commas, and
 * so are the members of a record. */
const char *words_member(struct arena *, const accord_record *, const char *name);
/* A date in full, and anything else as it is. */
const char *words_date(struct arena *, const char *text);
/* In capitals, of ASCII. */
const char *words_upper(struct arena *, const char *text);
/* "planned_end_date" is "Planned end date", "pay_pence" is "Pay". */
const char *words_label(struct arena *, const char *name);
