/* SPDX-License-Identifier: MIT */
/* Members of answers by path: "pay_pence", or "evidence.kind" for one within another. */
#pragma once
#include "wire/text.h"

#include <accord/accord.h>

/* For people, as words_member says it. */
const char *member_words(struct arena *, const accord_record *, const char *path);
/* For programs: texts as they are, what holds others as JSON; "" where there is none. *is_text: anybody may
 * have written it. */
const char *member_plain(struct arena *, const accord_record *, const char *path, bool *is_text);
/* Written as JSON. */
void member_json(const accord_record *, const char *path, struct text *);
