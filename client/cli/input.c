/* SPDX-License-Identifier: MIT */
#include "input_reading.h"

#include "values/date.h"
#include "values/pence.h"
#include "values/swe.h"
#include "values/uuid.h"
#include "wire/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef bool read_fn(struct input_reading *);

const char *input_member(const struct input *input)
{
    return input->member == NULL ? input->name : input->member;
}

static bool read_text(struct input_reading *r)
{
    accord_record_set_text(r->into, input_member(r->input), r->text);
    return true;
}

/* "no" comes from a preset alone, where the service must be told either way. */
static bool read_flag(struct input_reading *r)
{
    accord_record_set_bool(r->into, input_member(r->input), strcmp(r->text, "no") != 0);
    return true;
}

static bool read_count(struct input_reading *r)
{
    int64_t before = 0;
    accord_record_integer(r->into, input_member(r->input), &before);
    accord_record_set_integer(r->into, input_member(r->input), before + 1);
    return true;
}

/* "30/09/2026": the day first, the year in full. */
static bool uk_date(const char *text, struct date *out)
{
    int part[3] = {0}, digits[3] = {0}, at = 0;
    for (; *text != '\0'; text++) {
        if (*text == '/') {
            at++;
        } else if (isdigit((unsigned char)*text) && digits[at] < 4) {
            part[at] = part[at] * 10 + (*text - '0');
            digits[at]++;
        } else {
            return false;
        }
        if (at > 2) {
            return false;
        }
    }
    return digits[2] == 4 && date_of(part[2], part[1], part[0], out);
}

static bool read_date(struct input_reading *r)
{
    struct date date;
    char iso[DATE_SIZE];
    int days = r->input->kind == INPUT_DATE_BEFORE ? -1 : 0;
    if (!date_parse(r->text, strlen(r->text), &date) && !uk_date(r->text, &date)) {
        r->wrong = "this is not a day that exists. Use a date like 2026-09-30 or 30/09/2026";
        return false;
    }
    accord_record_set_text(r->into, input_member(r->input), date_print(date_add_days(date, days), iso));
    return true;
}

static bool read_pounds(struct input_reading *r)
{
    int64_t pence;
    if (!pence_parse(r->text, strlen(r->text), &pence)) {
        r->wrong = "this is not an amount. Use pounds, like 36.50";
        return false;
    }
    accord_record_set_integer(r->into, input_member(r->input), pence);
    return true;
}

/* Hours have two decimals at most, like pounds, and must come to whole minutes. */
static bool read_hours(struct input_reading *r)
{
    int64_t hundredths;
    if (!isdigit((unsigned char)r->text[0]) || !pence_parse(r->text, strlen(r->text), &hundredths) ||
        hundredths > INT32_MAX || hundredths * 60 % 100 != 0) {
        r->wrong = "these are not hours. Use a number like 37 or 37.5";
        return false;
    }
    accord_record_set_integer(r->into, input_member(r->input), hundredths * 60 / 100);
    return true;
}

static bool read_integer(struct input_reading *r)
{
    char *end;
    errno = 0;
    long long value = strtoll(r->text, &end, 10);
    if (end == r->text || *end != '\0' || errno != 0) {
        r->wrong = "this is not a whole number";
        return false;
    }
    accord_record_set_integer(r->into, input_member(r->input), value);
    return true;
}

static bool read_id(struct input_reading *r)
{
    struct uuid id;
    char printed[UUID_SIZE];
    if (!uuid_parse(r->text, strlen(r->text), &id)) {
        r->wrong = "this is not an id. Use one like 0199b2c4-0000-7000-8000-000000000001";
        return false;
    }
    accord_record_set_text(r->into, input_member(r->input), uuid_print(id, printed));
    return true;
}

static bool read_swe(struct input_reading *r)
{
    char number[SWE_SIZE];
    if (!swe_normalise(r->text, strlen(r->text), number)) {
        r->wrong = "this is not a Social Work England number. Use one like SW900123";
        return false;
    }
    accord_record_set_text(r->into, input_member(r->input), number);
    return true;
}

static const struct {
    read_fn *read;
    const char *value;
} kinds[INPUT_KINDS] = {
    [INPUT_TEXT] = {read_text, "TEXT"},
    [INPUT_FLAG] = {read_flag, ""},
    [INPUT_COUNT] = {read_count, ""},
    [INPUT_DATE] = {read_date, "DATE"},
    [INPUT_DATE_BEFORE] = {read_date, "DATE"},
    [INPUT_POUNDS] = {read_pounds, "POUNDS"},
    [INPUT_HOURS] = {read_hours, "HOURS"},
    [INPUT_INTEGER] = {read_integer, "NUMBER"},
    [INPUT_CODE] = {input_read_code, "CODE"},
    [INPUT_CODES] = {input_read_codes, "CODE,…"},
    [INPUT_CODE_LIST] = {input_read_code_list, "CODE,…"},
    [INPUT_TEXT_LIST] = {input_read_text_list, "TEXT,…"},
    [INPUT_ID] = {read_id, "ID"},
    [INPUT_SWE] = {read_swe, "SWE-NUMBER"},
    [INPUT_AUTHORITY] = {read_text, "AUTHORITY"},
};

const char *input_value(const struct input *input)
{
    return input->value == NULL ? kinds[input->kind].value : input->value;
}

bool input_read(const struct input *input, const char *text, struct arena *arena, accord_record *into,
                const char **wrong)
{
    struct input_reading r = {.input = input, .text = text, .arena = arena, .into = into};
    if (kinds[input->kind].read(&r)) {
        return true;
    }
    *wrong = r.wrong;
    return false;
}
