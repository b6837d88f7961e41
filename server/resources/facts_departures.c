/* SPDX-License-Identifier: MIT */
#include "queries.h"
#include "resources/departure_row.h"

#include <string.h>
#include <strings.h>

/* Rows as sql_departures_of and sql_sign_off_chain_of give them. */

static const struct field signature_fields[] = {
    CODE(struct signature, role, role, OUT),
    FIELD(struct signature, person, OUT),
    FIELD(struct signature, signed_on, OUT),
    FIELD(struct signature, late, OUT),
    {0},
};
static const struct shape signature_shape = SHAPE("signature", struct signature, signature_fields);

static const struct field departure_fields[] = {
    FIELD(struct departure_row, id, OUT),
    CODE(struct departure_row, rule, rule, OUT),
    CODE(struct departure_row, layer, layer, OUT),
    FIELD(struct departure_row, agreement, OUT),
    FIELD(struct departure_row, placement, OUT),
    FIELD(struct departure_row, start_date, OUT),
    FIELD(struct departure_row, local_role, OUT),
    FIELD(struct departure_row, cap_pence, OUT),
    FIELD(struct departure_row, comparable_pence, OUT),
    FIELD(struct departure_row, expires_on, OUT),
    CODE(struct departure_row, status, exception_status, OUT),
    FIELD(struct departure_row, sign_offs, OUT, .record = &signature_shape),
    {0},
};
const struct shape departure_shape = SHAPE("departure", struct departure_row, departure_fields);

struct chain_row {
    struct text_list roles;
    bool trust;
};
static const struct field chain_fields[] = {
    FIELD(struct chain_row, roles, OUT),
    FIELD(struct chain_row, trust, OUT),
    {0},
};
const struct shape sign_off_chain_shape = SHAPE("sign-off chain", struct chain_row, chain_fields);

void departures_ask(struct req *rq, const struct proposal *p, const struct facts_as_of *as_of,
                    struct facts_asked *asked)
{
    asked->departures = sql_departures_of(rq->batch, p->swe_number, form_uuids(rq->arena, p->exceptions),
                                          p->placement, as_of->facts_version);
    asked->chain = sql_sign_off_chain_of(rq->batch, as_of->hirer, p->start_date, as_of->rules_version);
}

bool departure_is_about(const struct departure_row *d, const struct proposal *p)
{
    bool is_on_record = uuid_given(p->placement);
    struct date began = is_on_record ? p->began : p->start_date;
    if (uuid_given(d->placement))
        return is_on_record && uuid_equal(d->placement, p->placement) &&
               !date_before(p->start_date, d->start_date);
    return d->start_date.day == began.day &&
           (d->local_role == NULL ||
            (p->local_role != NULL && strcasecmp(d->local_role, p->local_role) == 0));
}

const struct departure_row *departure_rows(struct req *rq, const struct facts_asked *asked, size_t *count)
{
    return rows_of(rq, asked->departures, &departure_shape, count);
}

static struct departure departure_of(struct req *rq, const struct departure_row *row)
{
    const struct signature *signature = row->sign_offs.at;
    struct sign_off *sign_offs = arena_alloc(rq->arena, row->sign_offs.count * sizeof *sign_offs);
    for (size_t i = 0; i < row->sign_offs.count; i++)
        sign_offs[i] = (struct sign_off){.role = (enum role)signature[i].role,
                                         .person = signature[i].person,
                                         .signed_on = signature[i].signed_on};
    return (struct departure){.rule = (enum rule)row->rule,
                              .complete = true, /* it cannot be asked for otherwise */
                              .cap_pence = row->cap_pence == INTEGER_NONE ? -1 : row->cap_pence,
                              .up_to_pence =
                                  row->comparable_pence == INTEGER_NONE ? -1 : row->comparable_pence,
                              .expires_on = row->expires_on,
                              .sign_offs = sign_offs,
                              .sign_off_count = row->sign_offs.count};
}

static bool is_asked_for(const struct departure_row *d)
{
    return d->status == EXCEPTION_STATUS_SUBMITTED || d->status == EXCEPTION_STATUS_APPROVED;
}

static void open_chain(struct req *rq, const struct facts_asked *asked, struct facts *facts)
{
    const struct chain_row *row = row_of(rq, asked->chain, &sign_off_chain_shape);
    if (row == NULL)
        return;
    enum role *roles = arena_alloc(rq->arena, row->roles.count * sizeof *roles);
    for (size_t i = 0; i < row->roles.count; i++)
        roles[i] = (enum role)codes_find(&role_codes, row->roles.at[i], strlen(row->roles.at[i]));
    facts->sign_off_chain = roles;
    facts->sign_off_chain_count = row->roles.count;
    facts->hirer_is_trust = row->trust;
}

void departures_open(struct req *rq, const struct proposal *p, const struct facts_asked *asked,
                     struct facts *facts)
{
    size_t count;
    const struct departure_row *row = departure_rows(rq, asked, &count);
    struct departure *departures = arena_alloc(rq->arena, count * sizeof *departures);
    for (size_t i = 0; i < count; i++)
        if (is_asked_for(&row[i]) && departure_is_about(&row[i], p))
            departures[facts->departure_count++] = departure_of(rq, &row[i]);
    facts->departures = departures;
    open_chain(rq, asked, facts);
}
