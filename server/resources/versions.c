/* SPDX-License-Identifier: MIT */
#include "resources/versions.h"

#include <string.h>

static bool own_to_each(const struct field *f)
{
    return strcmp(f->name, "version") == 0 || strcmp(f->name, "recorded_at") == 0;
}

/* One field in its fixed form. */
static struct text written(struct req *rq, const struct shape *shape, const struct field *f,
                           const void *record)
{
    const struct field alone[] = {*f, {0}};
    const struct shape part = {.name = shape->name, .size = shape->size, .fields = alone};
    struct text out = text_in(rq->arena);
    shape_write_canonical(&part, record, &out);
    return out;
}

static bool same(struct req *rq, const struct shape *shape, const struct field *f, const void *a,
                 const void *b)
{
    struct text left = written(rq, shape, f, a), right = written(rq, shape, f, b);
    return left.len == right.len && memcmp(left.at, right.at, left.len) == 0;
}

const char *versions_differ(struct req *rq, const struct shape *shape, const void *a, const void *b)
{
    struct text out = text_in(rq->arena);
    text_puts(&out, "");
    for (const struct field *f = shape->fields; f->name != NULL; f++)
        if (!own_to_each(f) && !same(rq, shape, f, a, b))
            text_printf(&out, "%s%s", out.len == 0 ? "" : ", ", f->name);
    return out.at;
}

enum flow versions_stale(struct req *rq, const struct shape *shape, int32_t version, const void *now,
                         const void *was)
{
    const char *differ = was == NULL ? "" : versions_differ(rq, shape, now, was);
    const char *detail =
        *differ == '\0'
            ? arena_printf(rq->arena, "It is at version %d now: read it again.", (int)version)
            : arena_printf(rq->arena,
                           "It is at version %d now, which differs from yours in %s: read it again.",
                           (int)version, differ);
    return fail(rq, FAULT_PRECONDITION_FAILED, detail);
}
