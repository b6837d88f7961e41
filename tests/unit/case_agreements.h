/* SPDX-License-Identifier: MIT */
/* What binds whom by a worked case's agreements, as the facts query resolves it; spells of work with it. */
#pragma once
#include "case_members.h"

/* The phase that a member had adopted by a day; 0 before it was one. */
static int phase_of(const json_t *a, const char *authority, struct date on)
{
    const json_t *members = json_object_get(a, "members");
    for (size_t i = 0; i < json_array_size(members); i++) {
        const json_t *m = json_array_get(members, i);
        if (is_named(m, "authority", authority) && !date_before(on, date_of_member(m, "from"))) {
            return (int)number_or(m, "phase", 1);
        }
    }
    return 0;
}

/* Does this agreement's COOL_OFF protocol bind the authority on that day? */
static bool binds(const json_t *a, const char *authority, struct date on)
{
    return phase_of(a, authority, on) >= (int)number_or(first(a, "protocols"), "phase", 1);
}

static size_t bound_on(const json_t *c, const char *authority, struct date on, struct uuid bound[MANY])
{
    const json_t *agreements = json_object_get(c, "agreements");
    size_t count = 0;
    for (uint8_t a = 0; a < json_array_size(agreements); a++) {
        if (binds(json_array_get(agreements, a), authority, on)) {
            bound[count++] = agreement((uint8_t)(a + 1));
        }
    }
    return count;
}

/* A redundancy and a probation, unless the agreement lists those that it recognises. */
static unsigned exceptions_of(const json_t *a)
{
    const json_t *given = json_object_get(a, "exceptions");
    unsigned set = 0;
    if (!given) {
        return 1u << EXCEPTION_REDUNDANCY | 1u << EXCEPTION_LEFT_IN_PROBATION;
    }
    for (size_t i = 0; i < json_array_size(given); i++) {
        set |= 1u << code_of(&exception_codes, json_string_value(json_array_get(given, i)));
    }
    return set;
}

static struct cool_off_terms terms_of(const json_t *a, uint8_t number)
{
    enum last_day_reading reading = CODE_OF(last_day_reading, a, "cool_off_last_day");
    enum obligation obligation = CODE_OF(obligation, a, "obligation");
    return (struct cool_off_terms){
        .agreement = agreement(number),
        .name = text(a, "agreement"),
        .from = date_of_member(a, "from"),
        .to = date_of_member(a, "to"),
        .months = (int32_t)number_or(a, "cool_off_months", 0),
        .covers_own_authority = !json_is_false(json_object_get(a, "covers_own_authority")),
        .exceptions = exceptions_of(a),
        .last_day = reading ? reading : LAST_DAY_BLOCKED,
        .obligation = obligation ? obligation : OBLIGATION_SHOULD,
    };
}

static size_t terms_that_bind(const json_t *c, struct date on, struct cool_off_terms terms[MANY])
{
    const json_t *agreements = json_object_get(c, "agreements");
    const char *hirer = text(json_object_get(c, "placement"), "authority");
    size_t count = 0;
    for (uint8_t i = 0; i < json_array_size(agreements); i++) {
        const json_t *a = json_array_get(agreements, i);
        if (binds(a, hirer, on)) {
            terms[count++] = terms_of(a, (uint8_t)(i + 1));
        }
    }
    return count;
}

/* Spells, the last of them what the worker said of the last post, with room for what they point at. */
struct case_spells {
    struct spell at[MANY];
    size_t count;
    int32_t numbers[MANY][2];
    const char *region[MANY];
    struct uuid bound[MANY][MANY];
};

static struct spell *spell_add(const json_t *c, const char *authority, struct date left,
                               struct case_spells *out)
{
    size_t i = out->count++;
    struct spell *s = &out->at[i];
    *s = (struct spell){
        .authority = number_of(authority),
        .stands = standing_of(c, authority, out->numbers[i], &out->region[i]),
        .last_day = left,
        .bound = out->bound[i],
        .bound_count = bound_on(c, authority, left, out->bound[i]),
    };
    return s;
}

static void employment_add(const json_t *c, const json_t *e, struct case_spells *out)
{
    const json_t *evidence = json_object_get(e, "evidence");
    enum service service = CODE_OF(service, e, "service");
    struct spell *s = spell_add(c, text(e, "authority"), date_of_member(e, "last_day"), out);
    s->basis = CODE_OF(basis, e, "basis");
    s->service = service ? service : SERVICE_CHILDREN;
    s->start_date = date_of_member(e, "start_date");
    s->probation_end = date_of_member(e, "probation_end");
    s->leaving_reason = CODE_OF(leaving_reason, e, "leaving_reason");
    s->evidence_kind = text(evidence, "kind");
    s->evidence_dated = date_of_member(evidence, "dated");
    s->disputed = holds(e, "disputed");
}

static void read_spells(const json_t *c, struct case_spells *out)
{
    const json_t *employments = json_object_get(c, "employments");
    const json_t *said = json_object_get(json_object_get(c, "placement"), "declared_last_post");
    for (size_t i = 0; i < json_array_size(employments); i++) {
        employment_add(c, json_array_get(employments, i), out);
    }
    if (said) {
        spell_add(c, text(said, "authority"), date_of_member(said, "last_day"), out)->declared = true;
    }
}
