/* SPDX-License-Identifier: MIT */
/* A call, whatever its request has beside method, path and body. */
#pragma once
#include "exchange.h"

/* The exchange is filled as far as the caller knows it: its method, key, version, whether it is counted,
 * files. */
enum accord_fault call_exchange(accord_client *, const char *path, struct exchange, const accord_record *body,
                                accord_record **answer, accord_error *);
