/* SPDX-License-Identifier: MIT */
/* The inside of a document's node, for the files of this folder alone. */
#pragma once
#include "wire/document.h"

struct document {
    enum document_kind kind;
    const char *name; /* where it is a member of an object */
    union {
        bool yes;
        int64_t integer;
        const char *text; /* of a text or a real */
        struct {
            struct arena *arena; /* to grow in */
            struct document **at;
            size_t count, cap;
        } items; /* of an array or an object */
    };
};

static inline struct document document_node_text(const char *text)
{
    return (struct document){.kind = DOCUMENT_TEXT, .text = text};
}
static inline struct document document_node_integer(int64_t integer)
{
    return (struct document){.kind = DOCUMENT_INTEGER, .integer = integer};
}
static inline struct document document_node_bool(bool yes)
{
    return (struct document){.kind = DOCUMENT_BOOL, .yes = yes};
}

/* document_set of a name that the object is known to lack: takes no time to look for it. */
bool document_add(struct document *object, const char *name, struct document *value)
    __attribute__((warn_unused_result));
