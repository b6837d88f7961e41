/* SPDX-License-Identifier: MIT */
#include "service.h"
#include "show.h"
#include "terms.h"

#include <stdio.h>

static const char *const examples[] = {
    "accord cooling-off record SW900123 --last-day 2026-06-30 --reason resigned",
    NULL,
};

static const struct input inputs[] = {
    TERMS_SWE,
    {.name = "last-day",
     .member = "last_day",
     .kind = INPUT_DATE,
     .about = "Last day of employment, after notice; not the last day worked"},
    TERMS_CODE("reason", "leaving_reason", leaving_reason_codes, "Why the worker left"),
    {.name = "start-date",
     .member = "start_date",
     .kind = INPUT_DATE,
     .about = "First day of employment, if known"},
    TERMS_WRITE,
    {0},
};

static int record(struct run *run)
{
    return service_add(run, "/v1/cooling-off-records");
}

const struct command cooling_off_record_command = {
    .words = "cooling-off record",
    .about = "Record a leaver, which starts a cooling-off period",
    .examples = examples,
    .inputs = inputs,
    .run = record,
};
