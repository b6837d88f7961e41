/* SPDX-License-Identifier: MIT */
/* One value, read by its type from a document's node. */
#pragma once
#include "wire/document_node.h"
#include "wire/shape_inside.h"

struct value {
    const struct field *field; /* whose limits, codes and record apply */
    enum field_type type;      /* the field's, or its items' */
    const struct place *place;
    const struct document *given;
};

/* Writes the member, or has the reading refuse the value. Texts are not copied. */
void value_read(struct reading *, const struct value *, void *member);
/* Whether the value is of the kind that its type is read from; refuses it where it is not. */
bool value_has_kind(struct reading *, const struct value *) __attribute__((warn_unused_result));

/* What a number, and the characters of a text, may be on input. */
struct limits {
    int64_t min, max;
};
struct limits value_number_limits(const struct field *, enum field_type);
struct limits value_text_limits(const struct field *);

/*
 * Makes, of text, a node that the type can be read from: a number, a bool in that spelling, or the text
 * itself, which is not copied. False: the text is not of that kind, or the type is not one of plain values.
 */
struct value_spelling {
    const char *yes, *no;
};
bool value_node(enum field_type, const struct value_spelling *, const char *text, struct document *out)
    __attribute__((warn_unused_result));
