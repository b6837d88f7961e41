/* SPDX-License-Identifier: MIT */
/* A worked case, of cases.json or edges.json, as the rules are told it. */
#pragma once
#include "case_agreements.h"
#include "case_pay.h"

/* Facts with room for what a case gives. */
struct room {
    struct facts facts;
    int32_t numbers[2];
    const char *region;
    struct case_spells spells;
    struct cool_off_terms terms[MANY];
    struct pay_terms pay;
    struct cap caps[MANY];
    struct reference references[MANY];
    struct sign_off sign_offs[MANY];
    struct departure departure;
    struct contract_prevents contracts[MANY];
    struct project_team team;
    struct test_ruleset ruleset;
};

/* The first of the given ones that has the same text there: one text, one id. */
static struct uuid id_of(const json_t *given, const char *member, size_t at)
{
    const char *is = text(json_array_get(given, at), member);
    for (size_t i = 0; is && i < at; i++) {
        if (is_named(json_array_get(given, i), member, is)) {
            return agreement((uint8_t)(i + 1));
        }
    }
    return agreement((uint8_t)(at + 1));
}

/* One body, one spell of work, unless the reference says which: the first of `engaged`. */
static struct uuid engagement_of(const json_t *given, size_t at)
{
    const json_t *own = json_object_get(json_array_get(given, at), "engaged");
    return own ? agreement((uint8_t)(MANY + at)) : id_of(given, "referee_body", at);
}

static void read_references(const json_t *c, struct room *room)
{
    const json_t *given = json_object_get(c, "references");
    for (size_t i = 0; i < json_array_size(given); i++) {
        const json_t *r = json_array_get(given, i);
        struct date received = date_of_member(r, "received_on");
        room->references[i] = (struct reference){
            .practice_based = holds(r, "practice_based"),
            .on_template = holds(r, "on_standard_template"),
            .from_employer = number_of(text(r, "referee_body")) != BROUGHT,
            .verified = holds(r, "verified"),
            .dated = date_of_member(r, "dated"),
            .received = date_given(received) ? received : date_of_member(r, "dated"),
            .referee = id_of(given, "referee", i),
            .engagement = engagement_of(given, i),
        };
    }
    room->facts.references = room->references;
    room->facts.reference_count = json_array_size(given);
}

static void read_departure(const json_t *c, struct room *room)
{
    static const enum role chain[] = {ROLE_DCS, ROLE_CHIEF_EXECUTIVE};
    room->departure = departure_of(c, room->sign_offs, read_sign_offs(c, room->sign_offs));
    room->facts.departures = &room->departure;
    room->facts.departure_count = room->departure.sign_off_count > 0 ? 1 : 0;
    room->facts.sign_off_chain = chain;
    room->facts.sign_off_chain_count = 2;
    room->facts.hirer_is_trust = is_named(c, "hirer_kind", "TRUST");
}

/* A case counts its workers; the one it checks was approved unless nobody was. */
static void read_team(const json_t *c, struct room *room)
{
    const json_t *t = json_object_get(c, "project_team");
    room->team = (struct project_team){
        .workers = (int32_t)number_or(t, "workers", 0),
        .approved_before_start = (int32_t)number_or(t, "approved_before_start", 0),
        .worker_approved = true,
        .costs_split = holds(t, "costs_disaggregated"),
        .practice_control = is_named(t, "practice_control", "AUTHORITY"),
    };
    room->facts.project_team = t ? &room->team : NULL;
}

static void read_contracts(const json_t *p, struct room *room)
{
    const json_t *given = json_object_get(p, "contract_prevents");
    for (size_t i = 0; i < json_array_size(given); i++) {
        const json_t *c = json_array_get(given, i);
        room->contracts[i] = (struct contract_prevents){CODE_OF(rule, c, "rule"), text(c, "contract"),
                                                        text(c, "clause"), date_of_member(c, "expires_on")};
    }
    room->facts.contract_prevents = room->contracts;
    room->facts.contract_prevents_count = json_array_size(given);
}

/* The day whose caps are tested: the agreement's, for what began before there were any. */
static struct date cap_day(const json_t *c, struct date start)
{
    struct date legacy = date_of_member(c, "legacy_cap_date");
    return date_given(legacy) && date_before(start, day("2025-10-01")) ? legacy : start;
}

static void read_pay(const json_t *c, const json_t *p, struct room *room)
{
    struct facts *f = &room->facts;
    const json_t *mapping = mapping_on(c, f->start_date);
    room->pay = (struct pay_terms){agreement(MANY), "Caps", date_of_member(c, "legacy_cap_date")};
    f->pay_terms = &room->pay;
    f->pay_terms_count = json_object_get(c, "caps") ? 1 : 0;
    f->caps = room->caps;
    f->cap_count = caps_on(c, cap_day(c, f->start_date), room->caps);
    f->job_type = CODE_OF(job_type, mapping ? mapping : p, "job_type");
    f->rate = rate_of(p);
    f->notice_days = (int32_t)number_or(p, "notice_days", -1);
    f->substantive_notice_days =
        (int32_t)number_or(p, "substantive_notice_days", number_or(mapping, "substantive_notice_days", -1));
}

static void read_worker(const json_t *c, const json_t *p, struct room *room)
{
    struct facts *f = &room->facts;
    read_spells(c, &room->spells);
    f->spells = room->spells.at;
    f->spell_count = room->spells.count;
    f->cool_off_terms = room->terms;
    f->cool_off_terms_count = terms_that_bind(c, f->start_date, room->terms);
    f->silent_authorities = (int32_t)number_or(c, "silent_authorities", 0);
    f->qualified_on = date_of_member(c, "qualified_on");
    f->history_complete = holds(c, "history_complete");
    f->offer_date = date_of_member(p, "offer_date");
    read_references(c, room);
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
    const json_t *p = json_object_get(c, "placement");
    struct facts *f = &room->facts;
    *room = (struct room){0};
    f->start_date = date_of_member(p, "start_date");
    f->checked_on = date_of_member(json_object_get(c, "checked_on") ? c : p,
                                   json_object_get(c, "checked_on") ? "checked_on" : "start_date");
    f->authority = number_of(text(p, "authority"));
    f->stands = standing_of(c, text(p, "authority"), room->numbers, &room->region);
    f->bank_supply = CODE_OF(bank_supply, p, "bank_supply");
    read_worker(c, p, room);
    read_pay(c, p, room);
    read_contracts(p, room);
    read_departure(c, room);
    read_team(c, room);
    read_parameters(c, &room->ruleset);
}
