/* SPDX-License-Identifier: MIT */
/* One mail as it travels: RFC 5322 headers, and plain text in UTF-8 as quoted-printable. */
#pragma once
#include "base/must.h"
#include "values/date.h"
#include "values/uuid.h"
#include "wire/text.h"

struct mail_message {
    const char *from, *to; /* addresses, bare */
    const char *subject;   /* printable ASCII */
    const char *text;      /* UTF-8, lines end with '\n' */
    struct instant at;
    struct uuid id; /* of the Message-ID */
};

/* False where an address or the subject may not stand in a header; nothing was written then. */
MUST_CHECK bool mail_message_write(struct text *, const struct mail_message *);
