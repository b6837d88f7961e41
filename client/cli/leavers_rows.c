/* SPDX-License-Identifier: MIT */
/* Rows into bodies, with every problem of every row. */
#include "complain.h"
#include "leavers.h"
#include "values/codes.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const struct input leaver_inputs[] = {
    {.name = "swe_number", .kind = INPUT_SWE, .use = INPUT_NEEDED},
    {.name = "last_day", .kind = INPUT_DATE, .use = INPUT_NEEDED},
    {.name = "leaving_reason", .kind = INPUT_CODE, .codes = &leaving_reason_codes, .use = INPUT_NEEDED},
    {.name = "basis", .kind = INPUT_CODE, .codes = &basis_codes},
    {.name = "service", .kind = INPUT_CODE, .codes = &service_codes},
    {.name = "job_type", .kind = INPUT_CODE, .codes = &job_type_codes},
    {.name = "start_date", .kind = INPUT_DATE},
    {.name = "probation_end", .kind = INPUT_DATE},
    {.name = "external_ref", .kind = INPUT_TEXT},
    {0},
};

size_t leavers_count(const struct leavers *l, enum leaver_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < l->sheet.count; i++) {
        count += l->rows[i].state == state ? 1 : 0;
    }
    return count;
}

void leavers_refuse(struct leavers *l, struct leaver *leaver, const char *column, const char *value,
                    const char *problem)
{
    accord_record *record = accord_record_new();
    accord_record_set_integer(record, "row", (int64_t)leaver->row->number);
    accord_record_set_text(record, "column", column);
    accord_record_set_text(record, "value", value);
    accord_record_set_text(record, "problem", problem);
    accord_record_append_record(l->problems, "data", record);
    leaver->state = LEAVER_REJECTED;
    leaver->problems =
        arena_printf(l->run->arena, "%s%s%s: %s", leaver->problems == NULL ? "" : leaver->problems,
                     leaver->problems == NULL ? "" : " ", column, problem);
}

/* "this is not …" as a sentence of its own. */
static const char *sentence(struct arena *arena, const char *wrong)
{
    size_t len = strlen(wrong);
    return arena_printf(arena, "%c%s%s", toupper((unsigned char)wrong[0]), wrong + 1,
                        len > 0 && wrong[len - 1] == '?' ? "" : ".");
}

/* Spreadsheets drop what is not a digit from a column that they take for numbers, or write 9.00E+05. */
static bool is_mangled(const struct input *input, const char *value)
{
    return input->kind == INPUT_SWE && isdigit((unsigned char)value[0]);
}

static const char *what_is_wrong(const struct leavers *l, const struct input *input, const char *value,
                                 accord_record *body)
{
    const char *wrong;
    if (value[0] == '\0') {
        return (input->use & INPUT_NEEDED) == 0 ? NULL
               : input->kind == INPUT_SWE       ? "There is no worker number. Find it, or leave the row out."
                                                : "This is needed.";
    }
    if (input->kind == INPUT_TEXT && strchr("=+@", value[0]) != NULL) {
        return "This looks like a formula.";
    }
    if (input_read(input, value, l->run->arena, body, &wrong)) {
        return NULL;
    }
    return is_mangled(input, value) ? "A number begins with SW. Has a spreadsheet dropped it?"
                                    : sentence(l->run->arena, wrong);
}

static void check_row(struct leavers *l, struct leaver *leaver)
{
    accord_record *body = accord_record_new();
    for (size_t i = 0; leaver_inputs[i].name != NULL; i++) {
        const char *value = mapping_value(&l->mapping, leaver->row, i);
        const char *wrong = what_is_wrong(l, &leaver_inputs[i], value, body);
        if (wrong != NULL) {
            leavers_refuse(l, leaver, l->mapping.columns[i], value, wrong);
        }
    }
    char *json = accord_record_json(body);
    if (json == NULL || !accord_record_complete(body)) {
        complain_memory();
    }
    leaver->body = leaver->state == LEAVER_READY ? arena_copy(l->run->arena, json, strlen(json)) : NULL;
    free(json);
    accord_record_free(body);
}

void leavers_check(struct leavers *l)
{
    l->rows = arena_alloc(l->run->arena, (l->sheet.count + 1) * sizeof *l->rows);
    for (size_t i = 0; i < l->sheet.count; i++) {
        l->rows[i].row = &l->sheet.rows[i];
        check_row(l, &l->rows[i]);
    }
}
