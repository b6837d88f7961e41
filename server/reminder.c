/* SPDX-License-Identifier: MIT */
#include "reminder.h"

#include "resources/task_kinds.h"

#include <inttypes.h>
#include <string.h>

static const struct field waiting_fields[] = {
    FIELD(struct waiting, person, OUT),
    FIELD(struct waiting, scope, OUT),
    FIELD(struct waiting, kind, OUT, .codes = &task_kind_codes),
    FIELD(struct waiting, tasks, OUT),
    FIELD(struct waiting, overdue, OUT),
    FIELD(struct waiting, soonest, OUT),
    {0},
};
const struct shape waiting_shape = SHAPE("waiting", struct waiting, waiting_fields);

static int64_t sum_of(const struct waiting *w, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += w[i].tasks;
    return sum;
}

const char *reminder_subject(struct arena *arena, const struct waiting *w, size_t count)
{
    int64_t tasks = sum_of(w, count);
    return arena_printf(arena,
                        tasks == 1 ? "Accord: %" PRId64 " task waits for you"
                                   : "Accord: %" PRId64 " tasks wait for you",
                        tasks);
}

static void put_days(struct text *out, const struct waiting *w)
{
    char soonest[DATE_WORDS_SIZE];
    if (!date_given(w->soonest))
        return;
    text_printf(out, "%8s%s %s", "", w->tasks == 1 ? "due on" : "the first is due on",
                date_words(w->soonest, soonest));
    if (w->tasks == 1)
        text_puts(out, w->overdue > 0 ? "; overdue" : "");
    else if (w->overdue > 0)
        text_printf(out, "; %" PRId64 " overdue", w->overdue);
    text_puts(out, "\n");
}

const char *reminder_text(struct arena *arena, const struct waiting *w, size_t count, const char *url)
{
    struct text out = text_in(arena);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(w[i].scope, w[i - 1].scope) != 0)
            text_printf(&out, "%s%s\n\n", i == 0 ? "" : "\n", w[i].scope);
        text_printf(&out, "%6" PRId64 "  %s\n", w[i].tasks, codes_words(&task_kind_codes, w[i].kind));
        put_days(&out, &w[i]);
    }
    text_puts(&out, "\nTo see them: accord todo\n");
    if (*url != '\0')
        text_printf(&out, "%s\n", url);
    text_puts(&out, "\nThis comes once a day at most, while something waits. It names nobody:\n"
                    "what it is about is in Accord alone. Whoever manages your access to\n"
                    "Accord can turn it off.\n");
    return out.at;
}
