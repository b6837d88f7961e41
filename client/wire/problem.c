/* SPDX-License-Identifier: MIT */
#include "wire/problem.h"

#include <string.h>

/* FAULT_NONE has an empty code, which no caller's text is taken for. */
static const struct fault_info faults[] = {
    [FAULT_NONE] = {"", 0, false, ""},
#define FAULT(name, code, status, retryable, title) [FAULT_##name] = {#code, status, retryable, title},
#include "accord/faults.def"
};

const struct fault_info *fault_info(enum fault fault)
{
    return &faults[fault < FAULT_COUNT ? fault : FAULT_INTERNAL];
}

enum fault fault_of_code(const char *code)
{
    for (enum fault fault = FAULT_NONE + 1; code && fault < FAULT_COUNT; fault++) {
        if (strcmp(faults[fault].code, code) == 0) {
            return fault;
        }
    }
    return FAULT_NONE;
}

static void member(struct text *out, const char *name, const char *value)
{
    if (value) {
        json_key(out, name);
        json_text(out, value);
    }
}

static void write_errors(struct text *out, const struct problem *problem)
{
    json_key(out, "errors");
    json_begin(out, '[');
    for (size_t i = 0; i < problem->error_count; i++) {
        const struct problem_error *error = &problem->errors[i];
        json_begin(out, '{');
        member(out, "pointer", error->pointer);
        member(out, "code", error->code);
        member(out, "detail", error->detail);
        json_end(out, '}');
    }
    json_end(out, ']');
}

void problem_write(struct text *out, const struct problem *problem)
{
    const struct fault_info *info = fault_info(problem->fault);
    json_begin(out, '{');
    json_key(out, "type");
    text_printf(out, "\"urn:accord:fault:%s\"", info->code);
    member(out, "title", info->title);
    json_key(out, "status");
    json_integer_out(out, info->status);
    member(out, "code", info->code);
    member(out, "detail", problem->detail);
    member(out, "request_id", problem->request_id);
    json_key(out, "retryable");
    json_bool(out, info->retryable);
    if (problem->error_count > 0) {
        write_errors(out, problem);
    }
    json_end(out, '}');
}
