/* SPDX-License-Identifier: MIT */
#include "resources/parameters.h"

#include "resources/forms.h"

struct parameter_row {
    const char *version;
    unsigned legal_basis;
    struct date in_force;
    const char *name, *value;
    struct date from, to;
};
static const struct field parameter_fields[] = {
    FIELD(struct parameter_row, version, OUT),  CODE(struct parameter_row, legal_basis, legal_basis, OUT),
    FIELD(struct parameter_row, in_force, OUT), FIELD(struct parameter_row, name, OUT),
    FIELD(struct parameter_row, value, OUT),    FIELD(struct parameter_row, from, OUT),
    FIELD(struct parameter_row, to, OUT),       {0},
};
const struct shape parameters_shape = SHAPE("parameter", struct parameter_row, parameter_fields);

/* Guidance "should be complied with unless exceptional circumstances arise"; regulations must be. */
static const enum obligation obligation_of[] = {
    [LEGAL_BASIS_STATUTORY_GUIDANCE] = OBLIGATION_SHOULD,
    [LEGAL_BASIS_REGULATIONS] = OBLIGATION_MUST,
    [LEGAL_BASIS_REGIONAL_MOC] = OBLIGATION_NONE, /* its terms say */
};

struct ruleset parameters_read(struct req *rq, const struct rows *rows)
{
    size_t count;
    const struct parameter_row *row = rows_of(rq, rows, &parameters_shape, &count);
    struct parameter *parameters = arena_alloc(rq->arena, count * sizeof *parameters);
    for (size_t i = 0; i < count; i++)
        parameters[i] = (struct parameter){
            .name = row[i].name, .value = row[i].value, .from = row[i].from, .to = row[i].to};
    return (struct ruleset){.version = count == 0 ? "" : row[0].version,
                            .obligation = count == 0 ? OBLIGATION_NONE : obligation_of[row[0].legal_basis],
                            .in_force = count == 0 ? DATE_NONE : row[0].in_force,
                            .parameters = parameters,
                            .parameter_count = count};
}
