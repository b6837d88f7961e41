/* SPDX-License-Identifier: MIT */
#include "rules/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct finding *findings_add(struct findings *findings, enum rule rule, enum layer layer,
                             enum verdict verdict)
{
    if (findings->count == FINDINGS_MAX) {
        abort();
    }
    struct finding *f = &findings->at[findings->count++];
    *f = (struct finding){
        .rule = rule,
        .layer = layer,
        .verdict = verdict,
        .earliest_start_date = DATE_NONE,
        .due_by = DATE_NONE,
        .comparable_pence = -1,
        .cap_pence = -1,
        .excess_pence = -1,
        .silent_authorities = -1,
        .have = -1,
        .need = -1,
        .required_days = -1,
        .on_record_days = -1,
    };
    return f;
}

/* Ends a text that was cut before its last character, which may be half a one (UTF-8). */
static void end_whole(char *text, size_t length)
{
    while (length > 0 && ((unsigned char)text[length - 1] & 0xc0) == 0x80) {
        length--;
    }
    text[length > 0 ? length - 1 : 0] = '\0';
}

void finding_reason(struct finding *f, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(f->reason, sizeof f->reason, format, args);
    va_end(args);
    if (length >= REASON_SIZE) {
        end_whole(f->reason, REASON_SIZE - 1);
    }
}
