/* SPDX-License-Identifier: MIT */
#include "resources/check.h"

#include "base/metrics.h"
#include "base/random.h"
#include "queries.h"
#include "resources/confirmation.h"
#include "resources/departures.h"
#include "resources/facts_team.h"

#include <string.h>

static const struct field finding_fields[] = {
    CODE(struct finding_view, rule, rule, ALWAYS),
    CODE(struct finding_view, layer, layer, ALWAYS),
    CODE(struct finding_view, verdict, verdict, ALWAYS),
    CODE(struct finding_view, obligation, obligation, OUT,
         .about = "How far the rule binds in its layer: SHOULD may be departed from with a reason"),
    FIELD(struct finding_view, reason, ALWAYS, .about = "Why, in a sentence or two, with the dates in words"),
    FIELD(struct finding_view, basis, OUT, .about = "What the verdict rests on, where that is special"),
    FIELD(struct finding_view, to_do, OUT, .about = "What would settle it"),
    FIELD(struct finding_view, state, OUT, .about = "Of a breach: OPEN or SIGNED_OFF"),
    FIELD(struct finding_view, earliest_start_date, OUT,
          .about = "The first day on which this would not breach"),
    FIELD(struct finding_view, due_by, OUT, .about = "When what is missing is due"),
    FIELD(struct finding_view, comparable_pence, OUT,
          .about = "The rate in the cap's coverage, pence an hour"),
    FIELD(struct finding_view, cap_pence, OUT, .about = "The cap, pence an hour"),
    FIELD(struct finding_view, excess_pence, OUT,
          .about = "By how much the rate is over the cap, pence an hour"),
    FIELD(struct finding_view, agreement, OUT, .about = "The agreement's id, of a REGIONAL finding"),
    FIELD(struct finding_view, agreement_name, OUT, .about = "The agreement's name"),
    FIELD(struct finding_view, silent_authorities, OUT,
          .about = "Authorities in scope that have stated no leavers for the last full month, nor that there "
                   "were none"),
    FIELD(struct finding_view, have, OUT, .about = "References that count"),
    FIELD(struct finding_view, need, OUT, .about = "References that are asked for"),
    FIELD(struct finding_view, required_days, OUT, .about = "Notice that is asked for, in days"),
    FIELD(struct finding_view, on_record_days, OUT,
          .about = "Days of direct employment that are on record, before the start"),
    {0},
};
const struct shape finding_shape = SHAPE("finding", struct finding_view, finding_fields);

static const struct field check_fields[] = {
    FIELD(struct check_view, id, ALWAYS),
    FIELD(struct check_view, authority, ALWAYS, .about = "The hiring authority's DfE code"),
    FIELD(struct check_view, swe_number, ALWAYS),
    FIELD(struct check_view, start_date, OUT),
    CODE(struct check_view, purpose, purpose, ALWAYS),
    FIELD(struct check_view, checked_at, ALWAYS),
    FIELD(struct check_view, ruleset, OUT, .about = "The ruleset's version"),
    FIELD(struct check_view, advisory, OUT, .about = "Always true: a named person decides"),
    CODE(struct check_view, outcome, outcome, ALWAYS),
    FIELD(struct check_view, earliest_start_date, OUT,
          .about = "The first day on which no date-bound finding would breach"),
    FIELD(struct check_view, not_checked, OUT | EVEN_EMPTY, .about = "Rules that this release does not have"),
    FIELD(struct check_view, findings, OUT | EVEN_EMPTY, .record = &finding_shape),
    FIELD(struct check_view, facts_digest, OUT, .about = "HMAC of the facts that the rules were told"),
    FIELD(struct check_view, contest, OUT, .about = "How to contest a finding"),
    {0},
};
const struct shape check_shape = SHAPE("eligibility_check", struct check_view, check_fields);

const char check_contest[] =
    "This is advice; a named officer decides. A worker who thinks a record is wrong may dispute it through "
    "an "
    "officer of any signatory; until that is decided, what would breach for that record refers to a person. "
    "An officer may depart from a finding with a reason.";

bool check_signed_off(const struct finding_view *f)
{
    return f->state != NULL && strcmp(f->state, NAME_OF(breach_state, BREACH_STATE_SIGNED_OFF)) == 0;
}

static int64_t shown(int64_t value)
{
    return value < 0 ? INTEGER_NONE : value;
}

static int32_t shown_count(int32_t value)
{
    return value < 0 ? INTEGER32_NONE : value;
}

static struct finding_view view_of(const struct finding *f)
{
    return (struct finding_view){
        .rule = f->rule,
        .layer = f->layer,
        .verdict = f->verdict,
        .obligation = f->obligation,
        .reason = f->reason,
        .basis = f->basis,
        .to_do = f->to_do,
        .state = f->state,
        .earliest_start_date = f->earliest_start_date,
        .due_by = f->due_by,
        .comparable_pence = shown(f->comparable_pence),
        .cap_pence = shown(f->cap_pence),
        .excess_pence = shown(f->excess_pence),
        .agreement = f->agreement,
        .agreement_name = f->agreement_name,
        .silent_authorities = shown_count(f->silent_authorities),
        .have = shown_count(f->have),
        .need = shown_count(f->need),
        .required_days = shown_count(f->required_days),
        .on_record_days = shown_count(f->on_record_days),
    };
}

static struct shape_list findings_view(struct req *rq, const struct findings *findings)
{
    struct finding_view *views = arena_alloc(rq->arena, findings->count * sizeof *views);
    for (size_t i = 0; i < findings->count; i++)
        views[i] = view_of(&findings->at[i]);
    return (struct shape_list){.at = views, .count = findings->count};
}

static struct text_list names_of(struct req *rq, unsigned rules)
{
    const char **names = arena_alloc(rq->arena, (rule_codes.count + 1) * sizeof *names);
    size_t count = 0;
    for (unsigned rule = 1; rule <= rule_codes.count; rule++)
        if (rules & (1u << rule))
            names[count++] = codes_name(&rule_codes, rule);
    return (struct text_list){.at = names, .count = count};
}

static void count_findings(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        metrics_add(METRIC_FINDINGS, findings->at[i].rule, findings->at[i].verdict);
}

bool check_make(struct req *rq, const struct proposal *p, const struct facts_asked *asked, unsigned rules,
                struct check_made *made, enum flow *flow)
{
    if (!facts_open(rq, p, asked, &made->facts, &made->ruleset, &made->relied, flow))
        return false;
    rules_ask(&made->facts, &made->ruleset, rules, &made->check);
    departures_serve(rq, p, asked, &made->facts, &made->check.findings);
    made->digest = digest_text(&made->relied.digest, arena_alloc(rq->arena, DIGEST_TEXT_SIZE));
    made->view = (struct check_view){
        .id = random_uuid(),
        .authority = rq->who.authority_code,
        .swe_number = p->swe_number,
        .start_date = p->start_date,
        .purpose = p->purpose == 0 ? PURPOSE_pre_engagement : p->purpose,
        .checked_at = rq->now,
        .ruleset = made->ruleset.version,
        .advisory = true,
        .outcome = made->check.outcome,
        .earliest_start_date = made->check.earliest_start_date,
        .findings = findings_view(rq, &made->check.findings),
        .facts_digest = made->digest + strlen("\\x"),
        .contest = check_contest,
    };
    return true;
}

const char *findings_json(struct req *rq, const struct shape_list *findings)
{
    struct text out = text_in(rq->arena);
    const struct finding_view *view = findings->at;
    json_begin(&out, '[');
    for (size_t i = 0; i < findings->count; i++)
        shape_write_json(&finding_shape, &view[i], &out);
    json_end(&out, ']');
    return out.at;
}

/* NULL: all. */
static const char *rules_asked(struct req *rq, unsigned rules)
{
    return rules == RULES_ALL ? NULL : form_texts(rq->arena, names_of(rq, rules));
}

void check_store(struct req *rq, const struct proposal *p, const struct check_made *made)
{
    const struct check_view *view = &made->view;
    struct text asked = text_in(rq->arena);
    struct proposal kept = *p;
    if (!uuid_given(p->placement))
        kept.began = DATE_NONE;
    count_findings(&made->check.findings);
    shape_write_canonical(&kept_proposal_shape, &kept, &asked);
    sql_eligibility_check_add(
        rq->batch, view->id, p->placement, view->swe_number, NAME_OF(purpose, view->purpose), rq->now,
        view->start_date, asked.at, view->ruleset, made->relied.facts_version, made->digest,
        NAME_OF(outcome, view->outcome), view->earliest_start_date, form_texts(rq->arena, view->not_checked),
        findings_json(rq, &view->findings), made->facts.authority, made->facts.checked_on,
        made->relied.rules_version, made->facts.silent_authorities, rules_asked(rq, made->check.asked),
        facts_team_in_breach(&made->facts));
    confirmation_ask(rq, p, made);
}
