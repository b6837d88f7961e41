/* SPDX-License-Identifier: MIT */
/* TLS 1.2 and later as a server (OpenSSL 3): no renegotiation, no compression. */
#pragma once
#include "base/must.h"

struct tls;
struct ssl_st; /* OpenSSL's SSL, for libevent */

/* Both files are PEM. NULL, with why not in `why` (static). */
MUST_CHECK struct tls *tls_load(const char *certificate, const char *key, const char **why);
/* The server's side of one connection; NULL: out of memory. */
MUST_CHECK struct ssl_st *tls_accept(struct tls *);
/* Says that no more will be sent. */
void tls_goodbye(struct ssl_st *);
/* Of one that libevent has not taken over. NULL: nothing happens, as with tls_free. */
void tls_drop(struct ssl_st *);
void tls_free(struct tls *);
