/* SPDX-License-Identifier: MIT */
/* Every resource's routes, once: main hands them to http. A resource is a line here and a file beside. */
#pragma once
#include "flow/route.h"

#define RESOURCES(X)       \
    X(health)              \
    X(openapi)             \
    X(authority)           \
    X(agreement)           \
    X(membership)          \
    X(join_check)          \
    X(template_acceptance) \
    X(rate_cap)            \
    X(role_mapping)        \
    X(supplier)            \
    X(acceptance)          \
    X(person)              \
    X(grant)               \
    X(token)               \
    X(audit_event)         \
    X(employment)          \
    X(cooling_off_record)  \
    X(leaver_statement)    \
    X(worker)              \
    X(qualification)       \
    X(subject_record)      \
    X(erasure)             \
    X(eligibility_check)   \
    X(placement)           \
    X(placement_detail)    \
    X(placement_change)    \
    X(placement_rate)      \
    X(placement_extension) \
    X(exception)           \
    X(exception_move)      \
    X(sign_off)            \
    X(breach)              \
    X(task)                \
    X(reference)           \
    X(reference_answer)    \
    X(reference_end)       \
    X(reference_act)       \
    X(reference_register)  \
    X(reference_form)      \
    X(placement_review)    \
    X(reference_template)  \
    X(dispute)             \
    X(dispute_handling)    \
    X(confirmation)        \
    X(project_team)        \
    X(team_change)         \
    X(supplier_incident)   \
    X(requirement)         \
    X(candidate)           \
    X(conversion)          \
    X(headhunting)         \
    X(information)         \
    X(benchmark)

/* Each ends with a row without method. */
#define RESOURCE_EXTERN(name) extern const struct route name##_routes[];
RESOURCES(RESOURCE_EXTERN)

/* Whoever has signed in. */
#define ANYBODY                                                                                         \
    (MAY(OFFICER) | MAY(REQUESTER) | MAY(HR) | MAY(DCS) | MAY(CHIEF_EXECUTIVE) | MAY(AUTHORITY_ADMIN) | \
     MAY(REGION_ADMIN) | MAY(SUPPLIER) | MAY(AUDITOR))

/* Who manages people, grants and tokens: an authority's its authority's, a region's its region's. */
#define ADMINISTRATORS (MAY(AUTHORITY_ADMIN) | MAY(REGION_ADMIN))
