/* SPDX-License-Identifier: MIT */
/* Members of a worked case, and the authorities that cases name. */
#pragma once
#include "rule_facts.h"

#include <jansson.h>

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

enum { MANY = 8 };

/* A name that is not here is a body that the case itself brings: a successor stands where its predecessor
 * does, and a trust where it says, besides in the authority that it serves. */
static const struct {
    const char *name, *region;
} authorities[] = {
    {"Kent", "South East"},          {"Medway", "South East"}, {"Surrey", "South East"},
    {"Hampshire", "South East"},     {"Bexley", "London"},     {"Essex", "East of England"},
    {"Somerset", "South West"},      {"Devon", "South West"},  {"Cornwall", "South West"},
    {"Plymouth", "South West"},      {"Leeds", "Yorkshire"},   {"Bradford", "Yorkshire"},
    {"Birmingham", "West Midlands"},
};
enum { AUTHORITIES = sizeof authorities / sizeof *authorities, BROUGHT = AUTHORITIES };

static const char *text(const json_t *object, const char *member)
{
    return json_string_value(json_object_get(object, member));
}

static struct date date_of_member(const json_t *object, const char *member)
{
    return day(text(object, member));
}

static int64_t number_or(const json_t *object, const char *member, int64_t otherwise)
{
    const json_t *given = json_object_get(object, member);
    return given ? json_integer_value(given) : otherwise;
}

static bool holds(const json_t *object, const char *member)
{
    return json_is_true(json_object_get(object, member));
}

#define CODE_OF(list, object, member) code_of(&list##_codes, text(object, member))

static unsigned code_of(const struct codes *codes, const char *name)
{
    unsigned value = name ? codes_find(codes, name, strlen(name)) : 0;
    assert_true(!name || value != 0);
    return value;
}

static int32_t number_of(const char *name)
{
    const char *present = strcmp(name, "E10000027") == 0 ? "Somerset" : name; /* recoded in 2023 */
    for (int32_t i = 0; i < AUTHORITIES; i++) {
        if (strcmp(authorities[i].name, present) == 0) {
            return i;
        }
    }
    return BROUGHT;
}

static const json_t *first(const json_t *object, const char *member)
{
    return json_array_get(json_object_get(object, member), 0);
}

static bool is_named(const json_t *object, const char *member, const char *name)
{
    const char *is = text(object, member);
    return is && strcmp(is, name) == 0;
}

/* Of a named authority: itself, its successor where the case names one, and what it serves. */
static struct standing standing_of(const json_t *c, const char *name, int32_t numbers[2], const char **region)
{
    const json_t *succession = first(c, "succession"), *body = first(c, "delivery_bodies");
    size_t count = 0;
    numbers[count++] = number_of(name);
    if (is_named(succession, "predecessor", name)) {
        numbers[count++] = BROUGHT;
    }
    if (is_named(body, "body", name)) {
        numbers[count++] = number_of(text(body, "serves"));
        *region = text(body, "region");
    } else {
        const char *lies = number_of(name) == BROUGHT ? text(succession, "predecessor") : name;
        *region = authorities[number_of(lies)].region;
    }
    return (struct standing){numbers, count, region, 1};
}
