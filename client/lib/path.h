/* SPDX-License-Identifier: MIT */
/* Paths with what the caller gave in them. */
#pragma once
#include "accord/accord.h"
#include "wire/text.h"

/* Adds text to a path or a query, percent-encoded (RFC 3986), commas kept as they part the values of a list.
 */
void path_add(struct text *, const char *);
/* Adds "?name=value&…" of the record's texts, integers and bools. */
void path_add_query(struct text *, const accord_record *filters);
