/* SPDX-License-Identifier: MIT */
/* An exception as sql_departures_of gives it, to what tells the rules of it and to what holds it against
 * findings. */
#pragma once
#include "resources/departures.h"

struct signature {
    unsigned role;
    struct uuid person;
    struct date signed_on;
    bool late;
};
struct departure_row {
    struct uuid id;
    unsigned rule, layer;
    struct uuid agreement, placement;
    struct date start_date;
    const char *local_role;
    int64_t cap_pence, comparable_pence;
    struct date expires_on;
    unsigned status;
    struct shape_list sign_offs; /* struct signature */
};
const struct departure_row *departure_rows(struct req *, const struct facts_asked *, size_t *count);
/* Whether it was asked for this very placement: by its id, or by its start and post before it had one. */
bool departure_is_about(const struct departure_row *, const struct proposal *);
