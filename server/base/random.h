/* SPDX-License-Identifier: MIT */
#pragma once
#include "values/uuid.h"

#include <stddef.h>

/* From the kernel (getrandom). Aborts where there is none: nothing may be made without it. */
void random_bytes(void *out, size_t);
/* Version 7, of now. */
struct uuid random_uuid(void);
