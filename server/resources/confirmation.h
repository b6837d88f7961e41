/* SPDX-License-Identifier: MIT */
/* Asking an authority to confirm the last day that a worker declared. */
#pragma once
#include "resources/check.h"

/*
 * Adds it to the batch, where the check says that the worker's account is to be confirmed. Of a placement
 * that is asked again it was asked at the submission.
 */
void confirmation_ask(struct req *, const struct proposal *, const struct check_made *);
