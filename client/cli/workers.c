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
    {0},
};
