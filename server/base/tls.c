/* SPDX-License-Identifier: MIT */
#include "base/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

/* A `struct tls` is an SSL_CTX: nobody else may look inside. */
static SSL_CTX *context_of(struct tls *tls)
{
    return (SSL_CTX *)(void *)tls;
}

/* No resumption across a restart, so no tickets; the cache of sessions would be of one worker alone. */
static void restrict_to_safe(SSL_CTX *context)
{
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
}

/* What is wrong, or NULL. */
static const char *set_up(SSL_CTX *context, const char *certificate, const char *key)
{
    if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 ||
        SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1)
        return "OpenSSL does not have what TLS 1.2 needs";
    if (SSL_CTX_use_certificate_chain_file(context, certificate) != 1)
        return "tls_certificate cannot be read, or holds no certificate (PEM)";
    if (SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1)
        return "tls_key cannot be read, or is not the key of tls_certificate (PEM)";
    return NULL;
}

struct tls *tls_load(const char *certificate, const char *key, const char **why)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    const char *wrong = context ? set_up(context, certificate, key) : "out of memory";
    ERR_clear_error();
    if (!wrong) {
        restrict_to_safe(context);
        return (struct tls *)(void *)context;
    }
    SSL_CTX_free(context);
    *why = wrong;
    return NULL;
}

struct ssl_st *tls_accept(struct tls *tls)
{
    return SSL_new(context_of(tls));
}

void tls_goodbye(struct ssl_st *ssl)
{
    if (SSL_is_init_finished(ssl))
        SSL_shutdown(ssl);
    ERR_clear_error();
}

void tls_drop(struct ssl_st *ssl)
{
    SSL_free(ssl);
}

void tls_free(struct tls *tls)
{
    SSL_CTX_free(context_of(tls));
}
