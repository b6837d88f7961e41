/* SPDX-License-Identifier: MIT */
/* One request and what came of it. libcurl is used here, in client.c and in watch.c only. */
#pragma once
#include "client.h"
#include "wire/text.h"

enum { EXCHANGE_TROUBLE_SIZE = CURL_ERROR_SIZE, EXCHANGE_REQUEST_ID_SIZE = 65 };

enum exchange_end {
    EXCHANGE_ANSWERED,
    EXCHANGE_LOST,   /* no answer, and another try may get one */
    EXCHANGE_FAILED, /* no answer, and the next try would fail alike */
    EXCHANGE_TOO_LARGE,
    EXCHANGE_NO_MEMORY,
};

/* Its bytes are by malloc. */
struct file {
    void *bytes;
    size_t len;
};

struct exchange {
    const char *method, *url;
    const char *body;  /* JSON, or a file; NULL: none */
    const char *type;  /* of a file: its media type; NULL: JSON */
    size_t body_len;   /* of a file */
    struct file *file; /* where the answer goes, which is one; NULL: it is JSON */
    const char *key;   /* Idempotency-Key; NULL: none */
    int64_t version;   /* for If-Match; 0: none */
    bool counted;      /* asks how many rows a list has on all its pages */
    long timeout_ms;

    bool sent; /* the service may have heard of it */
    int status;
    long retry_after_s; /* 0: not said */
    char request_id[EXCHANGE_REQUEST_ID_SIZE];
    struct text answer;
    char trouble[EXCHANGE_TROUBLE_SIZE]; /* why there is no answer, in words */
};

/* May be run again: what an earlier run answered is forgotten. */
enum exchange_end exchange_run(accord_client *, struct arena *, struct exchange *);
