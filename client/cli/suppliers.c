/* SPDX-License-Identifier: MIT */
#include "service.h"
#include "terms.h"

static const char *const list_examples[] = {"accord suppliers list", NULL};

static const struct input list_inputs[] = {{0}};

static const struct show_column list_columns[] = {
    {"NAME", "name"}, {"REGION", "region"}, {"TIER", "tier"}, {"SUPPLIES", "supplies"}, {"ID", "id"}, {0}};

static int list(struct run *run)
{
    return service_list(run, "suppliers", list_columns, "supplier");
}

const struct command suppliers_list_command = {
    .words = "suppliers list",
    .about = "List the suppliers that you may name",
    .examples = list_examples,
    .inputs = list_inputs,
    .run = list,
};

static const char *const add_examples[] = {
    "accord suppliers add \"Alder Vale\" --tier first --supplies temp",
    NULL,
};

static const struct input add_inputs[] = {
    {.name = "NAME",
     .member = "name",
     .kind = INPUT_TEXT,
     .use = INPUT_POSITIONAL | INPUT_NEEDED,
     .about = "Its name"},
    TERMS_CODE("tier", "tier", supplier_tier_codes, "Its tier"),
    TERMS_CODE("supplies", "supplies", supplies_codes, "What it supplies"),
    TERMS_WRITE,
    {0},
};

static int add(struct run *run)
{
    return service_add(run, "/v1/suppliers");
}

const struct command suppliers_add_command = {
    .words = "suppliers add",
    .about = "Add a supplier to your region's",
    .examples = add_examples,
    .inputs = add_inputs,
    .run = add,
};
