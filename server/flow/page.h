/* SPDX-License-Identifier: MIT */
/*
 * Lists in pages, by keyset: a cursor names the last row that was shown, under an HMAC over route, parameters
 * and caller, so that it can neither be forged nor carried elsewhere. Nothing is cut silently: a page says
 * where the next begins. As CSV and NDJSON the pages follow one another in one answer.
 */
#pragma once
#include "flow/listing.h"

enum { PAGE_DEFAULT = 50, PAGE_MAX = 500 };

/* Where a row stands in its list: by its key, then by its id, the greater first. */
struct row_place {
    int64_t key; /* 0 where the order is by id alone */
    struct uuid id;
};

/* The first member of the parameters of every list in pages. */
struct page {
    struct listing listing;
    int32_t limit;
    const char *cursor;
};
#define PAGE_FIELDS(S)                                                     \
    FIELD_NAMED(S, page.listing.fields, "fields", LISTING_OF_FIELDS),      \
        FIELD_NAMED(S, page.listing.excel, "excel", LISTING_OF_EXCEL),     \
        FIELD_NAMED(S, page.limit, "limit", IN, .min = 1, .max = PAGE_MAX, \
                    .about = "Rows a page, 1 to 500; 50 unless given"),    \
        FIELD_NAMED(S, page.cursor, "cursor", IN, .max = 100,              \
                    .about = "Where to go on: from the link to the next page")

/* The parameters of a list that has no others. */
extern const struct shape page_shape;

/* The orders that a list can be asked for: a closed list of the resource's own, its first of `items` "not
 * given". A name that begins with '-' is the descending order. */
#define SORTS(items)                                                        \
    {                                                                       \
        .list = "sort", .count = sizeof(items) / sizeof *(items)-1, (items) \
    }
#define SORT_FIELD(S, m, sorts) \
    FIELD_NAMED(S, m, "sort", IN, .codes = &(sorts), .about = "In this order, in place of the newest first")

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
 * A page of them: they were asked for with page_ask, after page_after. Beside the members of a row the query
 * has a column "id", a column "place" with the key where the order is not by id alone, and a column "total"
 * with how many rows there are on all pages where it was asked for with page_counted.
 */
enum flow show_page(struct req *, struct rows *);
/* The same, where rows are shown otherwise than they were read: the handler's array takes the place of
 * theirs. */
typedef const void *view_fn(struct req *, const void *rows, size_t count);
enum flow show_page_as(struct req *, struct rows *, view_fn *);

/* The place to go on after (the nil UUID: from the start). False: the cursor is not one of this list's. */
MUST_CHECK bool page_after(struct req *, struct row_place *after);
/* How many rows to ask for: one more than are shown, to know whether there is a next page. */
int32_t page_ask(const struct req *);
/* Whether the caller wants to know how many rows there are. */
bool page_counted(const struct req *);
