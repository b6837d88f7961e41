/* SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "queries.h"
#include "store/segment.h"

#include <stdlib.h>
#include <string.h>

/* As PQfnumber, which folds the case of a copy of the name first. */
static int column(const void *result, const char *name)
{
    int count = PQnfields(result);
    for (int at = 0; at < count; at++) {
        const char *found = PQfname(result, at);
        if (*found == *name && strcmp(found, name) == 0) {
            return at;
        }
    }
    return -1;
}

static const char *value(const void *result, size_t row, int at)
{
    return PQgetisnull(result, (int)row, at) ? NULL : PQgetvalue(result, (int)row, at);
}

size_t rows_count(const struct rows *rows)
{
    return rows->result ? (size_t)PQntuples(rows->result) : 0;
}

/*
 * A value that does not fit its field is a query or a schema that contradicts the shape. To say "none"
 * instead would let a rule decide without its facts, so the process ends.
 */
const void *rows_read(const struct rows *rows, const struct shape *shape, struct arena *arena)
{
    const char *bad = NULL;
    struct row_source source = {rows->result, rows_count(rows), column, value};
    const void *read = shape_read_rows(shape, &source, arena, &bad);
    if (bad) {
        log_line(LOG_LEVEL_ERROR, "a row does not fit its shape query=%s shape=%s field=%s",
                 query_table[rows->query].name, shape->name, bad);
        abort();
    }
    return read;
}

const char *rows_value(const struct rows *rows, const char *name)
{
    if (rows_count(rows) != 1) {
        return NULL;
    }
    int at = column(rows->result, name);
    return at < 0 ? NULL : value(rows->result, 0, at);
}

void rows_as_bytes(struct rows *rows)
{
    rows->binary = true;
}

struct bytes rows_bytes(const struct rows *rows)
{
    if (rows_count(rows) != 1 || PQgetisnull(rows->result, 0, 0)) {
        return (struct bytes){0};
    }
    return (struct bytes){PQgetvalue(rows->result, 0, 0), (size_t)PQgetlength(rows->result, 0, 0)};
}
