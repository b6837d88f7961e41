/* SPDX-License-Identifier: MIT */
#include "resources/reference_template.h"

#include "resources/template_field.h"

#include <string.h>

static const struct field answer_fields[] = {
    FIELD(struct field_answer, field, ALWAYS | REQUIRED, .max = 40,
          .about = "The field, by its name in the template", .example = "\"reliability\""),
    FIELD(struct field_answer, answer, ALWAYS | REQUIRED, .max = 2000,
          .about =
              "In words, as one of the choices, as a date like 2026-09-30, or as yes or no: as the field's "
              "kind says. Never health, and never an allegation that was unfounded or malicious",
          .example = "\"Always on time\""),
    {0},
};
const struct shape answer_shape = SHAPE("reference_answer", struct field_answer, answer_fields);

static const struct field template_row_fields[] = {
    FIELD(struct template_row, id, OUT),
    FIELD(struct template_row, fields, OUT, .record = &template_field_shape),
    {0},
};
const struct shape template_row_shape = SHAPE("template found", struct template_row, template_row_fields);

static bool is_choice(const struct template_field *f, const char *answer)
{
    for (size_t i = 0; i < f->choices.count; i++)
        if (strcmp(f->choices.at[i], answer) == 0)
            return true;
    return false;
}

static bool is_date(const struct template_field *f, const char *answer)
{
    struct date day;
    (void)f;
    return date_parse(answer, strlen(answer), &day);
}

static bool is_yes_or_no(const struct template_field *f, const char *answer)
{
    (void)f;
    return strcmp(answer, "yes") == 0 || strcmp(answer, "no") == 0;
}

static const struct {
    bool (*takes)(const struct template_field *, const char *answer); /* NULL: anything */
    const char *detail;
} kinds[] = {
    [TEMPLATE_KIND_text] = {NULL, NULL},
    [TEMPLATE_KIND_choice] = {is_choice, "This field takes one of its choices."},
    [TEMPLATE_KIND_date] = {is_date, "This field takes a date like 2026-09-30."},
    [TEMPLATE_KIND_yes_no] = {is_yes_or_no, "This field takes yes or no."},
};

static const struct template_field *field_named(const struct template_row *template, const char *name)
{
    const struct template_field *f = template->fields.at;
    for (size_t i = 0; i < template->fields.count; i++)
        if (strcmp(f[i].name, name) == 0)
            return &f[i];
    return NULL;
}

static bool answered_before(const struct field_answer *answers, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(answers[i].field, answers[at].field) == 0)
            return true;
    return false;
}

static void complain_of_answer(struct req *rq, const struct template_row *template,
                               const struct field_answer *answers, size_t at)
{
    const char *pointer = arena_printf(rq->arena, "/answers/%zu", at);
    const struct template_field *f = field_named(template, answers[at].field);
    if (f == NULL)
        complain(rq, arena_printf(rq->arena, "%s/field", pointer), "unknown",
                 "The template has no such field.");
    else if (answered_before(answers, at))
        complain(rq, arena_printf(rq->arena, "%s/field", pointer), "duplicate",
                 "This field is answered already.");
    else if (kinds[f->kind].takes != NULL && !kinds[f->kind].takes(f, answers[at].answer))
        complain(rq, arena_printf(rq->arena, "%s/answer", pointer), "bad_form", kinds[f->kind].detail);
}

static bool is_answered(const struct shape_list *answers, const char *name)
{
    const struct field_answer *a = answers->at;
    for (size_t i = 0; i < answers->count; i++)
        if (strcmp(a[i].field, name) == 0)
            return true;
    return false;
}

void template_complain(struct req *rq, const struct template_row *template, const struct shape_list *answers)
{
    const struct template_field *f = template->fields.at;
    for (size_t i = 0; i < answers->count; i++)
        complain_of_answer(rq, template, answers->at, i);
    for (size_t i = 0; i < template->fields.count; i++)
        if (f[i].required && !is_answered(answers, f[i].name))
            complain(rq, "/answers", "required",
                     arena_printf(rq->arena, "The template asks for \"%s\": %s.", f[i].name, f[i].label));
}

const char *template_answers_json(struct req *rq, const struct shape_list *answers)
{
    const struct field_answer *a = answers->at;
    struct text out = text_in(rq->arena);
    if (answers->count == 0)
        return NULL;
    json_begin(&out, '[');
    for (size_t i = 0; i < answers->count; i++)
        shape_write_json(&answer_shape, &a[i], &out);
    json_end(&out, ']');
    return out.at;
}
