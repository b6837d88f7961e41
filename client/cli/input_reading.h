/* SPDX-License-Identifier: MIT */
/* Between input.c and input_codes.c. */
#pragma once
#include "input.h"

/* What a text is read with, and into. */
struct input_reading {
    const struct input *input;
    const char *text;
    struct arena *arena;
    accord_record *into;
    const char *wrong; /* a sentence, where the text does not read */
};

bool input_read_code(struct input_reading *);
bool input_read_codes(struct input_reading *);
bool input_read_code_list(struct input_reading *);
bool input_read_text_list(struct input_reading *);
