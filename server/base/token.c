/* SPDX-License-Identifier: MIT */
#include "base/token.h"

#include "base/base64url.h"
#include "base/digest.h"
#include "base/random.h"

#include <string.h>

static void checksum(const char *token, char out[TOKEN_CHECK])
{
    struct digest digest = digest_sha256(token, TOKEN_LENGTH - TOKEN_CHECK);
    char text[BASE64URL_SIZE(sizeof digest)];
    memcpy(out, base64url_print(&digest, sizeof digest, text), TOKEN_CHECK);
}

char *token_make(char out[TOKEN_LENGTH + 1])
{
    unsigned char secret[TOKEN_BYTES];
    char text[BASE64URL_SIZE(TOKEN_BYTES)];
    random_bytes(secret, sizeof secret);
    memcpy(out, TOKEN_PREFIX, strlen(TOKEN_PREFIX));
    memcpy(out + strlen(TOKEN_PREFIX), base64url_print(secret, sizeof secret, text), TOKEN_SECRET);
    checksum(out, out + TOKEN_LENGTH - TOKEN_CHECK);
    out[TOKEN_LENGTH] = '\0';
    return out;
}

bool token_well_formed(const char *token)
{
    char expected[TOKEN_CHECK];
    if (strlen(token) != TOKEN_LENGTH || strncmp(token, TOKEN_PREFIX, strlen(TOKEN_PREFIX)) != 0)
        return false;
    checksum(token, expected);
    return memcmp(token + TOKEN_LENGTH - TOKEN_CHECK, expected, TOKEN_CHECK) == 0;
}
