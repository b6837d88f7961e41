/* SPDX-License-Identifier: MIT */
#include "actions.h"
#include "terms.h"

const struct command worker_commands[] = {
    {.words = "workers lookup",
     .about = "Say what your authority has on record of a worker, by id",
     .examples = EXAMPLES("accord workers lookup SW900123"),
     .inputs = INPUTS(TERMS_SWE),
     .run = action_send,
     .path = "/v1/workers/lookup"},
    {.words = "workers record",
     .about = "Show everything that your authority holds on a worker, and who has seen it",
     .examples = EXAMPLES("accord workers record SW900123", "accord workers record SW900123 -o json"),
     .inputs = INPUTS(TERMS_SWE),
     .run = action_send,
     .path = "/v1/workers/record"},
    {.words = "workers erase",
     .about = "Ask that all that your authority holds on a worker is erased, by the next purge",
     .examples = EXAMPLES("accord workers erase SW900123"),
     .inputs = INPUTS(TERMS_SWE, TERMS_WRITE),
     .run = action_send,
     .path = "/v1/workers/erasure"},
    {.words = "workers qualified",
     .about = "Record when a worker qualified, as Social Work England's register has it",
     .examples = EXAMPLES("accord workers qualified SW900123 --on 2019-07-01"),
     .inputs = INPUTS(TERMS_SWE,
                      TERMS_DATE("on", "qualified_on", "The day from which the worker counts as qualified"),
                      TERMS_WRITE),
     .run = action_send,
     .path = "/v1/workers/qualification"},
    {0},
};
