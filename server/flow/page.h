/* SPDX-License-Identifier: MIT */
/*
 * Lists in pages, by keyset: a cursor names the last row that was shown, under an HMAC over route, filters
 * and caller, so that it can neither be forged nor carried elsewhere. Nothing is cut silently: a page says
 * where the next begins.
 */
#pragma once
#include "base/must.h"
#include "flow/req.h"

enum { PAGE_DEFAULT = 50, PAGE_MAX = 500 };

/* First members of every list's parameters. */
struct page {
    int32_t limit;
    const char *cursor;
};
#define PAGE_FIELDS(S)                                                 \
    FIELD_NAMED(S, page.limit, "limit", IN, .min = 1, .max = PAGE_MAX, \
                .about = "Rows a page, 1 to 500; 50 unless given"),    \
        FIELD_NAMED(S, page.cursor, "cursor", IN, .max = 100,          \
                    .about = "Where to go on: from the link to the next page")

/* Every list's answer: `data`, and `next` where there is more. */
struct list {
    struct shape_list data;
    const char *next;
};
#define LIST_SHAPE(name, row)                                                          \
    static const struct field name##_fields[] = {                                      \
        FIELD(struct list, data, OUT | EVEN_EMPTY, .record = &(row)),                  \
        FIELD(struct list, next, OUT, .about = "The next page; left out on the last"), \
        {0},                                                                           \
    };                                                                                 \
    static const struct shape name = SHAPE("list of " #row, struct list, name##_fields)

/* The row to go on after (nil: from the start). False: the cursor is not one of this list's. */
MUST_CHECK bool page_after(struct req *, const struct page *, struct uuid *after);
/* How many rows to ask for: one more than are shown, to know whether there is a next page. */
int32_t page_ask(const struct page *);
/* Answers with the rows, whose shape starts with their id. */
enum flow page_reply(struct req *, const struct page *, const struct rows *, const struct shape *row);
