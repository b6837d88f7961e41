/* SPDX-License-Identifier: MIT */
/*
 * References: asked of another authority, or received outside and recorded. What happens to one later is in
 * reference_acts.c. All of it claims the worker's facts, so that of two at once the second sees the first.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/parameters.h"
#include "resources/reference.h"
#include "resources/reference_template.h"

static step_fn make, make_known, show, list, search;

struct list_query {
    struct page page;
    struct code_set status;
    bool to_answer;
};
static const struct field list_query_fields[] = {
    PAGE_FIELDS(struct list_query),
    FIELD(struct list_query, status, IN, .codes = &reference_status_codes,
          .about = "Only these, separated by commas"),
    FIELD(struct list_query, to_answer, IN, .about = "Only those that another authority waits for"),
    {0},
};
static const struct shape list_query_shape = SHAPE("parameters", struct list_query, list_query_fields);
LIST_SHAPE(reference_row_list_shape, reference_row_shape);

struct search {
    const char *swe_number;
};
static const struct field search_fields[] = {SWE_NUMBER(struct search, REQUIRED), {0}};
static const struct shape search_shape = SHAPE("reference_search", struct search, search_fields);

static const enum fault make_faults[] = {FAULT_FORBIDDEN, FAULT_DUPLICATE, FAULT_STALE_FACTS, FAULT_NONE};

const struct route reference_routes[] = {
    {.method = "POST",
     .path = "/v1/references",
     .first = make,
     .roles = MAY(OFFICER) | MAY(REQUESTER) | MAY(HR),
     .in = &reference_shape,
     .out = &reference_shape,
     .status = 201,
     .creates = true,
     .action = "reference.make",
     .about = "Asks another authority for a reference (INTERNAL), or records one that was received outside "
              "(EXTERNAL)",
     .faults = make_faults},
    {.method = "GET",
     .path = "/v1/references",
     .first = list,
     .roles = REFERENCE_READERS,
     .query = &list_query_shape,
     .out = &reference_row_list_shape,
     .status = 200,
     .action = "reference.list",
     .about =
         "The references that the caller's authority holds, has asked for or is asked for, newest first"},
    {.method = "GET",
     .path = "/v1/references/{id}",
     .first = show,
     .roles = REFERENCE_READERS,
     .out = &reference_shape,
     .status = 200,
     .action = "reference.read",
     .about = "One of them, with its answers"},
    {.method = "POST",
     .path = "/v1/references/search",
     .first = search,
     .roles = REFERENCE_READERS,
     .in = &search_shape,
     .query = &list_query_shape,
     .out = &reference_row_list_shape,
     .status = 200,
     .action = "reference.search",
     .about = "One worker's among them, newest first"},
    {0},
};

/* What the second step needs to know. */
struct asked {
    struct rows *facts, *provider, *template, *ruleset;
};

static void complain_of_member(struct req *rq, bool given, bool wanted, const char *pointer, const char *why)
{
    if (given != wanted)
        complain(rq, pointer, wanted ? "required" : "conflicts", why);
}

static void complain_of_day(struct req *rq, struct date day, const char *pointer)
{
    if (date_given(day) && date_before(rq->today, day))
        complain(rq, pointer, "out_of_range", "The day is in the future.");
}

static void complain_of_referee(struct req *rq, const struct reference_record *r, bool wanted)
{
    static const char why[] =
        "A reference that was received says who gave it, for whom and when; one that is "
        "asked for does not yet.";
    complain_of_member(rq, r->referee_name != NULL, wanted, "/referee_name", why);
    complain_of_member(rq, r->referee_post != NULL, wanted, "/referee_post", why);
    complain_of_member(rq, r->referee_body != NULL, wanted, "/referee_body", why);
    complain_of_member(rq, r->relation != 0, wanted, "/relation", why);
    complain_of_member(rq, date_given(r->dated), wanted, "/dated", why);
    complain_of_member(rq, date_given(r->received_on), wanted, "/received_on", why);
}

/* Whether the worker is still there, as far as whoever asks says. */
static bool is_current(const struct req *rq, const struct reference_record *r)
{
    return !date_given(r->engaged_to) || !date_before(r->engaged_to, rq->today);
}

static void complain_of_asking(struct req *rq, const struct reference_record *r)
{
    static const char later[] = "This comes with the answer.";
    complain_of_referee(rq, r, false);
    complain_of_member(rq, r->provider_authority != NULL, true, "/provider_authority",
                       "A reference is asked of an authority.");
    if (is_current(rq, r) && !date_given(r->worker_agreed_on))
        complain(rq, "/worker_agreed_on", "required",
                 "A present employer is asked once the worker has agreed.");
    if (uuid_given(r->template))
        complain(rq, "/template", "conflicts", later);
    if (r->answers.count > 0)
        complain(rq, "/answers", "conflicts", later);
    if (r->practice_based)
        complain(rq, "/practice_based", "conflicts", later);
    if (date_given(r->verified_on) || r->verified_how != NULL)
        complain(rq, "/verified_on", "conflicts", later);
    if (r->given_in_confidence)
        complain(rq, "/given_in_confidence", "conflicts", later);
}

static void complain_of_recording(struct req *rq, const struct reference_record *r)
{
    complain_of_referee(rq, r, true);
    complain_of_member(rq, r->provider_authority != NULL, false, "/provider_authority",
                       "An EXTERNAL reference is of no authority here: name its body in referee_body.");
    complain_of_member(rq, r->verified_how != NULL, date_given(r->verified_on), "/verified_how",
                       "A verification says when and how.");
    if (r->answers.count > 0 && !uuid_given(r->template))
        complain(rq, "/template", "required", "Answers are by a template's fields.");
    complain_of_day(rq, r->received_on, "/received_on");
    complain_of_day(rq, r->verified_on, "/verified_on");
    if (date_given(r->dated) && date_given(r->received_on) && date_before(r->received_on, r->dated))
        complain(rq, "/received_on", "out_of_range", "It was received before it was dated.");
    if (date_given(r->verified_on) && date_given(r->received_on) &&
        date_before(r->verified_on, r->received_on))
        complain(rq, "/verified_on", "out_of_range", "It was verified before it was received.");
}

static enum flow make(struct req *rq)
{
    const struct reference_record *want = rq->in;
    if (want->provider == REFERENCE_PROVIDER_INTERNAL)
        complain_of_asking(rq, want);
    else
        complain_of_recording(rq, want);
    complain_of_day(rq, want->engaged_from, "/engaged_from");
    complain_of_day(rq, want->worker_agreed_on, "/worker_agreed_on");
    if (date_given(want->engaged_to) && date_before(want->engaged_to, want->engaged_from))
        complain(rq, "/engaged_to", "out_of_range", "The last day is before the first.");
    if (complained(rq))
        return fail_complained(rq);
    struct asked *asked = STATE(rq, struct asked);
    asked->facts = sql_facts_version(rq->batch, want->swe_number);
    asked->ruleset = sql_ruleset_of(rq->batch, INTEGER_NONE);
    if (want->provider_authority != NULL)
        asked->provider = sql_authority_find(rq->batch, want->provider_authority);
    if (uuid_given(want->template))
        asked->template = sql_reference_template_find(rq->batch, want->template, want->dated);
    return await(rq, make_known);
}

static bool role_may(struct req *rq, const struct reference_record *r, enum flow *flow)
{
    bool asks = r->provider == REFERENCE_PROVIDER_INTERNAL;
    if (rq->who.role != (asks ? ROLE_HR : ROLE_REQUESTER))
        return true;
    *flow =
        fail(rq, FAULT_FORBIDDEN,
             asks ? "Whoever hires asks for references." : "Officers and human resources record references.");
    return false;
}

static void store(struct req *rq, const struct reference_record *r, int32_t provider, int64_t facts_version)
{
    sql_facts_claim(rq->batch, r->swe_number, facts_version, random_uuid());
    sql_reference_add(rq->batch, r->id, NAME_OF(reference_provider, r->provider), provider, r->swe_number,
                      NAME_OF(reference_use, r->used_for), NAME_OF(reference_status, r->status),
                      r->engaged_from, r->engaged_to, r->worker_agreed_on, r->asked_on, r->due_by,
                      r->referee_name, r->referee_post, r->referee_body,
                      form_code(&referee_relation_codes, r->relation), r->practice_based, r->template,
                      template_answers_json(rq, &r->answers), r->dated, r->received_on, r->verified_on,
                      r->verified_how, r->given_in_confidence, r->recorded_at);
}

/* What asking and recording share. */
static struct reference_record begun(struct req *rq)
{
    struct reference_record made = *(const struct reference_record *)rq->in;
    made.id = random_uuid();
    made.version = 1;
    made.authority = rq->who.authority_code;
    made.used_for = made.used_for == 0 ? REFERENCE_USE_AGENCY : made.used_for;
    made.recorded_at = rq->now;
    return made;
}

struct version_row {
    int64_t version;
};
static const struct field version_fields[] = {FIELD(struct version_row, version, OUT), {0}};
static const struct shape version_shape = SHAPE("facts version", struct version_row, version_fields);

static int64_t facts_version(struct req *rq)
{
    const struct version_row *row = row_of(rq, STATE(rq, struct asked)->facts, &version_shape);
    return row->version;
}

/* As long as the ruleset says that an answer takes. */
static struct date due(struct req *rq)
{
    struct ruleset ruleset = parameters_read(rq, STATE(rq, struct asked)->ruleset);
    struct date by = rq->today;
    int64_t days;
    if (!ruleset_integer(&ruleset, PARAMETER_reference_turnaround_days, rq->today, &days))
        return DATE_NONE;
    by.day += (int32_t)days;
    return by;
}

static enum flow ask(struct req *rq)
{
    struct reference_record made = begun(rq);
    const struct code_row *provider = row_of(rq, STATE(rq, struct asked)->provider, &code_row_shape);
    if (provider == NULL)
        return fail_field(rq, FAULT_INVALID, "/provider_authority", "unknown",
                          "There is no authority of that code.");
    if (provider->id == rq->who.authority)
        return fail_field(rq, FAULT_INVALID, "/provider_authority", "conflicts",
                          "A reference is asked of another authority.");
    made.provider_authority = provider->dfe_code;
    made.status = REFERENCE_STATUS_ASKED;
    made.asked_on = rq->today;
    made.due_by = due(rq);
    promise(rq, &made, "reference", made.id);
    sql_reference_may_ask(rq->batch, provider->id, rq->today);
    store(rq, &made, provider->id, facts_version(rq));
    return settle(rq);
}

static enum flow record(struct req *rq)
{
    struct reference_record made = begun(rq);
    if (uuid_given(made.template)) {
        const struct template_row *template =
            row_of(rq, STATE(rq, struct asked)->template, &template_row_shape);
        if (template == NULL)
            return fail_field(rq, FAULT_INVALID, "/template", "unknown", "No such template was in use then.");
        if (made.answers.count > 0)
            template_complain(rq, template, &made.answers);
    }
    if (complained(rq))
        return fail_complained(rq);
    made.status = REFERENCE_STATUS_ANSWERED;
    if (date_given(made.verified_on))
        made.verified_by = rq->who.principal;
    promise(rq, &made, "reference", made.id);
    store(rq, &made, INTEGER32_NONE, facts_version(rq));
    return settle(rq);
}

static enum flow make_known(struct req *rq)
{
    const struct reference_record *want = rq->in;
    enum flow refusal;
    if (!role_may(rq, want, &refusal))
        return refusal;
    return want->provider == REFERENCE_PROVIDER_INTERNAL ? ask(rq) : record(rq);
}

static enum flow show(struct req *rq)
{
    return show_row(rq, sql_reference_get(rq->batch, rq->id, true));
}

static enum flow ask_page(struct req *rq, const char *swe_number)
{
    const struct list_query *want = rq->query;
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(
        rq, sql_reference_list(rq->batch, form_codes(rq->arena, &reference_status_codes, want->status),
                               want->to_answer, swe_number, after.id, page_ask(rq), page_counted(rq)));
}

static enum flow list(struct req *rq)
{
    return ask_page(rq, NULL);
}

static enum flow search(struct req *rq)
{
    const struct search *asked = rq->in;
    return ask_page(rq, asked->swe_number);
}
