/* SPDX-License-Identifier: MIT */
/* What the engine keeps of a request, and resources do not see. */
#pragma once
#include "flow/page.h"

enum { RUNS_MAX = 3, KEY_MAX = 255, COMPLAINTS_MAX = 32 };

struct req_inside {
    /* the transport's end */
    answered_fn *answered;
    void *transport;
    bool gone;     /* nobody waits for the answer */
    bool starting; /* inside req_begin: answers wait for the loop */

    /* the request */
    struct caller caller;
    const char *query; /* as it was sent */
    const char *key;   /* Idempotency-Key, or NULL */
    struct digest fingerprint;
    char fingerprint_text[DIGEST_TEXT_SIZE];
    struct rows *rows; /* what a read ends in (page.h) */
    view_fn *view;     /* how its rows are shown; NULL: as they are */

    /* a list (listing.h, page.h) */
    enum media media;
    bool counted;            /* the caller wants to know how many rows there are */
    const struct shape *out; /* the answer's, and its rows': */
    const struct shape *row; /* with the members that the caller wants */
    struct arena *piece;     /* of the body's next pieces; NULL: this is the first */
    struct arena *whole;     /* the request's own */
    struct row_place last;   /* the last row of the piece before */

    /* its key */
    struct rows *earlier; /* what the key got before, asked for with the first batch */
    int runs;             /* of the first step: stale facts run it again */
    bool begins;          /* nothing has been sent in this run */

    struct problem_error complaints[COMPLAINTS_MAX];
    size_t complaint_count;

    /* what happens next */
    struct event *timer; /* the deadline; also what brings a first answer out of req_begin */
    step_fn *next;
    bool in_flight; /* a batch is under way */
    bool settling;  /* it, or who won the race for its key, writes more than audit events, and keeps it */
    bool replayed;  /* the answer is what the key got before */
    bool answering; /* the answer is made, its audit event is on its way or written */
    struct answer answer;
};

/* Memory for a request: the process ends where there is none. */
struct arena *req_arena(void);
/* Runs a step with a fresh batch, and does what it says. */
void req_run(struct req *, step_fn *);
/* The route's first step; in a dry run, after its audit event. */
step_fn req_first, req_first_dry;
/* What has been answered leaves at once, unless it must be traced first or req_begin has not returned yet. */
void req_answered(struct req *);
/* The deadline, or an answer that waited for req_begin to return. */
void req_on_timer(evutil_socket_t, short, void *);
/* Sends the batch; `next` when it is home. */
enum flow req_send(struct req *, step_fn *next);
/* Makes the answer of a fault. */
void answer_problem(struct req *, const struct problem *);
/* Makes the answer from the record. */
void answer_record(struct req *, int status, const char *content_type, const struct shape *,
                   const void *record);
/* Makes the answer of a list from its record. */
void answer_list(struct req *, const void *list);
/* Makes the answer of a text. */
void answer_text(struct req *, int status, const char *content_type, const struct text *body);
/* An answer header; there is room for ANSWER_HEADERS_MAX. */
void answer_header(struct req *, const char *name, const char *value);

/* What a list's parameters ask for; false: not to be had, and the problem says why. */
bool listing_read(struct req *, struct problem *);
bool page_read(struct req *, struct problem *);
/* Makes the problem of a bad parameter; `code` as in struct problem_error. */
void refuse_parameter(struct req *, const char *name, const char *code, const char *detail, struct problem *);

/* Keys (keys.c). */
bool key_take(struct req *, const struct exchange *, struct problem *);
void key_ask(struct req *);
bool key_replay(struct req *); /* true: the answer has been made */
enum flow key_read_again(struct req *);
