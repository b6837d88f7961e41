/* SPDX-License-Identifier: MIT */
#include "resources/exception.h"

#include "base/random.h"
#include "queries.h"

#include <string.h>

static const struct field sign_off_fields[] = {
    CODE(struct sign_off_view, role, role, ALWAYS, .about = "On behalf of which role"),
    FIELD(struct sign_off_view, person, ALWAYS, .about = "Who signed"),
    FIELD(struct sign_off_view, signed_on, ALWAYS),
    CODE(struct sign_off_view, how, sign_off_how, ALWAYS),
    FIELD(struct sign_off_view, evidence, OUT, .about = "Of what is attested: where it is to be seen"),
    FIELD(struct sign_off_view, late, OUT,
          .about = "Signed after the commitment or the first day: what was breached by then stays unsigned"),
    FIELD(struct sign_off_view, recorded_by, ALWAYS, .about = "Who put it on record"),
    FIELD(struct sign_off_view, recorded_at, ALWAYS),
    {0},
};
static const struct shape sign_off_shape = SHAPE("sign_off", struct sign_off_view, sign_off_fields);

#define HEAD_FIELDS                                                                                         \
    FIELD(struct rule_exception, id, ALWAYS), FIELD(struct rule_exception, version, ALWAYS),                \
        CODE(struct rule_exception, status, exception_status, ALWAYS),                                      \
        FIELD(struct rule_exception, authority, ALWAYS, .about = "The hiring authority's DfE code"),        \
        SWE_NUMBER(struct rule_exception, OUT | REQUIRED),                                                  \
        CODE(struct rule_exception, rule, rule, ALWAYS | REQUIRED, .codes_except = 1u << RULE_SIGN_OFF,     \
             .about = "The rule that is departed from", .example = "\"PRICE_CAP\""),                        \
        CODE(struct rule_exception, layer, layer, ALWAYS | REQUIRED, .example = "\"REGIONAL\"",             \
             .about = "REGIONAL for PRICE_CAP, either for COOL_OFF, else NATIONAL"),                        \
        FIELD(struct rule_exception, agreement, OUT | IN,                                                   \
              .about = "The agreement whose rule it is; every one unless given"),                           \
        FIELD(struct rule_exception, placement, OUT | IN, .about = "The placement, where it is on record"), \
        FIELD(struct rule_exception, start_date, ALWAYS | REQUIRED,                                         \
              .about = "The first day of the placement, the rate or the extension that departs",            \
              .example = "\"2026-11-02\""),                                                                 \
        FIELD(struct rule_exception, local_role, OUT | IN, .max = 100, .normalise = form_title,             \
              .form = "a title", .about = "The post, where the worker may start in two on that day"),       \
        FIELD(struct rule_exception, cap_pence, OUT | IN, .min = 1, .max = 100000,                          \
              .about = "Of PRICE_CAP: the cap that is exceeded, pence an hour", .example = "3800"),         \
        FIELD(struct rule_exception, comparable_pence, OUT | IN, .min = 1, .max = 100000,                   \
              .about = "Of PRICE_CAP: the highest rate that is asked for, in the cap's coverage",           \
              .example = "4100"),                                                                           \
        FIELD(struct rule_exception, excess_pence, OUT, .about = "By how much that is over the cap"),       \
        CODE(struct rule_exception, grounds, exception_grounds, ALWAYS | REQUIRED,                          \
             .example = "\"ACUTE_NEED\"")
#define TAIL_FIELDS                                                                      \
    FIELD(struct rule_exception, expires_on, ALWAYS | REQUIRED, .about = "Its last day", \
          .example = "\"2027-01-29\""),                                                  \
        FIELD(struct rule_exception, recorded_at, ALWAYS),                               \
        FIELD(struct rule_exception, sign_off_chain, OUT, .about = "The roles that must sign")

static const struct field exception_fields[] = {
    HEAD_FIELDS,
    FIELD(struct rule_exception, reason, ALWAYS | REQUIRED, .max = 1000,
          .about = "Why; nothing on anybody's health",
          .example = "\"Two court reports are due and nobody else has come forward\""),
    FIELD(struct rule_exception, alternatives, ALWAYS | REQUIRED, .max = 1000,
          .about = "What else was considered", .example = "\"Two candidates within the cap declined\""),
    TAIL_FIELDS,
    FIELD(struct rule_exception, refusal, OUT, .about = "Why it was refused"),
    FIELD(struct rule_exception, sign_offs, OUT, .record = &sign_off_shape, .about = "Who has signed"),
    FIELD(struct rule_exception, allowed_actions, OUT | EVEN_EMPTY, .about = "What can be done with it next"),
    FIELD(struct rule_exception, facts_version, 0),
    FIELD(struct rule_exception, trust, 0),
    FIELD(struct rule_exception, committed_on, 0),
    {0},
};
const struct shape exception_shape = SHAPE("exception", struct rule_exception, exception_fields);

static const struct field exception_row_fields[] = {
    HEAD_FIELDS,
    TAIL_FIELDS,
    FIELD_NAMED(struct rule_exception, signed_by, "signed", OUT, .about = "The roles that have signed"),
    {0},
};
const struct shape exception_row_shape = SHAPE("exception_row", struct rule_exception, exception_row_fields);

#define WHILE(status) (1u << EXCEPTION_STATUS_##status)

static const struct {
    const char *name;
    unsigned statuses;
} actions[EXCEPTION_ACTIONS] = {
    [EXCEPTION_SUBMIT] = {"submit", WHILE(DRAFT)},
    [EXCEPTION_WITHDRAW] = {"withdraw", WHILE(DRAFT) | WHILE(SUBMITTED) | WHILE(APPROVED)},
    [EXCEPTION_REFUSE] = {"refuse", WHILE(SUBMITTED)},
    [EXCEPTION_SIGN] = {"sign-offs", WHILE(SUBMITTED)},
};

static bool may(const struct rule_exception *e, enum exception_action action)
{
    return (actions[action].statuses & 1u << e->status) != 0;
}

bool exception_asks(const struct rule_exception *e, unsigned role)
{
    for (size_t i = 0; i < e->sign_off_chain.count; i++)
        if (strcmp(e->sign_off_chain.at[i], NAME_OF(role, role)) == 0)
            return true;
    return false;
}

void exception_complete(struct req *rq, struct rule_exception *e)
{
    const char **names = arena_alloc(rq->arena, EXCEPTION_ACTIONS * sizeof *names);
    size_t count = 0;
    for (unsigned action = 0; action < EXCEPTION_ACTIONS; action++)
        if (may(e, action))
            names[count++] = actions[action].name;
    e->allowed_actions = (struct text_list){.at = names, .count = count};
}

const struct rule_exception *exception_held(struct req *rq, const struct rows *rows,
                                            enum exception_action action, enum flow *flow)
{
    const struct rule_exception *e = row_of(rq, rows, &exception_shape);
    if (e == NULL) {
        *flow = fail(rq, FAULT_NOT_FOUND, NULL);
        return NULL;
    }
    if (may(e, action))
        return e;
    *flow = fail(rq, FAULT_CONFLICT,
                 arena_printf(rq->arena, "An exception that is %s does not take that: see allowed_actions.",
                              NAME_OF(exception_status, e->status)));
    return NULL;
}

struct rule_exception exception_after(struct req *rq, const struct rule_exception *e,
                                      enum exception_status status)
{
    struct rule_exception after = *e;
    after.version++;
    after.status = status;
    after.recorded_at = rq->now;
    exception_complete(rq, &after);
    return after;
}

/* What is approved, or is no longer, is what placements rest on. */
#define STATUSES_THAT_COUNT (WHILE(APPROVED) | WHILE(WITHDRAWN))

static enum recheck_cause cause_of(const struct rule_exception *e)
{
    return e->rule == RULE_PRICE_CAP ? RECHECK_CAUSE_SIGN_OFF : RECHECK_CAUSE_FACTS;
}

void exception_claim(struct req *rq, const struct rule_exception *e)
{
    sql_facts_claim(rq->batch, e->swe_number, e->facts_version, random_uuid());
}

void exception_move(struct req *rq, const struct rule_exception *after)
{
    sql_exception_supersede(rq->batch, after->id, after->version - 1, rq->now);
    sql_exception_move(rq->batch, after->id, after->version - 1, NAME_OF(exception_status, after->status),
                       after->refusal, rq->now);
    if (STATUSES_THAT_COUNT & 1u << after->status)
        sql_rechecks_of_worker(rq->batch, after->swe_number, NAME_OF(recheck_cause, cause_of(after)));
}
