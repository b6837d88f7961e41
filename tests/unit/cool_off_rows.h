/* SPDX-License-Identifier: MIT */
/* Cases of COOL_OFF in a line. What a row leaves out is not given, or the usual. */
#pragma once
#include "rule_facts.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

/* HIRER and NEAR lie in one region, FAR in another; TRUST serves HIRER, OLD became HIRER. */
enum who { NOBODY, HIRER, NEAR, FAR, TRUST, OLD };

static const char *const south_east[] = {"E12000008"};
static const char *const london[] = {"E12000007"};
static const int32_t hirer[] = {HIRER}, near[] = {NEAR}, far[] = {FAR};
static const int32_t trust[] = {TRUST, HIRER}, old[] = {OLD, HIRER};

static const struct standing stands[] = {
    [HIRER] = {hirer, 1, south_east, 1}, [NEAR] = {near, 1, south_east, 1}, [FAR] = {far, 1, london, 1},
    [TRUST] = {trust, 2, london, 1},     [OLD] = {old, 2, london, 1},
};

/* A spell; what is left out is a substantive children's post that the worker resigned from. */
struct post {
    enum who at;
    const char *left; /* NULL: still open */
    enum leaving_reason reason;
    enum basis basis;
    enum service service;
    const char *probation_end;
    bool evidence, undated_evidence, disputed, declared, no_reason;
    uint8_t bound[2]; /* agreements */
};

struct terms {
    uint8_t agreement;
    int32_t months;
    const char *from, *to;
    bool others_only, no_exceptions, free;
};

struct row {
    const char *title;
    const char *start;
    const char *checked; /* NULL: on the start */
    struct post posts[3];
    struct terms terms[2];
    enum verdict national;
    const char *national_earliest;
    enum verdict regional;
    const char *regional_earliest;
    const char *basis, *to_do; /* of the national finding */
};

struct test_facts {
    struct facts facts;
    struct spell spells[3];
    struct uuid bound[3][2];
    struct cool_off_terms terms[2];
};

static inline void fill_spell(const struct post *p, struct uuid bound[2], struct spell *s)
{
    enum leaving_reason reason = p->reason ? p->reason : LEAVING_REASON_RESIGNED;
    size_t count = 0;
    while (count < 2 && p->bound[count]) {
        bound[count] = agreement(p->bound[count]);
        count++;
    }
    *s = (struct spell){
        .declared = p->declared,
        .authority = (int32_t)p->at,
        .stands = stands[p->at],
        .basis = p->basis ? p->basis : BASIS_SUBSTANTIVE,
        .service = p->service ? p->service : SERVICE_CHILDREN,
        .start_date = day("2019-01-07"),
        .last_day = day(p->left),
        .probation_end = day(p->probation_end),
        .leaving_reason = p->left && !p->no_reason ? reason : LEAVING_REASON_NONE,
        .evidence_kind = p->evidence || p->undated_evidence ? "LETTER" : NULL,
        .evidence_dated = day(p->evidence ? "2026-01-05" : NULL),
        .disputed = p->disputed,
        .bound = bound,
        .bound_count = count,
    };
}

static inline void fill_terms(const struct terms *t, struct cool_off_terms *out)
{
    unsigned both = 1u << EXCEPTION_REDUNDANCY | 1u << EXCEPTION_LEFT_IN_PROBATION;
    *out = (struct cool_off_terms){
        .agreement = agreement(t->agreement),
        .name = "Agreement",
        .from = day(t->from ? t->from : "2024-10-31"),
        .to = day(t->to),
        .months = t->months,
        .covers_own_authority = !t->others_only,
        .exceptions = t->no_exceptions ? 0 : both,
        .last_day = t->free ? LAST_DAY_FREE : LAST_DAY_BLOCKED,
    };
}

static inline void fill(const struct row *row, struct test_facts *t)
{
    *t = (struct test_facts){0};
    t->facts.checked_on = day(row->checked ? row->checked : row->start);
    t->facts.start_date = day(row->start);
    t->facts.authority = HIRER;
    t->facts.stands = stands[HIRER];
    t->facts.spells = t->spells;
    t->facts.cool_off_terms = t->terms;
    t->facts.silent_authorities = 4;
    while (t->facts.spell_count < 3 && row->posts[t->facts.spell_count].at) {
        size_t i = t->facts.spell_count++;
        fill_spell(&row->posts[i], t->bound[i], &t->spells[i]);
    }
    while (t->facts.cool_off_terms_count < 2 && row->terms[t->facts.cool_off_terms_count].agreement) {
        size_t i = t->facts.cool_off_terms_count++;
        fill_terms(&row->terms[i], &t->terms[i]);
    }
}

static inline void same_text(const char *title, const char *what, const char *is, const char *must)
{
    if ((is == NULL) != (must == NULL) || (is && strcmp(is, must) != 0)) {
        fail_msg("%s: %s is %s, not %s", title, what, is ? is : "none", must ? must : "none");
    }
}

static inline void same_finding(const char *title, const struct finding *f, enum verdict verdict,
                                const char *earliest)
{
    char text[DATE_SIZE];
    assert_non_null(f);
    same_text(title, NAME_OF(layer, f->layer), NAME_OF(verdict, f->verdict), NAME_OF(verdict, verdict));
    same_text(title, "earliest_start_date",
              date_given(f->earliest_start_date) ? date_print(f->earliest_start_date, text) : NULL, earliest);
    assert_string_not_equal(f->reason, "");
}

static inline void check_row(const struct row *row, const struct ruleset *ruleset)
{
    struct test_facts t;
    struct findings findings = {.count = 0};
    fill(row, &t);
    cool_off(&t.facts, ruleset, &findings);
    const struct finding *national = find_finding(&findings, RULE_COOL_OFF, LAYER_NATIONAL);
    same_finding(row->title, national, row->national, row->national_earliest);
    same_text(row->title, "basis", national->basis, row->basis);
    same_text(row->title, "to_do", national->to_do, row->to_do);
    same_finding(row->title, find_finding(&findings, RULE_COOL_OFF, LAYER_REGIONAL),
                 row->regional ? row->regional : VERDICT_NOT_APPLICABLE, row->regional_earliest);
}

#define CHECK_ROWS(rows, ruleset)     \
    EACH(i, rows)                     \
    {                                 \
        check_row(&rows[i], ruleset); \
    }

#define BREACH VERDICT_BREACH
#define REFER VERDICT_REFER
#define EXEMPT VERDICT_EXEMPT
#define PASS VERDICT_PASS
#define UNKNOWN VERDICT_UNKNOWN
#define NOT_APPLICABLE VERDICT_NOT_APPLICABLE
/* clang-format off */
#define POST(...) {{__VA_ARGS__}}
/* clang-format on */
