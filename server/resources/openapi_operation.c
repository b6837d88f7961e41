/* SPDX-License-Identifier: MIT */
#include "resources/openapi.h"

#include "flow/exchange.h"
#include "resources/openapi_parts.h"

#include <ctype.h>
#include <string.h>

static void member_bool(struct text *out, const char *name, bool value)
{
    json_key(out, name);
    json_bool(out, value);
}

/* "GET /v1/rate-caps/{id}" is getRateCapsId. */
static void write_id(const struct route *route, struct text *out)
{
    struct text id = text_in(out->arena);
    bool word = false;
    for (const char *c = route->method; *c != '\0'; c++)
        text_printf(&id, "%c", tolower((unsigned char)*c));
    const char *path = strncmp(route->path, "/v1/", 4) == 0 ? route->path + 3 : route->path;
    for (const char *c = path; *c != '\0'; c++) {
        bool letter = isalnum((unsigned char)*c) != 0;
        if (letter)
            text_printf(&id, "%c", word ? *c : toupper((unsigned char)*c));
        word = letter;
    }
    openapi_member(out, "operationId", id.at == NULL ? "" : id.at);
}

static bool reads(const struct route *route)
{
    return strcmp(route->method, "GET") == 0;
}

/* A parameter that many routes take, which is written once, among the components. */
static void shared_parameter(struct text *out, const char *name)
{
    json_begin(out, '{');
    openapi_member(out, "$ref", arena_printf(out->arena, "#/components/parameters/%s", name));
    json_end(out, '}');
}

static void write_parameter(const struct field *f, const char *place, struct text *out)
{
    bool list = f->type == FIELD_CODE_SET || f->type >= FIELD_INTEGERS;
    json_begin(out, '{');
    openapi_member(out, "name", f->name);
    openapi_member(out, "in", place);
    if (f->about != NULL)
        openapi_member(out, "description", f->about);
    member_bool(out, "required", (f->use & FIELD_REQUIRED) != 0);
    if (list)
        member_bool(out, "explode", false);
    json_key(out, "schema");
    shape_describe_field(f, FIELD_IN, out);
    if (f->example != NULL || f->use & FIELD_REQUIRED) {
        json_key(out, "example");
        shape_example_field(f, out);
    }
    json_end(out, '}');
}

static void write_parameters(const struct route *route, struct text *out)
{
    json_key(out, "parameters");
    json_begin(out, '[');
    if (route->id != NULL)
        write_parameter(route->id, "path", out);
    else if (openapi_has_id(route))
        shared_parameter(out, "Id");
    if (route->creates)
        shared_parameter(out, "IdempotencyKey");
    if (route->changes)
        shared_parameter(out, "IfMatch");
    if (!reads(route))
        shared_parameter(out, "DryRun");
    if (route_rows(route) != NULL)
        shared_parameter(out, "Prefer");
    for (const struct field *f = route->query == NULL ? NULL : route->query->fields; f && f->name; f++)
        if (f->use & FIELD_IN)
            write_parameter(f, "query", out);
    json_end(out, ']');
}

static void write_body(const struct shape *shape, struct text *out)
{
    json_key(out, "requestBody");
    json_begin(out, '{');
    member_bool(out, "required", true);
    json_key(out, "content");
    json_begin(out, '{');
    json_key(out, media_types[MEDIA_JSON]);
    json_begin(out, '{');
    json_key(out, "schema");
    shape_describe_reference(shape, FIELD_IN, out);
    json_key(out, "example");
    shape_example(shape, out);
    json_end(out, '}');
    json_end(out, '}');
    json_end(out, '}');
}

static void write_file_body(const char *const *types, struct text *out)
{
    json_key(out, "requestBody");
    json_begin(out, '{');
    member_bool(out, "required", true);
    openapi_files(types, out);
    json_end(out, '}');
}

static void write_roles(unsigned roles, struct text *out)
{
    json_key(out, "security");
    json_literal(out, roles == 0 ? "[]" : "[{\"token\":[]}]");
    json_key(out, "x-roles");
    json_begin(out, '[');
    for (unsigned role = 1; role <= role_codes.count; role++)
        if (roles & (1u << role))
            json_text(out, codes_name(&role_codes, role));
    json_end(out, ']');
}

void openapi_operation(const struct route *route, const char *tag, struct text *out)
{
    json_begin(out, '{');
    write_id(route, out);
    openapi_member(out, "summary", route->about);
    json_key(out, "tags");
    json_begin(out, '[');
    json_text(out, tag);
    json_end(out, ']');
    write_roles(route->roles, out);
    write_parameters(route, out);
    if (route->in != NULL)
        write_body(route->in, out);
    if (route->takes != NULL)
        write_file_body(route->takes, out);
    openapi_responses(route, out);
    json_end(out, '}');
}
