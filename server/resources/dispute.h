/* SPDX-License-Identifier: MIT */
/* A dispute: what its opening, its lists and its handling share. */
#pragma once
#include "flow/req.h"
#include "resources/forms.h"

struct dispute {
    struct uuid id;
    const char *recording_authority, *opened_through, *swe_number;
    unsigned fact;
    const char *statement;
    struct date due_on;
    unsigned state;
    struct instant opened_at, decided_at;
    struct uuid record; /* to the deciding authority alone, as is the reason */
    const char *reason;
};
extern const struct shape dispute_shape;

/* Who reads disputes; who opens them, and says which record they are about. */
#define DISPUTE_READERS (MAY(OFFICER) | MAY(HR) | MAY(DCS) | MAY(CHIEF_EXECUTIVE))
#define DISPUTE_HANDLERS (MAY(OFFICER) | MAY(HR))
