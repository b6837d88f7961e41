/* SPDX-License-Identifier: MIT */
/*
 * An SMTP relay, one connection kept for many messages. TLS with a certificate that holds is required; a
 * relay on this host (localhost, 127.0.0.1, [::1]) that is not smtps:// is spoken to without.
 */
#pragma once
#include "base/must.h"

#include <stddef.h>

struct mail_relay;

struct mail_relay_options {
    const char *url;             /* smtp://HOST:PORT or smtps://HOST:PORT */
    const char *user, *password; /* "": it asks for none */
    const char *ca_file;         /* "": the system's */
    long seconds;                /* for one message, connecting included */
};

enum mail_outcome {
    MAIL_TAKEN,   /* the relay has it */
    MAIL_REFUSED, /* it said no to this one */
    MAIL_LOST     /* the relay cannot be reached, or went away: it may have it or not */
};

/* NULL, or what is wrong with a URL: a sentence. */
MUST_CHECK const char *mail_relay_wrong_with(const char *url);
/* Of a URL that is not wrong. NULL: there is no memory. */
MUST_CHECK struct mail_relay *mail_relay_new(const struct mail_relay_options *);
void mail_relay_free(struct mail_relay *); /* takes NULL */
/* Connects, with TLS and signing in, and sends nothing. */
MUST_CHECK enum mail_outcome mail_relay_reach(struct mail_relay *);
/* `bytes` as mail_message_write made them. */
MUST_CHECK enum mail_outcome mail_relay_send(struct mail_relay *, const char *from, const char *to,
                                             const char *bytes, size_t len);
/* Why the last was not taken. It never holds an address. */
const char *mail_relay_trouble(const struct mail_relay *);
