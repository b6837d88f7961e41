/* SPDX-License-Identifier: MIT */
/* What the agreements that bind the hirer say of cooling off and of pay, with the caps that cover the day. */
#include "queries.h"
#include "resources/facts.h"

struct terms_row {
    struct uuid agreement;
    const char *name;
    struct date from, to;
    int32_t months;
    bool covers_own_authority;
    struct code_set exceptions;
    unsigned last_day, obligation;
};
static const struct field terms_fields[] = {
    FIELD(struct terms_row, agreement, OUT),
    FIELD(struct terms_row, name, OUT),
    FIELD(struct terms_row, from, OUT),
    FIELD(struct terms_row, to, OUT),
    FIELD(struct terms_row, months, OUT),
    FIELD(struct terms_row, covers_own_authority, OUT),
    FIELD(struct terms_row, exceptions, OUT, .codes = &exception_codes),
    CODE(struct terms_row, last_day, last_day_reading, OUT),
    CODE(struct terms_row, obligation, obligation, OUT),
    {0},
};
const struct shape facts_terms_shape = SHAPE("terms", struct terms_row, terms_fields);

struct pay_row {
    struct uuid agreement;
    const char *name;
    struct date legacy_cap_date;
    unsigned obligation;
    struct uuid cap;
    unsigned job_type, pay_type, coverage;
    int64_t cap_pence;
};
static const struct field pay_fields[] = {
    FIELD(struct pay_row, agreement, OUT),
    FIELD(struct pay_row, name, OUT),
    FIELD(struct pay_row, legacy_cap_date, OUT),
    CODE(struct pay_row, obligation, obligation, OUT),
    FIELD(struct pay_row, cap, OUT),
    CODE(struct pay_row, job_type, job_type, OUT),
    CODE(struct pay_row, pay_type, pay_type, OUT),
    CODE(struct pay_row, coverage, coverage, OUT),
    FIELD(struct pay_row, cap_pence, OUT),
    {0},
};
const struct shape facts_pay_shape = SHAPE("pay terms", struct pay_row, pay_fields);

void facts_agreements_ask(struct req *rq, const struct proposal *p, const struct facts_as_of *as_of,
                          struct facts_asked *asked)
{
    const char *job_type = p->job_type == 0 ? NULL : NAME_OF(job_type, p->job_type);
    int64_t rules = as_of->rules_version;
    asked->terms = sql_cool_off_terms_of(rq->batch, as_of->hirer, p->start_date, rules);
    asked->pay = sql_pay_terms_of(rq->batch, as_of->hirer, p->start_date, as_of->checked_on, p->local_role,
                                  job_type, rules);
}

static void open_terms(struct req *rq, const struct rows *rows, struct facts *facts)
{
    const struct terms_row *row = rows_of(rq, rows, &facts_terms_shape, &facts->cool_off_terms_count);
    struct cool_off_terms *terms = arena_alloc(rq->arena, facts->cool_off_terms_count * sizeof *terms);
    for (size_t i = 0; i < facts->cool_off_terms_count; i++)
        terms[i] = (struct cool_off_terms){.agreement = row[i].agreement,
                                           .name = row[i].name,
                                           .from = row[i].from,
                                           .to = row[i].to,
                                           .months = row[i].months,
                                           .covers_own_authority = row[i].covers_own_authority,
                                           .exceptions = (unsigned)row[i].exceptions.bits,
                                           .last_day = (enum last_day_reading)row[i].last_day,
                                           .obligation = (enum obligation)row[i].obligation};
    facts->cool_off_terms = terms;
}

/* One row for each cap, or one without a cap: rows of one agreement follow each other. */
static void open_pay(struct req *rq, const struct rows *rows, struct facts *facts)
{
    size_t count;
    const struct pay_row *row = rows_of(rq, rows, &facts_pay_shape, &count);
    struct pay_terms *terms = arena_alloc(rq->arena, count * sizeof *terms);
    struct cap *caps = arena_alloc(rq->arena, count * sizeof *caps);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !uuid_equal(row[i].agreement, row[i - 1].agreement))
            terms[facts->pay_terms_count++] =
                (struct pay_terms){.agreement = row[i].agreement,
                                   .name = row[i].name,
                                   .legacy_cap_date = row[i].legacy_cap_date,
                                   .obligation = (enum obligation)row[i].obligation};
        if (uuid_given(row[i].cap))
            caps[facts->cap_count++] = (struct cap){.id = row[i].cap,
                                                    .agreement = row[i].agreement,
                                                    .job_type = (enum job_type)row[i].job_type,
                                                    .pay_type = (enum pay_type)row[i].pay_type,
                                                    .coverage = (enum coverage)row[i].coverage,
                                                    .cap_pence = row[i].cap_pence};
    }
    facts->pay_terms = terms;
    facts->caps = caps;
}

void facts_agreements_open(struct req *rq, const struct facts_asked *asked, struct facts *facts)
{
    open_terms(rq, asked->terms, facts);
    open_pay(rq, asked->pay, facts);
}
