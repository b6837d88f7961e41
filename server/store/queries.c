/* SPDX-License-Identifier: MIT */
/* The one place where the generated header leaves its table. */
#define QUERY_TABLE
#include "queries.h"
