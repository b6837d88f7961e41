/* SPDX-License-Identifier: MIT */
/* Messages as they travel, what a relay's URL may be, and a password's file. */
#include "mail/message.h"
#include "mail/password.h"
#include "mail/relay.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static int open_arena(void **state)
{
    *state = arena_new(NULL);
    return *state == NULL;
}

static int close_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static struct mail_message message(const char *text)
{
    struct mail_message m = {.from = "accord@kent.example",
                             .to = "robin.marsh+work@kent.example",
                             .subject = "Accord: 2 tasks",
                             .text = text};
    assert_true(instant_parse("2026-09-14T06:07:08Z", 20, &m.at));
    assert_true(uuid_parse("0199b2c4-0000-7000-8000-000000000101", 36, &m.id));
    return m;
}

static void a_message_is_this_to_the_byte(void **state)
{
    struct text out = text_in(*state);
    struct mail_message m = message("Kent\n\n2 tasks\n");
    assert_true(mail_message_write(&out, &m));
    assert_string_equal(out.at, "Date: Mon, 14 Sep 2026 06:07:08 +0000\r\n"
                                "From: Accord <accord@kent.example>\r\n"
                                "To: robin.marsh+work@kent.example\r\n"
                                "Message-ID: <0199b2c4-0000-7000-8000-000000000101@kent.example>\r\n"
                                "Subject: Accord: 2 tasks\r\n"
                                "Auto-Submitted: auto-generated\r\n"
                                "MIME-Version: 1.0\r\n"
                                "Content-Type: text/plain; charset=utf-8\r\n"
                                "Content-Transfer-Encoding: quoted-printable\r\n"
                                "\r\n"
                                "Kent\r\n"
                                "\r\n"
                                "2 tasks\r\n");
}

static const char *body_of(struct arena *arena, const char *text)
{
    struct text out = text_in(arena);
    struct mail_message m = message(text);
    assert_true(mail_message_write(&out, &m));
    return strstr(out.at, "\r\n\r\n") + 4;
}

#define TEN "0123456789"
#define SEVENTY TEN TEN TEN TEN TEN TEN TEN

static void text_is_quoted_printable(void **state)
{
    static const struct {
        const char *text, *body;
    } rows[] = {
        {"", ""},
        {"no end", "no end\r\n"},
        {"1 = 1\n", "1 =3D 1\r\n"},
        {"trailing \n", "trailing=20\r\n"},
        {"a\tb\r\n", "a=09b=0D\r\n"},
        {"Alder – Vale\n", "Alder =E2=80=93 Vale\r\n"},
        {".\n..\n", ".\r\n..\r\n"}, /* dots are the relay's matter */
        {SEVENTY "01234\n", SEVENTY "01234\r\n"},
        {SEVENTY "012345\n", SEVENTY "01234=\r\n5\r\n"},
        {SEVENTY "012=\n", SEVENTY "012=\r\n=3D\r\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(body_of(*state, rows[i].text), rows[i].body);
}

static void each_day_of_a_week_has_its_name(void **state)
{
    static const char *const names[] = {"Mon, 28 Feb 2028", "Tue, 29 Feb 2028", "Wed, 1 Mar 2028",
                                        "Thu, 2 Mar 2028",  "Fri, 3 Mar 2028",  "Sat, 4 Mar 2028",
                                        "Sun, 5 Mar 2028"};
    struct mail_message m = message("");
    assert_true(instant_parse("2028-02-28T23:59:59Z", 20, &m.at));
    for (int i = 0; i < 7; i++) {
        struct text out = text_in(*state);
        assert_true(mail_message_write(&out, &m));
        assert_memory_equal(out.at + strlen("Date: "), names[i], strlen(names[i]));
        m.at.us += 86400 * INT64_C(1000000);
    }
}

static void nothing_is_smuggled_into_a_header(void **state)
{
    static const char *const bad[] = {
        "a@b.example\r\nBcc: c@d.example", "a@b.example>", "a@b.example\n", "A <a@b.example>", "", "a@b@c"};
    struct text out = text_in(*state);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct mail_message to = message("x\n"), from = to, subject = to;
        to.to = from.from = bad[i];
        subject.subject = "Tasks\r\nBcc: c@d.example";
        assert_false(mail_message_write(&out, &to));
        assert_false(mail_message_write(&out, &from));
        assert_false(mail_message_write(&out, &subject));
    }
    assert_int_equal(out.len, 0);
}

static void a_relay_is_a_scheme_a_host_and_a_port(void **state)
{
    static const char *const good[] = {"smtp://relay.example", "smtp://relay.example:587",
                                       "smtps://relay.example:465/", "smtp://[::1]:2525",
                                       "smtp://127.0.0.1:25"};
    static const char *const bad[] = {"",
                                      "relay.example",
                                      "https://relay.example",
                                      "smtp://",
                                      "smtp://u:p@relay.example",
                                      "smtp://relay.example/a",
                                      "smtp://relay.example:99999",
                                      "smtp://relay.example?a=b",
                                      "smtp://relay.example#a"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_null(mail_relay_wrong_with(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_non_null(mail_relay_wrong_with(bad[i]));
}

static const char *read_back(const char *bytes, mode_t mode, char out[MAIL_PASSWORD_SIZE])
{
    char path[] = "/tmp/accord-password.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
    const char *wrong = mail_password_read(path, out);
    unlink(path);
    return wrong;
}

static void a_password_is_the_first_line_of_a_file_that_not_everybody_may_read(void **state)
{
    char password[MAIL_PASSWORD_SIZE], longest[MAIL_PASSWORD_SIZE + 1];
    (void)state;
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_non_null(read_back(longest, 0600, password));
    longest[MAIL_PASSWORD_SIZE - 2] = '\0';
    assert_null(read_back(longest, 0600, password));
    assert_null(read_back("two words\r\nmore\n", 0640, password));
    assert_string_equal(password, "two words");
    assert_non_null(read_back("secret\n", 0644, password));
    assert_non_null(read_back("secret\n", 0602, password));
    assert_non_null(read_back("", 0600, password));
    assert_non_null(read_back("\nsecret\n", 0600, password));
    assert_non_null(mail_password_read("/nonexistent/password", password));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_message_is_this_to_the_byte, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(text_is_quoted_printable, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(each_day_of_a_week_has_its_name, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(nothing_is_smuggled_into_a_header, open_arena, close_arena),
        cmocka_unit_test(a_relay_is_a_scheme_a_host_and_a_port),
        cmocka_unit_test(a_password_is_the_first_line_of_a_file_that_not_everybody_may_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
