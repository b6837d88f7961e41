/* SPDX-License-Identifier: MIT */
/* The kinds of tasks with what is to be done, in words: of `GET /v1/tasks`, and of reminders. */
#pragma once
#include "values/codes.h"

extern const struct codes task_kind_codes;
