/* SPDX-License-Identifier: MIT */
#include "resources/facts.h"

#include "queries.h"
#include "resources/departures.h"
#include "resources/facts_team.h"
#include "resources/parameters.h"

#include <string.h>

/* Rows as the queries of sql/queries/facts.sql give them. */

struct spell_row {
    int64_t version;
    bool declared;
    int32_t authority;
    struct integer_list stands;
    struct text_list regions;
    unsigned basis, service;
    struct date start_date, last_day, probation_end;
    unsigned leaving_reason;
    const char *evidence_kind;
    struct date evidence_dated;
    bool disputed;
    struct uuid_list bound;
    struct date qualified_on;
};
static const struct field spell_fields[] = {
    FIELD(struct spell_row, version, OUT),
    FIELD(struct spell_row, declared, OUT),
    FIELD(struct spell_row, authority, OUT),
    FIELD(struct spell_row, stands, OUT),
    FIELD(struct spell_row, regions, OUT),
    CODE(struct spell_row, basis, basis, OUT),
    CODE(struct spell_row, service, service, OUT),
    FIELD(struct spell_row, start_date, OUT),
    FIELD(struct spell_row, last_day, OUT),
    FIELD(struct spell_row, probation_end, OUT),
    CODE(struct spell_row, leaving_reason, leaving_reason, OUT),
    FIELD(struct spell_row, evidence_kind, OUT),
    FIELD(struct spell_row, evidence_dated, OUT),
    FIELD(struct spell_row, disputed, OUT),
    FIELD(struct spell_row, bound, OUT),
    FIELD(struct spell_row, qualified_on, OUT),
    {0},
};
static const struct shape spell_shape = SHAPE("spell", struct spell_row, spell_fields);

struct hirer_row {
    int64_t rules_version;
    int32_t authority;
    struct integer_list stands;
    struct text_list regions;
    int32_t silent_authorities;
};
static const struct field hirer_fields[] = {
    FIELD(struct hirer_row, rules_version, OUT),
    FIELD(struct hirer_row, authority, OUT),
    FIELD(struct hirer_row, stands, OUT),
    FIELD(struct hirer_row, regions, OUT),
    FIELD(struct hirer_row, silent_authorities, OUT),
    {0},
};
static const struct shape hirer_shape = SHAPE("hirer", struct hirer_row, hirer_fields);

struct mapping_row {
    struct uuid id;
    unsigned job_type;
    int32_t substantive_notice_days;
};
static const struct field mapping_fields[] = {
    FIELD(struct mapping_row, id, OUT),
    CODE(struct mapping_row, job_type, job_type, OUT),
    FIELD(struct mapping_row, substantive_notice_days, OUT),
    {0},
};
static const struct shape mapping_shape = SHAPE("mapping", struct mapping_row, mapping_fields);

/* The month before the one of asking: what an authority should have stated its leavers for. */
static struct date last_full_month(struct date today)
{
    int year, month, day;
    struct date first = today;
    date_split(today, &year, &month, &day);
    first.day -= day - 1;
    return date_add_months(first, -1);
}

struct facts_as_of facts_now(const struct req *rq)
{
    return (struct facts_as_of){.facts_version = INTEGER_NONE,
                                .rules_version = INTEGER_NONE,
                                .hirer = INTEGER32_NONE,
                                .silent_authorities = INTEGER32_NONE,
                                .team_in_breach = INTEGER32_NONE,
                                .checked_on = rq->today};
}

void facts_ask(struct req *rq, const struct proposal *p, const struct facts_as_of *as_of,
               struct facts_asked *asked)
{
    const struct declared_post *declared = p->declared_last_post.at;
    int64_t rules = as_of->rules_version;
    asked->checked_on = as_of->checked_on;
    asked->facts =
        sql_facts_of(rq->batch, p->swe_number, p->start_date, declared == NULL ? NULL : declared->authority,
                     declared == NULL ? DATE_NONE : declared->last_day, as_of->facts_version, rules);
    asked->hirer = sql_hirer_of(rq->batch, as_of->hirer, p->start_date, last_full_month(as_of->checked_on),
                                as_of->silent_authorities, rules);
    facts_agreements_ask(rq, p, as_of, asked);
    asked->mapping = sql_mapping_of(rq->batch, as_of->hirer, p->local_role, p->start_date, rules);
    asked->ruleset = sql_ruleset_of(rq->batch, rules);
    asked->references = facts_references_ask(rq, p->swe_number, as_of);
    asked->team = facts_team_ask(rq, p, as_of);
    departures_ask(rq, p, as_of, asked);
    if (p->authority != NULL)
        asked->authority = sql_authority_find(rq->batch, p->authority);
}

static struct standing standing_of(const struct integer_list *authorities, const struct text_list *regions)
{
    return (struct standing){.authorities = authorities->at,
                             .authority_count = authorities->count,
                             .regions = regions->at,
                             .region_count = regions->count};
}

static struct spell spell_of(const struct spell_row *row)
{
    return (struct spell){
        .declared = row->declared,
        .authority = row->authority,
        .stands = standing_of(&row->stands, &row->regions),
        .basis = (enum basis)row->basis,
        .service = (enum service)row->service,
        .start_date = row->start_date,
        .last_day = row->last_day,
        .probation_end = row->probation_end,
        .leaving_reason = (enum leaving_reason)row->leaving_reason,
        .evidence_kind = row->evidence_kind,
        .evidence_dated = row->evidence_dated,
        .disputed = row->disputed,
        .bound = row->bound.at,
        .bound_count = row->bound.count,
    };
}

static void open_spells(struct req *rq, const struct spell_row *rows, size_t count, struct facts *facts)
{
    struct spell *spells = arena_alloc(rq->arena, count * sizeof *spells);
    for (size_t i = 0; i < count; i++)
        if (rows[i].authority != INTEGER32_NONE)
            spells[facts->spell_count++] = spell_of(&rows[i]);
    facts->spells = spells;
}

static void open_prevented(struct req *rq, const struct proposal *p, struct facts *facts)
{
    const struct prevented *given = p->contract_prevents.at;
    size_t count = p->contract_prevents.count;
    struct contract_prevents *all = arena_alloc(rq->arena, count * sizeof *all);
    for (size_t i = 0; i < count; i++)
        all[i] = (struct contract_prevents){.rule = (enum rule)given[i].rule,
                                            .contract = given[i].contract,
                                            .clause = given[i].clause,
                                            .expires_on = given[i].expires_on};
    facts->contract_prevents = all;
    facts->contract_prevents_count = count;
}

/* The named authority must be the caller's own: nobody checks for another. */
static bool authority_is_own(struct req *rq, const struct facts_asked *asked, enum flow *flow)
{
    if (asked->authority == NULL)
        return true;
    const struct code_row *named = row_of(rq, asked->authority, &code_row_shape);
    if (named == NULL) {
        *flow = fail_field(rq, FAULT_INVALID, "/authority", "unknown", "There is no authority of that code.");
        return false;
    }
    if (named->id != rq->who.authority) {
        *flow = fail(rq, FAULT_FORBIDDEN, "Checks and placements are made for your own authority only.");
        return false;
    }
    return true;
}

static bool declared_is_known(struct req *rq, const struct proposal *p, const struct facts *facts,
                              enum flow *flow)
{
    bool found = p->declared_last_post.at == NULL;
    for (size_t i = 0; i < facts->spell_count; i++)
        found |= facts->spells[i].declared;
    if (!found)
        *flow = fail_field(rq, FAULT_INVALID, "/declared_last_post/authority", "unknown",
                           "There is no authority of that code.");
    return found;
}

static bool job_type_agrees(struct req *rq, const struct proposal *p, const struct mapping_row *mapping,
                            enum flow *flow)
{
    if (mapping == NULL || p->job_type == 0 || p->job_type == mapping->job_type)
        return true;
    *flow = fail_field(rq, FAULT_INVALID, "/job_type", "conflicts",
                       arena_printf(rq->arena,
                                    "Your authority maps that title to %s from that day on; leave job_type "
                                    "out, or change the mapping.",
                                    NAME_OF(job_type, mapping->job_type)));
    return false;
}

/* The facts without the versions that come first in these rows: a replay finds the same facts at other
 * versions. */
static const struct shape spell_facts = SHAPE("spell", struct spell_row, spell_fields + 1);
static const struct shape hirer_facts = SHAPE("hirer", struct hirer_row, hirer_fields + 1);

/* Everything that the rules were told, in one fixed form, under the daemon's key. */
static struct digest digest_of(struct req *rq, const struct proposal *p, const struct facts_asked *asked)
{
    const struct {
        const struct rows *rows;
        const struct shape *shape;
    } parts[] = {{asked->facts, &spell_facts},
                 {asked->hirer, &hirer_facts},
                 {asked->terms, &facts_terms_shape},
                 {asked->pay, &facts_pay_shape},
                 {asked->mapping, &mapping_shape},
                 {asked->ruleset, &parameters_shape},
                 {asked->references, &facts_reference_shape},
                 {asked->team, &facts_team_shape},
                 {asked->departures, &departure_shape},
                 {asked->chain, &sign_off_chain_shape}};
    struct text out = text_in(rq->arena);
    shape_write_canonical(&check_proposal_shape, p, &out);
    if (p->rate_found != 0)
        text_puts(&out, NAME_OF(verdict, p->rate_found));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].rows == NULL)
            continue;
        size_t count;
        const char *row = rows_of(rq, parts[i].rows, parts[i].shape, &count);
        for (size_t r = 0; r < count; r++)
            shape_write_canonical(parts[i].shape, row + r * parts[i].shape->size, &out);
    }
    return digest_hmac(rq->service->key, out.at, out.len);
}

static int32_t days(int32_t given)
{
    return given == INTEGER32_NONE ? -1 : given;
}

/* The authority's own, by its mapping of the title; where it has none, what the proposal says. */
static int32_t substantive_notice(const struct proposal *p, const struct mapping_row *mapping)
{
    bool mapped = mapping != NULL && mapping->substantive_notice_days != INTEGER32_NONE;
    return days(mapped ? mapping->substantive_notice_days : p->substantive_notice_days);
}

bool facts_open(struct req *rq, const struct proposal *p, const struct facts_asked *asked,
                struct facts *facts, struct ruleset *ruleset, struct facts_relied *relied, enum flow *flow)
{
    static const struct uuid none = {{0}};
    size_t count;
    const struct spell_row *spells = rows_of(rq, asked->facts, &spell_shape, &count);
    const struct hirer_row *hirer = row_of(rq, asked->hirer, &hirer_shape);
    const struct mapping_row *mapping = row_of(rq, asked->mapping, &mapping_shape);
    if (spells == NULL || hirer == NULL) {
        *flow = fail(rq, FAULT_INTERNAL, NULL);
        return false;
    }
    *facts = (struct facts){.checked_on = asked->checked_on,
                            .start_date = p->start_date,
                            .authority = hirer->authority,
                            .stands = standing_of(&hirer->stands, &hirer->regions),
                            .bank_supply = (enum bank_supply)p->bank_supply,
                            .silent_authorities = hirer->silent_authorities,
                            .job_type = (enum job_type)(mapping != NULL ? mapping->job_type : p->job_type),
                            .rate = proposal_rate(p),
                            .qualified_on = spells[0].qualified_on,
                            .history_complete = p->history_complete,
                            .offer_date = p->offer_date,
                            .notice_days = days(p->notice_days),
                            .substantive_notice_days = substantive_notice(p, mapping)};
    open_spells(rq, spells, count, facts);
    facts_agreements_open(rq, asked, facts);
    open_prevented(rq, p, facts);
    facts_references_open(rq, asked->references, facts);
    departures_open(rq, p, asked, facts);
    *ruleset = parameters_read(rq, asked->ruleset);
    *relied = (struct facts_relied){.facts_version = spells[0].version,
                                    .rules_version = hirer->rules_version,
                                    .mapping = mapping == NULL ? none : mapping->id,
                                    .digest = digest_of(rq, p, asked)};
    return authority_is_own(rq, asked, flow) && declared_is_known(rq, p, facts, flow) &&
           job_type_agrees(rq, p, mapping, flow) && facts_team_open(rq, p, asked->team, facts, flow) &&
           departures_known(rq, p, asked, flow);
}
