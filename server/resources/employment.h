/* SPDX-License-Identifier: MIT */
/* A spell of a worker with an authority: what its routes, its corrections and its short form share. */
#pragma once
#include "flow/req.h"
#include "resources/forms.h"
#include "resources/routes.h"

struct evidence {
    const char *kind;
    struct date dated;
};
extern const struct shape evidence_shape;

struct employment {
    struct uuid id;
    int32_t version;
    const char *authority, *swe_number;
    unsigned basis, service, job_type;
    struct date start_date, last_day, probation_end;
    unsigned leaving_reason;
    struct shape_one evidence;
    const char *external_ref;
    bool disputed;
    struct instant recorded_at;
};
extern const struct shape employment_shape;

/* The record and its short form differ in what must be given. */
#define EMPLOYMENT_FIELDS(whole, leaver)                                                                    \
    FIELD(struct employment, id, ALWAYS), FIELD(struct employment, version, ALWAYS),                        \
        FIELD(struct employment, authority, ALWAYS, .about = "The employer's DfE code"),                    \
        SWE_NUMBER(struct employment, OUT | REQUIRED),                                                      \
        CODE(struct employment, basis, basis, OUT | (whole), .example = "\"SUBSTANTIVE\"",                  \
             .about = "SUBSTANTIVE unless given"),                                                          \
        CODE(struct employment, service, service, OUT | IN,                                                 \
             .about = "CHILDREN unless given; ADULT is out of scope"),                                      \
        CODE(struct employment, job_type, job_type, OUT | IN),                                              \
        FIELD(struct employment, start_date, OUT | (whole), .about = "First day of employment",             \
              .example = "\"2021-01-04\""),                                                                 \
        FIELD(struct employment, last_day, OUT | (leaver),                                                  \
              .about = "Last day of employment, after notice; not the last day worked",                     \
              .example = "\"2026-06-30\""),                                                                 \
        FIELD(struct employment, probation_end, OUT | IN, .about = "Last day of probation"),                \
        CODE(struct employment, leaving_reason, leaving_reason, OUT | (leaver), .example = "\"RESIGNED\""), \
        FIELD(struct employment, evidence, OUT | IN, .record = &evidence_shape,                             \
              .about = "What shows the reason"),                                                            \
        FIELD(struct employment, external_ref, OUT | IN, .max = 100,                                        \
              .about = "The payroll's own reference"),                                                      \
        FIELD(struct employment, disputed, OUT,                                                             \
              .about = "No rule rests on it until its dispute is decided"),                                 \
        FIELD(struct employment, recorded_at, ALWAYS),                                                      \
    {                                                                                                       \
        0                                                                                                   \
    }

/* Who reads an authority's spells. */
#define EMPLOYMENT_READERS (MAY(OFFICER) | MAY(HR) | MAY(DCS) | MAY(CHIEF_EXECUTIVE))

/* Complains of members that contradict each other. */
void employment_complain(struct req *, const struct employment *);
/* Records rq->in, a struct employment, as the caller's. */
step_fn employment_record;
/* Puts a new version in the place of the one that the caller read (employment_correction.c). */
step_fn employment_correct;
extern const struct shape employment_correction_shape;
