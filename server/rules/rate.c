/* SPDX-License-Identifier: MIT */
#include "rules/rate.h"

/*
 * Everything here is exact in int64_t, because what comes in is bounded. With at most 1e8 pence an hour or
 * day, 1440 minutes a day, 10080 minutes a week and 1e4 basis points of each kind:
 *
 *     pay * 60 * (1e4 + holiday) * (1e4 + ni + levy)   <= 6e9 * 2e4 * 3e4   = 3.6e18
 *     pay * 60 * (1e4 + holiday) * minutes a week      <= 6e9 * 2e4 * 10080 = 1.3e18
 *     minutes a day * minutes a week * 1e8, a denominator                   < 1.5e15
 *
 * These bounds are no figures of the domain: they lie far beyond any rate.
 */
enum {
    PENCE_MAX = 100000000,
    DAY_MINUTES_MAX = 24 * 60,
    WEEK_MINUTES_MAX = 7 * 24 * 60,
    WHOLE = 10000, /* basis points */
};

static const char no_coverage[] = "it is not stated what the rate and the cap cover";
static const char no_way[] = "what the rate covers cannot be brought to what the cap covers";
static const char no_amount[] = "the amounts of the rate are out of range";
static const char no_day[] = "the hours of a day are not given";
static const char no_week[] = "the hours of a week are not given";
static const char no_fees[] = "the fees of the agency and of the managing supplier are not given";
static const char no_parameter[] = "the ruleset has no figures for building up pay on that day";

/* From what the rate covers, once fees are taken off, to what the cap covers. */
struct way {
    enum coverage from, to;
    bool less_fees;
};

/* Pence an hour are pence / hours. */
struct pay {
    int64_t pence, hours;
};

/* What pay lacks: basis points, and the threshold of NI in pence a week. */
struct additions {
    int64_t holiday, ni, threshold, levy;
};

/* NI cannot be taken apart again from what it was added to, and nothing is ever taken off but the fees. */
static bool builds_up(const struct rate *r, struct way way)
{
    return r->pay_type == PAY_TYPE_PAYE && way.from <= COVERAGE_PAY_HOL && way.from < way.to &&
           way.to <= COVERAGE_PAY_HOL_ENI_LEVY;
}

static const char *find_way(const struct rate *r, enum coverage to, struct way *out)
{
    if (r->coverage == COVERAGE_NONE || r->coverage == COVERAGE_UNSTATED || to == COVERAGE_NONE ||
        to == COVERAGE_UNSTATED) {
        return no_coverage;
    }
    bool less_fees = r->coverage == COVERAGE_INCL_AGENCY_FEE && to != COVERAGE_INCL_AGENCY_FEE;
    struct way way = {less_fees ? COVERAGE_PAY_HOL_ENI_LEVY : r->coverage, to, less_fees};
    if (way.from != way.to && !builds_up(r, way)) {
        return no_way;
    }
    *out = way;
    return NULL;
}

/* What is not given (-1) of an amount that may be none is none. */
static int64_t amount(int64_t pence)
{
    return pence > 0 ? pence : 0;
}

static const char *take_fees(const struct rate *r, int64_t *pence)
{
    if (r->agency_margin_pence < 0 || r->msp_fee_pence < 0) {
        return no_fees;
    }
    if (r->agency_margin_pence > *pence || r->msp_fee_pence > *pence - r->agency_margin_pence) {
        return no_amount;
    }
    *pence -= r->agency_margin_pence + r->msp_fee_pence;
    return NULL;
}

/* An hour's or a day's, as the rate is given. */
static const char *pay_of_unit(const struct rate *r, bool less_fees, int64_t *out)
{
    if (r->pay_pence < 0 || r->pay_pence > PENCE_MAX || r->other_pence > PENCE_MAX - r->pay_pence) {
        return no_amount;
    }
    int64_t pence = r->pay_pence + amount(r->other_pence);
    const char *why = less_fees ? take_fees(r, &pence) : NULL;
    if (!why) {
        *out = pence;
    }
    return why;
}

static const char *pay_of_hour(const struct rate *r, bool less_fees, struct pay *out)
{
    int64_t pence;
    const char *why = pay_of_unit(r, less_fees, &pence);
    if (why) {
        return why;
    }
    if (r->unit != PAY_UNIT_DAY) {
        *out = (struct pay){pence, 1};
        return NULL;
    }
    if (r->minutes_per_day <= 0 || r->minutes_per_day > DAY_MINUTES_MAX) {
        return no_day;
    }
    *out = (struct pay){pence * 60, r->minutes_per_day}; /* both sixty times as much */
    return NULL;
}

static bool parameter(const struct ruleset *ruleset, enum parameter_name name, struct date on, int64_t max,
                      int64_t *out)
{
    int64_t value;
    if (!ruleset_integer(ruleset, name, on, &value) || value < 0 || value > max) {
        return false;
    }
    *out = value;
    return true;
}

/* Only those parameters that this way needs. */
static bool find_additions(struct way way, const struct ruleset *ruleset, struct date on,
                           struct additions *out)
{
    struct additions a = {0, 0, 0, 0};
    bool holiday = way.from < COVERAGE_PAY_HOL;
    bool ni = way.to >= COVERAGE_PAY_HOL_ENI;
    bool levy = way.to >= COVERAGE_PAY_HOL_ENI_LEVY;
    if ((holiday && !parameter(ruleset, PARAMETER_paye_holiday_basis_points, on, WHOLE, &a.holiday)) ||
        (ni && !parameter(ruleset, PARAMETER_paye_employer_ni_basis_points, on, WHOLE, &a.ni)) ||
        (ni &&
         !parameter(ruleset, PARAMETER_paye_employer_ni_weekly_threshold, on, PENCE_MAX, &a.threshold)) ||
        (levy && !parameter(ruleset, PARAMETER_paye_apprenticeship_levy_basis_points, on, WHOLE, &a.levy))) {
        return false;
    }
    *out = a;
    return true;
}

static struct exact_pence add_without_ni(struct pay pay, const struct additions *a)
{
    return exact_of(pay.pence * (WHOLE + a->holiday) * (WHOLE + a->levy), pay.hours * WHOLE * WHOLE);
}

/* NI is due on what a week's pay and holiday come to above the threshold, which is spread over the hours. */
static struct exact_pence add_with_ni(struct pay pay, const struct additions *a, int64_t minutes)
{
    int64_t with_holiday = pay.pence * (WHOLE + a->holiday);
    if (with_holiday * minutes <= a->threshold * 60 * WHOLE * pay.hours) {
        return add_without_ni(pay, a);
    }
    struct exact_pence no_threshold =
        exact_of(with_holiday * (WHOLE + a->ni + a->levy), pay.hours * WHOLE * WHOLE);
    struct exact_pence spared = exact_of(a->threshold * 60 * a->ni, minutes * WHOLE);
    return exact_less(no_threshold, spared);
}

static const char *build_up(const struct rate *r, struct way way, struct pay pay, const struct additions *a,
                            struct exact_pence *out)
{
    if (way.to < COVERAGE_PAY_HOL_ENI) {
        *out = add_without_ni(pay, a);
        return NULL;
    }
    if (r->minutes_per_week <= 0 || r->minutes_per_week > WEEK_MINUTES_MAX) {
        return no_week;
    }
    *out = add_with_ni(pay, a, r->minutes_per_week);
    return NULL;
}

static const char *convert(const struct rate *r, enum coverage to, const struct ruleset *ruleset,
                           struct date on, struct exact_pence *out)
{
    struct way way;
    struct pay pay;
    struct additions a;
    const char *why = find_way(r, to, &way);
    if (!why) {
        why = pay_of_hour(r, way.less_fees, &pay);
    }
    if (why) {
        return why;
    }
    if (way.from == way.to) {
        *out = exact_of(pay.pence, pay.hours);
        return NULL;
    }
    return find_additions(way, ruleset, on, &a) ? build_up(r, way, pay, &a, out) : no_parameter;
}

bool rate_to_coverage(const struct rate *r, enum coverage to, const struct ruleset *ruleset, struct date on,
                      struct exact_pence *out, const char **reason)
{
    const char *why = convert(r, to, ruleset, on, out);
    if (why) {
        *reason = why;
    }
    return !why;
}
