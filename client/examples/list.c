/* SPDX-License-Identifier: MIT */
/*
 * The price caps that one may see, a line each. The list asks for its pages as they are needed.
 *
 *     cc list.c $(pkg-config --cflags --libs accord) -o list
 *     ACCORD_URL=https://accord.example ACCORD_TOKEN=… ./list SW,SSW
 */
#include <accord/accord.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static void print_cap(const accord_record *cap)
{
    int64_t pence = 0;
    (void)accord_record_integer(cap, "cap_pence", &pence);
    printf("%s\t%s\t%" PRId64 "p\tfrom %s\n", accord_record_text(cap, "job_type"),
           accord_record_text(cap, "pay_type"), pence, accord_record_text(cap, "effective_from"));
}

/* An item lives until the next one is asked for; the last is NULL. */
static enum accord_fault print_all(accord_list *list, accord_error *error)
{
    const accord_record *cap;
    enum accord_fault fault = accord_list_next(list, &cap, error);
    while (fault == ACCORD_OK && cap != NULL) {
        print_cap(cap);
        fault = accord_list_next(list, &cap, error);
    }
    return fault;
}

static int print_caps(accord_client *client, const char *job_types)
{
    accord_record *filters = accord_record_new();
    accord_record_set_text(filters, "job_type", job_types);
    accord_list *list = accord_rate_caps(client, filters);
    accord_error *error = accord_error_new();
    enum accord_fault fault = list == NULL ? ACCORD_NO_MEMORY : print_all(list, error);
    if (fault != ACCORD_OK) {
        fprintf(stderr, "%s: %s (request %s)\n", accord_error_title(error), accord_error_detail(error),
                accord_error_request_id(error));
    }
    accord_list_free(list);
    accord_record_free(filters);
    accord_error_free(error);
    return fault == ACCORD_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    accord_client *client;
    if (argc > 2 || accord_client_new(getenv("ACCORD_URL"), getenv("ACCORD_TOKEN"), &client) != ACCORD_OK) {
        fputs("usage: ACCORD_URL=… ACCORD_TOKEN=… list [JOB-TYPE,…]\n", stderr);
        return EXIT_FAILURE;
    }
    int code = print_caps(client, argc == 2 ? argv[1] : NULL);
    accord_client_free(client);
    return code;
}
