/* SPDX-License-Identifier: MIT */
#include "resources/person.h"

#include "queries.h"

#include <string.h>

struct rows *person_ask(struct req *rq)
{
    return sql_caller_is_person(rq->batch, rq->today);
}

bool person_decides(struct req *rq, const struct rows *rows, enum flow *flow)
{
    const char *value = rows_value(rows, "is_person");
    if (value != NULL && strcmp(value, "t") == 0)
        return true;
    *flow = fail(rq, FAULT_FORBIDDEN, "People decide, and systems do not.");
    return false;
}
