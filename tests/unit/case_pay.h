/* SPDX-License-Identifier: MIT */
/* Pay, caps and signatures of a worked case: in one agreement, which is not among those that the case lists.
 */
#pragma once
#include "case_members.h"

static bool in_force(const json_t *row, const char *from, const char *to, struct date on)
{
    struct date last = date_of_member(row, to);
    return !date_before(on, date_of_member(row, from)) && (!date_given(last) || !date_before(last, on));
}

static size_t caps_on(const json_t *c, struct date on, struct cap caps[MANY])
{
    const json_t *given = json_object_get(c, "caps");
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(given); i++) {
        const json_t *cap = json_array_get(given, i);
        if (in_force(cap, "effective_from", "effective_to", on)) {
            caps[count++] = (struct cap){
                .agreement = agreement(MANY),
                .job_type = CODE_OF(job_type, cap, "job_type"),
                .pay_type = CODE_OF(pay_type, cap, "pay_type"),
                .coverage = CODE_OF(coverage, cap, "coverage"),
                .cap_pence = json_integer_value(json_object_get(cap, "cap_pence")),
            };
        }
    }
    return count;
}

/* The hirer's mapping of the post in force on a day; NULL: none. */
static const json_t *mapping_on(const json_t *c, struct date on)
{
    const json_t *map = json_object_get(c, "role_map");
    const char *post = text(json_object_get(c, "placement"), "local_role");
    for (size_t i = 0; post && i < json_array_size(map); i++) {
        const json_t *row = json_array_get(map, i);
        if (is_named(row, "local_role", post) && in_force(row, "from", "to", on)) {
            return row;
        }
    }
    return NULL;
}

static struct rate rate_of(const json_t *p)
{
    return (struct rate){
        .pay_type = CODE_OF(pay_type, p, "pay_type"),
        .coverage = CODE_OF(coverage, p, "coverage"),
        .unit = CODE_OF(pay_unit, p, "pay_unit"),
        .pay_pence = number_or(p, "pay_pence", 0),
        .other_pence = number_or(p, "other_pence", -1),
        .agency_margin_pence = number_or(p, "agency_margin_pence", -1),
        .msp_fee_pence = number_or(p, "msp_fee_pence", -1),
        .minutes_per_week = (int32_t)number_or(p, "minutes_per_week", 0),
        .minutes_per_day = (int32_t)number_or(p, "minutes_per_day", 0),
    };
}

/* Persons are named p1, p2. */
static size_t read_sign_offs(const json_t *c, struct sign_off sign_offs[MANY])
{
    const json_t *given = json_object_get(c, "sign_offs");
    for (size_t i = 0; i < json_array_size(given); i++) {
        const json_t *s = json_array_get(given, i);
        sign_offs[i] =
            (struct sign_off){CODE_OF(role, s, "role"), agreement((uint8_t)(text(s, "person")[1] - '0')),
                              date_of_member(s, "signed_on")};
    }
    return json_array_size(given);
}

/* What was asked for: the rate unless the case says otherwise, for thirty days. */
static struct departure departure_of(const json_t *c, const struct sign_off *sign_offs, size_t count)
{
    const json_t *p = json_object_get(c, "placement");
    return (struct departure){
        .rule = RULE_PRICE_CAP,
        .complete = true,
        .cap_pence = 0, /* no case says which */
        .up_to_pence = number_or(c, "signed_pence", number_or(p, "pay_pence", 0)),
        .expires_on = date_add_days(date_of_member(p, "start_date"), 30),
        .sign_offs = sign_offs,
        .sign_off_count = count,
    };
}
