/* SPDX-License-Identifier: MIT */
/*
 * One run at a time, held by a lock of the database's for as long as its session lives. That a reminder is
 * tried is committed before it is sent, so that a database that takes no writes sends nobody the same mail
 * again and again; that it was sent, once the relay has it. Between these two a run may die, and the next
 * sends it again: a mail that comes twice is better than none.
 */
#include "remind.h"

#include "base/clock.h"
#include "base/fault_point.h"
#include "base/memory.h"
#include "base/random.h"
#include "exits.h"
#include "host.h"
#include "mail/message.h"
#include "mail/password.h"
#include "mail/relay.h"
#include "queries.h"
#include "reminder.h"
#include "values/email.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENT_TIMEOUT_MS = 600000 };

struct run {
    struct host *host;
    const struct settings *settings;
    struct mail_relay *relay;
    struct date today;
    long sent, failed;
    int result; /* the exit code */
};

struct contact_row {
    const char *work_email;
};
static const struct field contact_fields[] = {FIELD(struct contact_row, work_email, OUT), {0}};
static const struct shape contact_shape = SHAPE("contact", struct contact_row, contact_fields);

const char *remind_wrong_with(const struct settings *s)
{
    if (*s->mail_relay == '\0')
        return NULL;
    if (mail_relay_wrong_with(s->mail_relay) != NULL)
        return mail_relay_wrong_with(s->mail_relay);
    if (!email_taken(s->mail_from, strlen(s->mail_from)))
        return "A mail_relay needs mail_from, one bare e-mail address.";
    if ((*s->mail_user == '\0') != (*s->mail_password_file == '\0'))
        return "mail_user and mail_password_file belong together.";
    return NULL;
}

static const char *lacks(const struct settings *s)
{
    return *s->mail_relay == '\0' ? "No mail_relay is set: no mail is sent." : remind_wrong_with(s);
}

/* How many rows are the first one's person's. */
static size_t of_one(const struct waiting *w, size_t count)
{
    size_t n = 0;
    while (n < count && uuid_equal(w[n].person, w[0].person))
        n++;
    return n;
}

/* The run is over. */
static bool stop(struct run *run)
{
    run->result = host_trouble(run->host);
    return false;
}

static bool reach(struct run *run)
{
    if (mail_relay_reach(run->relay) == MAIL_TAKEN)
        return true;
    fprintf(stderr, "accordd: the relay cannot be used (mail_relay): %s\n", mail_relay_trouble(run->relay));
    run->result = EXIT_FAILURE;
    return false;
}

/* The address, if the person still is to be reminded; else NULL. */
static bool try(struct run *run, struct uuid person, const char **to)
{
    struct batch *batch = host_batch(run->host);
    sql_reminders_hold(batch);
    struct rows *rows = sql_reminder_try(batch, person, run->today, clock_now());
    if (!host_send(run->host, batch))
        return stop(run);
    const struct contact_row *contact = rows_read(rows, &contact_shape, run->host->arena);
    *to = contact == NULL ? NULL : contact->work_email;
    FAULT_POINT("reminder_tried");
    return true;
}

static bool note_sent(struct run *run, struct uuid person)
{
    FAULT_POINT("reminder_taken");
    struct batch *batch = host_batch(run->host);
    sql_reminder_sent(batch, person, run->today);
    run->sent++;
    return host_send(run->host, batch) || stop(run);
}

/* By the id alone: an address is in no log. */
static void note_failed(struct run *run, struct uuid person, const char *why)
{
    char id[UUID_SIZE];
    fprintf(stderr, "accordd: person %s was not reminded: %s\n", uuid_print(person, id), why);
    run->failed++;
    run->result = EXIT_FAILURE;
}

static enum mail_outcome post(struct run *run, const struct waiting *w, size_t count, const char *to)
{
    struct arena *arena = run->host->arena;
    struct text bytes = text_in(arena);
    const struct mail_message message = {.from = run->settings->mail_from,
                                         .to = to,
                                         .subject = reminder_subject(arena, w, count),
                                         .text = reminder_text(arena, w, count, run->settings->public_url),
                                         .at = clock_now(),
                                         .id = random_uuid()};
    return mail_message_write(&bytes, &message)
               ? mail_relay_send(run->relay, message.from, to, bytes.at, bytes.len)
               : MAIL_REFUSED;
}

/* False: the run is over. */
static bool remind(struct run *run, const struct waiting *w, size_t count)
{
    const char *to = NULL;
    if (!try(run, w->person, &to))
        return false;
    if (to == NULL)
        return true;
    if (!email_taken(to, strlen(to))) {
        note_failed(run, w->person, "what is on record is no e-mail address");
        return true;
    }
    enum mail_outcome outcome = post(run, w, count, to);
    if (outcome == MAIL_TAKEN)
        return note_sent(run, w->person);
    note_failed(run, w->person, mail_relay_trouble(run->relay));
    return outcome == MAIL_REFUSED || reach(run);
}

static void remind_all(struct run *run, const struct waiting *w, size_t count)
{
    size_t one;
    if (count > 0 && !reach(run))
        return;
    for (; count > 0; w += one, count -= one) {
        one = of_one(w, count);
        if (!remind(run, w, one))
            return;
    }
}

static const struct waiting *ask(struct run *run, size_t *count)
{
    struct batch *batch = host_batch(run->host);
    sql_reminders_hold(batch);
    struct rows *rows = sql_reminder_list(batch, run->today);
    if (!host_send(run->host, batch)) {
        stop(run);
        return NULL;
    }
    *count = rows_count(rows);
    return rows_read(rows, &waiting_shape, run->host->arena);
}

static long people_in(const struct waiting *w, size_t count)
{
    long people = 0;
    for (size_t one; count > 0; w += one, count -= one, people++)
        one = of_one(w, count);
    return people;
}

static void run_once(struct run *run, bool dry_run)
{
    size_t count = 0;
    const struct waiting *w = ask(run, &count);
    long people = people_in(w, count);
    if (run->result != EXIT_SUCCESS)
        return;
    if (dry_run) {
        printf("%ld to be reminded\n", people);
        return;
    }
    remind_all(run, w, count);
    printf("%ld reminded, %ld failed, %ld of %ld not tried\n", run->sent, run->failed,
           people - run->sent - run->failed, people);
}

static int with_relay(struct host *host, const struct settings *s, const char *password, bool dry_run)
{
    const struct mail_relay_options options = {.url = s->mail_relay,
                                               .user = s->mail_user,
                                               .password = password,
                                               .ca_file = s->mail_ca_file,
                                               .seconds = s->mail_seconds};
    struct run run = {.host = host,
                      .settings = s,
                      .relay = mail_relay_new(&options),
                      .today = clock_today(),
                      .result = EXIT_SUCCESS};
    if (run.relay == NULL)
        memory_exhausted();
    run_once(&run, dry_run);
    mail_relay_free(run.relay);
    return run.result;
}

static int on_database(const struct settings *s, const char *password, bool dry_run)
{
    struct host host;
    int result =
        host_open(&host, s, STATEMENT_TIMEOUT_MS) ? with_relay(&host, s, password, dry_run) : EXIT_FAILURE;
    host_close(&host);
    return result;
}

static int complain(const char *why, int result)
{
    fprintf(stderr, "accordd: %s\n", why);
    return result;
}

int remind_command(const struct settings *settings, int argc, char **argv)
{
    char password[MAIL_PASSWORD_SIZE] = "";
    bool dry_run = argc == 2 && strcmp(argv[1], "--dry-run") == 0;
    const char *wrong = lacks(settings);
    if (argc > 1 && !dry_run)
        return complain("remind takes --dry-run and nothing else. Try accordd --help.", EXIT_USAGE);
    if (wrong != NULL)
        return complain(wrong, EXIT_USAGE);
    if (*settings->mail_password_file != '\0')
        wrong = mail_password_read(settings->mail_password_file, password);
    int result = wrong == NULL ? on_database(settings, password, dry_run) : complain(wrong, EXIT_FAILURE);
    explicit_bzero(password, sizeof password);
    return result;
}
