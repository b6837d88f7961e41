/* SPDX-License-Identifier: MIT */
/* How connections are counted by their addresses: members alone, without sockets. */
#include "http/connections.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { MANY = 100000, PER_ADDRESS = 3 };

static struct connections all_of(int32_t per_address)
{
    return (struct connections){
        .options = {.connections_max = MANY, .connections_per_address_max = per_address}};
}

static void join(struct connections *all, struct member *member, const char *address)
{
    struct address at = connections_address_of(address);
    assert_true(connections_join(all, member, &at));
}

static bool full_of(const struct connections *all, const char *address)
{
    struct address at = connections_address_of(address);
    return connections_full_of(all, &at);
}

static bool count_for(struct connections *all, struct member *member, const char *address)
{
    struct address at = connections_address_of(address);
    return connections_count_for(all, member, &at);
}

static void test_an_address_may_have_so_many(void **state)
{
    (void)state;
    static const struct {
        const char *address, *other; /* two that count apart */
    } cases[] = {
        {"192.0.2.1", "192.0.2.2"},
        {"2001:db8::1", "192.0.2.1"},
        {"2001:db8::ffff", "2001:db8:0:1::ffff"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct connections all = all_of(PER_ADDRESS);
        struct member members[PER_ADDRESS];
        for (int n = 0; n < PER_ADDRESS; n++) {
            assert_false(full_of(&all, cases[i].address));
            join(&all, &members[n], cases[i].address);
        }
        assert_true(full_of(&all, cases[i].address));
        assert_false(full_of(&all, cases[i].other));
        for (int n = 0; n < PER_ADDRESS; n++) {
            connections_leave(&all, &members[n]);
            assert_false(full_of(&all, cases[i].address));
        }
        assert_int_equal(all.count, 0);
    }
}

/* One /64 is one client's, and a mapped address is its IPv4 address. */
static void test_addresses_that_are_one_client_s(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"2001:db8:0:1::1", "2001:db8:0:1:ffff::2"},
        {"::ffff:192.0.2.1", "192.0.2.1"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct connections all = all_of(1);
        struct member member;
        join(&all, &member, pairs[i][0]);
        assert_true(full_of(&all, pairs[i][1]));
        connections_leave(&all, &member);
    }
}

static void test_a_connection_that_counts_for_another_address(void **state)
{
    (void)state;
    struct connections all = all_of(1);
    struct member a, b;
    join(&all, &a, "192.0.2.1");
    join(&all, &b, "192.0.2.2");
    assert_true(count_for(&all, &a, "192.0.2.1"));
    assert_false(count_for(&all, &a, "192.0.2.2"));
    assert_true(full_of(&all, "192.0.2.1"));
    assert_true(count_for(&all, &a, "192.0.2.3"));
    assert_false(full_of(&all, "192.0.2.1"));
    assert_true(full_of(&all, "192.0.2.3"));
    assert_int_equal(all.count, 2);
    connections_leave(&all, &a);
    connections_leave(&all, &b);
}

/* Each is looked up, as when it is accepted: by a walk over its like this would take minutes. */
static void test_many_of_one_address(void **state)
{
    (void)state;
    struct connections all = all_of(MANY);
    struct member *members = calloc(MANY, sizeof *members);
    assert_non_null(members);
    clock_t begun = clock();
    for (int n = 0; n < MANY; n++) {
        assert_false(full_of(&all, "192.0.2.1"));
        join(&all, &members[n], "192.0.2.1");
    }
    assert_true(full_of(&all, "192.0.2.1") && connections_full(&all));
    for (int n = 0; n < MANY; n++)
        connections_leave(&all, &members[n]);
    assert_true(clock() - begun < 2 * CLOCKS_PER_SEC);
    free(members);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_address_may_have_so_many),
        cmocka_unit_test(test_addresses_that_are_one_client_s),
        cmocka_unit_test(test_a_connection_that_counts_for_another_address),
        cmocka_unit_test(test_many_of_one_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
