/* SPDX-License-Identifier: MIT */
/* GET /openapi.json: the API described from its own tables, as OpenAPI 3.1. Written once in a process. */
#include "resources/openapi.h"

#include "flow/req.h"
#include "resources/routes.h"

#include <string.h>

static step_fn show;

const struct route openapi_routes[] = {
    {.method = "GET",
     .path = "/openapi.json",
     .first = show,
     .status = 200,
     .about = "This description of the API"},
    {0},
};

#define RESOURCE_ROW(name) {#name, name##_routes},
static const struct resource {
    const char *name;
    const struct route *routes;
} resources[] = {RESOURCES(RESOURCE_ROW){NULL, NULL}};

static const char head[] =
    "\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Accord\",\"version\":\"" ACCORD_VERSION "\","
    "\"summary\":\"Agency social work under the national rules and regional memoranda\","
    "\"description\":\"Objects are closed: a member that is not described is refused. Absent and null are "
    "the same. "
    "Numbers are whole. Amounts are in pence.\","
    "\"license\":{\"name\":\"MIT\",\"identifier\":\"MIT\"}},\"servers\":[{\"url\":\"/\"}]";

/* What operations refer to by name, beside schemas. */
static const char components[] =
    "\"securitySchemes\":{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}},"
    "\"headers\":{"
    "\"RequestId\":{\"description\":\"What to name when you ask about a request\","
    "\"schema\":{\"type\":\"string\",\"format\":\"uuid\"}},"
    "\"RetryAfter\":{\"description\":\"Seconds\",\"schema\":{\"type\":\"integer\",\"minimum\":0}},"
    "\"Link\":{\"description\":\"rel=next: the next page; left out on the last\","
    "\"schema\":{\"type\":\"string\"}},"
    "\"PreferenceApplied\":{\"description\":\"What of Prefer was done\","
    "\"schema\":{\"type\":\"string\"}}},"
    "\"parameters\":{"
    "\"Id\":{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"description\":\"The record's id\","
    "\"schema\":{\"type\":\"string\",\"format\":\"uuid\"}},"
    "\"IdempotencyKey\":{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"required\":true,"
    "\"description\":\"Any text of your own for this request: repeated with it, it is done once\","
    "\"schema\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}},"
    "\"IfMatch\":{\"name\":\"If-Match\",\"in\":\"header\",\"required\":true,"
    "\"description\":\"The ETag of the version that you read\",\"schema\":{\"type\":\"string\"}},"
    "\"Prefer\":{\"name\":\"Prefer\",\"in\":\"header\",\"required\":false,"
    "\"description\":\"count=exact: says how many rows there are on all pages\","
    "\"schema\":{\"type\":\"string\"}},"
    "\"DryRun\":{\"name\":\"dry_run\",\"in\":\"query\",\"required\":false,"
    "\"description\":\"true: answers as if it had been done, and keeps nothing but the audit event\","
    "\"schema\":{\"type\":\"boolean\",\"default\":false}}}";

/* "rate_cap" is told as "rate cap". */
static const char *tag_of(const struct resource *resource, struct arena *arena)
{
    char *tag = arena_copy(arena, resource->name, strlen(resource->name));
    for (char *c = tag; c != NULL && *c != '\0'; c++)
        *c = *c == '_' ? ' ' : *c;
    return tag == NULL ? "" : tag;
}

/* A schema that has been written. */
struct described {
    const struct shape *shape;
    enum field_use side;
    struct described *next;
};

static bool is_described(const struct described *all, const struct shape *shape, enum field_use side)
{
    for (; all != NULL; all = all->next)
        if (all->shape == shape && all->side == side)
            return true;
    return false;
}

/* The shape's schema, and those of the records within. */
static void write_schema(struct described **all, const struct shape *shape, enum field_use side,
                         struct text *out)
{
    char name[SCHEMA_NAME_SIZE];
    struct described *this = arena_alloc(out->arena, sizeof *this);
    if (shape == NULL || this == NULL || is_described(*all, shape, side))
        return;
    *this = (struct described){.shape = shape, .side = side, .next = *all};
    *all = this;
    json_key(out, shape_schema_name(shape, side, name));
    shape_describe(shape, side, out);
    for (const struct field *f = shape->fields; f->name != NULL; f++)
        if (f->use & side)
            write_schema(all, f->record, side, out);
}

static void write_schemas(struct text *out)
{
    struct described *all = NULL;
    json_key(out, "schemas");
    json_begin(out, '{');
    write_schema(&all, &problem_shape, FIELD_OUT, out);
    for (const struct resource *resource = resources; resource->name != NULL; resource++)
        for (const struct route *route = resource->routes; route->method != NULL; route++) {
            write_schema(&all, route->in, FIELD_IN, out);
            write_schema(&all, route->out, FIELD_OUT, out);
            write_schema(&all, route->problem, FIELD_OUT, out);
        }
    json_end(out, '}');
}

static void write_method(const struct route *route, const char *tag, struct text *out)
{
    char method[8] = "";
    for (size_t i = 0; i + 1 < sizeof method && route->method[i] != '\0'; i++)
        method[i] = (char)(route->method[i] | 0x20);
    json_key(out, method);
    openapi_operation(route, tag, out);
}

static bool is_first(const struct route *route)
{
    for (const struct resource *resource = resources; resource->name != NULL; resource++)
        for (const struct route *other = resource->routes; other->method != NULL; other++)
            if (strcmp(other->path, route->path) == 0)
                return other == route;
    return false;
}

/* A path with all its methods, whichever resources' they are, where its first row stands. */
static void write_path(const struct route *first, struct text *out)
{
    if (!is_first(first))
        return;
    json_key(out, first->path);
    json_begin(out, '{');
    for (const struct resource *resource = resources; resource->name != NULL; resource++)
        for (const struct route *route = resource->routes; route->method != NULL; route++)
            if (strcmp(route->path, first->path) == 0)
                write_method(route, tag_of(resource, out->arena), out);
    json_end(out, '}');
}

static void write_document(struct text *out)
{
    json_begin(out, '{');
    json_literal(out, head);
    json_key(out, "paths");
    json_begin(out, '{');
    for (const struct resource *resource = resources; resource->name != NULL; resource++)
        for (const struct route *route = resource->routes; route->method != NULL; route++)
            write_path(route, out);
    json_end(out, '}');
    json_key(out, "components");
    json_begin(out, '{');
    json_literal(out, components);
    write_schemas(out);
    json_end(out, '}');
    json_end(out, '}');
}

/* Kept for the life of the process. */
static const struct text *document(void)
{
    static struct text kept;
    if (kept.at != NULL)
        return &kept;
    struct arena *arena = arena_new(NULL);
    if (arena == NULL)
        return NULL;
    struct text out = text_in(arena);
    write_document(&out);
    if (out.failed || arena_failed(arena)) {
        arena_free(arena);
        return NULL;
    }
    kept = out;
    return &kept;
}

static enum flow show(struct req *rq)
{
    const struct text *text = document();
    return text == NULL ? fail(rq, FAULT_TEMPORARILY_UNAVAILABLE, NULL)
                        : reply_kept(rq, "application/json", text->at, text->len);
}
