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

/* The first member of every list's parameters. */
struct page {
    int32_t limit;
    const char *cursor;
};
#define PAGE_FIELDS(S)                                                 \
    FIELD_NAMED(S, page.limit, "limit", IN, .min = 1, .max = PAGE_MAX, \
                .about = "Rows a page, 1 to 500; 50 unless given"),    \
        FIELD_NAMED(S, page.cursor, "cursor", IN, .max = 100,          \
                    .about = "Where to go on: from the link to the next page")

/* The parameters of a list that has no others. */
extern const struct shape page_shape;

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

/*
 * How a read ends, once its rows have come; each is what a step returns, in place of await.
 *
 * The one row, as route->out; NOT_FOUND where there is none, the same whether it is not there or not the
 * caller's.
 */
enum flow show_row(struct req *, struct rows *);
/* All rows, as the list that route->out describes. */
enum flow show_rows(struct req *, struct rows *);
/*
 * A page of them: the rows were asked for with page_ask, after page_after. Their shape starts with their id;
 * where the order is by time, with the instant and then the id, and they were asked for after page_after_at.
 */
enum flow show_page(struct req *, struct rows *);
/* The same, where rows are shown otherwise than they were read: the handler's array takes the place of
 * theirs. */
typedef const void *view_fn(struct req *, const void *rows, size_t count);
enum flow show_page_as(struct req *, struct rows *, view_fn *);

/* The row to go on after (nil: from the start). False: the cursor is not one of this list's. */
MUST_CHECK bool page_after(struct req *, struct uuid *after);
MUST_CHECK bool page_after_at(struct req *, struct instant *at, struct uuid *after);
/* How many rows to ask for: one more than are shown, to know whether there is a next page. */
int32_t page_ask(const struct req *);
