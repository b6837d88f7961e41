/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include "base/log.h"

#include <openssl/crypto.h>
#include <stdlib.h>

void memory_exhausted(void)
{
    log_line(LOG_LEVEL_ERROR, "memory=exhausted");
    abort();
}

void *memory_got(void *allocated)
{
    if (!allocated) {
        memory_exhausted();
    }
    return allocated;
}

void *memory_malloc(size_t size)
{
    return memory_got(malloc(size));
}

/* No bytes: it is released, and there is nothing to return. */
void *memory_realloc(void *memory, size_t size)
{
    void *at = realloc(memory, size);
    return size > 0 ? memory_got(at) : at;
}

static void *openssl_malloc(size_t size, const char *file, int line)
{
    (void)file, (void)line;
    return memory_malloc(size);
}

static void *openssl_realloc(void *memory, size_t size, const char *file, int line)
{
    (void)file, (void)line;
    return memory_realloc(memory, size);
}

static void openssl_free(void *memory, const char *file, int line)
{
    (void)file, (void)line;
    free(memory);
}

void memory_start(void)
{
    if (CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) != 1) {
        abort();
    }
}
