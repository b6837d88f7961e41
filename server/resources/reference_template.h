/* SPDX-License-Identifier: MIT */
/* A reference template's fields as data, and answers held against them. */
#pragma once
#include "flow/req.h"

struct field_answer {
    const char *field, *answer;
};
extern const struct shape answer_shape;

/* One row of sql_reference_template_find. */
struct template_row {
    struct uuid id;
    struct shape_list fields; /* struct template_field */
};
extern const struct shape template_row_shape;

/* Complains of every answer that the template does not take, and of every one that it lacks. */
void template_complain(struct req *, const struct template_row *, const struct shape_list *answers);
/* The answers as JSON, for the database; NULL where there are none. */
const char *template_answers_json(struct req *, const struct shape_list *answers);
