/* SPDX-License-Identifier: MIT */
#include "wire/reading.h"

#include "wire/text.h"
#include "wire/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { DETAIL_MAX = 1024 };

const char *reading_echo(struct reading *reading, const char *text, size_t len)
{
    static const char cut_mark[] = "…";
    char *out = arena_alloc(reading->arena, ECHO_MAX + sizeof cut_mark);
    size_t used = 0, i = 0;
    while (out && i < len) {
        size_t step = utf8_length(text + i, len - i);
        bool shown = step > 0 && !utf8_control(text + i);
        if (used + (shown ? step : 1) > ECHO_MAX) {
            memcpy(out + used, cut_mark, sizeof cut_mark);
            break;
        }
        memcpy(out + used, shown ? text + i : "?", shown ? step : 1);
        used += shown ? step : 1;
        i += step > 0 ? step : 1;
    }
    return out ? out : "";
}

/* RFC 6901, section 3. */
static void put_escaped(struct text *out, const char *name)
{
    for (; *name != '\0'; name++) {
        if (*name == '~' || *name == '/') {
            text_puts(out, *name == '~' ? "~0" : "~1");
        } else {
            text_add(out, name, 1);
        }
    }
}

static void put_pointer(struct text *out, const struct place *place)
{
    if (!place) {
        return;
    }
    put_pointer(out, place->above);
    text_puts(out, "/");
    if (place->name) {
        put_escaped(out, place->name);
    } else {
        text_printf(out, "%zu", place->index);
    }
}

/* A parameter is named whole, whichever item of its list is meant. */
static void put_name(struct text *out, const struct place *place)
{
    while (place && place->above) {
        place = place->above;
    }
    text_puts(out, place && place->name ? place->name : "");
}

static const char *where(struct reading *reading, const struct place *place)
{
    struct text out = text_in(reading->arena);
    text_puts(&out, "");
    if (reading->by_name) {
        put_name(&out, place);
    } else {
        put_pointer(&out, place);
    }
    return out.failed ? "" : out.at;
}

static struct problem_error *next_error(struct reading *reading)
{
    if (!reading->errors) {
        reading->errors = arena_alloc(reading->arena, READING_ERRORS_MAX * sizeof *reading->errors);
    }
    return reading->errors ? &reading->errors[reading->refused] : NULL;
}

void reading_refuse(struct reading *reading, const struct place *place, const char *code, const char *format,
                    ...)
{
    struct problem_error *error = reading->trusted || reading_full(reading) ? NULL : next_error(reading);
    if (error) {
        char detail[DETAIL_MAX];
        va_list args;
        va_start(args, format);
        vsnprintf(detail, sizeof detail, format, args);
        va_end(args);
        *error = (struct problem_error){where(reading, place), code,
                                        arena_copy(reading->arena, detail, strlen(detail))};
    }
    reading->refused++;
}

bool reading_full(const struct reading *reading)
{
    return reading->refused >= READING_ERRORS_MAX;
}

enum fault reading_end(const struct reading *reading, enum fault refused, struct problem *problem)
{
    if (arena_failed(reading->arena)) {
        *problem = (struct problem){.fault = FAULT_INTERNAL, .request_id = problem->request_id};
    } else if (reading->refused > 0) {
        problem->fault = refused;
        problem->detail = NULL;
        problem->errors = reading->errors;
        problem->error_count = reading_full(reading) ? READING_ERRORS_MAX : reading->refused;
    } else {
        return FAULT_NONE;
    }
    return problem->fault;
}
