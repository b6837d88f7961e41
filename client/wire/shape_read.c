/* SPDX-License-Identifier: MIT */
#include "wire/near.h"
#include "wire/shape_inside.h"
#include "wire/value.h"

#include <string.h>

static void refuse_unknown(struct reading *r, const struct shape *shape, const char *name,
                           const struct place *above)
{
    const char *shown = reading_echo(r, name, strlen(name));
    struct place place = {.above = above, .name = shown};
    if (shape_field(shape, name)) {
        reading_refuse(r, &place, "unknown_member", "The service sets %s itself.", shown);
    } else {
        reading_refuse(r, &place, "unknown_member", "There is no member \"%s\".%s", shown,
                       near_field(shape, FIELD_IN, name, r->arena));
    }
}

static void refuse_unknowns(struct reading *r, const struct shape *shape, const struct document *object,
                            const struct place *above)
{
    for (size_t i = 0; i < document_count(object) && !reading_full(r); i++) {
        const char *name = document_member_name(object, i);
        const struct field *field = shape_field(shape, name);
        if (!field || !(field->use & FIELD_IN)) {
            refuse_unknown(r, shape, name, above);
        }
    }
}

void shape_require(struct reading *r, const struct field *field, const struct place *place)
{
    reading_refuse(r, place, "required", "%s must be given.%s%s", field->name, field->about ? " " : "",
                   field->about ? field->about : "");
}

/* Whether the field was given at all: a bool by its member, all others by having a value. */
static bool was_given(const struct field *field, const struct document *given, const void *record)
{
    return document_kind(given) != DOCUMENT_NULL && shape_given(field, record);
}

static void read_field(struct reading *r, const struct field *field, const struct document *object,
                       const struct place *above, void *record)
{
    struct place place = {.above = above, .name = field->name};
    struct value value = {field, field->type, &place, document_member(object, field->name)};
    size_t refused = r->refused;
    if (document_kind(value.given) != DOCUMENT_NULL) {
        value_read(r, &value, (char *)record + field->offset);
    }
    bool required = !r->trusted && field->use & FIELD_REQUIRED;
    if (required && refused == r->refused && !was_given(field, value.given, record)) {
        shape_require(r, field, &place);
    }
}

void shape_read_members(struct reading *r, const struct shape *shape, const struct document *object,
                        const struct place *above, void *out)
{
    shape_clear(shape, out);
    for (const struct field *f = shape->fields; f->name; f++) {
        if (r->trusted || f->use & FIELD_IN) {
            read_field(r, f, object, above, out);
        }
    }
    if (!r->trusted) {
        refuse_unknowns(r, shape, object, above);
    }
}

static enum fault fail(struct problem *problem, enum fault fault, const char *detail)
{
    problem->fault = fault;
    problem->detail = detail;
    problem->errors = NULL;
    problem->error_count = 0;
    return fault;
}

enum fault shape_read_json(const struct shape *shape, const char *json, size_t len, struct arena *arena,
                           void *out, struct problem *problem)
{
    struct reading reading = {.arena = arena};
    struct document *document;
    const char *detail = NULL;
    shape_clear(shape, out);
    enum fault fault = document_read(json, len, arena, &document, &detail);
    if (fault != FAULT_NONE) {
        return fail(problem, fault, detail);
    }
    if (document_kind(document) == DOCUMENT_OBJECT) {
        shape_read_members(&reading, shape, document, NULL, out);
    } else {
        reading_refuse(&reading, NULL, "wrong_type", "The body must be one JSON object.");
    }
    return reading_end(&reading, FAULT_INVALID, problem);
}
