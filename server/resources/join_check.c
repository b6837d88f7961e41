/* SPDX-License-Identifier: MIT */
/*
 * What an authority that would join an agreement has done and has still to do, step by step. Advice: a
 * membership may be recorded whatever this says. It counts, and shows no record.
 */
#include "flow/req.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

static step_fn check, check_found, check_told;

enum { MONTHS = 12 };
enum join_step { STEP_SHARING_AGREEMENT = 1, STEP_ROLE_MAPPINGS, STEP_LEAVERS_STATED, STEP_TEMPLATE, STEPS };
static const struct code step_items[] = {
    {NULL, ""},
    [STEP_SHARING_AGREEMENT] = {"SHARING_AGREEMENT", "the sharing agreement is signed"},
    [STEP_ROLE_MAPPINGS] = {"ROLE_MAPPINGS", "local titles are mapped to the job types"},
    [STEP_LEAVERS_STATED] = {"LEAVERS_STATED", "the leavers of the last twelve months are stated"},
    [STEP_TEMPLATE] = {"TEMPLATE_ACCEPTED", "the reference template is accepted"},
};
static const struct codes step_codes = {"join_step", STEPS - 1, step_items};

struct step {
    unsigned step;
    bool met;
    const char *detail, *to_do;
    struct text_list months;
};
static const struct field step_fields[] = {
    FIELD(struct step, step, ALWAYS, .codes = &step_codes),
    FIELD(struct step, met, ALWAYS),
    FIELD(struct step, detail, OUT, .about = "What is on record, in a sentence"),
    FIELD(struct step, to_do, OUT, .about = "What to do where it is not met"),
    FIELD(struct step, months, OUT, .about = "Of LEAVERS_STATED: the months that are not stated"),
    {0},
};
static const struct shape step_shape = SHAPE("join_step", struct step, step_fields);

struct join_check {
    struct uuid agreement;
    const char *authority;
    struct date member_from;
    bool ready;
    struct shape_list steps;
};
static const struct field join_check_fields[] = {
    FIELD(struct join_check, agreement, ALWAYS),
    FIELD(struct join_check, authority, ALWAYS, .about = "Whose: a DfE code"),
    FIELD(struct join_check, member_from, OUT,
          .about = "The first day of its membership, where one is recorded"),
    FIELD(struct join_check, ready, ALWAYS,
          .about = "Every step is met. A membership may be recorded before"),
    FIELD(struct join_check, steps, ALWAYS | EVEN_EMPTY, .record = &step_shape),
    {0},
};
static const struct shape join_check_shape = SHAPE("join_check", struct join_check, join_check_fields);

struct asked_of {
    const char *authority;
};
static const struct field asked_of_fields[] = {
    AUTHORITY_CODE(struct asked_of, authority, IN),
    {0},
};
static const struct shape asked_of_shape = SHAPE("parameters", struct asked_of, asked_of_fields);

const struct route join_check_routes[] = {
    {.method = "GET",
     .path = "/v1/agreements/{id}/join-check",
     .first = check,
     .roles = ADMINISTRATORS,
     .query = &asked_of_shape,
     .out = &join_check_shape,
     .status = 200,
     .about =
         "What is still to do before an authority joins: its own administrator's, or one of the region's"},
    {0},
};

struct told {
    struct date sharing_agreement_signed_on, member_from;
    int32_t titles;
    struct text_list job_types;
    struct date template_accepted_on;
    struct text_list unstated;
};
static const struct field told_fields[] = {
    FIELD(struct told, sharing_agreement_signed_on, OUT),
    FIELD(struct told, member_from, OUT),
    FIELD(struct told, titles, OUT),
    FIELD(struct told, job_types, OUT),
    FIELD(struct told, template_accepted_on, OUT),
    FIELD(struct told, unstated, OUT),
    {0},
};
static const struct shape told_shape = SHAPE("what is on record of it", struct told, told_fields);

struct asked {
    struct rows *agreement, *authority, *told;
    const char *code;
};

static enum flow check(struct req *rq)
{
    struct asked *asked = STATE(rq, struct asked);
    asked->agreement = sql_agreement_lead(rq->batch, rq->id);
    asked->authority = sql_authority_find(rq->batch, ((const struct asked_of *)rq->query)->authority);
    return await(rq, check_found);
}

/* "{2025-09-01,…}": the first days of the twelve months before this one. */
static const char *months_literal(struct req *rq)
{
    struct text out = text_in(rq->arena);
    int year, month, nth;
    date_split(rq->today, &year, &month, &nth);
    struct date first = date_add_days(rq->today, 1 - nth);
    char day[DATE_SIZE];
    for (int i = MONTHS; i > 0; i--)
        text_printf(&out, "%s%s", i == MONTHS ? "{" : ",", date_print(date_add_months(first, -i), day));
    text_puts(&out, "}");
    return out.at;
}

/* An authority's administrator asks of its own unless it names one; the function refuses another's. */
static enum flow check_found(struct req *rq)
{
    struct asked *asked = rq->state;
    const struct asked_of *query = rq->query;
    const struct code_row *found = row_of(rq, asked->authority, &code_row_shape);
    if (rows_count(asked->agreement) == 0)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    if (query->authority == NULL && rq->who.authority == INTEGER32_NONE)
        return fail_field(rq, FAULT_BAD_PARAMETER, "authority", "required", "Say of which authority.");
    if (query->authority != NULL && found == NULL)
        return fail_field(rq, FAULT_BAD_PARAMETER, "authority", "unknown",
                          "There is no authority of that code.");
    asked->code = found == NULL ? rq->who.authority_code : found->dfe_code;
    asked->told = sql_join_facts(rq->batch, rq->id, found == NULL ? rq->who.authority : found->id, rq->today,
                                 months_literal(rq));
    return await(rq, check_told);
}

static const char *on_day(struct req *rq, const char *what, struct date day)
{
    char words[DATE_WORDS_SIZE];
    return date_given(day) ? arena_printf(rq->arena, "%s %s.", what, date_words(day, words)) : NULL;
}

static const char *joined(struct req *rq, struct text_list texts)
{
    struct text out = text_in(rq->arena);
    text_puts(&out, "");
    for (size_t i = 0; i < texts.count; i++)
        text_printf(&out, "%s%s", i == 0 ? "" : ", ", texts.at[i]);
    return out.at;
}

static struct step signed_step(struct req *rq, const struct told *told)
{
    return (struct step){.met = date_given(told->sharing_agreement_signed_on),
                         .detail = on_day(rq, "Signed on", told->sharing_agreement_signed_on),
                         .to_do = "Sign the sharing agreement; the lead region records the day with the "
                                  "membership. Until then nothing crosses and no protocol binds."};
}

static struct step mapped_step(struct req *rq, const struct told *told)
{
    return (struct step){.met = told->titles > 0,
                         .detail = told->titles == 0
                                       ? NULL
                                       : arena_printf(rq->arena, "Titles mapped: %d, to %s.",
                                                      (int)told->titles, joined(rq, told->job_types)),
                         .to_do = "Map each local title that agency workers may cover to a job type."};
}

static struct step stated_step(struct req *rq, const struct told *told)
{
    return (struct step){.met = told->unstated.count == 0,
                         .detail = arena_printf(rq->arena, "%d of the last %d months are stated.",
                                                MONTHS - (int)told->unstated.count, MONTHS),
                         .to_do = "Record the leavers of each month named, then state the month.",
                         .months = told->unstated};
}

static struct step template_step(struct req *rq, const struct told *told)
{
    return (struct step){.met = date_given(told->template_accepted_on),
                         .detail = on_day(rq, "Accepted on", told->template_accepted_on),
                         .to_do = "Accept the reference template in use."};
}

static enum flow check_told(struct req *rq)
{
    static struct step (*const by_step[STEPS])(struct req *, const struct told *) = {
        [STEP_SHARING_AGREEMENT] = signed_step,
        [STEP_ROLE_MAPPINGS] = mapped_step,
        [STEP_LEAVERS_STATED] = stated_step,
        [STEP_TEMPLATE] = template_step,
    };
    const struct asked *asked = rq->state;
    const struct told *told = row_of(rq, asked->told, &told_shape);
    struct step *steps = arena_alloc(rq->arena, (STEPS - 1) * sizeof *steps);
    bool ready = true;
    for (unsigned i = 1; i < STEPS; i++) {
        steps[i - 1] = by_step[i](rq, told);
        steps[i - 1].step = i;
        steps[i - 1].to_do = steps[i - 1].met ? NULL : steps[i - 1].to_do;
        ready &= steps[i - 1].met;
    }
    return reply(rq, &(struct join_check){.agreement = rq->id,
                                          .authority = asked->code,
                                          .member_from = told->member_from,
                                          .ready = ready,
                                          .steps = {steps, STEPS - 1}});
}
