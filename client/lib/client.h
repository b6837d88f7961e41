/* SPDX-License-Identifier: MIT */
/* Where the service is, who asks, and the connections to it that are free just now. */
#pragma once
#include "accord/accord.h"
#include "retry.h"

#include <curl/curl.h>
#include <pthread.h>

enum { CLIENT_IDLE_MAX = 8 };

struct accord_client {
    char *base;        /* URL without a slash at its end */
    char *token;       /* NULL: none */
    char *ca_file;     /* NULL: the system's */
    bool in_the_clear; /* http to another machine */
    bool in_the_clear_allowed;
    long timeout_ms;
    struct retry_limits limits;
    accord_trace_fn *trace; /* NULL: nobody listens */
    void *trace_arg;
    accord_request_fn *tell_request; /* NULL: nobody listens */
    accord_head_fn *tell_head;       /* NULL: nobody listens */
    void *watch_arg;
    pthread_mutex_t lock; /* of the two below; all above is fixed once calls are made */
    CURL *idle[CLIENT_IDLE_MAX];
    size_t idle_count;
};

/* A handle for one exchange, with its connections kept from earlier ones. NULL when out of memory. */
CURL *client_borrow(accord_client *);
void client_return(accord_client *, CURL *);
