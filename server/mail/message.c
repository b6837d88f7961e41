/* SPDX-License-Identifier: MIT */
#include "mail/message.h"

#include "values/email.h"

#include <string.h>

enum { LINE_MAX_OUT = 75, SUBJECT_MAX = 200 }; /* a soft break's = is the 76th */

static bool is_printable(const char *text)
{
    for (; *text; text++)
        if (*text < ' ' || *text > '~')
            return false;
    return true;
}

static void put_date(struct text *out, struct instant at)
{
    static const char days[][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t second = at.us / 1000000, of_day = second % 86400;
    struct date date = {(int32_t)(second / 86400)};
    int year, month, day;
    date_split(date, &year, &month, &day);
    text_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[date.day % 7], day,
                months[month - 1], year, (int)(of_day / 3600), (int)(of_day / 60 % 60), (int)(of_day % 60));
}

static void put_headers(struct text *out, const struct mail_message *m)
{
    char id[UUID_SIZE];
    put_date(out, m->at);
    text_printf(out, "From: Accord <%s>\r\n", m->from);
    text_printf(out, "To: %s\r\n", m->to);
    text_printf(out, "Message-ID: <%s%s>\r\n", uuid_print(m->id, id), strchr(m->from, '@'));
    text_printf(out, "Subject: %s\r\n", m->subject);
    text_puts(out, "Auto-Submitted: auto-generated\r\n"
                   "MIME-Version: 1.0\r\n"
                   "Content-Type: text/plain; charset=utf-8\r\n"
                   "Content-Transfer-Encoding: quoted-printable\r\n"
                   "\r\n");
}

/* A byte of a line as it is, or as =XX; a space at a line's end would get lost on the way. */
static size_t encode(char c, bool last, char out[4])
{
    bool plain = (c > ' ' && c <= '~' && c != '=') || (c == ' ' && !last);
    static const char hex[] = "0123456789ABCDEF";
    unsigned char byte = (unsigned char)c;
    const char escaped[] = {'=', hex[byte >> 4], hex[byte & 15], '\0'};
    memcpy(out, plain ? (const char[]){c, '\0', '\0', '\0'} : escaped, 4);
    return plain ? 1 : 3;
}

static void put_line(struct text *out, const char *line, size_t len)
{
    size_t width = 0;
    for (size_t i = 0; i < len; i++) {
        char encoded[4];
        size_t more = encode(line[i], i + 1 == len, encoded);
        if (width + more > LINE_MAX_OUT) {
            text_puts(out, "=\r\n");
            width = 0;
        }
        text_add(out, encoded, more);
        width += more;
    }
    text_puts(out, "\r\n");
}

static void put_text(struct text *out, const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        put_line(out, text, len);
        text += len + (text[len] == '\n');
    }
}

bool mail_message_write(struct text *out, const struct mail_message *m)
{
    if (!email_taken(m->from, strlen(m->from)) || !email_taken(m->to, strlen(m->to)) ||
        !is_printable(m->subject) || strlen(m->subject) > SUBJECT_MAX)
        return false;
    put_headers(out, m);
    put_text(out, m->text);
    return true;
}
