/* SPDX-License-Identifier: MIT */
/* What a call came to. Every function here takes NULL for a caller who did not ask. */
#pragma once
#include "accord/accord.h"

enum { ERROR_DETAIL_SIZE = 512, ERROR_REQUEST_ID_SIZE = 65, ERROR_KEY_SIZE = 65 };

void error_clear(accord_error *);
/* A fault that the library found by itself. Returns it. */
enum accord_fault error_own(accord_error *, enum accord_fault, const char *detail);
/* The service's own, by its problem, which is taken over. Returns its fault. */
enum accord_fault error_problem(accord_error *, accord_record *problem);
void error_set_answer(accord_error *, int http_status, const char *request_id);
void error_set_key(accord_error *, const char *key);
void error_set_retryable(accord_error *, bool);
void error_set_uncertain(accord_error *, bool);
