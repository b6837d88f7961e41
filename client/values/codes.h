/* SPDX-License-Identifier: MIT */
/*
 * The closed lists of the domain, once. From each come an enum (zero is "not given"), its parser and printer,
 * what OpenAPI and --help say of it, and the SQL domain that a test compares with it.
 *
 *     X(PREFIX, NAME, words)
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#define AGREEMENT_KINDS(X) \
    X(AGREEMENT_KIND, REGION, "one region's") X(AGREEMENT_KIND, JOINT, "several regions'")

#define AUTHORITY_KINDS(X)                                       \
    X(AUTHORITY_KIND, LA, "local authority")                     \
    X(AUTHORITY_KIND, TRUST, "children's trust")                 \
    X(AUTHORITY_KIND, PARTNERSHIP, "partnership of authorities") \
    X(AUTHORITY_KIND, COMBINED_RETURN, "authorities that make one return")

#define ROLES(X)                                        \
    X(ROLE, OFFICER, "agency officer")                  \
    X(ROLE, REQUESTER, "hiring manager")                \
    X(ROLE, HR, "human resources")                      \
    X(ROLE, DCS, "Director of Children's Services")     \
    X(ROLE, CHIEF_EXECUTIVE, "chief executive")         \
    X(ROLE, AUTHORITY_ADMIN, "authority administrator") \
    X(ROLE, REGION_ADMIN, "region administrator")       \
    X(ROLE, SUPPLIER, "supplier")                       \
    X(ROLE, AUDITOR, "auditor")

#define JOB_TYPES(X)                         \
    X(JOB_TYPE, SW, "Social worker")         \
    X(JOB_TYPE, SSW, "Senior social worker") \
    X(JOB_TYPE, AP, "Advanced practitioner") \
    X(JOB_TYPE, TM, "Team manager")          \
    X(JOB_TYPE, IRO_CPCC, "Independent reviewing officer or child protection conference chair")

#define PAY_TYPES(X)                                     \
    X(PAY_TYPE, PAYE, "on the payroll of the agency")    \
    X(PAY_TYPE, UMBRELLA, "through an umbrella company") \
    X(PAY_TYPE, PSC_LTD, "through a limited company")    \
    X(PAY_TYPE, ALL, "any; of caps only")

#define COVERAGES(X)                                                                              \
    X(COVERAGE, PAY_ONLY, "pay alone")                                                            \
    X(COVERAGE, PAY_HOL, "pay and holiday pay")                                                   \
    X(COVERAGE, PAY_HOL_ENI, "pay, holiday pay and employer NI")                                  \
    X(COVERAGE, PAY_HOL_ENI_LEVY, "pay, holiday pay, employer NI and levy")                       \
    X(COVERAGE, INCL_AGENCY_FEE, "all of these and the agency's and the managing supplier's fee") \
    X(COVERAGE, UNSTATED, "not stated; of historical caps only")

#define BASES(X)                            \
    X(BASIS, SUBSTANTIVE, "permanent post") \
    X(BASIS, FIXED_TERM, "fixed-term post") \
    X(BASIS, BANK, "bank")                  \
    X(BASIS, AGENCY, "agency")

#define SERVICES(X)                                      \
    X(SERVICE, CHILDREN, "children's services")          \
    X(SERVICE, MIXED, "children's and adults' services") \
    X(SERVICE, ADULT, "adults' services: out of scope, never kept")

#define LEAVING_REASONS(X)                                               \
    X(LEAVING_REASON, RESIGNED, "resigned")                              \
    X(LEAVING_REASON, REDUNDANCY, "made redundant")                      \
    X(LEAVING_REASON, PROBATION_LEFT, "left during probation")           \
    X(LEAVING_REASON, PROBATION_DISMISSED, "dismissed during probation") \
    X(LEAVING_REASON, END_FIXED_TERM, "fixed term ended")                \
    X(LEAVING_REASON, RETIRED, "retired")                                \
    X(LEAVING_REASON, TUPE, "transferred with the service")              \
    X(LEAVING_REASON, DISMISSED, "dismissed")                            \
    X(LEAVING_REASON, MUTUAL, "by agreement")                            \
    X(LEAVING_REASON, DEATH, "died")                                     \
    X(LEAVING_REASON, OTHER, "other")

#define EXCEPTIONS(X)                          \
    X(EXCEPTION, REDUNDANCY, "made redundant") \
    X(EXCEPTION, LEFT_IN_PROBATION, "left during probation")

#define LAST_DAY_READINGS(X)                                               \
    X(LAST_DAY, BLOCKED, "the corresponding date is the last blocked day") \
    X(LAST_DAY, FREE, "the corresponding date is the first free day")

#define LEGAL_BASES(X)                                       \
    X(LEGAL_BASIS, STATUTORY_GUIDANCE, "statutory guidance") \
    X(LEGAL_BASIS, REGULATIONS, "regulations")               \
    X(LEGAL_BASIS, REGIONAL_MOC, "regional memorandum of cooperation")

#define OBLIGATIONS(X) X(OBLIGATION, SHOULD, "should") X(OBLIGATION, MUST, "must")

#define PROTOCOLS(X)                                 \
    X(PROTOCOL, COOL_OFF, "cooling-off period")      \
    X(PROTOCOL, PAY, "price caps")                   \
    X(PROTOCOL, REFERENCES, "references")            \
    X(PROTOCOL, REVIEWS, "end-of-placement reviews") \
    X(PROTOCOL, HEADHUNTING, "headhunting")          \
    X(PROTOCOL, INFORMATION, "information sharing")  \
    X(PROTOCOL, WORKFORCE, "workforce planning")

#define CAP_STATUSES(X)                                                \
    X(CAP_STATUS, DRAFT, "draft")                                      \
    X(CAP_STATUS, AGREED, "agreed, not yet published")                 \
    X(CAP_STATUS, PUBLISHED, "published: rates are tested against it") \
    X(CAP_STATUS, HISTORICAL, "from history, for reading only")

#define SUPPLIER_TIERS(X)                      \
    X(SUPPLIER_TIER, MSP, "managing supplier") \
    X(SUPPLIER_TIER, FIRST, "first tier")      \
    X(SUPPLIER_TIER, SECOND, "second tier")    \
    X(SUPPLIER_TIER, OFF_CONTRACT, "off contract")

#define SUPPLIES(X) X(SUPPLIES, TEMP, "agency work") X(SUPPLIES, PERM, "permanent") X(SUPPLIES, BOTH, "both")

#define CATEGORIES(X)                                                         \
    X(CATEGORY, CHILD_FAMILY_SOCIAL_WORKER, "child and family social worker") \
    X(CATEGORY, OTHER, "anybody else: out of scope")

#define ENGAGEMENTS(X)                  \
    X(ENGAGEMENT, PROPOSED, "proposed") \
    X(ENGAGEMENT, UNDER_WAY, "already under way")

#define PLACEMENT_REASONS(X)                          \
    X(PLACEMENT_REASON, VACANCY, "covers a vacancy")  \
    X(PLACEMENT_REASON, ABSENCE, "covers an absence") \
    X(PLACEMENT_REASON, PEAK, "peak of work")         \
    X(PLACEMENT_REASON, PROJECT, "project")           \
    X(PLACEMENT_REASON, SPECIALIST, "specialist work")

#define BANK_SUPPLIES(X)                                    \
    X(BANK_SUPPLY, DIRECT, "employed direct: out of scope") \
    X(BANK_SUPPLY, AGENCY, "supplied by an agency")         \
    X(BANK_SUPPLY, UNSTATED, "not stated")

#define PAY_UNITS(X) X(PAY_UNIT, HOUR, "an hour") X(PAY_UNIT, DAY, "a day")

#define PURPOSES(X)                               \
    X(PURPOSE, pre_engagement, "before engaging") \
    X(PURPOSE, extension, "before extending")     \
    X(PURPOSE, review, "review of a placement under way")

#define PLACEMENT_STATUSES(X)                                      \
    X(PLACEMENT_STATUS, PROVISIONAL, "something is still to come") \
    X(PLACEMENT_STATUS, REFERRED, "a person must decide")          \
    X(PLACEMENT_STATUS, CONFIRMED, "confirmed")                    \
    X(PLACEMENT_STATUS, IN_BREACH, "under way in breach")          \
    X(PLACEMENT_STATUS, ENDED, "ended")                            \
    X(PLACEMENT_STATUS, CONVERTED, "became permanent")             \
    X(PLACEMENT_STATUS, WITHDRAWN, "withdrawn")                    \
    X(PLACEMENT_STATUS, REFUSED, "refused")

#define END_REASONS(X)                                       \
    X(END_REASON, COMPLETED, "came to its planned end")      \
    X(END_REASON, WORKER_LEFT, "the worker left")            \
    X(END_REASON, AUTHORITY_ENDED, "the authority ended it") \
    X(END_REASON, SUPPLIER_ENDED, "the supplier ended it")   \
    X(END_REASON, OTHER, "other")

#define DECISIONS(X) X(DECISION, PROCEED, "go ahead") X(DECISION, REFUSE, "do not")

#define PRACTICE_CONTROLS(X)                                  \
    X(PRACTICE_CONTROL, AUTHORITY, "the authority's, wholly") \
    X(PRACTICE_CONTROL, SUPPLIER, "the supplier's")           \
    X(PRACTICE_CONTROL, SHARED, "shared")

#define INCIDENT_STATES(X)                                              \
    X(INCIDENT_STATE, RAISED, "raised, the supplier has not answered")  \
    X(INCIDENT_STATE, ANSWERED, "answered, the region has not decided") \
    X(INCIDENT_STATE, UPHELD, "upheld")                                 \
    X(INCIDENT_STATE, WITHDRAWN, "withdrawn")

#define CANDIDATE_ANSWERS(X)                                \
    X(CANDIDATE_ANSWER, CLEAR, "nothing stands in the way") \
    X(CANDIDATE_ANSWER, ASK_THE_AUTHORITY, "ask the authority")

#define APPROACHES(X)                                   \
    X(APPROACH, APPROACHED, "it approached the worker") \
    X(APPROACH, ADVERT, "the worker answered an advert")

#define OFFERED_BANDS(X)                             \
    X(OFFERED_BAND, HIGHER, "above the present one") \
    X(OFFERED_BAND, SAME, "the same")                \
    X(OFFERED_BAND, LOWER, "below the present one")

#define REPORT_STATES(X)                  \
    X(REPORT_STATE, OPEN, "open")         \
    X(REPORT_STATE, RESOLVED, "resolved") \
    X(REPORT_STATE, DISMISSED, "dismissed")

#define INFORMATION_STAGES(X)                           \
    X(INFORMATION_STAGE, RECRUITMENT, "at recruitment") \
    X(INFORMATION_STAGE, INDUCTION, "at induction")

#define BREACH_STATES(X) X(BREACH_STATE, OPEN, "open") X(BREACH_STATE, SIGNED_OFF, "signed off")

#define RECHECK_CAUSES(X)                                                       \
    X(RECHECK_CAUSE, FACTS, "what is known of the worker changed")              \
    X(RECHECK_CAUSE, SIGN_OFF, "a departure was signed or withdrawn")           \
    X(RECHECK_CAUSE, CAP, "a cap was published")                                \
    X(RECHECK_CAUSE, DUE, "what was to come is due, or an exception has ended") \
    X(RECHECK_CAUSE, RATE_DUE, "the same of the rate")

#define SWEEP_KINDS(X)                                            \
    X(SWEEP_KIND, COOL_OFF, "whom an agreement's cool-off binds") \
    X(SWEEP_KIND, PAY, "whom an agreement's price caps bind")     \
    X(SWEEP_KIND, TERMS, "what an agreement says")                \
    X(SWEEP_KIND, CAP, "a cap was published")                     \
    X(SWEEP_KIND, ROLE_MAPPING, "a title is mapped")              \
    X(SWEEP_KIND, SUCCESSION, "an authority follows another")

#define NOTICE_KINDS(X)                                                                \
    X(NOTICE_KIND, VERDICT_CHANGED, "a rule finds otherwise of a placement")           \
    X(NOTICE_KIND, RECORD_CHANGED,                                                     \
      "a record that a check rested on has changed, or a reference that is held")      \
    X(NOTICE_KIND, DISPUTE_DECIDED, "a dispute that was opened here has been decided") \
    X(NOTICE_KIND, EQUAL_TREATMENT, "the weeks in the same role were reached")

#define DISPUTED_FACTS(X)                                                 \
    X(DISPUTED_FACT, EMPLOYMENT, "a spell of employment that was not so") \
    X(DISPUTED_FACT, LAST_DAY, "the last day of employment")              \
    X(DISPUTED_FACT, LEAVING_REASON, "the reason for leaving")            \
    X(DISPUTED_FACT, REFERENCE, "a reference")                            \
    X(DISPUTED_FACT, REVIEW, "an end-of-placement review")                \
    X(DISPUTED_FACT, QUALIFICATION, "the day from which the worker counts as qualified")

#define DISPUTE_STATES(X)                            \
    X(DISPUTE_STATE, OPEN, "waits for a decision")   \
    X(DISPUTE_STATE, UPHELD, "the worker was right") \
    X(DISPUTE_STATE, REJECTED, "nothing was to be put right")

#define CONFIRMATION_ANSWERS(X)                                                  \
    X(CONFIRMATION_ANSWER, CONFIRMED, "the worker left; the spell is on record") \
    X(CONFIRMATION_ANSWER, NOT_KNOWN, "no such post is known")

#define RETENTION_KINDS(X)                                                      \
    X(RETENTION_KIND, COOL_OFF, "spells that ended")                            \
    X(RETENTION_KIND, CHECK, "checks that no placement rests on")               \
    X(RETENTION_KIND, PLACEMENT, "placements that ended, with their breaches")  \
    X(RETENTION_KIND, DISPUTE, "disputes that were decided")                    \
    X(RETENTION_KIND, CONFIRMATION, "last days that were put to an authority")  \
    X(RETENTION_KIND, REFERENCE, "references")                                  \
    X(RETENTION_KIND, CONTACT, "addresses of people who hold nothing any more") \
    X(RETENTION_KIND, PERSON, "people who hold nothing any more")               \
    X(RETENTION_KIND, REMINDER, "when people were last written to")             \
    X(RETENTION_KIND, QUERY_LOG, "the audit trail")                             \
    X(RETENTION_KIND, ERASURE, "a worker's, whose erasure was asked for")

#define EXCEPTION_GROUNDS(X)                                             \
    X(EXCEPTION_GROUNDS, ACUTE_NEED, "acute need")                       \
    X(EXCEPTION_GROUNDS, STATUTORY_DEADLINE, "a statutory deadline")     \
    X(EXCEPTION_GROUNDS, SPECIALIST_SKILL, "a specialist skill")         \
    X(EXCEPTION_GROUNDS, CONTINUITY_FOR_CHILD, "continuity for a child") \
    X(EXCEPTION_GROUNDS, NO_OTHER_CANDIDATE, "no other candidate")       \
    X(EXCEPTION_GROUNDS, RETURNER, "a returner to the profession or the service")

#define EXCEPTION_STATUSES(X)                               \
    X(EXCEPTION_STATUS, DRAFT, "not asked for yet")         \
    X(EXCEPTION_STATUS, SUBMITTED, "waits for signatures")  \
    X(EXCEPTION_STATUS, APPROVED, "signed by all who must") \
    X(EXCEPTION_STATUS, REFUSED, "refused")                 \
    X(EXCEPTION_STATUS, EXPIRED, "its last day has passed") \
    X(EXCEPTION_STATUS, WITHDRAWN, "withdrawn")

#define SIGN_OFF_HOWS(X)                           \
    X(SIGN_OFF_HOW, SIGNED, "by the person, here") \
    X(SIGN_OFF_HOW, ATTESTED, "elsewhere, as an officer attests")

#define PRINCIPAL_KINDS(X) X(PRINCIPAL_KIND, PERSON, "person") X(PRINCIPAL_KIND, SYSTEM, "system")

#define REFERENCE_PROVIDERS(X)                                                 \
    X(REFERENCE_PROVIDER, INTERNAL, "another authority, through this service") \
    X(REFERENCE_PROVIDER, EXTERNAL, "anybody outside this service")            \
    X(REFERENCE_PROVIDER, OWN, "your own authority, of a placement that it has")

#define REFERENCE_STATUSES(X)                      \
    X(REFERENCE_STATUS, ASKED, "asked for")        \
    X(REFERENCE_STATUS, ANSWERED, "answered")      \
    X(REFERENCE_STATUS, DECLINED, "none is given") \
    X(REFERENCE_STATUS, WITHDRAWN, "no longer asked for")

#define REFERENCE_USES(X) \
    X(REFERENCE_USE, AGENCY, "agency work") X(REFERENCE_USE, PERMANENT, "permanent post")

#define REFEREE_RELATIONS(X)                                          \
    X(REFEREE_RELATION, EMPLOYED, "employed the worker")              \
    X(REFEREE_RELATION, ENGAGED, "engaged the worker through agency") \
    X(REFEREE_RELATION, OTHER, "neither: a character reference, say")

#define DECLINE_REASONS(X)                                           \
    X(DECLINE_REASON, NOT_WORKED_HERE, "did not work here then")     \
    X(DECLINE_REASON, TOO_LONG_AGO, "records are no longer kept")    \
    X(DECLINE_REASON, NO_REFEREE, "nobody is left who saw the work") \
    X(DECLINE_REASON, ASKED_OF_ANOTHER, "another body is to be asked")

#define REVIEW_OUTCOMES(X)                                                \
    X(REVIEW_OUTCOME, COMPLETED, "came to its planned end")               \
    X(REVIEW_OUTCOME, ENDED_BY_AUTHORITY, "ended early by the authority") \
    X(REVIEW_OUTCOME, ENDED_BY_WORKER, "ended early by the worker")       \
    X(REVIEW_OUTCOME, CONVERTED, "became permanent")

#define RECOMMENDATIONS(X)                                                    \
    X(RECOMMENDATION, CONTINUE, "continue")                                   \
    X(RECOMMENDATION, CONTINUE_WITH_DEVELOPMENT, "continue with development") \
    X(RECOMMENDATION, DO_NOT_PLACE, "do not place, until something is done; ends by itself")

#define REVIEW_PARTIES(X) X(REVIEW_PARTY, WORKER, "the worker") X(REVIEW_PARTY, SUPPLIER, "the supplier")

/* Every list that is written above, with its name, which is the name of its enum and of its SQL domain. */
#define PLAIN_CODE_LISTS(L)                      \
    L(agreement_kind, AGREEMENT_KINDS)           \
    L(authority_kind, AUTHORITY_KINDS)           \
    L(role, ROLES)                               \
    L(job_type, JOB_TYPES)                       \
    L(pay_type, PAY_TYPES)                       \
    L(coverage, COVERAGES)                       \
    L(basis, BASES)                              \
    L(service, SERVICES)                         \
    L(leaving_reason, LEAVING_REASONS)           \
    L(exception, EXCEPTIONS)                     \
    L(last_day_reading, LAST_DAY_READINGS)       \
    L(legal_basis, LEGAL_BASES)                  \
    L(obligation, OBLIGATIONS)                   \
    L(protocol, PROTOCOLS)                       \
    L(cap_status, CAP_STATUSES)                  \
    L(supplier_tier, SUPPLIER_TIERS)             \
    L(supplies, SUPPLIES)                        \
    L(category, CATEGORIES)                      \
    L(engagement, ENGAGEMENTS)                   \
    L(placement_reason, PLACEMENT_REASONS)       \
    L(bank_supply, BANK_SUPPLIES)                \
    L(pay_unit, PAY_UNITS)                       \
    L(purpose, PURPOSES)                         \
    L(placement_status, PLACEMENT_STATUSES)      \
    L(end_reason, END_REASONS)                   \
    L(decision, DECISIONS)                       \
    L(breach_state, BREACH_STATES)               \
    L(principal_kind, PRINCIPAL_KINDS)           \
    L(recheck_cause, RECHECK_CAUSES)             \
    L(sweep_kind, SWEEP_KINDS)                   \
    L(notice_kind, NOTICE_KINDS)                 \
    L(practice_control, PRACTICE_CONTROLS)       \
    L(incident_state, INCIDENT_STATES)           \
    L(candidate_answer, CANDIDATE_ANSWERS)       \
    L(approach, APPROACHES)                      \
    L(offered_band, OFFERED_BANDS)               \
    L(report_state, REPORT_STATES)               \
    L(information_stage, INFORMATION_STAGES)     \
    L(reference_provider, REFERENCE_PROVIDERS)   \
    L(reference_status, REFERENCE_STATUSES)      \
    L(reference_use, REFERENCE_USES)             \
    L(referee_relation, REFEREE_RELATIONS)       \
    L(decline_reason, DECLINE_REASONS)           \
    L(review_outcome, REVIEW_OUTCOMES)           \
    L(recommendation, RECOMMENDATIONS)           \
    L(review_party, REVIEW_PARTIES)              \
    L(disputed_fact, DISPUTED_FACTS)             \
    L(dispute_state, DISPUTE_STATES)             \
    L(confirmation_answer, CONFIRMATION_ANSWERS) \
    L(retention_kind, RETENTION_KINDS)           \
    L(exception_grounds, EXCEPTION_GROUNDS)      \
    L(exception_status, EXCEPTION_STATUSES)      \
    L(sign_off_how, SIGN_OFF_HOWS)

/* All lists: those above and those of include/accord/findings.def, for which the second argument is not
 * defined. */
#define CODE_LISTS(L)    \
    PLAIN_CODE_LISTS(L)  \
    L(rule, RULES)       \
    L(layer, LAYERS)     \
    L(verdict, VERDICTS) \
    L(outcome, OUTCOMES)

#define CODE_ENUMERATOR(prefix, name, words) prefix##_##name,

enum agreement_kind { AGREEMENT_KIND_NONE, AGREEMENT_KINDS(CODE_ENUMERATOR) };
enum authority_kind { AUTHORITY_KIND_NONE, AUTHORITY_KINDS(CODE_ENUMERATOR) };
enum role { ROLE_NONE, ROLES(CODE_ENUMERATOR) };
enum job_type { JOB_TYPE_NONE, JOB_TYPES(CODE_ENUMERATOR) };
enum pay_type { PAY_TYPE_NONE, PAY_TYPES(CODE_ENUMERATOR) };
enum coverage { COVERAGE_NONE, COVERAGES(CODE_ENUMERATOR) };
enum basis { BASIS_NONE, BASES(CODE_ENUMERATOR) };
enum service { SERVICE_NONE, SERVICES(CODE_ENUMERATOR) };
enum leaving_reason { LEAVING_REASON_NONE, LEAVING_REASONS(CODE_ENUMERATOR) };
enum exception { EXCEPTION_NONE, EXCEPTIONS(CODE_ENUMERATOR) };
enum last_day_reading { LAST_DAY_NONE, LAST_DAY_READINGS(CODE_ENUMERATOR) };
enum legal_basis { LEGAL_BASIS_NONE, LEGAL_BASES(CODE_ENUMERATOR) };
enum obligation { OBLIGATION_NONE, OBLIGATIONS(CODE_ENUMERATOR) };
enum protocol { PROTOCOL_NONE, PROTOCOLS(CODE_ENUMERATOR) };
enum cap_status { CAP_STATUS_NONE, CAP_STATUSES(CODE_ENUMERATOR) };
enum supplier_tier { SUPPLIER_TIER_NONE, SUPPLIER_TIERS(CODE_ENUMERATOR) };
enum supplies { SUPPLIES_NONE, SUPPLIES(CODE_ENUMERATOR) };
enum category { CATEGORY_NONE, CATEGORIES(CODE_ENUMERATOR) };
enum engagement { ENGAGEMENT_NONE, ENGAGEMENTS(CODE_ENUMERATOR) };
enum placement_reason { PLACEMENT_REASON_NONE, PLACEMENT_REASONS(CODE_ENUMERATOR) };
enum bank_supply { BANK_SUPPLY_NONE, BANK_SUPPLIES(CODE_ENUMERATOR) };
enum pay_unit { PAY_UNIT_NONE, PAY_UNITS(CODE_ENUMERATOR) };
enum purpose { PURPOSE_NONE, PURPOSES(CODE_ENUMERATOR) };
enum placement_status { PLACEMENT_STATUS_NONE, PLACEMENT_STATUSES(CODE_ENUMERATOR) };
enum end_reason { END_REASON_NONE, END_REASONS(CODE_ENUMERATOR) };
enum decision { DECISION_NONE, DECISIONS(CODE_ENUMERATOR) };
enum practice_control { PRACTICE_CONTROL_NONE, PRACTICE_CONTROLS(CODE_ENUMERATOR) };
enum incident_state { INCIDENT_STATE_NONE, INCIDENT_STATES(CODE_ENUMERATOR) };
enum candidate_answer { CANDIDATE_ANSWER_NONE, CANDIDATE_ANSWERS(CODE_ENUMERATOR) };
enum approach { APPROACH_NONE, APPROACHES(CODE_ENUMERATOR) };
enum offered_band { OFFERED_BAND_NONE, OFFERED_BANDS(CODE_ENUMERATOR) };
enum report_state { REPORT_STATE_NONE, REPORT_STATES(CODE_ENUMERATOR) };
enum information_stage { INFORMATION_STAGE_NONE, INFORMATION_STAGES(CODE_ENUMERATOR) };
enum breach_state { BREACH_STATE_NONE, BREACH_STATES(CODE_ENUMERATOR) };
enum recheck_cause { RECHECK_CAUSE_NONE, RECHECK_CAUSES(CODE_ENUMERATOR) };
enum sweep_kind { SWEEP_KIND_NONE, SWEEP_KINDS(CODE_ENUMERATOR) };
enum notice_kind { NOTICE_KIND_NONE, NOTICE_KINDS(CODE_ENUMERATOR) };
enum disputed_fact { DISPUTED_FACT_NONE, DISPUTED_FACTS(CODE_ENUMERATOR) };
enum dispute_state { DISPUTE_STATE_NONE, DISPUTE_STATES(CODE_ENUMERATOR) };
enum confirmation_answer { CONFIRMATION_ANSWER_NONE, CONFIRMATION_ANSWERS(CODE_ENUMERATOR) };
enum retention_kind { RETENTION_KIND_NONE, RETENTION_KINDS(CODE_ENUMERATOR) };
enum exception_grounds { EXCEPTION_GROUNDS_NONE, EXCEPTION_GROUNDS(CODE_ENUMERATOR) };
enum exception_status { EXCEPTION_STATUS_NONE, EXCEPTION_STATUSES(CODE_ENUMERATOR) };
enum sign_off_how { SIGN_OFF_HOW_NONE, SIGN_OFF_HOWS(CODE_ENUMERATOR) };
enum principal_kind { PRINCIPAL_KIND_NONE, PRINCIPAL_KINDS(CODE_ENUMERATOR) };
enum reference_provider { REFERENCE_PROVIDER_NONE, REFERENCE_PROVIDERS(CODE_ENUMERATOR) };
enum reference_status { REFERENCE_STATUS_NONE, REFERENCE_STATUSES(CODE_ENUMERATOR) };
enum reference_use { REFERENCE_USE_NONE, REFERENCE_USES(CODE_ENUMERATOR) };
enum referee_relation { REFEREE_RELATION_NONE, REFEREE_RELATIONS(CODE_ENUMERATOR) };
enum decline_reason { DECLINE_REASON_NONE, DECLINE_REASONS(CODE_ENUMERATOR) };
enum review_outcome { REVIEW_OUTCOME_NONE, REVIEW_OUTCOMES(CODE_ENUMERATOR) };
enum recommendation { RECOMMENDATION_NONE, RECOMMENDATIONS(CODE_ENUMERATOR) };
enum review_party { REVIEW_PARTY_NONE, REVIEW_PARTIES(CODE_ENUMERATOR) };

/* The vocabulary of findings is public and lives in include/accord/findings.def. */
enum rule {
    RULE_NONE,
#define RULE(name, words, when) RULE_##name,
#include "accord/findings.def"
};
enum layer {
    LAYER_NONE,
#define LAYER(name, words) LAYER_##name,
#include "accord/findings.def"
};
enum verdict {
    VERDICT_NONE,
#define VERDICT(name, words) VERDICT_##name,
#include "accord/findings.def"
};
enum outcome {
    OUTCOME_NONE,
#define OUTCOME(name, words, exit) OUTCOME_##name,
#include "accord/findings.def"
};

struct code {
    const char *name;  /* as in JSON, CSV and SQL */
    const char *words; /* as to people */
};

/* A closed list: items[1] … items[count]; items[0] is "not given". */
struct codes {
    const char *list; /* "job_type" */
    size_t count;
    const struct code *items;
};

#define CODES_EXTERN(list, LIST) extern const struct codes list##_codes;
CODE_LISTS(CODES_EXTERN)

/* 0 where the list has no such name. Names are compared exactly, as JSON is closed. */
unsigned codes_find(const struct codes *, const char *name, size_t len);
/* "" for 0 and for what is not in the list. */
const char *codes_name(const struct codes *, unsigned value);
const char *codes_words(const struct codes *, unsigned value);
/* The listed name nearest to a mistyped one, or NULL where none is near ("Did you mean …?"). */
const char *codes_near(const struct codes *, const char *name);

#define NAME_OF(list, value) codes_name(&list##_codes, (unsigned)(value))
#define WORDS_OF(list, value) codes_words(&list##_codes, (unsigned)(value))
