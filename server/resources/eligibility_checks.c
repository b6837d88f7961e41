/* SPDX-License-Identifier: MIT */
/*
 * Eligibility checks: every rule's finding on a proposed placement. A check is advice, immutable, and the
 * hiring authority's alone: nobody sees another's.
 */
#include "flow/page.h"
#include "queries.h"
#include "resources/check.h"
#include "resources/routes.h"

#include <string.h>

static step_fn check, check_facts, show, show_found, list, replay, replay_kept, replay_told;

LIST_SHAPE(check_list_shape, check_shape);

#define READERS (MAY(OFFICER) | MAY(REQUESTER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE))

static const struct code facts_items[] = {
    {NULL, ""},
    {"KEPT", "the rules are asked again on what they were told"},
    {"ERASED", "something that they were told is not kept any more: the findings are those of the day"},
};
static const struct codes kept_facts_codes = {"kept_facts", sizeof facts_items / sizeof *facts_items - 1,
                                              facts_items};
enum kept_facts { FACTS_KEPT = 1, FACTS_ERASED };

struct replay_view {
    struct uuid id;
    struct instant checked_at;
    unsigned facts;
    bool identical;
    struct shape_list findings;
};
static const struct field replay_fields[] = {
    FIELD(struct replay_view, id, ALWAYS, .about = "The check's id"),
    FIELD(struct replay_view, checked_at, ALWAYS),
    FIELD(struct replay_view, facts, ALWAYS, .codes = &kept_facts_codes, .about = "KEPT, or ERASED"),
    FIELD(struct replay_view, identical, ALWAYS | EVEN_EMPTY,
          .about = "Whether the same was told to the rules, and they found the same"),
    FIELD(struct replay_view, findings, ALWAYS | EVEN_EMPTY, .record = &finding_shape,
          .about = "What the rules find on it now"),
    {0},
};
static const struct shape replay_shape = SHAPE("eligibility_check_replay", struct replay_view, replay_fields);

/* A check as it was kept. */
struct kept {
    struct uuid id;
    struct instant checked_at;
    struct date checked_on;
    int32_t hirer;
    const char *asked;
    int64_t facts_version, rules_version;
    bool facts_erased;
    int32_t silent_authorities, team_in_breach;
    struct code_set rules_asked;
    struct shape_list findings;
    const char *facts_digest;
};
static const struct field kept_fields[] = {
    FIELD(struct kept, id, OUT),
    FIELD(struct kept, checked_at, OUT),
    FIELD(struct kept, checked_on, OUT),
    FIELD(struct kept, hirer, OUT),
    FIELD(struct kept, asked, OUT),
    FIELD(struct kept, facts_version, OUT),
    FIELD(struct kept, rules_version, OUT),
    FIELD(struct kept, facts_erased, OUT),
    FIELD(struct kept, silent_authorities, OUT),
    FIELD(struct kept, team_in_breach, OUT),
    FIELD(struct kept, rules_asked, OUT, .codes = &rule_codes),
    FIELD(struct kept, findings, OUT, .record = &finding_shape),
    FIELD(struct kept, facts_digest, OUT),
    {0},
};
static const struct shape kept_shape = SHAPE("kept check", struct kept, kept_fields);

static const enum fault check_faults[] = {FAULT_OUT_OF_SCOPE, FAULT_NONE};

const struct route eligibility_check_routes[] = {
    {.method = "POST",
     .path = "/v1/eligibility-checks",
     .first = check,
     .roles = MAY(OFFICER) | MAY(REQUESTER),
     .in = &check_proposal_shape,
     .out = &check_shape,
     .status = 201,
     .creates = true,
     .action = "eligibility_check.make",
     .about = "Runs every rule on a proposed placement",
     .faults = check_faults},
    {.method = "GET",
     .path = "/v1/eligibility-checks/{id}",
     .first = show,
     .roles = READERS,
     .out = &check_shape,
     .status = 200,
     .action = "eligibility_check.read",
     .about = "A check of the caller's authority"},
    {.method = "GET",
     .path = "/v1/eligibility-checks",
     .first = list,
     .roles = READERS,
     .query = &page_shape,
     .out = &check_list_shape,
     .status = 200,
     .action = "eligibility_check.list",
     .about = "The checks of the caller's authority, newest first"},
    {.method = "GET",
     .path = "/v1/eligibility-checks/{id}/replay",
     .first = replay,
     .roles = READERS,
     .out = &replay_shape,
     .status = 200,
     .action = "eligibility_check.replay",
     .about = "What the rules find on the facts that a check was told, whatever has been recorded since"},
    {0},
};

/* Ask for everything the rules need, in one round trip. */
static enum flow check(struct req *rq)
{
    enum flow refusal;
    if (proposal_refused(rq, rq->in, &refusal))
        return refusal;
    struct facts_as_of now = facts_now(rq);
    facts_ask(rq, rq->in, &now, STATE(rq, struct facts_asked));
    return await(rq, check_facts);
}

static enum flow check_facts(struct req *rq)
{
    enum flow refusal;
    struct check_made *made = arena_alloc(rq->arena, sizeof *made);
    if (!check_make(rq, rq->in, rq->state, RULES_ALL, made, &refusal))
        return refusal;
    promise(rq, &made->view, "eligibility_check", made->view.id);
    check_store(rq, rq->in, made);
    return settle(rq);
}

static enum flow show(struct req *rq)
{
    *STATE(rq, struct rows *) = sql_eligibility_check_get(rq->batch, rq->id);
    return await(rq, show_found);
}

static enum flow show_found(struct req *rq)
{
    const struct check_view *found = row_of(rq, *STATE(rq, struct rows *), &check_shape);
    if (found == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    struct check_view view = *found;
    view.advisory = true;
    view.contest = check_contest;
    return reply(rq, &view);
}

static enum flow list(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_eligibility_check_list(rq->batch, after.id, page_ask(rq), page_counted(rq)));
}

struct replaying {
    struct rows *rows;
    const struct kept *kept;
    struct proposal asked;
    struct facts_asked told;
};

static enum flow replay(struct req *rq)
{
    STATE(rq, struct replaying)->rows = sql_eligibility_check_kept(rq->batch, rq->id);
    return await(rq, replay_kept);
}

/* It was asked of the caller's authority, or of one before it: the name that the body gave has been looked
 * at. */
static enum flow replay_kept(struct req *rq)
{
    struct replaying *r = rq->state;
    struct problem problem = {0};
    r->kept = row_of(rq, r->rows, &kept_shape);
    if (r->kept == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    if (r->kept->facts_erased)
        return reply(rq, &(struct replay_view){.id = r->kept->id,
                                               .checked_at = r->kept->checked_at,
                                               .facts = FACTS_ERASED,
                                               .findings = r->kept->findings});
    if (r->kept->rules_version == INTEGER_NONE)
        return fail(rq, FAULT_CONFLICT, "The check was made before versions were kept, and has no replay.");
    if (shape_read_json(&kept_proposal_shape, r->kept->asked, strlen(r->kept->asked), rq->arena, &r->asked,
                        &problem) != FAULT_NONE)
        return fail(rq, FAULT_INTERNAL, NULL);
    struct proposal own = r->asked;
    own.authority = NULL;
    sql_see_as_told(rq->batch, rq->id);
    facts_ask(rq, &own,
              &(struct facts_as_of){.facts_version = r->kept->facts_version,
                                    .rules_version = r->kept->rules_version,
                                    .hirer = r->kept->hirer,
                                    .silent_authorities = r->kept->silent_authorities,
                                    .team_in_breach = r->kept->team_in_breach,
                                    .checked_on = r->kept->checked_on},
              &r->told);
    return await(rq, replay_told);
}

static const char *canonical(struct req *rq, const struct shape_list *findings)
{
    const struct finding_view *view = findings->at;
    struct text out = text_in(rq->arena);
    text_puts(&out, "");
    for (size_t i = 0; i < findings->count; i++)
        shape_write_canonical(&finding_shape, &view[i], &out);
    return out.at;
}

static enum flow replay_told(struct req *rq)
{
    struct replaying *r = rq->state;
    const struct kept *kept = r->kept;
    struct check_made *made = arena_alloc(rq->arena, sizeof *made);
    enum flow refusal;
    if (!check_make(rq, &r->asked, &r->told,
                    kept->rules_asked.bits == 0 ? RULES_ALL : (unsigned)kept->rules_asked.bits, made,
                    &refusal))
        return refusal;
    bool same_facts = strcmp(made->view.facts_digest, kept->facts_digest) == 0;
    bool same_findings = strcmp(canonical(rq, &made->view.findings), canonical(rq, &kept->findings)) == 0;
    return reply(rq, &(struct replay_view){.id = kept->id,
                                           .checked_at = kept->checked_at,
                                           .facts = FACTS_KEPT,
                                           .identical = same_facts && same_findings,
                                           .findings = made->view.findings});
}
