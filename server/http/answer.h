/* SPDX-License-Identifier: MIT */
/* Answers as bytes. */
#pragma once
#include "base/must.h"
#include "flow/exchange.h"

#include <event2/buffer.h>

/* What the transport adds to an answer. */
struct envelope {
    struct uuid request_id;
    bool bodiless;  /* an answer to HEAD: the fields of the body, without it */
    bool close;     /* the connection ends after it */
    bool unchunked; /* HTTP/1.0: the end of a body in pieces is that of the connection */
};

/* All of them append to the buffer, whole; false where memory has run out. */
MUST_CHECK bool answer_write(struct evbuffer *, const struct answer *, const struct envelope *);
/* A further piece of the body, and its end where there is no more. */
MUST_CHECK bool answer_write_piece(struct evbuffer *, const struct answer *, const struct envelope *);
/* A refusal, with a sentence and one more field; NULL: none. */
MUST_CHECK bool answer_fault(struct evbuffer *, enum fault, const char *detail, const char *field,
                             const char *value, const struct envelope *);
MUST_CHECK bool answer_continue(struct evbuffer *);
