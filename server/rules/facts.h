/* SPDX-License-Identifier: MIT */
/*
 * What the rules are told. Everything is a fact, the day included: no rule has a clock, does I/O or
 * allocates. Relations between authorities (succession, trusts, memberships) are resolved by the query that
 * fetches the facts; what follows from them is decided here.
 */
#pragma once
#include "values/codes.h"
#include "values/date.h"
#include "values/uuid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A set of authorities (the daemon's own numbers) and the regions that they lie in. A body counts as itself,
 * as what it serves (a trust), and as its successors (reorganisation). */
struct standing {
    const int32_t *authorities;
    size_t authority_count;
    const char *const *regions;
    size_t region_count;
};

/* One spell of work on record, or (declared) what the worker said of the last post. */
struct spell {
    bool declared; /* only `authority`, `stands`, `last_day` and `bound` are given then */
    int32_t authority;
    struct standing stands; /* on `last_day`, or on the proposed start where the spell is open */
    enum basis basis;
    enum service service;
    struct date start_date; /* may be DATE_NONE: the short form of recording a leaver */
    struct date last_day;   /* DATE_NONE: still open */
    struct date probation_end;
    enum leaving_reason leaving_reason;
    const char *evidence_kind; /* NULL: none */
    struct date evidence_dated;
    bool disputed;
    const struct uuid *bound; /* agreements whose COOL_OFF protocol bound this employer on `last_day` */
    size_t bound_count;
};

/* The terms of an agreement's COOL_OFF protocol while it binds the hiring authority. */
struct cool_off_terms {
    struct uuid agreement;
    const char *name;
    struct date from,
        to; /* the days on which exactly these terms bind the authority; `to` inclusive, or DATE_NONE */
    int32_t months; /* 0: none of its own */
    bool covers_own_authority;
    unsigned exceptions; /* bit set of 1u << enum exception */
    enum last_day_reading last_day;
};

/* An agreement whose PAY protocol binds the hiring authority on the day tested. */
struct pay_terms {
    struct uuid agreement;
    const char *name;
    struct date legacy_cap_date; /* DATE_NONE: the agreement does not say */
};

/* A PUBLISHED cap of such an agreement that covers the day tested. */
struct cap {
    struct uuid id;
    struct uuid agreement;
    enum job_type job_type;
    enum pay_type pay_type;
    enum coverage coverage;
    int64_t cap_pence;
};

/* Rows of ruleset_parameter. A name that is missing on a day gives UNKNOWN, never a default. */
struct parameter {
    const char *name;
    const char *value;
    struct date from, to; /* `to` inclusive, or DATE_NONE */
};
struct ruleset {
    const char *version;
    struct date in_force; /* 31 October 2024: placements that start before are "older" */
    const struct parameter *parameters;
    size_t parameter_count;
};

/* An existing contract that prevents a rule, until the transition ends. */
struct contract_prevents {
    enum rule rule;
    const char *contract;
    const char *clause;
    struct date expires_on;
};

/* An hourly or daily rate as it was given. Pence; 0 in an optional amount is "none", -1 is "not given". */
struct rate {
    enum pay_type pay_type; /* NONE: no pay was given */
    enum coverage coverage;
    enum pay_unit unit; /* NONE is HOUR */
    int64_t pay_pence;
    int64_t other_pence; /* enhancements, bonuses, paid travel or accommodation: pay in disguise */
    int64_t agency_margin_pence;
    int64_t msp_fee_pence;
    int32_t minutes_per_week; /* 0: not given */
    int32_t minutes_per_day;  /* 0: not given; needed by a day rate */
};

struct facts {
    struct date checked_on; /* the day of asking */
    struct date start_date; /* the assignment's first day */
    int32_t authority;      /* that hires */
    struct standing stands;
    enum bank_supply bank_supply;
    const struct spell *spells;
    size_t spell_count;
    int32_t silent_authorities; /* in scope nationally, with neither a leaver nor a statement for the last
                                   full month */
    const struct cool_off_terms *cool_off_terms;
    size_t cool_off_terms_count;
    const struct pay_terms *pay_terms;
    size_t pay_terms_count;
    const struct cap *caps;
    size_t cap_count;
    enum job_type job_type; /* as mapped, else as given; NONE: neither */
    struct rate rate;
    const struct contract_prevents *contract_prevents;
    size_t contract_prevents_count;
    bool project_team;
};
