/* SPDX-License-Identifier: MIT */
#include "resources/proposal.h"

static const struct field declared_post_fields[] = {
    AUTHORITY_CODE(struct declared_post, authority, REQUIRED | OUT),
    FIELD(struct declared_post, last_day, REQUIRED | OUT,
          .about = "The last day of employment, as the worker said"),
    {0},
};
const struct shape declared_post_shape =
    SHAPE("declared_last_post", struct declared_post, declared_post_fields);

static const struct field prevented_fields[] = {
    CODE(struct prevented, rule, rule, REQUIRED | OUT),
    FIELD(struct prevented, contract, REQUIRED | OUT, .about = "The existing contract's name"),
    FIELD(struct prevented, clause, REQUIRED | OUT, .about = "Its clause that prevents the rule"),
    FIELD(struct prevented, expires_on, REQUIRED | OUT, .about = "The contract's last day"),
    {0},
};
const struct shape prevented_shape = SHAPE("contract_prevents", struct prevented, prevented_fields);

#define CIRCUMSTANCES                                                                   \
    FIELD(struct proposal, declared_last_post, IN, .record = &declared_post_shape,      \
          .about = "What the worker said of the last permanent post"),                  \
        FIELD(struct proposal, history_complete, IN,                                    \
              .about = "The authority holds the worker's whole history of employment"), \
        FIELD(struct proposal, contract_prevents, IN, .record = &prevented_shape,       \
              .about = "Rules that an existing contract prevented, until 1 October 2025")

static const struct field check_proposal_fields[] = {
    PROPOSAL_FIELDS(struct proposal, , IN, REQUIRED, IN),
    CIRCUMSTANCES,
    CODE(struct proposal, purpose, purpose, IN,
         .about = "What the check is for; pre_engagement unless given"),
    {0},
};
const struct shape check_proposal_shape = SHAPE("eligibility_check", struct proposal, check_proposal_fields);

static const struct field placement_proposal_fields[] = {
    PROPOSAL_FIELDS(struct proposal, , IN, REQUIRED, REQUIRED),
    CIRCUMSTANCES,
    CODE(struct proposal, engagement, engagement, REQUIRED, .about = "Proposed, or under way already",
         .example = "\"PROPOSED\""),
    FIELD(struct proposal, exceptions, IN,
          .about = "Approved exceptions, one for each rule that is breached"),
    {0},
};
const struct shape placement_proposal_shape = SHAPE("placement", struct proposal, placement_proposal_fields);

static const struct field kept_proposal_fields[] = {
    PROPOSAL_FIELDS(struct proposal, , IN, IN, IN),
    CIRCUMSTANCES,
    CODE(struct proposal, purpose, purpose, IN),
    CODE(struct proposal, engagement, engagement, IN),
    FIELD(struct proposal, exceptions, IN),
    FIELD(struct proposal, placement, IN),
    FIELD(struct proposal, began, IN),
    CODE(struct proposal, rate_found, verdict, IN),
    {0},
};
const struct shape kept_proposal_shape = SHAPE("kept proposal", struct proposal, kept_proposal_fields);

static bool pay_given(const struct proposal *p)
{
    return p->pay_pence != INTEGER_NONE;
}

static void complain_of_pay(struct req *rq, const struct proposal *p)
{
    if (!pay_given(p) && (p->pay_type != 0 || p->coverage != 0))
        complain(rq, "/pay_pence", "required", "pay_type and coverage describe pay_pence, which is missing.");
    if (pay_given(p) && p->pay_type == 0)
        complain(rq, "/pay_type", "required", "Say how the worker is paid: PAYE, UMBRELLA or PSC_LTD.");
    if (pay_given(p) && p->coverage == 0)
        complain(rq, "/coverage", "required",
                 "Say what pay_pence covers, such as PAY_HOL_ENI_LEVY: a rate that does not say is never "
                 "compared.");
    if (pay_given(p) && p->job_type == 0 && p->local_role == NULL)
        complain(rq, "/job_type", "required", "Pay is tested by job type: give job_type, or local_role.");
    if (p->pay_unit == PAY_UNIT_DAY && p->minutes_per_day == INTEGER32_NONE)
        complain(rq, "/minutes_per_day", "required", "A day rate needs the contracted minutes a day.");
}

static void complain_of_dates(struct req *rq, const struct proposal *p)
{
    if (date_given(p->planned_end_date) && date_before(p->planned_end_date, p->start_date))
        complain(rq, "/planned_end_date", "out_of_range", "The planned end is before the start.");
    if (p->engagement == ENGAGEMENT_UNDER_WAY && date_before(rq->today, p->start_date))
        complain(rq, "/start_date", "out_of_range",
                 "A placement that starts in the future is not under way: send engagement PROPOSED.");
}

/* R0.1, R0.2: what the rules are not about is not kept either. */
static bool is_out_of_scope(struct req *rq, const struct proposal *p, enum flow *flow)
{
    const char *pointer = NULL, *why = NULL;
    if (p->category == CATEGORY_OTHER) {
        pointer = "/category";
        why = "The rules are about child and family social workers.";
    } else if (p->bank_supply == BANK_SUPPLY_DIRECT) {
        pointer = "/bank_supply";
        why = "A bank worker employed direct is not an agency worker.";
    }
    if (pointer != NULL)
        *flow = fail_field(rq, FAULT_OUT_OF_SCOPE, pointer, "out_of_scope", why);
    return pointer != NULL;
}

bool proposal_refused(struct req *rq, const struct proposal *p, enum flow *flow)
{
    if (is_out_of_scope(rq, p, flow))
        return true;
    complain_of_pay(rq, p);
    complain_of_dates(rq, p);
    if (!complained(rq))
        return false;
    *flow = fail_complained(rq);
    return true;
}

void proposal_take_pay(struct proposal *p, const struct proposal *from)
{
    p->pay_type = from->pay_type;
    p->coverage = from->coverage;
    p->pay_unit = from->pay_unit;
    p->minutes_per_day = from->minutes_per_day;
    p->pay_pence = from->pay_pence;
    p->other_pence = from->other_pence;
    p->holiday_pence = from->holiday_pence;
    p->employer_ni_pence = from->employer_ni_pence;
    p->levy_pence = from->levy_pence;
    p->pension_pence = from->pension_pence;
    p->vat_pence = from->vat_pence;
    p->charge_pence = from->charge_pence;
    p->agency_margin_pence = from->agency_margin_pence;
    p->msp_fee_pence = from->msp_fee_pence;
}

static int64_t or_zero(int64_t pence)
{
    return pence == INTEGER_NONE ? 0 : pence;
}

static int64_t or_unknown(int64_t pence)
{
    return pence == INTEGER_NONE ? -1 : pence;
}

static int32_t minutes(int32_t given)
{
    return given == INTEGER32_NONE ? 0 : given;
}

struct rate proposal_rate(const struct proposal *p)
{
    return (struct rate){
        .pay_type = (enum pay_type)(pay_given(p) ? p->pay_type : 0),
        .coverage = (enum coverage)p->coverage,
        .unit = (enum pay_unit)p->pay_unit,
        .pay_pence = or_zero(p->pay_pence),
        .other_pence = or_zero(p->other_pence),
        .agency_margin_pence = or_unknown(p->agency_margin_pence),
        .msp_fee_pence = or_unknown(p->msp_fee_pence),
        .minutes_per_week = minutes(p->minutes_per_week),
        .minutes_per_day = minutes(p->minutes_per_day),
    };
}
