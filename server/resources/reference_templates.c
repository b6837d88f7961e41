/* SPDX-License-Identifier: MIT */
/*
 * Reference templates: versioned data. A region's administrator publishes versions; the country's come with a
 * release. A version is never changed, since references rest on it.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"
#include "resources/template_field.h"

#include <ctype.h>
#include <string.h>

static step_fn list, show, add, add_known;

static const struct code kind_items[] = {
    {NULL, ""},
    [TEMPLATE_KIND_text] = {"text", "words"},
    [TEMPLATE_KIND_choice] = {"choice", "one of its choices"},
    [TEMPLATE_KIND_date] = {"date", "a date"},
    [TEMPLATE_KIND_yes_no] = {"yes_no", "yes or no"},
};
const struct codes template_kind_codes = {"kind", sizeof kind_items / sizeof *kind_items - 1, kind_items};

/* "use_of_supervision": what answers name it by. */
static bool name_form(const char *text, size_t len, struct arena *arena, const char **out)
{
    bool starts = len > 0 && islower((unsigned char)text[0]);
    for (size_t i = 0; starts && i < len; i++)
        if (!islower((unsigned char)text[i]) && !isdigit((unsigned char)text[i]) && text[i] != '_')
            return false;
    *out = starts ? arena_copy(arena, text, len) : NULL;
    return *out != NULL;
}

static const struct field template_field_fields[] = {
    FIELD(struct template_field, name, ALWAYS | REQUIRED, .max = 40, .normalise = name_form,
          .form = "a name in small letters, like use_of_supervision", .about = "What answers name it by",
          .example = "\"reliability\""),
    FIELD(struct template_field, part, ALWAYS | REQUIRED, .max = 40, .about = "The part of the template",
          .example = "\"Conduct\""),
    FIELD(struct template_field, label, ALWAYS | REQUIRED, .about = "What the referee is asked",
          .example = "\"Reliability\""),
    FIELD(struct template_field, kind, ALWAYS | REQUIRED, .codes = &template_kind_codes,
          .about = "What is taken for an answer", .example = "\"text\""),
    FIELD(struct template_field, required, OUT | IN, .about = "True: no answer is whole without it"),
    FIELD(struct template_field, choices, OUT | IN, .about = "Of kind choice: what may be chosen"),
    FIELD(struct template_field, about, OUT | IN,
          .about = "What the referee is told beside it: of conduct, that health and allegations that were "
                   "unfounded have no place in it"),
    {0},
};
const struct shape template_field_shape =
    SHAPE("template_field", struct template_field, template_field_fields);

struct reference_template {
    struct uuid id;
    const char *region, *name;
    int32_t version;
    struct date from;
    const char *note;
    struct shape_list fields;
    struct instant recorded_at;
};
#define TEMPLATE_HEAD                                                                                     \
    FIELD(struct reference_template, id, ALWAYS),                                                         \
        FIELD(struct reference_template, region, OUT, .about = "Whose it is; left out: the country's"),   \
        FIELD(struct reference_template, name, ALWAYS | REQUIRED, .max = 100, .normalise = form_title,    \
              .form = "a name", .about = "The same in all versions", .example = "\"End of assignment\""), \
        FIELD(struct reference_template, version, ALWAYS, .about = "Counted from 1 for each name"),       \
        FIELD(struct reference_template, from, ALWAYS | REQUIRED, .about = "The first day of its use",    \
              .example = "\"2026-10-01\""),                                                               \
        FIELD(struct reference_template, note, OUT | IN, .max = 500,                                      \
              .about = "Where it is from, and how sure that is")
static const struct field reference_template_fields[] = {
    TEMPLATE_HEAD,
    FIELD(struct reference_template, fields, OUT | REQUIRED, .record = &template_field_shape,
          .about = "What it asks, in its order"),
    FIELD(struct reference_template, recorded_at, ALWAYS),
    {0},
};
static const struct shape reference_template_shape =
    SHAPE("reference_template", struct reference_template, reference_template_fields);
static const struct field template_line_fields[] = {
    TEMPLATE_HEAD,
    FIELD(struct reference_template, recorded_at, ALWAYS),
    {0},
};
static const struct shape template_line_shape =
    SHAPE("reference_template_row", struct reference_template, template_line_fields);
LIST_SHAPE(template_line_list_shape, template_line_shape);

static const enum fault add_faults[] = {FAULT_DUPLICATE, FAULT_NONE};

const struct route reference_template_routes[] = {
    {.method = "GET",
     .path = "/v1/reference-templates",
     .first = list,
     .roles = ANYBODY,
     .query = &listing_shape,
     .out = &template_line_list_shape,
     .status = 200,
     .about = "All versions of all templates, by region and name, the latest version first"},
    {.method = "GET",
     .path = "/v1/reference-templates/{id}",
     .first = show,
     .roles = ANYBODY,
     .out = &reference_template_shape,
     .status = 200,
     .about = "One version of a template, with its fields"},
    {.method = "POST",
     .path = "/v1/reference-templates",
     .first = add,
     .roles = MAY(REGION_ADMIN),
     .in = &reference_template_shape,
     .out = &reference_template_shape,
     .status = 201,
     .creates = true,
     .action = "reference_template.add",
     .about = "Publishes a template for your region, or the next version of one",
     .faults = add_faults},
    {0},
};

static enum flow list(struct req *rq)
{
    return show_rows(rq, sql_reference_template_list(rq->batch));
}

static enum flow show(struct req *rq)
{
    return show_row(rq, sql_reference_template_get(rq->batch, rq->id));
}

static void complain_of_field(struct req *rq, const struct template_field *all, size_t at)
{
    bool choice = all[at].kind == TEMPLATE_KIND_choice;
    if (choice != (all[at].choices.count > 0))
        complain(rq, arena_printf(rq->arena, "/fields/%zu/choices", at), choice ? "required" : "conflicts",
                 "Choices go with kind choice, and with no other.");
    for (size_t i = 0; i < at; i++)
        if (strcmp(all[i].name, all[at].name) == 0)
            complain(rq, arena_printf(rq->arena, "/fields/%zu/name", at), "duplicate",
                     "The template has a field of this name already.");
}

static enum flow add(struct req *rq)
{
    const struct reference_template *want = rq->in;
    if (want->fields.count == 0)
        complain(rq, "/fields", "required", "A template asks for something.");
    for (size_t i = 0; i < want->fields.count; i++)
        complain_of_field(rq, want->fields.at, i);
    if (complained(rq))
        return fail_complained(rq);
    *STATE(rq, struct rows *) = sql_reference_template_latest(rq->batch, want->name);
    return await(rq, add_known);
}

static const char *fields_json(struct req *rq, const struct shape_list *fields)
{
    const struct template_field *f = fields->at;
    struct text out = text_in(rq->arena);
    json_begin(&out, '[');
    for (size_t i = 0; i < fields->count; i++)
        shape_write_json(&template_field_shape, &f[i], &out);
    json_end(&out, ']');
    return out.at;
}

static enum flow add_known(struct req *rq)
{
    struct reference_template made = *(const struct reference_template *)rq->in;
    const struct reference_template *latest =
        row_of(rq, *STATE(rq, struct rows *), &reference_template_shape);
    made.id = random_uuid();
    made.region = rq->who.region;
    made.version = latest->version + 1;
    made.recorded_at = rq->now;
    promise(rq, &made, "reference_template", made.id);
    sql_reference_template_add(rq->batch, made.id, made.region, made.name, made.version, made.from, made.note,
                               fields_json(rq, &made.fields), made.recorded_at);
    return settle(rq);
}
