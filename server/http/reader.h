/* SPDX-License-Identifier: MIT */
/*
 * The strict HTTP/1.1 request reader (RFC 9112): a state machine over bytes, without sockets, memory of its
 * own or leniency. Whatever two readers could understand differently is refused.
 *
 *     LINE ─► FIELDS ─► HELD ─► LENGTH ──────────────────────────► DONE
 *                          └──► SIZE ─► CHUNK ─► CHUNK_END ─► SIZE   ▲
 *                                 └───────────► TRAILERS ────────────┘
 *
 * The caller offers all bytes it has and has not been told to let go of, the longest-kept first, again and
 * again: lines are read where they lie, once they are whole.
 */
#pragma once
#include "http/head.h"

enum {
    /* Bytes of chunk extensions and trailers together, in one request. They are checked and dropped. */
    READER_DROPPED_MAX = 4 * 1024,
};

enum reading {
    READING_MORE, /* nothing can be said before more bytes arrive */
    READING_HEAD, /* the first `used` bytes are the head: keep them for as long as reader.head is looked at */
    READING_BODY, /* the first `used` bytes are body */
    READING_SKIP, /* the first `used` bytes are framing: let them go */
    READING_DONE, /* the request is complete; what follows is the next one's */
    READING_REFUSED, /* reader.fault says why; what follows cannot be understood */
    READING_COUNT
};

enum reader_state {
    READER_LINE,
    READER_FIELDS,
    READER_HELD, /* the head has been given out; reader_body opens the way */
    READER_LENGTH,
    READER_SIZE,
    READER_CHUNK,
    READER_CHUNK_END,
    READER_TRAILERS,
    READER_DONE,
    READER_REFUSED,
    READER_STATE_COUNT
};

struct reader {
    enum reader_state state;
    size_t line, scanned; /* where the unfinished line starts, and how far it has been looked at */
    struct head head;
    int64_t body_max, left, received; /* `left` of the body or the chunk; `received` of the body so far */
    size_t dropped;
    enum fault fault;
};

void reader_start(struct reader *);
/* Reads one step. `used` is what the caller must take off the front before the next call; 0 unless said
 * above. */
enum reading reader_feed(struct reader *, const char *at, size_t len, size_t *used);
/* After READING_HEAD: lets the body in, of at most `max` bytes. TOO_LARGE where more are announced. */
MUST_CHECK enum fault reader_body(struct reader *, int64_t max);
