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
    enum obligation obligation;
};

/* An agreement whose PAY protocol binds the hiring authority on the day tested. */
struct pay_terms {
    struct uuid agreement;
    const char *name;
    struct date legacy_cap_date; /* DATE_NONE: the agreement does not say */
    enum obligation obligation;  /* NONE: it has no terms that day */
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
    enum obligation obligation; /* SHOULD of statutory guidance, MUST of regulations */
    struct date in_force;       /* 31 October 2024: placements that start before are "older" */
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

/* A reference on the worker that the hiring authority holds (R3). */
struct reference {
    bool practice_based;
    bool on_template;   /* a standard template's answers */
    bool from_employer; /* its body engages the worker or has employed the worker */
    bool verified;
    struct date dated;
    struct date received;   /* DATE_NONE: not yet */
    struct uuid referee;    /* one person, one id */
    struct uuid engagement; /* the spell of work that it is about, one id */
};

/* A signature under a departure from a rule, on behalf of a role. */
struct sign_off {
    enum role role;
    struct uuid person;
    struct date signed_on;
};

/* A departure from a rule that somebody has asked for (R5): an exception, with the signatures that it has. */
struct departure {
    enum rule rule;
    bool complete;          /* names placement, cap, excess, reason and expiry */
    int64_t cap_pence;      /* the cap that it names, and the comparable rate that was signed for; */
    int64_t up_to_pence;    /* -1: of another rule than PRICE_CAP */
    struct date expires_on; /* its last day */
    const struct sign_off *sign_offs;
    size_t sign_off_count;
};

/* The project team or packaged model that the worker comes with (R7). */
struct project_team {
    int32_t workers;               /* named, this one included */
    int32_t approved_before_start; /* of these, by the hiring authority before they started */
    bool worker_approved;          /* this one, on or before the day before the start */
    bool costs_split;              /* per worker and for other services, and the sum is the invoice */
    bool practice_control;         /* the authority's, wholly */
    int32_t in_breach;             /* of the others, how many have an open breach of R1 to R4 or R6 */
    enum verdict rate_found;       /* where PRICE_CAP is not asked along, the worst that it last found of this
                                      worker; NONE: it is */
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
    const struct project_team *project_team; /* NULL: none is named */
    struct date qualified_on;                /* DATE_NONE: not known */
    bool history_complete; /* the hiring authority declares that it holds the worker's whole history */
    struct date offer_date;
    const struct reference *references;
    size_t reference_count;
    int32_t notice_days, substantive_notice_days; /* -1: not given */
    const enum role *sign_off_chain;              /* of PRICE_CAP, in order */
    size_t sign_off_chain_count;
    const struct departure *departures;
    size_t departure_count;
    bool hirer_is_trust;
};
