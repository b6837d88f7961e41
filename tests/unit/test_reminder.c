/* SPDX-License-Identifier: MIT */
/* What a reminder says, to the byte. */
#include "reminder.h"

#include "resources/task_kinds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

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

static struct waiting waiting(const char *scope, const char *kind, int64_t tasks, int64_t overdue,
                              const char *soonest)
{
    struct waiting w = {.scope = scope,
                        .kind = codes_find(&task_kind_codes, kind, strlen(kind)),
                        .tasks = tasks,
                        .overdue = overdue,
                        .soonest = DATE_NONE};
    assert_true(w.kind > 0);
    assert_true(soonest == NULL || date_parse(soonest, strlen(soonest), &w.soonest));
    return w;
}

#define END                                                                      \
    "\nThis comes once a day at most, while something waits. It names nobody:\n" \
    "what it is about is in Accord alone. Whoever manages your access to\n"      \
    "Accord can turn it off.\n"

static void one_task(void **state)
{
    const struct waiting w[] = {waiting("Kent", "DECISION", 1, 0, "2026-09-30")};
    assert_string_equal(reminder_subject(*state, w, 1), "Accord: 1 task waits for you");
    assert_string_equal(reminder_text(*state, w, 1, ""), "Kent\n\n"
                                                         "     1  decide on what a rule refers to a person\n"
                                                         "        due on 30 September 2026\n"
                                                         "\nTo see them: accord todo\n" END);
}

static void several_kinds_at_two_places(void **state)
{
    const struct waiting w[] = {
        waiting("Kent", "PLACEMENT_ENDING", 12, 3, "2026-09-01"),
        waiting("Kent", "CONFIRMATION", 2, 0, NULL),
        waiting("Medway", "PLACEMENT_ENDING", 1, 1, "2026-09-11"),
    };
    assert_string_equal(reminder_subject(*state, w, 3), "Accord: 15 tasks wait for you");
    assert_string_equal(reminder_text(*state, w, 3, "https://accord.example/"),
                        "Kent\n\n"
                        "    12  end the placement, or extend it\n"
                        "        the first is due on 1 September 2026; 3 overdue\n"
                        "     2  confirm the last day that a worker declared, or say that none is known\n"
                        "\nMedway\n\n"
                        "     1  end the placement, or extend it\n"
                        "        due on 11 September 2026; overdue\n"
                        "\nTo see them: accord todo\n"
                        "https://accord.example/\n" END);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_task, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(several_kinds_at_two_places, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
