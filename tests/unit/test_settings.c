/* SPDX-License-Identifier: MIT */
/* Settings, and the smaller parts of base: clock, digests, base64url, randomness. */
#include "base/base64url.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/random.h"
#include "base/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_SIZE = 64 };

/* A file of its own for each call; the caller unlinks it. */
static void write_file(const char *content, size_t len, char path[PATH_SIZE])
{
    snprintf(path, PATH_SIZE, "/tmp/accord_test_XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, content, len), len);
    close(fd);
}

static bool load(const char *content, struct settings *settings, struct settings_error *error)
{
    char path[PATH_SIZE];
    write_file(content, strlen(content), path);
    bool loaded = settings_load(path, settings, error);
    unlink(path);
    return loaded;
}

static void test_defaults(void **state)
{
    (void)state;
    struct settings settings;
    settings_defaults(&settings);
    assert_string_equal(settings.listen_address, "127.0.0.1");
    assert_int_equal(settings.listen_port, 8080);
    assert_int_equal(settings.request_memory_max, 8 * 1024 * 1024);
    assert_int_equal(settings.log_level, LOG_LEVEL_INFO);
    settings_done(&settings);
    settings_done(&settings);
}

static void test_a_file_overrides(void **state)
{
    (void)state;
    struct settings settings;
    struct settings_error error;
    assert_true(
        load("# comment\nlisten_port = 0\n; another\n\ndatabase = host=/run/x dbname=a\nlog_level=debug\n"
             "secret_file = /run/secret",
             &settings, &error));
    assert_int_equal(settings.listen_port, 0);
    assert_string_equal(settings.database, "host=/run/x dbname=a");
    assert_string_equal(settings.secret_file, "/run/secret");
    assert_int_equal(settings.log_level, LOG_LEVEL_DEBUG);
    assert_int_equal(settings.queue_max, 64);
    settings_done(&settings);
}

static void test_errors_name_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *content, *told;
    } cases[] = {
        {"\nlisten_prot = 1\n", ":2: there is no setting \"listen_prot\". Did you mean listen_port?"},
        {"colour = red\n", ":1: there is no setting \"colour\""},
        {"listen_port = 65536\n", ":1: listen_port is out of range (0 to 65535)"},
        {"listen_port = 99999999999999999999\n", ":1: listen_port is out of range (0 to 65535)"},
        {"listen_port = -1\n", ":1: listen_port must be a whole number, in digits alone (0 to 65535)"},
        {"listen_port = 80x\n", ":1: listen_port must be a whole number, in digits alone (0 to 65535)"},
        {"listen_port =\n", ":1: listen_port must be a whole number, in digits alone (0 to 65535)"},
        {"queue_max = 1\nqueue_max = 2\n", ":2: queue_max is given twice"},
        {"database =\n", ":1: database is too short (1 to 1000 bytes)"},
        {"secret_file = secret\n", ":1: secret_file must be an absolute path (a path of 1 to 1000 bytes)"},
        {"log_level = loud\n", ":1: log_level must be error, warning, info or debug"},
        {"[server]\nqueue_max = 1\n", ":2: settings have no sections"},
        {"queue_max = 1\nnonsense\nlog_level = loud\n", ":2: expected `name = value`"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings settings;
        struct settings_error error;
        assert_false(load(cases[i].content, &settings, &error));
        const char *told = strchr(error.text, ':');
        assert_non_null(told);
        assert_string_equal(told, cases[i].told);
    }
}

static void test_a_line_too_long_is_refused(void **state)
{
    (void)state;
    char content[512] = "database = ";
    struct settings settings;
    struct settings_error error;
    memset(content + strlen(content), 'x', 400);
    assert_false(load(content, &settings, &error));
    assert_non_null(strstr(error.text, ":1: the line is too long"));
}

static void test_a_missing_file_is_an_error(void **state)
{
    (void)state;
    struct settings settings;
    struct settings_error error;
    assert_false(settings_load("/nonexistent/accord.conf", &settings, &error));
    assert_string_equal(error.text, "/nonexistent/accord.conf: cannot be opened: No such file or directory");
}

static void test_every_setting_is_described(void **state)
{
    (void)state;
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    settings_describe(out);
    fclose(out);
    assert_non_null(strstr(
        text, "listen_port = 8080\n      TCP port to listen on; 0 takes a free one. Takes 0 to 65535."));
    assert_non_null(strstr(text, "log_level = info"));
    free(text);
}

static struct date day_of(const char *instant)
{
    struct instant t;
    assert_true(instant_parse(instant, strlen(instant), &t));
    return clock_day_of(t);
}

static void test_london_days(void **state)
{
    (void)state;
    static const struct {
        const char *instant, *day;
    } cases[] = {
        {"2026-01-31T23:59:59Z", "2026-01-31"}, {"2026-03-28T23:30:00Z", "2026-03-28"},
        {"2026-03-29T00:59:59Z", "2026-03-29"}, {"2026-03-29T23:00:00Z", "2026-03-30"},
        {"2026-06-30T22:59:59Z", "2026-06-30"}, {"2026-06-30T23:00:00Z", "2026-07-01"},
        {"2026-10-24T23:00:00Z", "2026-10-25"}, {"2026-10-25T23:30:00Z", "2026-10-25"},
        {"2024-03-31T23:15:00Z", "2024-04-01"}, {"2027-10-31T23:15:00Z", "2027-10-31"},
        {"2026-12-31T23:59:59Z", "2026-12-31"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char printed[DATE_SIZE];
        assert_string_equal(date_print(day_of(cases[i].instant), printed), cases[i].day);
    }
}

static void test_the_clock_can_be_set(void **state)
{
    (void)state;
    char path[PATH_SIZE], printed[INSTANT_SIZE], day[DATE_SIZE];
    setenv("ACCORD_TEST_NOW", "2026-09-14", 1);
    assert_string_equal(instant_print(clock_now(), printed), "2026-09-14T12:00:00Z");
    assert_string_equal(date_print(clock_today(), day), "2026-09-14");
    setenv("ACCORD_TEST_NOW", "2026-06-30T23:30:00Z", 1);
    assert_string_equal(date_print(clock_today(), day), "2026-07-01");
    write_file("2028-02-29\n", 11, path);
    setenv("ACCORD_TEST_NOW", path, 1);
    assert_string_equal(date_print(clock_today(), day), "2028-02-29");
    unlink(path);
    unsetenv("ACCORD_TEST_NOW");
    assert_true(clock_now().us > 1700000000LL * 1000000);
}

static void test_digests(void **state)
{
    (void)state;
    char text[DIGEST_TEXT_SIZE], path[PATH_SIZE];
    const char *why = NULL;
    struct digest abc = digest_sha256("abc", 3), empty = digest_sha256("", 0);
    /* FIPS 180-4, example of one block. */
    assert_string_equal(digest_text(&abc, text),
                        "\\xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_true(digest_equal(&abc, &abc));
    assert_false(digest_equal(&abc, &empty));

    write_file("0123456789abcdef0123456789abcde", 31, path);
    assert_null(digest_key_load(path, &why));
    assert_string_equal(why, "The secret has fewer than 32 bytes.");
    unlink(path);
    assert_null(digest_key_load(path, &why));
    assert_string_equal(why, "The secret's file cannot be opened.");
    digest_key_free(NULL);
}

/* RFC 4231, test case 6: a key of 131 bytes. */
static void test_hmac(void **state)
{
    (void)state;
    static const char message[] = "Test Using Larger Than Block-Size Key - Hash Key First";
    char key[131], text[DIGEST_TEXT_SIZE], path[PATH_SIZE];
    const char *why = NULL;
    memset(key, 0xaa, sizeof key);
    write_file(key, sizeof key, path);
    struct digest_key *loaded = digest_key_load(path, &why);
    unlink(path);
    assert_non_null(loaded);
    struct digest mac = digest_hmac(loaded, message, strlen(message));
    assert_string_equal(digest_text(&mac, text),
                        "\\x60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    digest_key_free(loaded);
}

static void test_base64url(void **state)
{
    (void)state;
    /* RFC 4648, section 10, and the two characters that differ from base64. */
    static const struct {
        const char *bytes, *text;
    } cases[] = {{"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
                 {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff", "-_8"}};
    static const char *const refused[] = {"Z", "Zg==", "Zh", "Zm9", "Zm+v", "Zm9vYmFyZm9vYg", "Zm 9"};
    char text[BASE64URL_SIZE(8)], bytes[8];
    size_t got;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t len = strlen(cases[i].bytes);
        assert_string_equal(base64url_print(cases[i].bytes, len, text), cases[i].text);
        assert_true(base64url_parse(cases[i].text, strlen(cases[i].text), sizeof bytes, bytes, &got));
        assert_int_equal(got, len);
        assert_memory_equal(bytes, cases[i].bytes, len);
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_false(base64url_parse(refused[i], strlen(refused[i]), sizeof bytes, bytes, &got));
    }
}

static void test_random_uuids(void **state)
{
    (void)state;
    struct uuid a = random_uuid(), b = random_uuid();
    assert_false(uuid_equal(a, b));
    assert_int_equal(a.byte[6] >> 4, 7);
    assert_int_equal(a.byte[8] >> 6, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_a_file_overrides),
        cmocka_unit_test(test_errors_name_their_line),
        cmocka_unit_test(test_a_line_too_long_is_refused),
        cmocka_unit_test(test_a_missing_file_is_an_error),
        cmocka_unit_test(test_every_setting_is_described),
        cmocka_unit_test(test_london_days),
        cmocka_unit_test(test_the_clock_can_be_set),
        cmocka_unit_test(test_digests),
        cmocka_unit_test(test_hmac),
        cmocka_unit_test(test_base64url),
        cmocka_unit_test(test_random_uuids),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
