/* SPDX-License-Identifier: MIT */
/* UUIDs (RFC 9562). The nil UUID is "not given". */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct uuid {
    uint8_t byte[16];
};
enum { UUID_SIZE = 37 };

bool uuid_given(struct uuid);
bool uuid_equal(struct uuid, struct uuid);
/* Exactly 8-4-4-4-12 hex digits, either case. */
__attribute__((warn_unused_result)) bool uuid_parse(const char *text, size_t len, struct uuid *out);
/* Lower case. Returns its argument. */
char *uuid_print(struct uuid, char out[UUID_SIZE]);
/* Version 7: milliseconds first, so that ids made together lie together in an index; the tail is the caller's
 * randomness. */
struct uuid uuid_v7(int64_t unix_ms, const uint8_t random[10]);
