/* SPDX-License-Identifier: MIT */
#include "service.h"
#include "table.h"
#include "terms.h"
#include "words.h"

#include <stdio.h>

static const char *const list_examples[] = {"accord agreements list", NULL};

static const struct input list_inputs[] = {{0}};

static const struct show_column list_columns[] = {{"NAME", "name"},
                                                  {"KIND", "kind"},
                                                  {"LEAD REGION", "lead_region"},
                                                  {"BASIS", "legal_basis"},
                                                  {"FROM", "from"},
                                                  {"TO", "to"},
                                                  {"ID", "id"},
                                                  {0}};

static int list(struct run *run)
{
    return service_list(run, "agreements", list_columns, "agreement");
}

const struct command agreements_list_command = {
    .words = "agreements list",
    .about = "List the regions' agreements",
    .examples = list_examples,
    .inputs = list_inputs,
    .run = list,
};

/* A part of an agreement: what it holds, in columns. */
static void print_part(const struct run *run, const accord_record *agreement, const char *part,
                       const char *const *members, size_t columns)
{
    const char *heads[8];
    size_t count = accord_record_count(agreement, part);
    for (size_t i = 0; i < columns; i++) {
        heads[i] = words_upper(run->arena, words_label(run->arena, members[i]));
    }
    struct table table = table_new(run->arena, heads, columns);
    for (size_t i = 0; i < count * columns; i++) {
        const accord_record *item = accord_record_item(agreement, part, i / columns);
        table_add(&table, words_member(run->arena, item, members[i % columns]));
    }
    if (count > 0) {
        putchar('\n');
        table_print(&table, true, stdout);
    }
}

static void print_agreement(const struct run *run, const accord_record *agreement)
{
    static const char *const terms[] = {"from",        "to",        "cool_off_months", "cool_off_last_day",
                                        "notice_days", "obligation"};
    static const char *const protocols[] = {"protocol", "phase"};
    static const char *const members[] = {"authority", "phase", "from", "to", "sharing_agreement_signed_on"};
    show_record(run, agreement);
    print_part(run, agreement, "terms", terms, sizeof terms / sizeof *terms);
    print_part(run, agreement, "protocols", protocols, sizeof protocols / sizeof *protocols);
    print_part(run, agreement, "memberships", members, sizeof members / sizeof *members);
}

static const char *const show_examples[] = {"accord agreements show 0199b2c4-0000-7000-8000-000000000002",
                                            NULL};

static const struct input show_inputs[] = {TERMS_ID("The agreement's id"), {0}};

static int show(struct run *run)
{
    return service_show(run, "agreements", print_agreement);
}

const struct command agreements_show_command = {
    .words = "agreements show",
    .about = "Show an agreement with its terms, protocols and signatories",
    .examples = show_examples,
    .inputs = show_inputs,
    .run = show,
};

static const char *const add_examples[] = {
    "accord agreements add \"South East memorandum\" --regions \"South East\" --lead-region \"South East\" "
    "--legal-basis regional-moc --from 2025-10-01",
    NULL,
};

static const struct input add_inputs[] = {
    {.name = "NAME",
     .member = "name",
     .kind = INPUT_TEXT,
     .use = INPUT_POSITIONAL | INPUT_NEEDED,
     .about = "Its name"},
    TERMS_CODE("kind", "kind", agreement_kind_codes, "Whose it is", .preset = "REGION"),
    {.name = "regions",
     .member = "regions",
     .kind = INPUT_TEXT_LIST,
     .about = "The regions that it covers, by name"},
    {.name = "lead-region",
     .member = "lead_region",
     .kind = INPUT_TEXT,
     .about = "The region that administers it: your own"},
    TERMS_CODE("legal-basis", "legal_basis", legal_basis_codes, "What it rests on"),
    TERMS_DATE("from", "from", "First day in force"),
    TERMS_DATE("to", "to", "Last day, if there is one"),
    TERMS_WRITE,
    {0},
};

static int add(struct run *run)
{
    return service_add(run, "/v1/agreements");
}

const struct command agreements_add_command = {
    .words = "agreements add",
    .about = "Add an agreement that your region administers",
    .examples = add_examples,
    .inputs = add_inputs,
    .run = add,
};

/* To the agreement whose ID was given. */
static int add_to(struct run *run, const char *part)
{
    return service_add(
        run, arena_printf(run->arena, "/v1/agreements/%s/%s", accord_record_text(run->own, "ID"), part));
}

static const char *const terms_examples[] = {
    "accord agreements terms 0199b2c4-0000-7000-8000-000000000101 --from 2025-10-01 --cool-off-months 6",
    NULL,
};

static const struct input terms_inputs[] = {
    TERMS_ID("The agreement's id"),
    TERMS_DATE("from", "from", "First day of these terms"),
    TERMS_DATE("to", "to", "Last day, if there is one"),
    {.name = "cool-off-months",
     .member = "cool_off_months",
     .kind = INPUT_INTEGER,
     .about = "Months of a cooling-off period of its own"},
    {.name = "covers-own-authority",
     .member = "covers_own_authority",
     .kind = INPUT_FLAG,
     .about = "The period holds for a return to the same authority"},
    {.name = "exceptions",
     .member = "exceptions",
     .kind = INPUT_CODE_LIST,
     .codes = &exception_codes,
     .about = "Exceptions that it recognises"},
    TERMS_CODE("last-day", "cool_off_last_day", last_day_reading_codes, "How the period's last day is read"),
    {.name = "notice-days", .member = "notice_days", .kind = INPUT_INTEGER, .about = "Notice, in days"},
    TERMS_DATE("legacy-cap-date", "legacy_cap_date", "From when caps hold for placements begun before them"),
    TERMS_CODE("obligation", "obligation", obligation_codes, "How far it binds"),
    TERMS_WRITE,
    {0},
};

static int terms(struct run *run)
{
    return add_to(run, "terms");
}

const struct command agreements_terms_command = {
    .words = "agreements terms",
    .about = "Add terms to an agreement for a time",
    .examples = terms_examples,
    .inputs = terms_inputs,
    .run = terms,
};

static const char *const protocol_examples[] = {
    "accord agreements protocol 0199b2c4-0000-7000-8000-000000000101 --protocol cool-off --phase 1",
    NULL,
};

static const struct input protocol_inputs[] = {
    TERMS_ID("The agreement's id"),
    TERMS_CODE("protocol", "protocol", protocol_codes, "Which"),
    {.name = "phase", .member = "phase", .kind = INPUT_INTEGER, .about = "The phase that it belongs to"},
    TERMS_WRITE,
    {0},
};

static int protocol(struct run *run)
{
    return add_to(run, "protocols");
}

const struct command agreements_protocol_command = {
    .words = "agreements protocol",
    .about = "Add a protocol to a phase of an agreement",
    .examples = protocol_examples,
    .inputs = protocol_inputs,
    .run = protocol,
};

static const char *const sign_examples[] = {
    "accord agreements sign 0199b2c4-0000-7000-8000-000000000101 --authority Medway --from 2025-10-01 "
    "--sharing-agreement 2025-09-20",
    NULL,
};

static const struct input sign_inputs[] = {
    TERMS_ID("The agreement's id"),
    {.name = "authority",
     .member = "authority",
     .kind = INPUT_AUTHORITY,
     .use = INPUT_NEEDED,
     .about = "Who signs: a name or a DfE code"},
    TERMS_DATE("from", "from", "First day as a signatory"),
    TERMS_DATE("to", "to", "Last day, if there is one"),
    TERMS_DATE("sharing-agreement", "sharing_agreement_signed_on",
               "When it signed the sharing agreement; until then nothing crosses"),
    {.name = "phase",
     .member = "phase",
     .kind = INPUT_INTEGER,
     .about = "The phase adopted from that day on, with all before"},
    TERMS_WRITE,
    {0},
};

static int sign(struct run *run)
{
    return add_to(run, "memberships");
}

const struct command agreements_sign_command = {
    .words = "agreements sign",
    .about = "Add a signatory to an agreement for a time",
    .examples = sign_examples,
    .inputs = sign_inputs,
    .run = sign,
};
