/* SPDX-License-Identifier: MIT */
/*
 * libaccord: the agency rules, in C.
 *
 *     client ──► call ──► answer (record) or fault (error)
 *           └──► list ──► item, item, …        follows the service's pages
 *
 * Records mirror the API's JSON: a member is found by its name there, so what the service adds later can be
 * read without a new library. Text is UTF-8, dates are "2026-09-30", instants UTC with "Z", money is integer
 * pence.
 *
 * Every call returns ACCORD_OK or a fault, and fills the caller's error object where one is given (NULL is
 * fine). No text returned is NULL unless its line says so. Every _free takes NULL. The library prints
 * nothing, ends no process and keeps no state outside its handles.
 *
 * Threads: one client may serve several at once, after its setters were called; a record, a list or an error
 * object belongs to one at a time, and reading a record counts, since handles on what it holds are made then.
 * A list or a call uses its client, so that several lists of one client may go on at once.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined __GNUC__
#define ACCORD_API __attribute__((visibility("default")))
#define ACCORD_CHECKED __attribute__((warn_unused_result))
#else
#define ACCORD_API
#define ACCORD_CHECKED
#endif

typedef struct accord_client accord_client;
typedef struct accord_record accord_record;
typedef struct accord_list accord_list;
typedef struct accord_error accord_error;

/*
 * Why there is no answer. ACCORD_FAULT_… are the service's own, from accord/faults.def, to which new ones are
 * added at the end only.
 */
enum accord_fault {
    ACCORD_OK,
    ACCORD_UNREACHABLE, /* no answer came */
    ACCORD_NO_MEMORY,
    ACCORD_BAD_ANSWER,    /* what came is not an answer of this service */
    ACCORD_USAGE,         /* the call itself is wrong, and nothing was sent */
    ACCORD_UNKNOWN_FAULT, /* a fault newer than this library: decide by accord_error_http_status */
    ACCORD_FAULTS_BEFORE = 99,
#define FAULT(name, code, status, retryable, title) ACCORD_FAULT_##name,
#include "accord/faults.def"
};

/* What findings come to. ACCORD_OUTCOME_NONE: not said, or newer than this library. */
enum accord_outcome {
    ACCORD_OUTCOME_NONE,
#define OUTCOME(name, words, exit) ACCORD_OUTCOME_##name,
#include "accord/findings.def"
};

/* What a rule says. */
enum accord_verdict {
    ACCORD_VERDICT_NONE,
#define VERDICT(name, words) ACCORD_VERDICT_##name,
#include "accord/findings.def"
};

/* Of the library in use, like "0.1.0". */
ACCORD_API const char *accord_version(void);

/* ── Client ───────────────────────────────────────────────────────────────────────────────────────────────
 */

/*
 * `url` is where the service is: "https://accord.example", a path before /v1 allowed. `token` may be NULL.
 * Both are copied. ACCORD_USAGE: no http or https URL, or one that carries a password, a query or a fragment.
 */
ACCORD_API ACCORD_CHECKED enum accord_fault accord_client_new(const char *url, const char *token,
                                                              accord_client **out);
/* No call of the client may be under way, and its lists must be gone. */
ACCORD_API void accord_client_free(accord_client *);

/* Set these before the first call. */

/* Milliseconds for one try, 10,000 at first, and for the whole call with its repeats, 30,000 at first. */
ACCORD_API void accord_client_set_timeout(accord_client *, long milliseconds);
ACCORD_API void accord_client_set_patience(accord_client *, long milliseconds);
/* How often one call is tried, 5 at first; 1 never repeats. */
ACCORD_API void accord_client_set_tries(accord_client *, int tries);
/* A file of CA certificates (PEM) instead of the system's. There is no way to turn verification off. */
ACCORD_API ACCORD_CHECKED enum accord_fault accord_client_set_ca_file(accord_client *, const char *path);
/* A token is sent in plain text only to this machine itself, unless this is set. */
ACCORD_API void accord_client_set_plain_http(accord_client *, bool allowed);

/* Told of every try, from the thread that makes it. `http_status` is 0 and `request_id` "" where no answer
 * came. */
typedef void accord_trace_fn(void *arg, const char *method, const char *path, int http_status,
                             const char *request_id, long milliseconds);
ACCORD_API void accord_client_set_trace(accord_client *, accord_trace_fn *, void *arg);

/*
 * Told of every try before it is sent. `headers` are "Name: value" and end with NULL, without Host and
 * User-Agent; of the token they show the prefix that all have: "Bearer accord_…". `body` is NULL for none.
 */
typedef void accord_request_fn(void *arg, const char *method, const char *url, const char *const *headers,
                               const char *body);
/* Told of each line of an answer's head, the status line first, as it came but for the line's end. */
typedef void accord_head_fn(void *arg, const char *line);
/* Both from the thread that makes the call; either may be NULL. What is told lives until they return. */
ACCORD_API void accord_client_set_watch(accord_client *, accord_request_fn *, accord_head_fn *, void *arg);

/* ── Error ────────────────────────────────────────────────────────────────────────────────────────────────
 */

/* Holds what the last call it was given to came to. NULL when out of memory. */
ACCORD_API accord_error *accord_error_new(void);
ACCORD_API void accord_error_free(accord_error *);

/* All of these take NULL. Of a call that succeeded there are status, request id and key, and nothing else.
 */
ACCORD_API enum accord_fault accord_error_fault(const accord_error *);
/* Stable: as in faults.def, or "unreachable", "no_memory", "bad_answer", "usage". */
ACCORD_API const char *accord_error_code(const accord_error *);
ACCORD_API const char *accord_error_title(const accord_error *);
ACCORD_API const char *accord_error_detail(const accord_error *); /* a sentence, or "" */
ACCORD_API int accord_error_http_status(const accord_error *);    /* 0: no answer */
ACCORD_API const char *accord_error_request_id(const accord_error *);
/* The same call, with the same key, may succeed later. */
ACCORD_API bool accord_error_retryable(const accord_error *);
/* It is not known whether this was done. A POST is repeated with its key; before a change is, look. */
ACCORD_API bool accord_error_uncertain(const accord_error *);
/* The Idempotency-Key that a POST carried, else "": what accord_call_keyed repeats it with. */
ACCORD_API const char *accord_error_key(const accord_error *);
/* The fields that were wrong: all of them. `pointer` is a JSON Pointer ("/pay_pence") or a parameter's name.
 */
ACCORD_API size_t accord_error_field_count(const accord_error *);
ACCORD_API const char *accord_error_field_pointer(const accord_error *, size_t nth);
ACCORD_API const char *accord_error_field_code(const accord_error *, size_t nth);
ACCORD_API const char *accord_error_field_detail(const accord_error *, size_t nth);
/*
 * The whole problem (RFC 9457); of rule_breach with outcome, earliest_start_date and findings. NULL where the
 * fault is not the service's own, which reads like an empty record.
 */
ACCORD_API const accord_record *accord_error_record(const accord_error *);

/* ── Record ───────────────────────────────────────────────────────────────────────────────────────────────
 */

enum accord_kind {
    ACCORD_KIND_NONE, /* absent, or null */
    ACCORD_KIND_TEXT,
    ACCORD_KIND_INTEGER,
    ACCORD_KIND_BOOL,
    ACCORD_KIND_RECORD,
    ACCORD_KIND_LIST,
};

/* An empty one. NULL when out of memory, which the functions that fill one take: see accord_record_complete.
 */
ACCORD_API accord_record *accord_record_new(void);
/* Only of a record from _new, _parse or a call; what it holds goes with it. */
ACCORD_API void accord_record_free(accord_record *);
/* Reads a JSON object. ACCORD_FAULT_MALFORMED_JSON: it is none; nested over 32 deep; a name twice. */
ACCORD_API ACCORD_CHECKED enum accord_fault accord_record_parse(const char *json, size_t len,
                                                                accord_record **out);
/* The record as JSON, to be released with free(). NULL when out of memory. */
ACCORD_API ACCORD_CHECKED char *accord_record_json(const accord_record *);

/*
 * Filling a record: names and texts are copied, a member that is set again is replaced. A text of NULL is
 * left out. A child is taken over, whatever happens. Where memory runs out the record stays incomplete, is
 * not sent by any call (ACCORD_NO_MEMORY), and accord_record_complete says so; so no setter needs to be
 * looked at.
 */
ACCORD_API void accord_record_set_text(accord_record *, const char *name, const char *value);
ACCORD_API void accord_record_set_integer(accord_record *, const char *name, int64_t value);
ACCORD_API void accord_record_set_bool(accord_record *, const char *name, bool value);
ACCORD_API void accord_record_set_record(accord_record *, const char *name, accord_record *child);
/* These make the list that they add to. */
ACCORD_API void accord_record_append_text(accord_record *, const char *name, const char *value);
ACCORD_API void accord_record_append_integer(accord_record *, const char *name, int64_t value);
ACCORD_API void accord_record_append_record(accord_record *, const char *name, accord_record *child);
ACCORD_API bool accord_record_complete(const accord_record *);

/* Reading takes NULL for an empty record, and lives as long as the record and as it is not changed. */
ACCORD_API enum accord_kind accord_record_kind(const accord_record *, const char *name);
ACCORD_API const char *accord_record_text(const accord_record *,
                                          const char *name); /* "" where there is none */
/* True and *out where the member is an integer. */
ACCORD_API bool accord_record_integer(const accord_record *, const char *name, int64_t *out);
ACCORD_API bool accord_record_bool(const accord_record *, const char *name); /* false where there is none */
/* NULL where there is none, or no memory for a handle on it. */
ACCORD_API const accord_record *accord_record_child(const accord_record *, const char *name);
/* Of a list; 0 where there is none. */
ACCORD_API size_t accord_record_count(const accord_record *, const char *name);
/* The nth of a list, from 0: a record, or NULL; a text, or "". */
ACCORD_API const accord_record *accord_record_item(const accord_record *, const char *name, size_t nth);
ACCORD_API const char *accord_record_item_text(const accord_record *, const char *name, size_t nth);
/* How many members, and their names in order; NULL past the last. */
ACCORD_API size_t accord_record_size(const accord_record *);
ACCORD_API const char *accord_record_name(const accord_record *, size_t nth);
/* A member of any kind as JSON, "null" where there is none; to be released with free(). NULL when out of
 * memory. */
ACCORD_API ACCORD_CHECKED char *accord_record_member_json(const accord_record *, const char *name);

/* Of a check, a placement or a rule_breach problem, and of one of its findings. */
ACCORD_API enum accord_outcome accord_record_outcome(const accord_record *);
ACCORD_API enum accord_verdict accord_record_verdict(const accord_record *);

/* ── Calls ────────────────────────────────────────────────────────────────────────────────────────────────
 */

/*
 * A call makes an Idempotency-Key for its POST, and repeats it with that key after 429, 502, 503 and 504, a
 * retryable 409 and a lost connection, as Retry-After says, within tries and patience. *answer is the
 * caller's.
 */

/* Runs every rule on a proposed placement: swe_number, start_date and category at least. */
ACCORD_API ACCORD_CHECKED enum accord_fault accord_check(accord_client *, const accord_record *proposal,
                                                         accord_record **answer, accord_error *);

/* ACCORD_FAULT_RULE_BREACH: refused, nothing stored; accord_error_record holds the findings. */
ACCORD_API ACCORD_CHECKED enum accord_fault accord_placement_submit(accord_client *,
                                                                    const accord_record *placement,
                                                                    accord_record **answer, accord_error *);
ACCORD_API ACCORD_CHECKED enum accord_fault accord_placement_get(accord_client *, const char *id,
                                                                 accord_record **answer, accord_error *);

/* A leaver in short (swe_number, last_day, leaving_reason), and a spell of employment in full. */
ACCORD_API ACCORD_CHECKED enum accord_fault accord_leaver_record(accord_client *, const accord_record *leaver,
                                                                 accord_record **answer, accord_error *);
ACCORD_API ACCORD_CHECKED enum accord_fault accord_employment_record(accord_client *,
                                                                     const accord_record *employment,
                                                                     accord_record **answer, accord_error *);

ACCORD_API ACCORD_CHECKED enum accord_fault accord_rate_cap_add(accord_client *, const accord_record *cap,
                                                                accord_record **answer, accord_error *);

/* `filters` are the query's parameters (job_type "SW,IRO_CPCC", quarter "2026-Q3"); NULL for none. */
ACCORD_API ACCORD_CHECKED enum accord_fault accord_rate_benchmarks(accord_client *,
                                                                   const accord_record *filters,
                                                                   accord_record **answer, accord_error *);

/*
 * Anything else: `method` GET or POST, `path` from "/v1/" on with its query, `body` NULL for none. An answer
 * without a body is an empty record.
 */
ACCORD_API ACCORD_CHECKED enum accord_fault accord_call(accord_client *, const char *method, const char *path,
                                                        const accord_record *body, accord_record **answer,
                                                        accord_error *);
/* The same with a key of the caller's own, 1 to 64 of A-Z a-z 0-9 - _, so that a later process can repeat a
 * POST. */
ACCORD_API ACCORD_CHECKED enum accord_fault accord_call_keyed(accord_client *, const char *method,
                                                              const char *path, const char *key,
                                                              const accord_record *body,
                                                              accord_record **answer, accord_error *);

/*
 * Changes a record: PATCH of its path with the members that change, where it still has the version (1 or
 * more) that the caller read. ACCORD_FAULT_PRECONDITION_FAILED: it has another, and the detail says what
 * differs; accord_error_uncertain then says that an earlier try of this call may have made it so.
 */
ACCORD_API ACCORD_CHECKED enum accord_fault accord_change(accord_client *, const char *path, int64_t version,
                                                          const accord_record *changes,
                                                          accord_record **answer, accord_error *);

/*
 * A file that is part of a record, like a reference's form: puts it there, where the record still has the
 * version (1 or more) that the caller read, with what accord_change says of that; *answer is the record.
 */
ACCORD_API ACCORD_CHECKED enum accord_fault accord_put_file(accord_client *, const char *path,
                                                            int64_t version, const char *media_type,
                                                            const void *bytes, size_t len,
                                                            accord_record **answer, accord_error *);
/* Its bytes, as they were put there; *bytes is to be released with free(). */
ACCORD_API ACCORD_CHECKED enum accord_fault accord_get_file(accord_client *, const char *path, void **bytes,
                                                            size_t *len, accord_error *);

/* ── Lists ────────────────────────────────────────────────────────────────────────────────────────────────
 */

/* Ask for nothing yet; `filters` as above, read at once. NULL when out of memory. */
ACCORD_API accord_list *accord_placements(accord_client *, const accord_record *filters);
ACCORD_API accord_list *accord_rate_caps(accord_client *, const accord_record *filters);
/* Any other list, by its path: "/v1/authorities". */
ACCORD_API accord_list *accord_list_new(accord_client *, const char *path, const accord_record *filters);
/* A list that is asked for with a body, like "/v1/placements/search" with {"swe_number":…}: read at once too.
 */
ACCORD_API accord_list *accord_search_new(accord_client *, const char *path, const accord_record *filters,
                                          const accord_record *wanted);
ACCORD_API void accord_list_free(accord_list *);
/* The next item, which lives until the next call; NULL past the last. Asks for a page where one is due. */
ACCORD_API ACCORD_CHECKED enum accord_fault accord_list_next(accord_list *, const accord_record **item,
                                                             accord_error *);
/* Before the first item: ask how many there are on all pages, which costs the service some work. */
ACCORD_API void accord_list_set_counted(accord_list *);
/* True and *out once a page has told it. */
ACCORD_API bool accord_list_count(const accord_list *, int64_t *out);
/* There is more, but the service would have to be asked for it. */
ACCORD_API bool accord_list_page_over(const accord_list *);

#ifdef __cplusplus
}
#endif
