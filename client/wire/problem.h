/* SPDX-License-Identifier: MIT */
/* Faults, and how they travel: application/problem+json (RFC 9457) with `code`, `request_id` and `errors[]`.
 */
#pragma once
#include "wire/text.h"

#include <stdbool.h>

enum fault {
    FAULT_NONE,
#define FAULT(name, code, status, retryable, title) FAULT_##name,
#include "accord/faults.def"
    FAULT_COUNT
};

struct fault_info {
    const char *code; /* stable */
    int status;       /* HTTP */
    bool retryable;
    const char *title;
};
const struct fault_info *fault_info(enum fault);
/* FAULT_NONE where no fault has that code. */
enum fault fault_of_code(const char *code);

/* One bad field of a request. */
struct problem_error {
    const char *pointer; /* JSON Pointer ("/pay_pence"), or the query parameter's name */
    const char *code;    /* required, unknown_member, wrong_type, … */
    const char *detail;  /* a sentence: what is wrong and what would be right */
};

struct problem {
    enum fault fault;
    const char *detail; /* NULL: the title says it */
    const char *request_id;
    const struct problem_error *errors;
    size_t error_count;
};

#define PROBLEM_TYPE "application/problem+json"

/* Writes the whole body. `type` is "urn:accord:fault:CODE". */
void problem_write(struct text *, const struct problem *);
