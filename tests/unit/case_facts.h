/* SPDX-License-Identifier: MIT */
/* A worked case of cases.json as the rules are told it. */
#pragma once
#include "rule_facts.h"

#include <jansson.h>

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

enum { MANY = 8 };

/* Authorities of the worked cases. A name that is not here is a successor: it stands where its predecessor
 * does. */
static const struct {
    const char *name, *region;
} authorities[] = {
    {"Kent", "South East"},          {"Medway", "South East"}, {"Surrey", "South East"},
    {"Hampshire", "South East"},     {"Bexley", "London"},     {"Essex", "East of England"},
    {"Somerset", "South West"},      {"Devon", "South West"},  {"Cornwall", "South West"},
    {"Plymouth", "South West"},      {"Leeds", "Yorkshire"},   {"Bradford", "Yorkshire"},
    {"Birmingham", "West Midlands"},
};
enum { AUTHORITIES = sizeof authorities / sizeof *authorities, SUCCESSOR = AUTHORITIES };

/* Facts with room for what a case gives. */
struct room {
    struct facts facts;
    int32_t numbers[MANY + 1][2];
    struct spell spells[MANY];
    struct uuid bound[MANY][MANY];
    struct cool_off_terms terms[MANY];
    struct pay_terms pay;
    struct cap caps[MANY];
    struct reference references[MANY];
    struct sign_off sign_offs[MANY];
    struct departure departure;
    struct project_team team;
    struct test_ruleset ruleset;
};

static const char *text(const json_t *object, const char *member)
{
    return json_string_value(json_object_get(object, member));
}

static struct date date_of_member(const json_t *object, const char *member)
{
    return day(text(object, member));
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
    return SUCCESSOR;
}

/* Of a named authority: itself, and its successor where the case names one. */
static struct standing standing_of(const json_t *c, const char *name, int32_t numbers[2])
{
    const json_t *succession = json_array_get(json_object_get(c, "succession"), 0);
    const char *predecessor = text(succession, "predecessor");
    int32_t number = number_of(name);
    size_t count = 0;
    numbers[count++] = number;
    if (predecessor && strcmp(predecessor, name) == 0) {
        numbers[count++] = SUCCESSOR;
    }
    int32_t lies = number == SUCCESSOR ? number_of(predecessor) : number;
    return (struct standing){numbers, count, &authorities[lies].region, 1};
}

/* The phase that a member had adopted by a day; 0 before it was one. */
static int phase_of(const json_t *a, const char *authority, struct date on)
{
    const json_t *members = json_object_get(a, "members");
    for (size_t i = 0; i < json_array_size(members); i++) {
        const json_t *m = json_array_get(members, i);
        if (strcmp(text(m, "authority"), authority) == 0 && !date_before(on, date_of_member(m, "from"))) {
            const json_t *phase = json_object_get(m, "phase");
            return phase ? (int)json_integer_value(phase) : 1;
        }
    }
    return 0;
}

/* What the facts query does: does this agreement's COOL_OFF protocol bind the authority on that day? */
static bool binds(const json_t *a, const char *authority, struct date on)
{
    const json_t *protocol = json_array_get(json_object_get(a, "protocols"), 0);
    int needed = protocol ? (int)json_integer_value(json_object_get(protocol, "phase")) : 1;
    return phase_of(a, authority, on) >= needed;
}

static void read_spell(const json_t *c, const json_t *e, size_t i, struct room *room)
{
    const json_t *agreements = json_object_get(c, "agreements"), *evidence = json_object_get(e, "evidence");
    const json_t *service = json_object_get(e, "service");
    struct spell *s = &room->spells[i];
    *s = (struct spell){
        .authority = number_of(text(e, "authority")),
        .stands = standing_of(c, text(e, "authority"), room->numbers[i]),
        .basis = CODE_OF(basis, e, "basis"),
        .service = service ? CODE_OF(service, e, "service") : SERVICE_CHILDREN,
        .start_date = date_of_member(e, "start_date"),
        .last_day = date_of_member(e, "last_day"),
        .probation_end = date_of_member(e, "probation_end"),
        .leaving_reason = CODE_OF(leaving_reason, e, "leaving_reason"),
        .evidence_kind = text(evidence, "kind"),
        .evidence_dated = date_of_member(evidence, "dated"),
        .disputed = json_is_true(json_object_get(e, "disputed")),
        .bound = room->bound[i],
    };
    for (uint8_t a = 0; a < json_array_size(agreements); a++) {
        if (binds(json_array_get(agreements, a), text(e, "authority"), s->last_day)) {
            room->bound[i][s->bound_count++] = agreement((uint8_t)(a + 1));
        }
    }
}

static void read_terms(const json_t *c, struct room *room)
{
    const json_t *agreements = json_object_get(c, "agreements");
    const char *hirer = text(json_object_get(c, "placement"), "authority");
    for (uint8_t i = 0; i < json_array_size(agreements); i++) {
        const json_t *a = json_array_get(agreements, i);
        if (!binds(a, hirer, room->facts.start_date)) {
            continue;
        }
        room->terms[room->facts.cool_off_terms_count++] = (struct cool_off_terms){
            .agreement = agreement((uint8_t)(i + 1)),
            .name = text(a, "agreement"),
            .from = date_of_member(a, "from"),
            .to = date_of_member(a, "to"),
            .months = (int32_t)json_integer_value(json_object_get(a, "cool_off_months")),
            .covers_own_authority = !json_is_false(json_object_get(a, "covers_own_authority")),
            .exceptions = 1u << EXCEPTION_REDUNDANCY | 1u << EXCEPTION_LEFT_IN_PROBATION,
            .last_day = LAST_DAY_BLOCKED,
        };
    }
}

static void read_cap(const json_t *cap, struct room *room)
{
    struct date on = room->facts.start_date, to = date_of_member(cap, "effective_to");
    if (date_before(on, date_of_member(cap, "effective_from")) || (date_given(to) && date_before(to, on))) {
        return;
    }
    room->caps[room->facts.cap_count++] = (struct cap){
        .agreement = agreement(MANY),
        .job_type = CODE_OF(job_type, cap, "job_type"),
        .pay_type = CODE_OF(pay_type, cap, "pay_type"),
        .coverage = CODE_OF(coverage, cap, "coverage"),
        .cap_pence = json_integer_value(json_object_get(cap, "cap_pence")),
    };
}

/* As mapped on the start, else as given. */
static enum job_type job_type_of(const json_t *c, const json_t *placement, struct date on)
{
    const json_t *map = json_object_get(c, "role_map");
    for (size_t i = 0; i < json_array_size(map); i++) {
        const json_t *row = json_array_get(map, i);
        struct date to = date_of_member(row, "to");
        if (strcmp(text(row, "local_role"), text(placement, "local_role")) == 0 &&
            !date_before(on, date_of_member(row, "from")) && (!date_given(to) || !date_before(to, on))) {
            return CODE_OF(job_type, row, "job_type");
        }
    }
    return CODE_OF(job_type, placement, "job_type");
}

static int64_t fee(const json_t *placement, const char *member)
{
    const json_t *given = json_object_get(placement, member);
    return given ? json_integer_value(given) : -1;
}

static void read_rate(const json_t *p, struct rate *rate)
{
    *rate = (struct rate){
        .pay_type = CODE_OF(pay_type, p, "pay_type"),
        .coverage = CODE_OF(coverage, p, "coverage"),
        .pay_pence = json_integer_value(json_object_get(p, "pay_pence")),
        .agency_margin_pence = fee(p, "agency_margin_pence"),
        .msp_fee_pence = fee(p, "msp_fee_pence"),
        .minutes_per_week = (int32_t)json_integer_value(json_object_get(p, "minutes_per_week")),
    };
}

/* One body, one referee; the body is an employer where it is an authority. */
static void read_references(const json_t *c, struct room *room)
{
    const json_t *given = json_object_get(c, "references");
    for (uint8_t i = 0; i < json_array_size(given); i++) {
        const json_t *r = json_array_get(given, i);
        room->references[i] = (struct reference){
            .practice_based = json_is_true(json_object_get(r, "practice_based")),
            .on_template = json_is_true(json_object_get(r, "on_standard_template")),
            .from_employer = number_of(text(r, "referee_body")) != SUCCESSOR,
            .verified = json_is_true(json_object_get(r, "verified")),
            .dated = date_of_member(r, "dated"),
            .received = date_of_member(r, "dated"),
            .referee = agreement(i),
            .engagement = agreement(i),
        };
    }
    room->facts.references = room->references;
    room->facts.reference_count = json_array_size(given);
}

/* Persons are named p1, p2. */
static void read_sign_offs(const json_t *c, struct room *room)
{
    static const enum role chain[] = {ROLE_DCS, ROLE_CHIEF_EXECUTIVE};
    const json_t *given = json_object_get(c, "sign_offs");
    for (size_t i = 0; i < json_array_size(given); i++) {
        const json_t *s = json_array_get(given, i);
        room->sign_offs[i] =
            (struct sign_off){CODE_OF(role, s, "role"), agreement((uint8_t)(text(s, "person")[1] - '0')),
                              date_of_member(s, "signed_on")};
    }
    room->departure = (struct departure){.rule = RULE_PRICE_CAP,
                                         .complete = true,
                                         .up_to_pence = room->facts.rate.pay_pence,
                                         .expires_on = room->facts.start_date,
                                         .sign_offs = room->sign_offs,
                                         .sign_off_count = json_array_size(given)};
    room->facts.departures = &room->departure;
    room->facts.departure_count = given ? 1 : 0;
    room->facts.sign_off_chain = chain;
    room->facts.sign_off_chain_count = 2;
}

/* A case counts its workers; the one it checks is the one that was not approved, if any. */
static void read_team(const json_t *c, struct room *room)
{
    const json_t *t = json_object_get(c, "project_team");
    const char *control = text(t, "practice_control");
    room->team = (struct project_team){
        .workers = (int32_t)json_integer_value(json_object_get(t, "workers")),
        .approved_before_start = (int32_t)json_integer_value(json_object_get(t, "approved_before_start")),
        .worker_approved = true,
        .costs_split = json_is_true(json_object_get(t, "costs_disaggregated")),
        .practice_control = control && strcmp(control, "AUTHORITY") == 0,
    };
    room->facts.project_team = t ? &room->team : NULL;
}

static int32_t days_of_member(const json_t *object, const char *member)
{
    const json_t *given = json_object_get(object, member);
    return given ? (int32_t)json_integer_value(given) : -1;
}

static void read_parameters(const json_t *c, struct test_ruleset *ruleset)
{
    const char *name;
    json_t *value;
    test_ruleset(ruleset);
    json_object_foreach(json_object_get(c, "parameters"), name, value) {
        test_ruleset_set(ruleset, name, json_string_value(value));
    }
}

static void read_case(const json_t *c, struct room *room)
{
    const json_t *p = json_object_get(c, "placement"), *employments = json_object_get(c, "employments");
    const json_t *caps = json_object_get(c, "caps");
    struct facts *f = &room->facts;
    *room = (struct room){0};
    f->start_date = f->checked_on = date_of_member(p, "start_date");
    f->authority = number_of(text(p, "authority"));
    f->stands = standing_of(c, text(p, "authority"), room->numbers[MANY]);
    f->job_type = job_type_of(c, p, f->start_date);
    f->spells = room->spells;
    f->cool_off_terms = room->terms;
    f->pay_terms = &room->pay;
    f->caps = room->caps;
    while (f->spell_count < json_array_size(employments)) {
        read_spell(c, json_array_get(employments, f->spell_count), f->spell_count, room);
        f->spell_count++;
    }
    read_terms(c, room);
    for (size_t i = 0; i < json_array_size(caps); i++) {
        read_cap(json_array_get(caps, i), room);
    }
    room->pay = (struct pay_terms){agreement(MANY), "Caps", DATE_NONE};
    f->pay_terms_count = caps ? 1 : 0;
    read_rate(p, &f->rate);
    f->qualified_on = DATE_NONE;
    f->history_complete = json_is_true(json_object_get(c, "history_complete"));
    f->offer_date = date_of_member(p, "offer_date");
    f->notice_days = days_of_member(p, "notice_days");
    f->substantive_notice_days = days_of_member(p, "substantive_notice_days");
    read_references(c, room);
    read_sign_offs(c, room);
    read_team(c, room);
    read_parameters(c, &room->ruleset);
}
