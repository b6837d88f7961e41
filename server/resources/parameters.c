/* SPDX-License-Identifier: MIT */
#include "resources/parameters.h"

struct parameter_row {
    const char *version;
    struct date in_force;
    const char *name, *value;
    struct date from, to;
};
static const struct field parameter_fields[] = {
    FIELD(struct parameter_row, version, OUT),
    FIELD(struct parameter_row, in_force, OUT),
    FIELD(struct parameter_row, name, OUT),
    FIELD(struct parameter_row, value, OUT),
    FIELD(struct parameter_row, from, OUT),
    FIELD(struct parameter_row, to, OUT),
    {0},
};
const struct shape parameters_shape = SHAPE("parameter", struct parameter_row, parameter_fields);

struct ruleset parameters_read(struct req *rq, const struct rows *rows)
{
    size_t count;
    const struct parameter_row *row = rows_of(rq, rows, &parameters_shape, &count);
    struct parameter *parameters = arena_alloc(rq->arena, count * sizeof *parameters);
    for (size_t i = 0; i < count; i++)
        parameters[i] = (struct parameter){
            .name = row[i].name, .value = row[i].value, .from = row[i].from, .to = row[i].to};
    return (struct ruleset){.version = count == 0 ? "" : row[0].version,
                            .in_force = count == 0 ? DATE_NONE : row[0].in_force,
                            .parameters = parameters,
                            .parameter_count = count};
}
