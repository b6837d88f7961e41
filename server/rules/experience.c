/* SPDX-License-Identifier: MIT */
/*
 * R2. The jurisdiction is not asked for: every authority that can be on record is English, so that nothing
 * hangs on whether posts elsewhere in the United Kingdom would count.
 */
#include "rules/rules.h"
#include "rules/scope.h"
#include "rules/stretch.h"

#include <string.h>

/* Far more than anybody asks for; keeps the dates within the years that dates have. */
enum { YEARS_MAX = 50 };

struct question {
    const struct facts *facts;
    int32_t years;
};

/* All stretches together. */
struct tally {
    int32_t days;
    int32_t stretches;
    bool years_reached; /* by one of them alone */
};

enum reach { SHORT, A_DAY_SHORT, ENOUGH };

static struct date after_years(const struct question *q, struct date from)
{
    return date_add_months(from, 12 * q->years);
}

static struct tally tally_of(const struct question *q, struct reading reading)
{
    struct tally t = {0};
    struct stretch s;
    for (struct date from = DATE_NONE; stretch_next(q->facts, reading, from, &s);
         from = date_add_days(s.last, 1)) {
        struct date after = date_add_days(s.last, 1);
        t.days += after.day - s.first.day;
        t.stretches++;
        t.years_reached |= !date_before(after, after_years(q, s.first));
    }
    return t;
}

/* Where employment was broken, days are counted: three years are 1,096, and 1,095 if none was a leap year. */
static enum reach reach_of(const struct question *q, struct reading reading)
{
    struct tally t = tally_of(q, reading);
    int32_t without_leap_days = q->years * 365, leap_days = (q->years + 3) / 4;
    if (t.years_reached || (t.stretches > 1 && t.days >= without_leap_days + leap_days)) {
        return ENOUGH;
    }
    return t.stretches > 1 && t.days >= without_leap_days ? A_DAY_SHORT : SHORT;
}

static bool qualified_too_late(const struct question *q)
{
    struct date qualified = q->facts->qualified_on;
    return date_given(qualified) && date_before(q->facts->start_date, after_years(q, qualified));
}

/* Stated to be the whole history, with nothing in it that might turn out to be longer. */
static bool record_is_whole(const struct facts *facts)
{
    bool whole = facts->history_complete;
    for (size_t i = 0; i < facts->spell_count; i++) {
        const struct spell *s = &facts->spells[i];
        whole &= !s->disputed && (!stretch_direct(s) || date_given(s->start_date));
    }
    return whole;
}

static enum verdict verdict_if(const struct question *q, bool temporary_counts)
{
    if (reach_of(q, (struct reading){temporary_counts, false}) == ENOUGH) {
        return VERDICT_PASS;
    }
    bool is_short = reach_of(q, (struct reading){temporary_counts, true}) == SHORT;
    bool sure = qualified_too_late(q) || record_is_whole(q->facts);
    return is_short && sure ? VERDICT_BREACH : VERDICT_REFER;
}

/* Whether posts must be permanent; NULL: it is not laid down. */
static const char *permanence(const struct facts *facts, const struct ruleset *ruleset)
{
    static const char *const known[] = {"YES", "NO", "OPEN"};
    const char *value = ruleset_text(ruleset, PARAMETER_experience_requires_permanent,
                                     ruleset_day(ruleset, facts->start_date));
    for (size_t i = 0; value && i < sizeof known / sizeof *known; i++) {
        if (strcmp(value, known[i]) == 0) {
            return value;
        }
    }
    return NULL;
}

/* Both readings of "direct employment", and where they differ the one that is laid down. */
static enum verdict verdict_of(const struct question *q, const char *must_be_permanent)
{
    enum verdict permanent = verdict_if(q, false), any = verdict_if(q, true);
    if (permanent == any) {
        return any;
    }
    if (!must_be_permanent) {
        return VERDICT_UNKNOWN;
    }
    if (strcmp(must_be_permanent, "OPEN") == 0) {
        return VERDICT_REFER;
    }
    return strcmp(must_be_permanent, "YES") == 0 ? permanent : any;
}

static const char *plural(int32_t count)
{
    return count == 1 ? "" : "s";
}

static void explain_breach(const struct question *q, struct finding *f, const char *start)
{
    char words[DATE_WORDS_SIZE];
    if (qualified_too_late(q)) {
        finding_reason(f, "The worker qualified on %s, less than %d year%s before %s.",
                       date_words(q->facts->qualified_on, words), q->years, plural(q->years), start);
        return;
    }
    finding_reason(f,
                   "The records, which are stated to be whole, hold %d day%s of direct employment before %s; "
                   "%d year%s of it are asked for.",
                   f->on_record_days, plural(f->on_record_days), start, q->years, plural(q->years));
}

/* One wording for all that is REFER: another authority reads it. */
static void explain(const struct question *q, struct finding *f)
{
    char start[DATE_WORDS_SIZE];
    date_words(q->facts->start_date, start);
    if (f->verdict == VERDICT_PASS) {
        finding_reason(f, "The records hold at least %d year%s of direct employment before %s.", q->years,
                       plural(q->years), start);
    } else if (f->verdict == VERDICT_BREACH) {
        explain_breach(q, f, start);
    } else if (f->verdict == VERDICT_REFER) {
        finding_reason(
            f,
            "The records do not settle whether there are %d year%s of direct employment before %s; "
            "they hold %d day%s. Ask the worker.",
            q->years, plural(q->years), start, f->on_record_days, plural(f->on_record_days));
    } else {
        finding_reason(f, "It is not laid down whether fixed-term posts count as experience on that day.");
    }
}

static void find(const struct question *q, const char *must_be_permanent, struct finding *f)
{
    bool temporary = !must_be_permanent || strcmp(must_be_permanent, "YES") != 0;
    f->verdict = verdict_of(q, must_be_permanent);
    if (f->verdict == VERDICT_REFER || f->verdict == VERDICT_BREACH) {
        f->on_record_days = tally_of(q, (struct reading){temporary, true}).days;
    }
    explain(q, f);
}

static bool nothing_on_record(const struct facts *facts)
{
    for (size_t i = 0; i < facts->spell_count; i++) {
        if (!facts->spells[i].declared) {
            return false;
        }
    }
    return true;
}

void experience(const struct facts *facts, const struct ruleset *ruleset, struct findings *findings)
{
    struct finding *f = findings_add(findings, RULE_EXPERIENCE, LAYER_NATIONAL, VERDICT_UNKNOWN);
    int64_t years;
    if (scope_bank(facts, f) || scope_transition(facts, ruleset, f)) {
        return;
    }
    if (nothing_on_record(facts)) {
        finding_reason(f, "No employment is on record for this worker; ask for the history of employment.");
    } else if (!ruleset_integer(ruleset, PARAMETER_experience_years, ruleset_day(ruleset, facts->start_date),
                                &years) ||
               years < 0 || years > YEARS_MAX) {
        finding_reason(f, "It is not laid down how many years of experience are asked for on that day.");
    } else {
        find(&(struct question){facts, (int32_t)years}, permanence(facts, ruleset), f);
    }
}
