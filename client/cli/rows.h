/* SPDX-License-Identifier: MIT */
/*
 * Rows on their way to standard output in the form that the run asked for: every list and every answer of
 * every command goes through here, so that -o, --fields and --no-headers mean the same everywhere.
 */
#pragma once
#include "command.h"
#include "table.h"

struct rows {
    const struct run *run;
    enum form form;
    bool picked;                /* --fields: JSON has these members alone */
    bool heads;                 /* not --no-headers */
    const char *const *members; /* paths of what the columns show */
    size_t columns;
    struct table table;
    size_t count;
    int64_t total; /* of a list in pages: how many there are on all of them */
};

/* What --fields names; 0: it was not given. */
size_t rows_fields(const struct run *, const char *const **out);
/* `heads` and `members` are of `columns` texts each, and are what is shown where --fields is not given. */
struct rows rows_begin(const struct run *, const char *const *heads, const char *const *members,
                       size_t columns);
void rows_add(struct rows *, const accord_record *);
/* Says how many there were: `thing` is "placement", NULL: nothing; `things`, more than
 * one of them, where these do not end in s alone; `more`: and that there are others. */
void rows_end(struct rows *, const char *thing, const char *things, bool more);
/* For people: a table of the records in one of the answer's lists. */
void rows_part(const struct run *, const accord_record *answer, const char *list);
/* One answer as one row, or a row for each item of its "data". */
void rows_answer(const struct run *, const accord_record *);
