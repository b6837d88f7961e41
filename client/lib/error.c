/* SPDX-License-Identifier: MIT */
#include "error.h"

#include "wire/problem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static_assert((int)ACCORD_FAULT_MALFORMED_REQUEST == (int)ACCORD_FAULTS_BEFORE + (int)FAULT_MALFORMED_REQUEST,
              "the public faults are the wire's, moved up");

struct accord_error {
    enum accord_fault fault;
    int http_status;
    bool retryable, uncertain;
    char detail[ERROR_DETAIL_SIZE];
    char request_id[ERROR_REQUEST_ID_SIZE];
    char key[ERROR_KEY_SIZE];
    accord_record *problem; /* NULL: the fault is not the service's */
};

struct own_fault {
    const char *code, *title;
};

static const struct own_fault own_faults[] = {
    [ACCORD_OK] = {"", ""},
    [ACCORD_UNREACHABLE] = {"unreachable", "The service cannot be reached"},
    [ACCORD_NO_MEMORY] = {"no_memory", "Out of memory"},
    [ACCORD_BAD_ANSWER] = {"bad_answer", "What came is not an answer of this service"},
    [ACCORD_USAGE] = {"usage", "This call cannot be made"},
    [ACCORD_UNKNOWN_FAULT] = {"unknown", "The service failed in a way that is new to this release"},
};

/* Copies what fits. */
static void keep(char *out, size_t size, const char *text)
{
    size_t len = strnlen(text, size - 1);
    memcpy(out, text, len);
    out[len] = '\0';
}

accord_error *accord_error_new(void)
{
    return calloc(1, sizeof(accord_error));
}

void accord_error_free(accord_error *error)
{
    if (error != NULL) {
        accord_record_free(error->problem);
        free(error);
    }
}

void error_clear(accord_error *error)
{
    if (error != NULL) {
        accord_record_free(error->problem);
        *error = (accord_error){.fault = ACCORD_OK};
    }
}

enum accord_fault error_own(accord_error *error, enum accord_fault fault, const char *detail)
{
    if (error != NULL) {
        error->fault = fault;
        keep(error->detail, sizeof error->detail, detail);
    }
    return fault;
}

static enum accord_fault fault_of(const accord_record *problem)
{
    enum fault fault = fault_of_code(accord_record_text(problem, "code"));
    return fault == FAULT_NONE ? ACCORD_UNKNOWN_FAULT
                               : (enum accord_fault)((int)ACCORD_FAULTS_BEFORE + (int)fault);
}

enum accord_fault error_problem(accord_error *error, accord_record *problem)
{
    enum accord_fault fault = fault_of(problem);
    if (error == NULL) {
        accord_record_free(problem);
        return fault;
    }
    error->fault = fault;
    error->problem = problem;
    error->retryable = accord_record_bool(problem, "retryable");
    if (error->request_id[0] == '\0') {
        keep(error->request_id, sizeof error->request_id, accord_record_text(problem, "request_id"));
    }
    return fault;
}

void error_set_answer(accord_error *error, int http_status, const char *request_id)
{
    if (error != NULL) {
        error->http_status = http_status;
        keep(error->request_id, sizeof error->request_id, request_id);
    }
}

void error_set_key(accord_error *error, const char *key)
{
    if (error != NULL) {
        keep(error->key, sizeof error->key, key);
    }
}

void error_set_retryable(accord_error *error, bool retryable)
{
    if (error != NULL) {
        error->retryable = retryable;
    }
}

void error_set_uncertain(accord_error *error, bool uncertain)
{
    if (error != NULL) {
        error->uncertain = uncertain;
    }
}

enum accord_fault accord_error_fault(const accord_error *error)
{
    return error == NULL ? ACCORD_OK : error->fault;
}

/* What the problem says, or else what the library says of its own faults. */
static const char *said(const accord_error *error, const char *member, const char *own)
{
    const char *text = error == NULL ? "" : accord_record_text(error->problem, member);
    return text[0] != '\0' ? text : own;
}

static const struct own_fault *own_fault(const accord_error *error)
{
    enum accord_fault fault = accord_error_fault(error);
    return &own_faults[fault < sizeof own_faults / sizeof *own_faults ? fault : ACCORD_UNKNOWN_FAULT];
}

const char *accord_error_code(const accord_error *error)
{
    return said(error, "code", own_fault(error)->code);
}

const char *accord_error_title(const accord_error *error)
{
    return said(error, "title", own_fault(error)->title);
}

const char *accord_error_detail(const accord_error *error)
{
    return said(error, "detail", error == NULL ? "" : error->detail);
}

int accord_error_http_status(const accord_error *error)
{
    return error == NULL ? 0 : error->http_status;
}

const char *accord_error_request_id(const accord_error *error)
{
    return error == NULL ? "" : error->request_id;
}

bool accord_error_retryable(const accord_error *error)
{
    return error != NULL && error->retryable;
}

bool accord_error_uncertain(const accord_error *error)
{
    return error != NULL && error->uncertain;
}

const char *accord_error_key(const accord_error *error)
{
    return error == NULL ? "" : error->key;
}

const accord_record *accord_error_record(const accord_error *error)
{
    return error == NULL ? NULL : error->problem;
}

size_t accord_error_field_count(const accord_error *error)
{
    return accord_record_count(accord_error_record(error), "errors");
}

static const char *field(const accord_error *error, size_t nth, const char *member)
{
    return accord_record_text(accord_record_item(accord_error_record(error), "errors", nth), member);
}

const char *accord_error_field_pointer(const accord_error *error, size_t nth)
{
    return field(error, nth, "pointer");
}

const char *accord_error_field_code(const accord_error *error, size_t nth)
{
    return field(error, nth, "code");
}

const char *accord_error_field_detail(const accord_error *error, size_t nth)
{
    return field(error, nth, "detail");
}
