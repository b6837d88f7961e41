/* SPDX-License-Identifier: MIT */
#include "trace.h"

#include <stdio.h>

enum { VERBOSE_TRIES = 1, VERBOSE_HEADS };

/* "-v": a line for each try. */
static void print_try(void *arg, const char *method, const char *path, int status, const char *request_id,
                      long milliseconds)
{
    (void)arg;
    fprintf(stderr, "%s %s: ", method, path);
    if (status == 0) {
        fprintf(stderr, "no answer, %ld ms\n", milliseconds);
    } else {
        fprintf(stderr, "%d, %ld ms, request %s\n", status, milliseconds,
                request_id[0] == '\0' ? "without an id" : request_id);
    }
}

/* Controls of whatever a head holds do not reach a terminal. */
static void print_line(const char *before, const char *line)
{
    fputs(before, stderr);
    for (; *line != '\0'; line++) {
        unsigned char c = (unsigned char)*line;
        fputc(c < ' ' || c == 0x7F ? ' ' : c, stderr);
    }
    fputc('\n', stderr);
}

/* "-vv": what goes out and what comes back, the bodies left out. */
static void print_request(void *arg, const char *method, const char *url, const char *const *headers,
                          const char *body)
{
    (void)arg;
    (void)body;
    fprintf(stderr, "> %s %s\n", method, url);
    for (; *headers != NULL; headers++) {
        print_line("> ", *headers);
    }
}

static void print_head(void *arg, const char *line)
{
    (void)arg;
    print_line("< ", line);
}

void trace_begin(const struct run *run)
{
    int64_t verbose = 0;
    accord_record_integer(run->own, "verbose", &verbose);
    if (verbose >= VERBOSE_TRIES) {
        accord_client_set_trace(run->client, print_try, NULL);
    }
    if (verbose >= VERBOSE_HEADS) {
        accord_client_set_watch(run->client, print_request, print_head, NULL);
    }
}
