/* SPDX-License-Identifier: MIT */
/* One field of a reference template. */
#pragma once
#include "flow/req.h"

enum template_kind {
    TEMPLATE_KIND_NONE,
    TEMPLATE_KIND_text,
    TEMPLATE_KIND_choice,
    TEMPLATE_KIND_date,
    TEMPLATE_KIND_yes_no,
};
extern const struct codes template_kind_codes;

struct template_field {
    const char *name, *part, *label;
    unsigned kind; /* enum template_kind */
    bool required;
    struct text_list choices;
    const char *about;
};
extern const struct shape template_field_shape;
