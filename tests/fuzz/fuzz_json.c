/* SPDX-License-Identifier: MIT */
/*
 * Arbitrary bytes as a JSON body, a query string and an array of PostgreSQL's. What is taken comes back the
 * same once written; what is refused is refused in well-formed JSON. With -DFUZZ_REPLAY it runs over the
 * files that are named, without libFuzzer.
 */
#include "../support/every_type.h"
#include "wire/document.h"
#include "wire/pg_array.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Whatever Accord writes, it can read. */
static void must_be_json(struct arena *arena, const struct text *json)
{
    struct document *document;
    const char *detail;
    must(!json->failed);
    must(document_read(json->at, json->len, arena, &document, &detail) == FAULT_NONE);
}

static void judge(struct arena *arena, enum fault fault, const struct problem *problem)
{
    struct text out = text_in(arena);
    must(fault == problem->fault && fault != FAULT_INTERNAL);
    must(fault != FAULT_INVALID || problem->error_count > 0);
    problem_write(&out, problem);
    must_be_json(arena, &out);
}

static void as_body(struct arena *arena, const char *data, size_t len)
{
    struct every first, second;
    struct problem problem = {0};
    struct text json = text_in(arena), a = text_in(arena), b = text_in(arena);
    enum fault fault = shape_read_json(&every_shape, data, len, arena, &first, &problem);
    if (fault != FAULT_NONE) {
        judge(arena, fault, &problem);
        return;
    }
    shape_write_json(&every_shape, &first, &json);
    must(shape_read_json(&every_shape, json.at, json.len, arena, &second, &problem) == FAULT_NONE);
    shape_write_canonical(&every_shape, &first, &a);
    shape_write_canonical(&every_shape, &second, &b);
    must(strcmp(a.at, b.at) == 0);
}

static void as_document(struct arena *arena, const char *data, size_t len)
{
    struct document *document;
    const char *detail;
    struct text json = text_in(arena);
    if (document_read(data, len, arena, &document, &detail) == FAULT_NONE) {
        document_write(document, &json);
        must_be_json(arena, &json);
    }
}

static void as_query(struct arena *arena, const char *query)
{
    struct every record;
    struct problem problem = {0};
    struct text json = text_in(arena);
    enum fault fault = shape_read_query(&every_shape, query, arena, &record, &problem);
    if (fault != FAULT_NONE) {
        judge(arena, fault, &problem);
        return;
    }
    shape_write_json(&every_shape, &record, &json);
    must_be_json(arena, &json);
}

static void as_array(struct arena *arena, const char *text)
{
    const char *const *items;
    size_t count, total = 0;
    if (pg_array_split(text, arena, &items, &count)) {
        for (size_t i = 0; i < count; i++) {
            total += strlen(items[i]);
        }
        must(total < strlen(text));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct arena *arena = arena_new(NULL);
    const char *text = arena_copy(arena, (const char *)data, len);
    as_body(arena, (const char *)data, len);
    as_document(arena, (const char *)data, len);
    as_query(arena, text);
    as_array(arena, text);
    arena_free(arena);
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
    for (int i = 1; i < argc; i++) {
        failed |= replay(argv[i]);
    }
    return failed;
}
#endif
