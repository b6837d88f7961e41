/* SPDX-License-Identifier: MIT */
#include "wire/near.h"

#include "wire/shape_inside.h"

#include <string.h>

/* Where memory runs out a suggestion is left out. */
static const char *suggest(const struct codes *names, const char *name, struct arena *arena)
{
    const char *near = codes_near(names, name);
    bool other = near && strcmp(near, name) != 0;
    const char *words = other ? arena_printf(arena, " Did you mean %s?", near) : NULL;
    return words ? words : "";
}

const char *near_field(const struct shape *shape, enum field_use use, const char *name, struct arena *arena)
{
    size_t count = 0;
    for (const struct field *f = shape->fields; f->name; f++) {
        count += f->use & use ? 1 : 0;
    }
    struct code *items = arena_alloc(arena, (count + 1) * sizeof *items);
    if (!items) {
        return "";
    }
    size_t i = 0;
    for (const struct field *f = shape->fields; f->name; f++) {
        if (f->use & use) {
            items[++i] = (struct code){f->name, ""};
        }
    }
    return suggest(&(struct codes){.list = shape->name, .count = count, .items = items}, name, arena);
}

const char *near_code(const struct field *field, const char *name, struct arena *arena)
{
    struct code *items = arena_alloc(arena, (field->codes->count + 1) * sizeof *items);
    if (!items) {
        return "";
    }
    struct codes taken = {.list = field->codes->list, .items = items};
    for (unsigned i = 1; i <= field->codes->count; i++) {
        if (shape_takes(field, i)) {
            items[++taken.count] = field->codes->items[i];
        }
    }
    return suggest(&taken, name, arena);
}

const char *near_codes_listed(const struct field *field, struct arena *arena)
{
    struct text out = text_in(arena);
    for (unsigned i = 1; i <= field->codes->count; i++) {
        if (shape_takes(field, i)) {
            text_puts(&out, out.len > 0 ? ", " : "");
            text_puts(&out, field->codes->items[i].name);
        }
    }
    return out.failed || !out.at ? "" : out.at;
}
