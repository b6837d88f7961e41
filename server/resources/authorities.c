/* SPDX-License-Identifier: MIT */
/* The English authorities, their codes through time, and who followed whom. Reference, so that reading is not
 * audited. */
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

#include <string.h>

static step_fn list, show;

struct authority {
    const char *dfe_code, *name, *region;
    unsigned kind;
    struct text_list gss_codes, predecessors, successors;
    struct date last_day;
};
static const struct field authority_fields[] = {
    FIELD(struct authority, dfe_code, ALWAYS,
          .about = "DfE's three digits: what names the authority everywhere"),
    FIELD(struct authority, name, ALWAYS),
    FIELD(struct authority, region, OUT),
    CODE(struct authority, kind, authority_kind, ALWAYS),
    FIELD(struct authority, gss_codes, OUT, .about = "GSS codes through time, oldest first"),
    FIELD(struct authority, predecessors, OUT, .about = "DfE codes of those whose records it holds"),
    FIELD(struct authority, successors, OUT, .about = "DfE codes of those that hold its records"),
    FIELD(struct authority, last_day, OUT, .about = "Its last day, where it has ended"),
    {0},
};
static const struct shape authority_shape = SHAPE("authority", struct authority, authority_fields);
LIST_SHAPE(authority_list_shape, authority_shape);

struct list_query {
    struct listing listing;
    const char *region;
};
static const struct field list_query_fields[] = {
    LISTING_FIELDS(struct list_query),
    FIELD(struct list_query, region, IN, .max = 40, .about = "Only this region's, by its name",
          .example = "\"South East\""),
    {0},
};
static const struct shape list_query_shape = SHAPE("parameters", struct list_query, list_query_fields);

struct path {
    const char *id;
};
static const struct field id_field =
    FIELD(struct path, id, REQUIRED, .min = 3, .max = 9, .about = "A DfE code, or a GSS code, old or new",
          .example = "\"887\"");

const struct route authority_routes[] = {
    {.method = "GET",
     .path = "/v1/authorities",
     .first = list,
     .roles = ANYBODY,
     .query = &list_query_shape,
     .out = &authority_list_shape,
     .status = 200,
     .about = "All authorities, by name"},
    {.method = "GET",
     .path = "/v1/authorities/{id}",
     .first = show,
     .roles = ANYBODY,
     .id = &id_field,
     .out = &authority_shape,
     .status = 200,
     .about = "One authority, by its DfE code or by a GSS code, old or new"},
    {0},
};

static enum flow list(struct req *rq)
{
    const struct list_query *query = rq->query;
    return show_rows(rq, sql_authority_list(rq->batch, query->region, NULL));
}

static enum flow show(struct req *rq)
{
    const char *code;
    return form_authority_code(rq->id_text, strlen(rq->id_text), rq->arena, &code)
               ? show_row(rq, sql_authority_list(rq->batch, NULL, code))
               : fail(rq, FAULT_NOT_FOUND, NULL);
}
