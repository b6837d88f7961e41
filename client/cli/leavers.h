/* SPDX-License-Identifier: MIT */
/*
 * A payroll's leavers, row by row:
 *
 *     file ─► sheet ─┐
 *     map ──► mapping ┴► rows: a body or problems ─► the service: recorded, there already, rejected
 *                                                      └► report, and a file of what was rejected
 */
#pragma once
#include "mapping.h"
#include "rows.h"
#include "sheet.h"

enum leaver_state { LEAVER_READY, LEAVER_REJECTED, LEAVER_RECORDED, LEAVER_ALREADY };

struct leaver {
    const struct sheet_row *row;
    enum leaver_state state;
    const char *body;     /* JSON; NULL where the row itself is wrong */
    const char *problems; /* in a sentence each; NULL: none */
};

struct leavers {
    struct run *run;
    struct sheet sheet;
    struct mapping mapping;
    const char *digest; /* of the file's bytes */
    struct leaver *rows;
    accord_record *problems; /* in its "data" row, column, value and problem of each */
    int stopped;             /* the exit code of what ended it early, else EXIT_DONE */
    size_t first;            /* the row to begin with */
};

/*
 * A large file is sent in parts of so many rows, by their order in it. The same file has the same parts, and
 * each row is recorded once however often it is sent, so that a run that broke off is taken up at its part.
 */
enum { LEAVERS_PART = 25000 };
size_t leavers_parts(const struct leavers *);

/* What can be mapped: the members of a cooling-off record. */
extern const struct input leaver_inputs[];

/* Reads every row. */
void leavers_check(struct leavers *);
void leavers_refuse(struct leavers *, struct leaver *, const char *column, const char *value,
                    const char *problem);
size_t leavers_count(const struct leavers *, enum leaver_state);

/* Sends what is ready; with --dry-run the service only looks at it. */
void leavers_send(struct leavers *);

/* How far it has come, on standard error: what takes half a second says nothing. */
struct progress {
    long began, shown; /* milliseconds */
};
struct progress progress_begin(void);
/* `done` rows of the sheet are behind. A terminal's line is rewritten; a file gets a line now and then. */
void progress_show(struct progress *, const struct leavers *, size_t done);
void progress_end(const struct progress *, const struct leavers *, size_t done);

/* The digest that the rows' keys come from. */
const char *leavers_digest(struct arena *, const char *bytes, size_t len);

/* Writes the file of rejected rows, where there are any, and shows the report. Returns the exit code. */
int leavers_report(struct leavers *);
