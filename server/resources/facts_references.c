/* SPDX-License-Identifier: MIT */
#include "resources/facts.h"

#include "queries.h"

struct reference_row {
    bool practice_based, on_template, from_employer, verified;
    struct date dated, received;
    struct uuid referee, engagement;
};
static const struct field reference_row_fields[] = {
    FIELD(struct reference_row, practice_based, OUT),
    FIELD(struct reference_row, on_template, OUT),
    FIELD(struct reference_row, from_employer, OUT),
    FIELD(struct reference_row, verified, OUT),
    FIELD(struct reference_row, dated, OUT),
    FIELD(struct reference_row, received, OUT),
    FIELD(struct reference_row, referee, OUT),
    FIELD(struct reference_row, engagement, OUT),
    {0},
};
const struct shape facts_reference_shape = SHAPE("reference", struct reference_row, reference_row_fields);

struct rows *facts_references_ask(struct req *rq, const char *swe_number, const struct facts_as_of *as_of)
{
    return sql_references_of(rq->batch, as_of->hirer, swe_number, as_of->checked_on, as_of->facts_version,
                             as_of->rules_version);
}

void facts_references_open(struct req *rq, const struct rows *rows, struct facts *facts)
{
    const struct reference_row *row = rows_of(rq, rows, &facts_reference_shape, &facts->reference_count);
    struct reference *all = arena_alloc(rq->arena, facts->reference_count * sizeof *all);
    for (size_t i = 0; i < facts->reference_count; i++)
        all[i] = (struct reference){.practice_based = row[i].practice_based,
                                    .on_template = row[i].on_template,
                                    .from_employer = row[i].from_employer,
                                    .verified = row[i].verified,
                                    .dated = row[i].dated,
                                    .received = row[i].received,
                                    .referee = row[i].referee,
                                    .engagement = row[i].engagement};
    facts->references = all;
}
