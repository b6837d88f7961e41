/* SPDX-License-Identifier: MIT */
/*
 * A placement as somebody proposes it, for a check or for good: the body of both requests, and what follows
 * from it alone. Amounts are pence an hour unless pay_unit says a day.
 */
#pragma once
#include "flow/req.h"
#include "resources/forms.h"
#include "rules/facts.h"

enum { PAY_MAX = 100000 }; /* £1,000: the rules' exact arithmetic is proven up to here */

struct declared_post {
    const char *authority; /* code */
    struct date last_day;
};
struct prevented {
    unsigned rule; /* enum rule */
    const char *contract, *clause;
    struct date expires_on;
};

struct proposal {
    const char *swe_number;
    const char *authority; /* code; NULL: the caller's own */
    unsigned category;
    struct date start_date, planned_end_date;
    const char *local_role;
    unsigned job_type;
    unsigned pay_type, coverage, pay_unit;
    int64_t pay_pence, other_pence;
    int64_t holiday_pence, employer_ni_pence, levy_pence, pension_pence, vat_pence, charge_pence;
    int64_t agency_margin_pence, msp_fee_pence;
    int32_t minutes_per_week, minutes_per_day;
    struct uuid supplier;
    unsigned reason;
    struct date offer_date;
    int32_t notice_days, substantive_notice_days;
    struct uuid project_team;
    unsigned bank_supply;
    const char *requirement_ref, *external_ref;
    struct shape_one declared_last_post; /* struct declared_post */
    bool history_complete;
    struct shape_list contract_prevents; /* struct prevented */
    unsigned purpose;                    /* of a check */
    unsigned engagement;                 /* of a placement */
    struct uuid_list exceptions;         /* of a placement */
    struct uuid placement;               /* of one on record, that is asked again: itself, */
    struct date began;                   /* and its own first day; */
    unsigned rate_found; /* where PRICE_CAP is not asked again, the worst verdict that it has */
};

extern const struct shape check_proposal_shape, placement_proposal_shape;
/* As a check keeps it, whatever it was asked for: written in canonical form, and read again by its replay. */
extern const struct shape kept_proposal_shape;
extern const struct shape declared_post_shape, prevented_shape;

/* What of the table is pay; `placed` must be given where there is pay. */
#define PAY_FIELDS(S, P, may, placed)                                                                  \
    FIELD_NAMED(S, P pay_type, "pay_type", placed, .codes = &pay_type_codes,                           \
                .codes_except = 1u << PAY_TYPE_ALL, .about = "How the worker is paid",                 \
                .example = "\"UMBRELLA\""),                                                            \
        FIELD_NAMED(S, P coverage, "coverage", placed, .codes = &coverage_codes,                       \
                    .codes_except = 1u << COVERAGE_UNSTATED, .about = "What pay_pence covers",         \
                    .example = "\"PAY_HOL_ENI_LEVY\""),                                                \
        FIELD_NAMED(S, P pay_unit, "pay_unit", may, .codes = &pay_unit_codes,                          \
                    .about = "HOUR unless given; DAY needs minutes_per_day"),                          \
        FIELD_NAMED(S, P pay_pence, "pay_pence", placed, .min = 1, .max = PAY_MAX,                     \
                    .about = "Pence an hour (or a day), with what coverage says", .example = "3650"),  \
        FIELD_NAMED(S, P other_pence, "other_pence", may, .max = PAY_MAX,                              \
                    .about = "Enhancements, bonuses, paid travel or accommodation, in pence an hour"), \
        FIELD_NAMED(S, P holiday_pence, "holiday_pence", may, .max = PAY_MAX,                          \
                    .about = "Holiday pay, for record"),                                               \
        FIELD_NAMED(S, P employer_ni_pence, "employer_ni_pence", may, .max = PAY_MAX,                  \
                    .about = "Employer's National Insurance, for record"),                             \
        FIELD_NAMED(S, P levy_pence, "levy_pence", may, .max = PAY_MAX,                                \
                    .about = "Apprenticeship levy, for record"),                                       \
        FIELD_NAMED(S, P pension_pence, "pension_pence", may, .max = PAY_MAX,                          \
                    .about = "Pension, for record"),                                                   \
        FIELD_NAMED(S, P vat_pence, "vat_pence", may, .max = PAY_MAX, .about = "VAT, for record"),     \
        FIELD_NAMED(S, P charge_pence, "charge_pence", may, .max = PAY_MAX,                            \
                    .about = "What the authority is charged in all, for record"),                      \
        FIELD_NAMED(S, P agency_margin_pence, "agency_margin_pence", may, .max = PAY_MAX,              \
                    .about = "The agency's margin, pence an hour"),                                    \
        FIELD_NAMED(S, P msp_fee_pence, "msp_fee_pence", may, .max = PAY_MAX,                          \
                    .about = "The managing supplier's fee, pence an hour")

/*
 * The table of a proposal's members, in a record S that holds it under the path P (empty, or `sent.`). `may`
 * is the use of a member that may be left out, `must` of one that may not, `placed` of one that a placement
 * must have.
 */
#define PROPOSAL_FIELDS(S, P, may, must, placed)                                                         \
    FIELD_NAMED(S, P swe_number, "swe_number", must, .max = 40, .normalise = form_swe_number,            \
                .form = "a Social Work England number, like SW900123",                                   \
                .about = "The worker's Social Work England number", .example = "\"SW900123\""),          \
        FIELD_NAMED(S, P authority, "authority", may, .max = 9, .normalise = form_authority_code,        \
                    .form = "a DfE code of three digits, like 887, or a GSS code",                       \
                    .about = "The authority that hires; your own unless given"),                         \
        FIELD_NAMED(S, P category, "category", must, .codes = &category_codes, .about = "Who is placed", \
                    .example = "\"CHILD_FAMILY_SOCIAL_WORKER\""),                                        \
        FIELD_NAMED(S, P start_date, "start_date", must, .about = "The assignment's first day",          \
                    .example = "\"2026-11-02\""),                                                        \
        FIELD_NAMED(S, P planned_end_date, "planned_end_date", may, .about = "Its last day as planned"), \
        FIELD_NAMED(                                                                                     \
            S, P local_role, "local_role", may, .max = 100, .normalise = form_title, .form = "a title",  \
            .about = "The post's local title, mapped to a job type where the authority has a mapping"),  \
        FIELD_NAMED(S, P job_type, "job_type", may, .codes = &job_type_codes,                            \
                    .about = "The job type, where there is no mapping, or in agreement with it",         \
                    .example = "\"SW\""),                                                                \
        PAY_FIELDS(S, P, may, placed),                                                                   \
        FIELD_NAMED(S, P minutes_per_week, "minutes_per_week", placed, .min = 1, .max = 10080,           \
                    .about = "Contracted minutes a week; 37 hours are 2220", .example = "2220"),         \
        FIELD_NAMED(S, P minutes_per_day, "minutes_per_day", may, .min = 1, .max = 1440,                 \
                    .about = "Contracted minutes a day, for a day rate"),                                \
        FIELD_NAMED(S, P supplier, "supplier", placed, .about = "The supplier's id",                     \
                    .example = "\"0199b2c4-0000-7000-8000-000000000001\""),                              \
        FIELD_NAMED(S, P reason, "reason", placed, .codes = &placement_reason_codes,                     \
                    .about = "Why agency work", .example = "\"VACANCY\""),                               \
        FIELD_NAMED(S, P offer_date, "offer_date", may, .about = "When the assignment was offered"),     \
        FIELD_NAMED(S, P notice_days, "notice_days", may, .max = 366,                                    \
                    .about = "Notice on either side, in days"),                                          \
        FIELD_NAMED(S, P substantive_notice_days, "substantive_notice_days", may, .max = 366,            \
                    .about = "Notice of the equivalent substantive role, in days"),                      \
        FIELD_NAMED(S, P project_team, "project_team", may,                                              \
                    .about = "The id of the project team or packaged model that the worker comes with"), \
        FIELD_NAMED(S, P bank_supply, "bank_supply", may, .codes = &bank_supply_codes,                   \
                    .about = "For bank workers: who supplies them"),                                     \
        FIELD_NAMED(S, P requirement_ref, "requirement_ref", may, .max = 100,                            \
                    .about = "The authority's own reference of the requirement"),                        \
        FIELD_NAMED(S, P external_ref, "external_ref", may, .max = 100,                                  \
                    .about = "The supplier's order number")

/*
 * Complains (flow/req.h) of what the proposal itself cannot be, whoever asks. True: answer with *flow.
 */
bool proposal_refused(struct req *, const struct proposal *, enum flow *flow);
/* The pay of one in place of the other's. */
void proposal_take_pay(struct proposal *, const struct proposal *from);
/* The rate as the rules take it. */
struct rate proposal_rate(const struct proposal *);
