/* SPDX-License-Identifier: MIT */
/* Social Work England registration numbers: "SW" and digits. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { SWE_SIZE = 16 };

/*
 * Normalises case and spaces (" sw 900123" is "SW900123") into `out`. False unless SW is followed by 1 to 10
 * digits, which is as narrow as the public register lets us be.
 */
__attribute__((warn_unused_result)) bool swe_normalise(const char *text, size_t len, char out[SWE_SIZE]);
