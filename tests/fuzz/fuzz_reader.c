/* SPDX-License-Identifier: MIT */
/*
 * Feeds the reader and the gate any bytes, once whole and once in small steps, and aborts where the two
 * disagree or what they say cannot be. Built without libFuzzer (FUZZ_REPLAY) it replays the files named.
 */
#include "http/gate.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BODY_MAX = 100 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const char any_shape;
static const struct shape *const taken = (const struct shape *)(const void *)&any_shape;

/* What was read, folded into numbers that must not depend on how the bytes came. */
struct summary {
    size_t requests, used, body;
    uint64_t hash;
    enum fault fault;
};

static void must(bool truth)
{
    if (!truth)
        abort();
}

static void fold(struct summary *summary, const void *at, size_t len)
{
    for (const uint8_t *byte = at; len-- > 0; byte++)
        summary->hash = (summary->hash ^ *byte) * 1099511628211u;
}

static void inside(struct slice slice, size_t len)
{
    must((size_t)slice.at + slice.len <= len);
}

static void fold_string(struct summary *summary, const char *string)
{
    if (string)
        fold(summary, string, strlen(string));
}

static void look_at_head(struct summary *summary, struct reader *reader, const char *at, size_t used)
{
    static const char *const types[] = {"application/pdf", NULL};
    const struct route routes[] = {
        {.method = "GET", .path = "/a"},
        {.method = "POST", .path = "/a", .roles = 1, .in = taken},
        {.method = "PATCH", .path = "/a/{id}", .in = taken},
        {.method = "PUT", .path = "/a/{id}", .takes = types},
        {.method = "GET", .path = "/a/{id}", .gives = types},
        {0},
    };
    const struct route *const tables[] = {routes, NULL};
    const struct gate gate = {tables, BODY_MAX, 4 * BODY_MAX};
    const struct head *head = &reader->head;
    must(used <= HEAD_MAX && head->path.len > 0 && at[head->path.at] == '/');
    must(!head->chunked || head->length < 0);
    inside(head->path, used);
    inside(head->query, used);
    for (unsigned i = 0; i < head->kept_count; i++)
        inside(head->kept[i].value, used);
    char *text = malloc(used);
    must(text != NULL);
    memcpy(text, at, used);
    struct passage passage = gate_pass(&gate, reader, text);
    fold(summary, &passage.fault, sizeof passage.fault);
    fold_string(summary, passage.match.id);
    fold_string(summary, passage.query);
    fold_string(summary, passage.token);
    fold_string(summary, passage.idempotency_key);
    summary->fault = passage.fault;
    if (!passage.fault && !passage.match.route)
        summary->fault = reader_body(reader, 0);
    free(text);
}

static void follow(struct summary *summary, struct reader *reader, enum reading reading, const char *at,
                   size_t used)
{
    summary->used += used;
    if (reading == READING_HEAD) {
        summary->body = 0;
        look_at_head(summary, reader, at, used);
    } else if (reading == READING_BODY) {
        summary->body += used;
        fold(summary, at, used);
        must(summary->body <= BODY_MAX && summary->body == (size_t)reader->received);
    } else if (reading == READING_DONE) {
        summary->requests++;
        reader_start(reader);
    } else if (reading == READING_REFUSED) {
        must(reader->fault != FAULT_NONE);
        summary->fault = reader->fault;
    }
}

static struct summary run(const char *data, size_t len, size_t step)
{
    struct summary summary = {0};
    struct reader reader;
    reader_start(&reader);
    for (size_t offered = 0; !summary.fault;) {
        size_t used;
        enum reading reading = reader_feed(&reader, data + summary.used, offered - summary.used, &used);
        must(used <= offered - summary.used);
        if (reading == READING_MORE && offered == len)
            break;
        if (reading == READING_MORE)
            offered += step < len - offered ? step : len - offered;
        else
            follow(&summary, &reader, reading, data + summary.used, used);
    }
    return summary;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    size_t step = len > 0 ? data[0] % 7 + 1u : 1;
    struct summary whole = run((const char *)data, len, len), dripped = run((const char *)data, len, step);
    must(whole.requests == dripped.requests && whole.fault == dripped.fault && whole.hash == dripped.hash);
    return 0;
}

#ifdef FUZZ_REPLAY
static int replay(const char *path)
{
    static uint8_t data[1 << 20];
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 1;
    }
    size_t len = fread(data, 1, sizeof data, file);
    fclose(file);
    return LLVMFuzzerTestOneInput(data, len);
}

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++)
        failed |= replay(argv[i]);
    return failed;
}
#endif
