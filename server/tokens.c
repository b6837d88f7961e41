/* SPDX-License-Identifier: MIT */
#include "tokens.h"

#include "base/clock.h"
#include "base/digest.h"
#include "base/random.h"
#include "base/token.h"
#include "exits.h"
#include "host.h"
#include "queries.h"
#include "resources/forms.h"

#include <ctype.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS_DEFAULT = 90, DAYS_MAX = 3660 };

struct wanted {
    unsigned role;
    const char *authority, *region, *supplier, *name, *post, *label;
    bool system;
    long days;
};

static const struct option create_options[] = {
    {"role", required_argument, NULL, 'r'},   {"authority", required_argument, NULL, 'a'},
    {"region", required_argument, NULL, 'g'}, {"supplier", required_argument, NULL, 's'},
    {"name", required_argument, NULL, 'n'},   {"post", required_argument, NULL, 'p'},
    {"label", required_argument, NULL, 'l'},  {"days", required_argument, NULL, 'd'},
    {"system", no_argument, NULL, 'y'},       {NULL, 0, NULL, 0},
};

/* "region-admin" and "REGION_ADMIN" alike. */
static unsigned role_of(const char *text)
{
    char name[40];
    size_t len = strlen(text);
    if (len >= sizeof name)
        return 0;
    for (size_t i = 0; i < len; i++)
        name[i] = text[i] == '-' ? '_' : (char)toupper((unsigned char)text[i]);
    return codes_find(&role_codes, name, len);
}

/* 0 where it is no number of days, which none may have. */
static long days_of(const char *text)
{
    char *end;
    long days = strtol(text, &end, 10);
    return *end == '\0' ? days : 0;
}

static bool read_wanted(int argc, char **argv, struct wanted *w)
{
    const char *role = "";
    int option;
    optind = 1;
    while ((option = getopt_long(argc, argv, "", create_options, NULL)) != -1) {
        const struct {
            int option;
            const char **to;
        } texts[] = {{'r', &role},    {'a', &w->authority}, {'g', &w->region}, {'s', &w->supplier},
                     {'n', &w->name}, {'p', &w->post},      {'l', &w->label}};
        if (option == '?')
            return false;
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            if (texts[i].option == option)
                *texts[i].to = optarg;
        w->system |= option == 'y';
        if (option == 'd')
            w->days = days_of(optarg);
    }
    w->role = role_of(role);
    return optind == argc;
}

enum { AT_AUTHORITY = 1, AT_REGION = 2, AT_SUPPLIER = 4 };

static const unsigned held_at[] = {
    [ROLE_OFFICER] = AT_AUTHORITY,
    [ROLE_REQUESTER] = AT_AUTHORITY,
    [ROLE_HR] = AT_AUTHORITY,
    [ROLE_DCS] = AT_AUTHORITY,
    [ROLE_CHIEF_EXECUTIVE] = AT_AUTHORITY,
    [ROLE_AUTHORITY_ADMIN] = AT_AUTHORITY,
    [ROLE_REGION_ADMIN] = AT_REGION,
    [ROLE_SUPPLIER] = AT_SUPPLIER,
    [ROLE_AUDITOR] = AT_AUTHORITY | AT_REGION,
};

static bool is_held_there(const struct wanted *w)
{
    unsigned there = w->authority != NULL ? AT_AUTHORITY : w->region != NULL ? AT_REGION : AT_SUPPLIER;
    return (held_at[w->role] & there) != 0;
}

static const char *wrong_with(const struct wanted *w)
{
    int scopes = (w->authority != NULL) + (w->region != NULL) + (w->supplier != NULL);
    if (w->role == 0)
        return "--role is one of officer, requester, hr, dcs, chief-executive, authority-admin, "
               "region-admin, "
               "supplier and auditor";
    if (scopes != 1)
        return "a token is for one --authority, one --region or one --supplier";
    if (!is_held_there(w))
        return "region-admin is for a --region, supplier for a --supplier, auditor for an --authority or a "
               "--region, and every other role for an --authority";
    if (w->name == NULL || *w->name == '\0')
        return "--name says who will hold it";
    if (w->days < 1 || w->days > DAYS_MAX)
        return "--days is 1 to 3660";
    return NULL;
}

struct scope_row {
    int32_t authority;
    const char *region;
    struct uuid supplier;
};
static const struct field scope_fields[] = {
    FIELD(struct scope_row, authority, OUT),
    FIELD(struct scope_row, region, OUT),
    FIELD(struct scope_row, supplier, OUT),
    {0},
};
static const struct shape scope_shape = SHAPE("scope", struct scope_row, scope_fields);

static const struct scope_row *find_scope(struct host *host, const struct wanted *w)
{
    struct batch *batch = host_batch(host);
    struct rows *rows = sql_token_scope(batch, w->authority, w->region, w->supplier);
    if (!host_send(host, batch))
        return NULL;
    const struct scope_row *scope = rows_read(rows, &scope_shape, host->arena);
    bool found = scope->authority != INTEGER32_NONE || scope->region != NULL || uuid_given(scope->supplier);
    if (!found)
        host->result = (struct batch_result){.fault = FAULT_NOT_FOUND,
                                             .detail = "There is no such authority, region or supplier."};
    return found ? scope : NULL;
}

static bool store_token(struct host *host, const struct wanted *w, const struct scope_row *scope,
                        const char *token)
{
    struct digest hash = digest_sha256(token, strlen(token));
    char text[DIGEST_TEXT_SIZE];
    struct uuid principal = random_uuid(), grant = random_uuid();
    struct date today = clock_today();
    struct instant now = clock_now(), expires = {now.us + (int64_t)w->days * 86400 * 1000000};
    struct batch *batch = host_batch(host);
    sql_principal_add(batch, principal,
                      NAME_OF(principal_kind, w->system ? PRINCIPAL_KIND_SYSTEM : PRINCIPAL_KIND_PERSON),
                      w->name, w->post, scope->authority, scope->region, scope->supplier, now);
    sql_role_grant_add(batch, grant, principal, NAME_OF(role, w->role), scope->authority, scope->region,
                       scope->supplier, false, today, date_add_days(today, (int)w->days));
    sql_token_add(batch, digest_text(&hash, text), random_uuid(), grant,
                  w->label == NULL ? w->name : w->label, now, expires);
    return host_send(host, batch);
}

/* The token goes to standard output, once, and is kept nowhere. */
static int create(struct host *host, int argc, char **argv)
{
    struct wanted w = {.days = DAYS_DEFAULT};
    char token[TOKEN_LENGTH + 1];
    if (!read_wanted(argc, argv, &w) || wrong_with(&w) != NULL) {
        fprintf(stderr, "accordd: %s. Try accordd --help.\n",
                wrong_with(&w) == NULL ? "that is not understood" : wrong_with(&w));
        return EXIT_USAGE;
    }
    const struct scope_row *scope = find_scope(host, &w);
    if (scope == NULL || !store_token(host, &w, scope, token_make(token)))
        return host_trouble(host);
    puts(token);
    return EXIT_SUCCESS;
}

struct token_row {
    struct uuid id;
    const char *label, *name, *role, *scope;
    struct instant created_at, expires_at, revoked_at;
};
static const struct field token_fields[] = {
    FIELD(struct token_row, id, OUT),
    FIELD(struct token_row, label, OUT),
    FIELD(struct token_row, name, OUT),
    FIELD(struct token_row, role, OUT),
    FIELD(struct token_row, scope, OUT),
    FIELD(struct token_row, created_at, OUT),
    FIELD(struct token_row, expires_at, OUT),
    FIELD(struct token_row, revoked_at, OUT),
    {0},
};
static const struct shape token_shape = SHAPE("token", struct token_row, token_fields);

static const char *state_of(const struct token_row *token)
{
    if (instant_given(token->revoked_at))
        return "revoked";
    return token->expires_at.us <= clock_now().us ? "expired" : "valid";
}

static int list(struct host *host, int argc, char **argv)
{
    struct batch *batch = host_batch(host);
    struct rows *rows = sql_token_list(batch);
    (void)argc, (void)argv;
    if (!host_send(host, batch))
        return host_trouble(host);
    const struct token_row *token = rows_read(rows, &token_shape, host->arena);
    printf("%-36s  %-15s  %-24s  %-8s  %-20s  %s\n", "ID", "ROLE", "AT", "STATE", "EXPIRES", "HOLDER");
    for (size_t i = 0; i < rows_count(rows); i++) {
        char id[UUID_SIZE], expires[INSTANT_SIZE];
        struct instant second = {token[i].expires_at.us / 1000000 * 1000000};
        printf("%-36s  %-15s  %-24s  %-8s  %-20s  %s\n", uuid_print(token[i].id, id), token[i].role,
               token[i].scope, state_of(&token[i]), instant_print(second, expires), token[i].label);
    }
    return EXIT_SUCCESS;
}

static int revoke(struct host *host, int argc, char **argv)
{
    struct uuid id;
    if (argc != 2 || !uuid_parse(argv[1], strlen(argv[1]), &id)) {
        fputs("accordd: token revoke takes one token's id, as token list shows it\n", stderr);
        return EXIT_USAGE;
    }
    struct batch *batch = host_batch(host);
    sql_token_revoke(batch, id);
    if (!host_send(host, batch))
        return host_trouble(host);
    printf("revoked %s\n", argv[1]);
    return EXIT_SUCCESS;
}

static const struct {
    const char *name;
    int (*run)(struct host *, int argc, char **argv);
} commands[] = {{"create", create}, {"list", list}, {"revoke", revoke}};

int tokens_command(const struct settings *settings, int argc, char **argv)
{
    struct host host;
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0) {
            int result = host_open(&host, settings, settings->statement_timeout_ms)
                             ? commands[i].run(&host, argc - 1, argv + 1)
                             : EXIT_FAILURE;
            host_close(&host);
            return result;
        }
    fputs("accordd: token create, token list or token revoke? Try accordd --help.\n", stderr);
    return EXIT_USAGE;
}
