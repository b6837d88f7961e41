/* SPDX-License-Identifier: MIT */
/* What a route may answer: its success, and a response for each status of the faults that may befall it. */
#include "flow/exchange.h"
#include "resources/openapi.h"
#include "resources/openapi_parts.h"

#include <stdio.h>
#include <string.h>

enum { NO_CONTENT = 204 };

static const struct field error_fields[] = {
    {.name = "pointer",
     .type = FIELD_TEXT,
     .use = FIELD_OUT,
     .about = "Where: a JSON Pointer, or a parameter's name"},
    {.name = "code",
     .type = FIELD_TEXT,
     .use = ALWAYS,
     .about = "Stable: required, wrong_type, not_in_list, …"},
    {.name = "detail",
     .type = FIELD_TEXT,
     .use = FIELD_OUT,
     .about = "What is wrong, and what would be right"},
    {0},
};
static const struct shape error_shape = {.name = "problem_error", .fields = error_fields};

static const struct field problem_fields[] = {
    {.name = "type", .type = FIELD_TEXT, .use = ALWAYS, .about = "urn:accord:fault: and the code"},
    {.name = "title", .type = FIELD_TEXT, .use = ALWAYS},
    {.name = "status", .type = FIELD_INTEGER32, .use = ALWAYS},
    {.name = "code", .type = FIELD_TEXT, .use = ALWAYS, .about = "Stable: decide by it"},
    {.name = "detail", .type = FIELD_TEXT, .use = FIELD_OUT},
    {.name = "request_id",
     .type = FIELD_UUID,
     .use = FIELD_OUT,
     .about = "What to name when you ask about it"},
    {.name = "retryable",
     .type = FIELD_BOOL,
     .use = FIELD_OUT,
     .about = "The same request may succeed later"},
    {.name = "errors", .type = FIELD_LIST, .use = FIELD_OUT, .record = &error_shape},
    {0},
};
const struct shape problem_shape = {.name = "problem", .fields = problem_fields};

void openapi_member(struct text *out, const char *name, const char *value)
{
    json_key(out, name);
    json_text(out, value);
}

bool openapi_has_cursor(const struct route *route)
{
    for (const struct field *f = route->query == NULL ? NULL : route->query->fields; f && f->name; f++)
        if (strcmp(f->name, "cursor") == 0)
            return true;
    return false;
}

bool openapi_has_id(const struct route *route)
{
    return strstr(route->path, "{id}") != NULL;
}

void openapi_files(const char *const *types, struct text *out)
{
    json_key(out, "content");
    json_begin(out, '{');
    for (; *types != NULL; types++) {
        json_key(out, *types);
        json_literal(out, "{\"schema\":{\"type\":\"string\",\"format\":\"binary\"}}");
    }
    json_end(out, '}');
}

/* The schemas that a body may have: a reference, anyOf two, or any object where there is none. */
static void write_form(const char *type, const struct shape *shape, const struct shape *other,
                       struct text *out)
{
    json_key(out, type);
    json_begin(out, '{');
    json_key(out, "schema");
    if (shape == NULL) {
        json_literal(out, "{\"type\":\"object\"}");
    } else if (other == NULL) {
        shape_describe_reference(shape, FIELD_OUT, out);
    } else {
        json_begin(out, '{');
        json_key(out, "anyOf");
        json_begin(out, '[');
        shape_describe_reference(shape, FIELD_OUT, out);
        shape_describe_reference(other, FIELD_OUT, out);
        json_end(out, ']');
        json_end(out, '}');
    }
    json_end(out, '}');
}

static void write_content(const char *type, const struct shape *shape, const struct shape *other,
                          struct text *out)
{
    json_key(out, "content");
    json_begin(out, '{');
    write_form(type, shape, other, out);
    json_end(out, '}');
}

/* A list's rows are in CSV and NDJSON too. */
static void write_forms(const struct route *route, struct text *out)
{
    json_key(out, "content");
    json_begin(out, '{');
    write_form(media_types[MEDIA_JSON], route->out, NULL, out);
    for (enum media media = MEDIA_JSON + 1; route_rows(route) != NULL && media < MEDIA_COUNT; media++) {
        json_key(out, media_types[media]);
        json_literal(out, "{\"schema\":{\"type\":\"string\"}}");
    }
    json_end(out, '}');
}

static void write_headers(const char *headers, struct text *out)
{
    json_key(out, "headers");
    json_literal(out, headers);
}

#define HEADER(name, component) "\"" name "\":{\"$ref\":\"#/components/headers/" component "\"}"
#define OF_EVERY_ANSWER HEADER("X-Request-Id", "RequestId")

static void begin_response(const char *status, const char *description, struct text *out)
{
    json_key(out, status);
    json_begin(out, '{');
    openapi_member(out, "description", description);
}

static void write_success(const struct route *route, struct text *out)
{
    char status[8];
    snprintf(status, sizeof status, "%d", route->status);
    begin_response(status, "Done", out);
    write_headers(openapi_has_cursor(route)
                      ? "{" OF_EVERY_ANSWER
                        "," HEADER("Link", "Link") "," HEADER("Preference-Applied", "PreferenceApplied") "}"
                      : "{" OF_EVERY_ANSWER "}",
                  out);
    if (route->gives != NULL)
        openapi_files(route->gives, out);
    else if (route->status != NO_CONTENT)
        write_forms(route, out);
    json_end(out, '}');
}

/* When routes that did not list it may fail with a fault, beside those that `default` stands for. */
static const struct {
    enum fault fault;
    enum {
        OPEN = 1,
        SIGNED_IN = 2,
        HAS_ID = 4,
        HAS_BODY = 8,
        CREATES = 16,
        CHANGES = 32,
        PAGED = 64,
        HAS_FILE = 128
    } when;
} common[] = {
    {FAULT_BAD_PARAMETER, OPEN | SIGNED_IN},
    {FAULT_TEMPORARILY_UNAVAILABLE, OPEN | SIGNED_IN},
    {FAULT_TOKEN_MISSING, SIGNED_IN},
    {FAULT_TOKEN_INVALID, SIGNED_IN},
    {FAULT_TOKEN_EXPIRED, SIGNED_IN},
    {FAULT_FORBIDDEN, SIGNED_IN},
    {FAULT_DEADLINE_PASSED, SIGNED_IN},
    {FAULT_NOT_FOUND, HAS_ID},
    {FAULT_MALFORMED_JSON, HAS_BODY},
    {FAULT_LENGTH_REQUIRED, HAS_BODY | HAS_FILE},
    {FAULT_TOO_LARGE, HAS_BODY | HAS_FILE},
    {FAULT_UNSUPPORTED_MEDIA_TYPE, HAS_BODY | HAS_FILE},
    {FAULT_INVALID, HAS_BODY | HAS_FILE},
    {FAULT_IDEMPOTENCY_KEY_MISSING, CREATES},
    {FAULT_IDEMPOTENCY_KEY_BAD, CREATES},
    {FAULT_IDEMPOTENCY_MISMATCH, CREATES},
    {FAULT_IN_PROGRESS, CREATES},
    {FAULT_OUTCOME_UNKNOWN, CREATES | CHANGES},
    {FAULT_PRECONDITION_REQUIRED, CHANGES},
    {FAULT_PRECONDITION_FAILED, CHANGES},
    {FAULT_BAD_CURSOR, PAGED},
};

static unsigned kind_of(const struct route *route)
{
    return (route->roles == 0 ? OPEN : SIGNED_IN) | (openapi_has_id(route) ? HAS_ID : 0u) |
           (route->in != NULL ? HAS_BODY : 0u) | (route->takes != NULL ? HAS_FILE : 0u) |
           (route->creates ? CREATES : 0u) | (route->changes ? CHANGES : 0u) |
           (openapi_has_cursor(route) ? PAGED : 0u);
}

static void gather_faults(const struct route *route, bool may[FAULT_COUNT])
{
    unsigned kind = kind_of(route);
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (common[i].when & kind)
            may[common[i].fault] = true;
    for (const enum fault *fault = route->faults; fault != NULL && *fault != FAULT_NONE; fault++)
        may[*fault] = true;
}

/* All faults of one status; `first` is the first of them. */
static void write_problem(const struct route *route, const bool may[FAULT_COUNT], enum fault first,
                          struct text *out)
{
    struct text titles = text_in(out->arena), codes = text_in(out->arena);
    char status[8];
    int of_status = fault_info(first)->status;
    bool breach = false;
    json_begin(&codes, '[');
    for (enum fault fault = first; fault < FAULT_COUNT && fault_info(fault)->status == of_status; fault++) {
        if (!may[fault])
            continue;
        text_printf(&titles, "%s%s", titles.len == 0 ? "" : "; ", fault_info(fault)->title);
        json_text(&codes, fault_info(fault)->code);
        breach |= fault == FAULT_RULE_BREACH;
    }
    json_end(&codes, ']');
    snprintf(status, sizeof status, "%d", of_status);
    begin_response(status, titles.at == NULL ? "" : titles.at, out);
    json_key(out, "x-faults");
    json_literal(out, codes.at == NULL ? "[]" : codes.at);
    write_headers(of_status == 503 ? "{" OF_EVERY_ANSWER "," HEADER("Retry-After", "RetryAfter") "}"
                                   : "{" OF_EVERY_ANSWER "}",
                  out);
    write_content(PROBLEM_TYPE, &problem_shape, breach ? route->problem : NULL, out);
    json_end(out, '}');
}

/* Statuses ascend in faults.def. */
void openapi_responses(const struct route *route, struct text *out)
{
    bool may[FAULT_COUNT] = {false};
    int last = 0;
    gather_faults(route, may);
    json_key(out, "responses");
    json_begin(out, '{');
    write_success(route, out);
    for (enum fault fault = FAULT_NONE + 1; fault < FAULT_COUNT; fault++) {
        if (may[fault] && fault_info(fault)->status != last)
            write_problem(route, may, fault, out);
        last = may[fault] ? fault_info(fault)->status : last;
    }
    begin_response("default", "What may befall any request: a head too large, too many requests, a failure",
                   out);
    write_content(PROBLEM_TYPE, &problem_shape, NULL, out);
    json_end(out, '}');
    json_end(out, '}');
}
