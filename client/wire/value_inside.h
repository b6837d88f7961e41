/* SPDX-License-Identifier: MIT */
/* A reader for each type. The value given is of the kind that the type is read from: value_read saw to it. */
#pragma once
#include "wire/value.h"

typedef void value_read_fn(struct reading *, const struct value *, void *member);

value_read_fn value_read_integer, value_read_integer32, value_read_bool;                /* value_number.c */
value_read_fn value_read_text, value_read_uuid, value_read_code;                        /* value_text.c */
value_read_fn value_read_date, value_read_instant;                                      /* value_time.c */
value_read_fn value_read_code_set, value_read_list, value_read_records, value_read_one; /* value_list.c */
