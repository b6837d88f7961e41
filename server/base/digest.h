/* SPDX-License-Identifier: MIT */
/*
 * Digests of tokens and requests: SHA-256 (FIPS 180-4), and HMAC-SHA256 (RFC 2104) under the service's
 * secret. A failure of the cryptographic library aborts: nothing may go on with a digest that was not made.
 */
#pragma once
#include "base/must.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct digest {
    uint8_t byte[32];
};
enum {
    DIGEST_TEXT_SIZE = sizeof "\\x" + 2 * sizeof(struct digest),
    DIGEST_KEY_MIN = 32,  /* bytes in a key's file, at least … */
    DIGEST_KEY_MAX = 4096 /* … and at most */
};

/* A secret in memory that is wiped when it is freed. */
struct digest_key;

/* All bytes of the file. NULL where it cannot be read or has a wrong length: *why is then a sentence. */
MUST_CHECK struct digest_key *digest_key_load(const char *path, const char **why);
void digest_key_free(struct digest_key *); /* takes NULL */

struct digest digest_sha256(const void *, size_t);
struct digest digest_hmac(const struct digest_key *, const void *, size_t);
/* PostgreSQL's text form of bytea, "\\x…". Returns its argument. */
char *digest_text(const struct digest *, char out[DIGEST_TEXT_SIZE]);
/* In time that does not depend on where they differ. */
bool digest_equal(const struct digest *, const struct digest *);
