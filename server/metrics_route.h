/* SPDX-License-Identifier: MIT */
/* GET /metrics: for operators, and no part of the API's contract. */
#pragma once
#include "flow/route.h"

extern const struct route metrics_routes[]; /* ends with a row without method */
