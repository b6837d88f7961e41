/* SPDX-License-Identifier: MIT */
/* Calls: of any endpoint by its path, and of the service's own by name. */
#include "call.h"
#include "error.h"
#include "path.h"

enum accord_fault accord_call_keyed(accord_client *client, const char *method, const char *path,
                                    const char *key, const accord_record *body, accord_record **answer,
                                    accord_error *error)
{
    return call_exchange(client, path, (struct exchange){.method = method, .key = key}, body, answer, error);
}

enum accord_fault accord_change(accord_client *client, const char *path, int64_t version,
                                const accord_record *changes, accord_record **answer, accord_error *error)
{
    return call_exchange(client, path, (struct exchange){.method = "PATCH", .version = version}, changes,
                         answer, error);
}

enum accord_fault accord_call(accord_client *client, const char *method, const char *path,
                              const accord_record *body, accord_record **answer, accord_error *error)
{
    return accord_call_keyed(client, method, path, NULL, body, answer, error);
}

static enum accord_fault post(accord_client *client, const char *path, const accord_record *body,
                              accord_record **answer, accord_error *error)
{
    if (!accord_record_complete(body)) {
        error_clear(error);
        return error_own(error, ACCORD_NO_MEMORY, "The record that was to be sent is not complete.");
    }
    return accord_call(client, "POST", path, body, answer, error);
}

/* `segment` goes after the path, and `filters` behind it; either may be NULL. */
static enum accord_fault get(accord_client *client, const char *path, const char *segment,
                             const accord_record *filters, accord_record **answer, accord_error *error)
{
    enum accord_fault fault = ACCORD_NO_MEMORY;
    struct arena *arena = arena_new(NULL);
    struct text full = text_in(arena);
    if (arena != NULL) {
        text_puts(&full, path);
        path_add(&full, segment == NULL ? "" : segment);
        path_add_query(&full, filters);
    }
    if (arena == NULL || full.failed) {
        error_clear(error);
        error_own(error, fault, "");
    } else {
        fault = accord_call(client, "GET", full.at, NULL, answer, error);
    }
    arena_free(arena);
    return fault;
}

enum accord_fault accord_check(accord_client *client, const accord_record *proposal, accord_record **answer,
                               accord_error *error)
{
    return post(client, "/v1/eligibility-checks", proposal, answer, error);
}

enum accord_fault accord_placement_submit(accord_client *client, const accord_record *placement,
                                          accord_record **answer, accord_error *error)
{
    return post(client, "/v1/placements", placement, answer, error);
}

enum accord_fault accord_placement_get(accord_client *client, const char *id, accord_record **answer,
                                       accord_error *error)
{
    return get(client, "/v1/placements/", id, NULL, answer, error);
}

enum accord_fault accord_leaver_record(accord_client *client, const accord_record *leaver,
                                       accord_record **answer, accord_error *error)
{
    return post(client, "/v1/cooling-off-records", leaver, answer, error);
}

enum accord_fault accord_employment_record(accord_client *client, const accord_record *employment,
                                           accord_record **answer, accord_error *error)
{
    return post(client, "/v1/employments", employment, answer, error);
}

enum accord_fault accord_rate_cap_add(accord_client *client, const accord_record *cap, accord_record **answer,
                                      accord_error *error)
{
    return post(client, "/v1/rate-caps", cap, answer, error);
}

enum accord_fault accord_rate_benchmarks(accord_client *client, const accord_record *filters,
                                         accord_record **answer, accord_error *error)
{
    return get(client, "/v1/benchmarks/rates", NULL, filters, answer, error);
}

accord_list *accord_placements(accord_client *client, const accord_record *filters)
{
    return accord_list_new(client, "/v1/placements", filters);
}

accord_list *accord_rate_caps(accord_client *client, const accord_record *filters)
{
    return accord_list_new(client, "/v1/rate-caps", filters);
}
