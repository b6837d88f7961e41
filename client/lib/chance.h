/* SPDX-License-Identifier: MIT */
/* What is made by chance. */
#pragma once
#include "values/uuid.h"

#include <stdint.h>

/* False where the system gives no randomness. */
bool chance_key(char out[UUID_SIZE]) __attribute__((warn_unused_result)); /* UUID version 7 */
/* 0 where the system gives none. */
uint32_t chance_dice(void);
