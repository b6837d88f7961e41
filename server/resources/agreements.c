/* SPDX-License-Identifier: MIT */
/*
 * Agreements: what a region's authorities have signed, with dated terms, the protocols and their phases, and
 * dated signatories. Whoever has signed in reads them; the lead region's administrator writes.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"
#include "resources/sweep.h"

#include <string.h>

static step_fn list, show;
static step_fn add, add_done, add_terms, terms_done, add_protocol, protocol_done, add_membership,
    membership_done;

struct terms {
    struct uuid id;
    struct date from, to;
    int32_t cool_off_months;
    bool covers_own_authority;
    struct code_set exceptions;
    unsigned cool_off_last_day;
    int32_t notice_days;
    struct date legacy_cap_date;
    unsigned obligation;
};
static const struct field terms_fields[] = {
    FIELD(struct terms, id, ALWAYS),
    FIELD(struct terms, from, OUT | REQUIRED, .about = "First day of these terms",
          .example = "\"2025-10-01\""),
    FIELD(struct terms, to, OUT | IN, .about = "Last day; open unless given"),
    FIELD(struct terms, cool_off_months, OUT | IN, .min = 1, .max = 60,
          .about = "Months of a cooling-off period of its own; left out: none beyond the national one"),
    FIELD(struct terms, covers_own_authority, OUT | IN,
          .about = "The period holds for a return to the same authority", .example = "true"),
    FIELD(struct terms, exceptions, OUT | IN, .codes = &exception_codes,
          .about = "Exceptions that it recognises", .example = "[\"REDUNDANCY\",\"LEFT_IN_PROBATION\"]"),
    CODE(struct terms, cool_off_last_day, last_day_reading, OUT | IN, .about = "BLOCKED unless given"),
    FIELD(struct terms, notice_days, OUT | IN, .max = 366, .about = "Notice, in days"),
    FIELD(struct terms, legacy_cap_date, OUT | IN,
          .about = "From when caps hold for placements begun before caps were in force"),
    CODE(struct terms, obligation, obligation, OUT | IN, .about = "SHOULD unless given"),
    {0},
};
static const struct shape terms_shape = SHAPE("agreement_terms", struct terms, terms_fields);

struct agreement_protocol {
    unsigned protocol;
    int32_t phase;
};
static const struct field protocol_fields[] = {
    CODE(struct agreement_protocol, protocol, protocol, ALWAYS | REQUIRED, .example = "\"COOL_OFF\""),
    FIELD(struct agreement_protocol, phase, ALWAYS | REQUIRED, .min = 1, .max = 99,
          .about = "The phase that it belongs to", .example = "1"),
    {0},
};
static const struct shape protocol_shape =
    SHAPE("agreement_protocol", struct agreement_protocol, protocol_fields);

struct membership {
    struct uuid id;
    const char *authority;
    struct date from, to, sharing_agreement_signed_on;
    int32_t phase;
};
static const struct field membership_fields[] = {
    FIELD(struct membership, id, ALWAYS),
    AUTHORITY_CODE(struct membership, authority, ALWAYS | REQUIRED),
    FIELD(struct membership, from, OUT | REQUIRED, .about = "First day as a signatory",
          .example = "\"2025-10-01\""),
    FIELD(struct membership, to, OUT | IN, .about = "Last day; open unless given"),
    FIELD(struct membership, sharing_agreement_signed_on, OUT | IN,
          .about =
              "When it signed the sharing agreement; until then nothing crosses and no protocol binds it"),
    FIELD(struct membership, phase, OUT | IN, .min = 1, .max = 99,
          .about = "The phase adopted from that day on, with all before; 1 unless given"),
    {0},
};
static const struct shape membership_shape = SHAPE("membership", struct membership, membership_fields);

struct agreement {
    struct uuid id;
    const char *name;
    unsigned kind;
    struct text_list regions;
    const char *lead_region;
    unsigned legal_basis;
    struct date from, to;
    struct shape_list terms, protocols, memberships;
};
static const struct field agreement_fields[] = {
    FIELD(struct agreement, id, ALWAYS),
    FIELD(struct agreement, name, ALWAYS | REQUIRED, .normalise = form_title, .form = "a name",
          .example = "\"A made-up memorandum\""),
    CODE(struct agreement, kind, agreement_kind, ALWAYS | REQUIRED, .example = "\"REGION\""),
    FIELD(struct agreement, regions, ALWAYS | REQUIRED, .about = "The regions that it covers, by name",
          .example = "[\"South East\"]"),
    FIELD(struct agreement, lead_region, ALWAYS | REQUIRED,
          .about = "The region that administers it: your own", .example = "\"South East\""),
    CODE(struct agreement, legal_basis, legal_basis, ALWAYS | REQUIRED, .example = "\"REGIONAL_MOC\""),
    FIELD(struct agreement, from, OUT | REQUIRED, .about = "First day in force", .example = "\"2025-10-01\""),
    FIELD(struct agreement, to, OUT | IN, .about = "Last day; open unless given"),
    FIELD(struct agreement, terms, OUT | EVEN_EMPTY, .record = &terms_shape),
    FIELD(struct agreement, protocols, OUT | EVEN_EMPTY, .record = &protocol_shape),
    FIELD(struct agreement, memberships, OUT | EVEN_EMPTY, .record = &membership_shape),
    {0},
};
static const struct shape agreement_shape = SHAPE("agreement", struct agreement, agreement_fields);
LIST_SHAPE(agreement_list_shape, agreement_shape);

static const enum fault add_faults[] = {FAULT_DUPLICATE, FAULT_NONE};
static const enum fault dated_faults[] = {FAULT_OVERLAP, FAULT_NONE};

const struct route agreement_routes[] = {
    {.method = "GET",
     .path = "/v1/agreements",
     .first = list,
     .roles = ANYBODY,
     .query = &listing_shape,
     .out = &agreement_list_shape,
     .status = 200,
     .about = "All agreements, by region and name"},
    {.method = "GET",
     .path = "/v1/agreements/{id}",
     .first = show,
     .roles = ANYBODY,
     .out = &agreement_shape,
     .status = 200,
     .about = "One agreement, with its terms, protocols and signatories"},
    {.method = "POST",
     .path = "/v1/agreements",
     .first = add,
     .roles = MAY(REGION_ADMIN),
     .in = &agreement_shape,
     .out = &agreement_shape,
     .status = 201,
     .creates = true,
     .action = "agreement.add",
     .about = "Adds an agreement that your region administers",
     .faults = add_faults},
    {.method = "POST",
     .path = "/v1/agreements/{id}/terms",
     .first = add_terms,
     .roles = MAY(REGION_ADMIN),
     .in = &terms_shape,
     .out = &terms_shape,
     .status = 201,
     .creates = true,
     .action = "agreement.add_terms",
     .about = "Adds terms for a time",
     .faults = dated_faults},
    {.method = "POST",
     .path = "/v1/agreements/{id}/protocols",
     .first = add_protocol,
     .roles = MAY(REGION_ADMIN),
     .in = &protocol_shape,
     .out = &protocol_shape,
     .status = 201,
     .creates = true,
     .action = "agreement.add_protocol",
     .about = "Adds a protocol to a phase",
     .faults = add_faults},
    {.method = "POST",
     .path = "/v1/agreements/{id}/memberships",
     .first = add_membership,
     .roles = MAY(REGION_ADMIN),
     .in = &membership_shape,
     .out = &membership_shape,
     .status = 201,
     .creates = true,
     .action = "agreement.add_membership",
     .about = "Adds a signatory for a time",
     .faults = dated_faults},
    {0},
};

static enum flow list(struct req *rq)
{
    return show_rows(rq, sql_agreement_list(rq->batch, (struct uuid){{0}}));
}

/* The nil UUID asks for all of them: what is no id names nothing. */
static enum flow show(struct req *rq)
{
    return uuid_given(rq->id) ? show_row(rq, sql_agreement_list(rq->batch, rq->id))
                              : fail(rq, FAULT_NOT_FOUND, NULL);
}

static bool dates_are_wrong(struct req *rq, struct date from, struct date to)
{
    if (date_given(to) && date_before(to, from))
        complain(rq, "/to", "out_of_range", "The last day is before the first.");
    return complained(rq);
}

/* Two steps, so that the key's answer and the role are known before anything is written. */
static enum flow add(struct req *rq)
{
    const struct agreement *want = rq->in;
    if (dates_are_wrong(rq, want->from, want->to))
        return fail_complained(rq);
    *STATE(rq, struct rows *) = sql_agreement_regions_wrong(rq->batch, form_texts(rq->arena, want->regions));
    return await(rq, add_done);
}

struct wrong_region {
    const char *name;
    bool unknown;
};
static const struct field wrong_region_fields[] = {
    FIELD(struct wrong_region, name, OUT),
    FIELD(struct wrong_region, unknown, OUT),
    {0},
};
static const struct shape wrong_region_shape = SHAPE("region", struct wrong_region, wrong_region_fields);

static bool regions_are_wrong(struct req *rq, struct rows *rows)
{
    size_t count;
    const struct wrong_region *wrong = rows_of(rq, rows, &wrong_region_shape, &count);
    for (size_t i = 0; i < count; i++)
        if (wrong[i].unknown)
            complain(rq, "/regions", "unknown",
                     arena_printf(rq->arena, "There is no region \"%s\".", wrong[i].name));
        else
            complain(rq, "/regions", "conflicts",
                     arena_printf(rq->arena, "\"%s\" is there twice.", wrong[i].name));
    return complained(rq);
}

static enum flow add_done(struct req *rq)
{
    const struct agreement *want = rq->in;
    struct agreement made = *want;
    if (rq->who.region == NULL || strcmp(want->lead_region, rq->who.region) != 0)
        return fail_field(rq, FAULT_FORBIDDEN, "/lead_region", "forbidden", "You administer another region.");
    if (regions_are_wrong(rq, *STATE(rq, struct rows *)))
        return fail_complained(rq);
    made.id = random_uuid();
    promise(rq, &made, "agreement", made.id);
    sql_agreement_add(rq->batch, made.id, made.name, NAME_OF(agreement_kind, made.kind),
                      form_texts(rq->arena, made.regions), made.lead_region,
                      NAME_OF(legal_basis, made.legal_basis), made.from, made.to);
    return settle(rq);
}

/* The agreement must be there, and be administered by the caller's region. */
static enum flow ask_lead(struct req *rq, step_fn *next)
{
    *STATE(rq, struct rows *) = sql_agreement_lead(rq->batch, rq->id);
    return await(rq, next);
}

static bool leads(struct req *rq)
{
    const char *lead = rows_value(*STATE(rq, struct rows *), "lead_region");
    return lead != NULL && rq->who.region != NULL && strcmp(lead, rq->who.region) == 0;
}

static enum flow add_terms(struct req *rq)
{
    const struct terms *want = rq->in;
    return dates_are_wrong(rq, want->from, want->to) ? fail_complained(rq) : ask_lead(rq, terms_done);
}

static enum flow terms_done(struct req *rq)
{
    struct terms made = *(const struct terms *)rq->in;
    if (!leads(rq))
        return fail(rq, FAULT_NOT_FOUND, NULL);
    made.id = random_uuid();
    made.cool_off_last_day = made.cool_off_last_day == 0 ? LAST_DAY_BLOCKED : made.cool_off_last_day;
    made.obligation = made.obligation == 0 ? OBLIGATION_SHOULD : made.obligation;
    const char *exceptions = form_codes(rq->arena, &exception_codes, made.exceptions);
    promise(rq, &made, "agreement_terms", made.id);
    sql_agreement_terms_add(rq->batch, made.id, rq->id, made.from, made.to, made.cool_off_months,
                            made.covers_own_authority, exceptions == NULL ? "{}" : exceptions,
                            NAME_OF(last_day_reading, made.cool_off_last_day), made.notice_days,
                            made.legacy_cap_date, NAME_OF(obligation, made.obligation));
    sweep(rq, SWEEP_KIND_TERMS, rq->id, made.from, made.to);
    return settle(rq);
}

static enum flow add_protocol(struct req *rq)
{
    return ask_lead(rq, protocol_done);
}

static enum flow protocol_done(struct req *rq)
{
    const struct agreement_protocol *want = rq->in;
    if (!leads(rq))
        return fail(rq, FAULT_NOT_FOUND, NULL);
    promise(rq, want, "agreement", rq->id);
    sql_agreement_protocol_add(rq->batch, rq->id, NAME_OF(protocol, want->protocol), want->phase);
    sweep_protocol(rq, want->protocol, rq->id);
    return settle(rq);
}

struct member_asked {
    struct rows *lead, *authority; /* lead first, as ask_lead has it */
};

static enum flow add_membership(struct req *rq)
{
    const struct membership *want = rq->in;
    if (date_before(rq->today, want->sharing_agreement_signed_on))
        complain(rq, "/sharing_agreement_signed_on", "out_of_range", "That day is still to come.");
    if (dates_are_wrong(rq, want->from, want->to))
        return fail_complained(rq);
    struct member_asked *asked = STATE(rq, struct member_asked);
    asked->authority = sql_authority_find(rq->batch, want->authority);
    return ask_lead(rq, membership_done);
}

static enum flow membership_done(struct req *rq)
{
    struct membership made = *(const struct membership *)rq->in;
    const struct member_asked *asked = rq->state;
    const struct code_row *authority = row_of(rq, asked->authority, &code_row_shape);
    if (!leads(rq))
        return fail(rq, FAULT_NOT_FOUND, NULL);
    if (authority == NULL)
        return fail_field(rq, FAULT_INVALID, "/authority", "unknown", "There is no authority of that code.");
    made.id = random_uuid();
    made.authority = authority->dfe_code;
    made.phase = made.phase == INTEGER32_NONE ? 1 : made.phase;
    promise(rq, &made, "membership", made.id);
    sql_membership_add(rq->batch, made.id, rq->id, authority->id, made.from, made.to,
                       made.sharing_agreement_signed_on);
    sql_membership_phase_add(rq->batch, made.id, rq->id, made.phase, made.from);
    sweep_membership(rq, made.id, made.from, made.to);
    if (!date_given(made.to) || !date_before(made.to, rq->today))
        sql_departure_end(rq->batch, authority->id, rq->now);
    return settle(rq);
}
