/* SPDX-License-Identifier: MIT */
/*
 * What a reminder says: how much of what kind waits where, and by when. No worker, no record and nobody's
 * name: it leaves the service.
 */
#pragma once
#include "values/date.h"
#include "values/uuid.h"
#include "wire/shape.h"
#include "wire/text.h"

/* Tasks of one kind at one authority, region or supplier, for one person. */
struct waiting {
    struct uuid person;
    const char *scope;
    unsigned kind;
    int64_t tasks, overdue;
    struct date soonest; /* none: no day is laid down for any */
};
extern const struct shape waiting_shape;

/* One person's, in the order of scopes. */
const char *reminder_subject(struct arena *, const struct waiting *, size_t count);
/* `url`: where people find Accord; "": nothing is said of it. */
const char *reminder_text(struct arena *, const struct waiting *, size_t count, const char *url);
