/* SPDX-License-Identifier: MIT */
/* Paths and methods to routes; media types. */
#include "http/match.h"
#include "http/media.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct route placements[] = {
    {.method = "GET", .path = "/v1/placements"},
    {.method = "POST", .path = "/v1/placements"},
    {.method = "POST", .path = "/v1/placements/search"},
    {.method = "GET", .path = "/v1/placements/{id}"},
    {.method = "PATCH", .path = "/v1/placements/{id}"},
    {.method = "POST", .path = "/v1/placements/{id}/rates"},
    {0},
};
static const struct route returns[] = {
    {.method = "DELETE", .path = "/v1/returns/{quarter}"},
    {0},
};
static const struct route *const tables[] = {placements, returns, NULL};

static struct match match(enum method method, const char *path)
{
    struct match found = {0};
    if (!match_path(tables, method, path, strlen(path), &found))
        assert_int_equal(found.allowed, 0);
    return found;
}

static void test_routes(void **state)
{
    (void)state;
    static const struct {
        enum method method;
        const char *path;
        const struct route *route;
        const char *id;
    } cases[] = {
        {METHOD_GET, "/v1/placements", &placements[0], ""},
        {METHOD_HEAD, "/v1/placements", &placements[0], ""},
        {METHOD_POST, "/v1/placements", &placements[1], ""},
        {METHOD_POST, "/v1/placements/search", &placements[2], ""},
        {METHOD_GET, "/v1/placements/search", NULL, ""},
        {METHOD_GET, "/v1/placements/searches", &placements[3], "searches"},
        {METHOD_GET, "/v1/placements/7", &placements[3], "7"},
        {METHOD_HEAD, "/v1/placements/7", &placements[3], "7"},
        {METHOD_PATCH, "/v1/placements/7", &placements[4], "7"},
        {METHOD_POST, "/v1/placements/a%2Db/rates", &placements[5], "a-b"},
        {METHOD_DELETE, "/v1/returns/2026-Q3", &returns[0], "2026-Q3"},
        {METHOD_GET, "/v1/returns/2026-Q3", NULL, "2026-Q3"},
        {METHOD_OPTIONS, "/v1/placements", NULL, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct match found = match(cases[i].method, cases[i].path);
        assert_int_not_equal(found.allowed, 0);
        assert_ptr_equal(found.route, cases[i].route);
        assert_string_equal(found.id, cases[i].id);
        assert_int_equal(found.has_id, cases[i].id[0] != '\0');
    }
}

#define SIXTY_FOUR "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void test_no_route(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "/",
        "/v1",
        "/v1/placements/",
        "/v1/placements//rates",
        "/v1/placements/7/",
        "/v1/placements/7/rates/",
        "/v1/placements/7/rate",
        "/v1/placements/7/rates/8",
        "/V1/placements",
        "/v1/%70lacements",
        "/v1//placements",
        "/v1/placements/a%2Fb",
        "/v1/placements/a%20b",
        "/v1/placements/a%0Ab",
        "/v1/placements/%C3%A9",
        "/v1/placements/%4",
        "/v1/placements/" SIXTY_FOUR "0",
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_int_equal(match(METHOD_GET, paths[i]).allowed, 0);
    assert_string_equal(match(METHOD_GET, "/v1/placements/" SIXTY_FOUR).id, SIXTY_FOUR);
}

static void test_allow(void **state)
{
    (void)state;
    char allow[MATCH_ALLOW_SIZE];
    assert_string_equal(match_allow(match(METHOD_PUT, "/v1/placements").allowed, allow),
                        "GET, HEAD, POST, OPTIONS");
    assert_string_equal(match_allow(match(METHOD_PUT, "/v1/placements/7").allowed, allow),
                        "GET, HEAD, PATCH, OPTIONS");
    assert_string_equal(match_allow(match(METHOD_PUT, "/v1/placements/search").allowed, allow),
                        "POST, OPTIONS");
    assert_string_equal(match_allow(~0u, allow), "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
}

static void test_content_type(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        bool json;
    } cases[] = {
        {"application/json", true},
        {"Application/JSON ; Charset=UTF-8", true},
        {"application/json;charset=\"utf-8\"", true},
        {"application/json; charset=latin1", false},
        {"application/json; profile=x", false},
        {"application/json;", false},
        {"application/jsonx", false},
        {"application/problem+json", false},
        {"text/plain", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(media_is(cases[i].value, strlen(cases[i].value), "application/json"), cases[i].json);
}

static void test_accept(void **state)
{
    (void)state;
    static const struct {
        const char *first, *second;
        bool json;
    } cases[] = {
        {"*/*", "", true},
        {"application/*", "", true},
        {"application/json", "", true},
        {"text/html, APPLICATION/JSON;q=0.1", "", true},
        {"text/html", "application/json", true},
        {"text/html", "text/csv", false},
        {"application/json;q=0", "", false},
        {"application/json; q=0.000", "", false},
        {"application/json;q=0.001", "", true},
        {"application/json;q=0, */*", "", false},
        {"*/*", "application/json;q=0", false},
        {"*/*;q=0", "application/json", true},
        {"application/*;q=0, */*;q=1", "", false},
        {"applicatio/*", "", false},
        {"application/jso", "", false},
        {"*", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct media_wish wish = {.type = "application/json"};
        media_accept(&wish, cases[i].first, strlen(cases[i].first));
        media_accept(&wish, cases[i].second, strlen(cases[i].second));
        assert_int_equal(wish.weight > 0, cases[i].json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_routes),       cmocka_unit_test(test_no_route), cmocka_unit_test(test_allow),
        cmocka_unit_test(test_content_type), cmocka_unit_test(test_accept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
