/* SPDX-License-Identifier: MIT */
#include "rules/ruleset.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define PARAMETER_NAME(name) #name,
static const char *const names[] = {PARAMETERS(PARAMETER_NAME)};

static bool named(const struct parameter *p, enum parameter_name name)
{
    return strcmp(p->name, names[name]) == 0;
}

static bool covers(const struct parameter *p, struct date on)
{
    return !date_before(on, p->from) && (!date_given(p->to) || !date_before(p->to, on));
}

struct date ruleset_day(const struct ruleset *ruleset, struct date start)
{
    return date_before(start, ruleset->in_force) ? ruleset->in_force : start;
}

const char *ruleset_text(const struct ruleset *ruleset, enum parameter_name name, struct date on)
{
    for (size_t i = 0; i < ruleset->parameter_count; i++) {
        const struct parameter *p = &ruleset->parameters[i];
        if (named(p, name) && covers(p, on)) {
            return p->value;
        }
    }
    return NULL;
}

/* All of the text, which strtoll would let begin with spaces or a plus sign. */
static bool integer(const char *text, int64_t *out)
{
    const char *digits = *text == '-' ? text + 1 : text;
    if (*digits == '\0' || strspn(digits, "0123456789") != strlen(digits)) {
        return false;
    }
    errno = 0;
    long long value = strtoll(text, NULL, 10);
    if (errno != 0) {
        return false;
    }
    *out = value;
    return true;
}

bool ruleset_integer(const struct ruleset *ruleset, enum parameter_name name, struct date on, int64_t *out)
{
    const char *text = ruleset_text(ruleset, name, on);
    return text && integer(text, out);
}

bool ruleset_date(const struct ruleset *ruleset, enum parameter_name name, struct date *out)
{
    for (size_t i = 0; i < ruleset->parameter_count; i++) {
        const struct parameter *p = &ruleset->parameters[i];
        if (named(p, name)) {
            return date_parse(p->value, strlen(p->value), out);
        }
    }
    return false;
}
