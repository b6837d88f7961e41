/* SPDX-License-Identifier: MIT */
#include "base/digest.h"

#include "base/memory.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>

struct digest_key {
    size_t len;
    uint8_t byte[DIGEST_KEY_MAX + 1]; /* one more, to tell a file that is too long */
};

/* NULL where the length will do. */
static const char *fault_in_length(size_t len)
{
    if (len < DIGEST_KEY_MIN) {
        return "The secret has fewer than 32 bytes.";
    }
    return len > DIGEST_KEY_MAX ? "The secret has more than 4,096 bytes." : NULL;
}

static const char *read_key(const char *path, struct digest_key *key)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        return "The secret's file cannot be opened.";
    }
    setvbuf(file, NULL, _IONBF, 0); /* stdio would leave a copy in a buffer */
    key->len = fread(key->byte, 1, sizeof key->byte, file);
    bool failed = ferror(file) != 0;
    fclose(file);
    return failed ? "The secret's file cannot be read." : fault_in_length(key->len);
}

struct digest_key *digest_key_load(const char *path, const char **why)
{
    struct digest_key *key = calloc(1, sizeof *key);
    const char *fault = key ? read_key(path, key) : "There is no memory for the secret.";
    if (fault) {
        digest_key_free(key);
        *why = fault;
        return NULL;
    }
    return key;
}

void digest_key_free(struct digest_key *key)
{
    if (key) {
        OPENSSL_cleanse(key, sizeof *key);
        free(key);
    }
}

/* Looking the algorithm up costs as much as a short digest. Both live as long as the process. */
struct digest digest_sha256(const void *bytes, size_t len)
{
    static const EVP_MD *algorithm;
    static EVP_MD_CTX *context;
    struct digest out;
    algorithm = algorithm ? algorithm : EVP_MD_fetch(NULL, "SHA256", NULL);
    context = context ? context : EVP_MD_CTX_new();
    if (!algorithm || !context || EVP_DigestInit_ex2(context, algorithm, NULL) != 1 ||
        EVP_DigestUpdate(context, bytes, len) != 1 || EVP_DigestFinal_ex(context, out.byte, NULL) != 1) {
        memory_exhausted();
    }
    return out;
}

struct digest digest_hmac(const struct digest_key *key, const void *bytes, size_t len)
{
    struct digest out;
    if (!HMAC(EVP_sha256(), key->byte, (int)key->len, bytes, len, out.byte, NULL)) {
        memory_exhausted();
    }
    return out;
}

char *digest_text(const struct digest *digest, char out[DIGEST_TEXT_SIZE])
{
    static const char hex[] = "0123456789abcdef";
    char *at = out;
    *at++ = '\\';
    *at++ = 'x';
    for (size_t i = 0; i < sizeof digest->byte; i++) {
        *at++ = hex[digest->byte[i] >> 4];
        *at++ = hex[digest->byte[i] & 15];
    }
    *at = '\0';
    return out;
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
    return CRYPTO_memcmp(a->byte, b->byte, sizeof a->byte) == 0;
}
