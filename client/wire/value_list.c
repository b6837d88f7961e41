/* SPDX-License-Identifier: MIT */
#include "wire/value_inside.h"

#include <string.h>

/* Item `i` of a list, which the field's limits, codes and record are about. */
static void read_item(struct reading *r, const struct value *list, size_t i, void *member)
{
    struct place place = {.above = list->place, .index = i};
    struct value item = {list->field, shape_item_type(list->type), &place, document_item(list->given, i)};
    value_read(r, &item, member);
}

/* Codes are gathered as bits: order and repetition mean nothing. */
void value_read_code_set(struct reading *r, const struct value *v, void *member)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < document_count(v->given) && !reading_full(r); i++) {
        unsigned code = 0;
        read_item(r, v, i, &code);
        bits |= code > 0 ? shape_code_bit(code) : 0;
    }
    ((struct code_set *)member)->bits = bits;
}

void value_read_list(struct reading *r, const struct value *v, void *member)
{
    size_t count = document_count(v->given), size = shape_size(shape_item_type(v->type));
    char *items = count > 0 ? arena_alloc(r->arena, count * size) : NULL;
    for (size_t i = 0; items && i < count && !reading_full(r); i++) {
        read_item(r, v, i, items + i * size);
    }
    memcpy(member, &(struct list){items, items ? count : 0}, sizeof(struct list));
}

/* Records lie in the list itself, one after the other. */
static void read_record(struct reading *r, const struct value *list, size_t i, void *record)
{
    struct place place = {.above = list->place, .index = i};
    struct value item = {list->field, FIELD_ONE, &place, document_item(list->given, i)};
    if (value_has_kind(r, &item)) {
        shape_read_members(r, list->field->record, item.given, &place, record);
    }
}

void value_read_records(struct reading *r, const struct value *v, void *member)
{
    size_t count = document_count(v->given), size = v->field->record->size;
    char *records = count > 0 ? arena_alloc(r->arena, count * size) : NULL;
    for (size_t i = 0; records && i < count && !reading_full(r); i++) {
        read_record(r, v, i, records + i * size);
    }
    memcpy(member, &(struct list){records, records ? count : 0}, sizeof(struct list));
}

void value_read_one(struct reading *r, const struct value *v, void *member)
{
    const struct shape *shape = v->field->record;
    void *record = arena_alloc(r->arena, shape->size);
    if (record) {
        shape_read_members(r, shape, v->given, v->place, record);
        ((struct shape_one *)member)->at = record;
    }
}
