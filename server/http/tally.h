/* SPDX-License-Identifier: MIT */
/* What the metrics know of HTTP: answers by route, method and status, and how long they took. */
#pragma once
#include "flow/route.h"
#include "http/method.h"

/* Every route that any listener has; before metrics_open. */
void tally_routes(const struct route *const *tables);
/* HEAD counts as the GET that it is answered from. route NULL: none was met. */
void tally_answer(const struct route *, enum method, int status, int64_t microseconds);
