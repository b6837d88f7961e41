/* SPDX-License-Identifier: MIT */
/*
 * Lists, whatever they are of: which members of their rows are shown, and in which form. As JSON a list is an
 * object with its rows in "data"; as CSV and as NDJSON it is the rows, all of them.
 */
#pragma once
#include "base/must.h"
#include "flow/req.h"

/* The first member of every list's parameters. */
struct listing {
    struct text_list fields;
    int32_t excel;
};
#define LISTING_OF_FIELDS IN, .about = "Only these members of each row, separated by commas"
#define LISTING_OF_EXCEL \
    IN, .min = 0, .max = 1, .about = "1: CSV with a byte order mark and dates like 30/09/2026"
#define LISTING_FIELDS(S)                                        \
    FIELD_NAMED(S, listing.fields, "fields", LISTING_OF_FIELDS), \
        FIELD_NAMED(S, listing.excel, "excel", LISTING_OF_EXCEL)

/* The parameters of a list that has no others. */
extern const struct shape listing_shape;

/* Every list's answer: `data`; of pages `next` where there is more, and `count` where it was asked for. */
struct list {
    struct shape_list data;
    const char *next;
    int64_t count;
};
#define LIST_SHAPE(name, row)                                                             \
    static const struct field name##_fields[] = {                                         \
        FIELD(struct list, data, OUT | EVEN_EMPTY, .record = &(row)),                     \
        FIELD(struct list, next, OUT, .about = "The next page; left out on the last"),    \
        FIELD(struct list, count, OUT,                                                    \
              .about = "How many rows there are on all pages; with Prefer: count=exact"), \
        {0},                                                                              \
    };                                                                                    \
    static const struct shape name = SHAPE("list of " #row, struct list, name##_fields)

/* Answers with rows of the route's shape, all that there are. */
enum flow reply_rows(struct req *, const void *rows, size_t count);
