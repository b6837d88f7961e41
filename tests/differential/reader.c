/* SPDX-License-Identifier: MIT */
/*
 * Accord's reader over the cases of its standard input, one a line in hexadecimal: prints a line of JSON for
 * each, with every complete request that it sees and what came of the rest. Bytes are printed in hexadecimal.
 */
#include "http/reader.h"

#include "http/grammar.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

enum { BODY_MAX = 64 * 1024 };

static void put_hex(const char *at, size_t len)
{
    for (size_t i = 0; i < len; i++)
        printf("%02x", (unsigned)(unsigned char)at[i]);
}

static void put_member(const char *name, const char *at, size_t len)
{
    printf(",\"%s\":\"", name);
    put_hex(at, len);
    printf("\"");
}

static void put_slice(const char *name, const char *base, struct slice slice)
{
    put_member(name, base + slice.at, slice.len);
}

/* The name of the field that this value ends. */
static struct slice name_of(const char *base, struct slice value)
{
    struct slice name = {value.at, 0};
    while (base[name.at - 1] != '\n')
        name.at--;
    while (base[name.at + name.len] != ':')
        name.len++;
    return name;
}

static void put_head(const struct head *head, const char *base)
{
    printf("{\"method\":\"%s\",\"minor\":%d,\"field_count\":%u", method_name(head->method), head->minor,
           head->fields);
    put_slice("authority", base, head->authority);
    put_slice("path", base, head->path);
    put_slice("query", base, head->query);
    printf(",\"fields\":[");
    for (unsigned i = 0; i < head->kept_count; i++) {
        printf("%s[\"", i ? "," : "");
        struct slice name = name_of(base, head->kept[i].value);
        put_hex(base + name.at, name.len);
        printf("\",\"");
        put_hex(base + head->kept[i].value.at, head->kept[i].value.len);
        printf("\"]");
    }
    printf("]");
}

/* How far a case has been read. */
struct progress {
    size_t used, request; /* where the request that is being read starts */
    const char *head;     /* of that request; NULL: not whole yet */
    struct head found;
    char body[BODY_MAX];
    size_t body_len;
    unsigned requests;
};

static void put_request(struct progress *p)
{
    printf("%s", p->requests++ ? "," : "");
    put_head(&p->found, p->head);
    put_member("body", p->body, p->body_len);
    printf("}");
}

/* The next request starts where this one ends. */
static void start(struct progress *p, struct reader *reader)
{
    reader_start(reader);
    p->request = p->used;
    p->body_len = 0;
}

static const char *follow(struct progress *p, struct reader *reader, enum reading reading, const char *at)
{
    if (reading == READING_MORE)
        return "hungry";
    if (reading == READING_REFUSED)
        return fault_info(reader->fault)->code;
    if (reading == READING_HEAD) {
        p->head = at;
        p->found = reader->head;
        enum fault fault = reader_body(reader, BODY_MAX);
        return fault ? fault_info(fault)->code : NULL;
    }
    if (reading == READING_DONE) {
        put_request(p);
        start(p, reader);
        return p->found.close ? "closed" : NULL;
    }
    return NULL;
}

static void take_body(struct progress *p, const char *at, size_t len)
{
    memcpy(p->body + p->body_len, at, len);
    p->body_len += len;
}

static void read_case(const char *bytes, size_t len)
{
    static struct progress p;
    struct reader reader;
    const char *end = NULL;
    p = (struct progress){0};
    start(&p, &reader);
    printf("{\"requests\":[");
    while (!end) {
        size_t used;
        const char *at = bytes + p.used;
        enum reading reading = reader_feed(&reader, at, len - p.used, &used);
        p.used += used;
        if (reading == READING_BODY)
            take_body(&p, at, used);
        end = follow(&p, &reader, reading, at);
    }
    printf("],\"end\":\"%s\",\"rest\":%zu}\n", end, p.request);
}

int main(void)
{
    char *line = NULL;
    size_t size = 0;
    for (ssize_t got; (got = getline(&line, &size, stdin)) > 0;) {
        size_t len = (size_t)got / 2;
        char *bytes = malloc(len + 1);
        if (!bytes)
            return 1;
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)(grammar_hex(line[2 * i]) * 16 + grammar_hex(line[2 * i + 1]));
        read_case(bytes, len);
        free(bytes);
    }
    free(line);
    return 0;
}
