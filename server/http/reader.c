/* SPDX-License-Identifier: MIT */
#include "http/reader.h"

#include "http/chunk.h"

enum line { LINE_WHOLE, LINE_MORE, LINE_BAD, LINE_LONG };

void reader_start(struct reader *reader)
{
    *reader = (struct reader){.state = READER_LINE};
}

static enum reading refuse(struct reader *reader, enum fault fault)
{
    reader->state = READER_REFUSED;
    reader->fault = fault;
    return READING_REFUSED;
}

/* Everything up to the line's end has been understood and may go. */
static size_t let_go(struct reader *reader)
{
    size_t used = reader->line;
    reader->line = reader->scanned = 0;
    return used;
}

/* The next line, which must end within the first `limit` bytes. CRLF only: no bare CR or LF, and no NUL. */
static enum line next_line(struct reader *reader, const char *at, size_t len, size_t limit, struct slice *out)
{
    size_t end = len < limit ? len : limit;
    for (; reader->scanned < end; reader->scanned++) {
        char c = at[reader->scanned];
        if (c == '\0' || c == '\n')
            return LINE_BAD;
        if (c != '\r')
            continue;
        if (reader->scanned + 1 == end)
            break;
        if (at[reader->scanned + 1] != '\n')
            return LINE_BAD;
        *out = (struct slice){(uint16_t)reader->line, (uint16_t)(reader->scanned - reader->line)};
        reader->line = reader->scanned += 2;
        return LINE_WHOLE;
    }
    return end == limit ? LINE_LONG : LINE_MORE;
}

/* A line that is not whole: wait, or refuse. */
static enum reading no_line(struct reader *reader, enum line found, enum fault too_long)
{
    if (found == LINE_MORE)
        return READING_MORE;
    return refuse(reader, found == LINE_LONG ? too_long : FAULT_MALFORMED_REQUEST);
}

static enum reading read_fields(struct reader *reader, const char *at, size_t len, size_t *used)
{
    struct slice line;
    enum line found;
    while ((found = next_line(reader, at, len, HEAD_MAX, &line)) == LINE_WHOLE) {
        enum fault fault = line.len ? head_field(&reader->head, at, line) : head_finish(&reader->head, at);
        if (fault)
            return refuse(reader, fault);
        if (line.len > 0)
            continue;
        reader->state = READER_HELD;
        *used = let_go(reader);
        return READING_HEAD;
    }
    return no_line(reader, found, FAULT_HEAD_TOO_LARGE);
}

static enum reading read_line(struct reader *reader, const char *at, size_t len, size_t *used)
{
    struct slice line;
    enum line found = next_line(reader, at, len, HEAD_MAX, &line);
    if (found != LINE_WHOLE)
        return no_line(reader, found, FAULT_TARGET_TOO_LONG);
    enum fault fault = head_request_line(&reader->head, at, line);
    if (fault)
        return refuse(reader, fault);
    reader->state = READER_FIELDS;
    return read_fields(reader, at, len, used);
}

enum fault reader_body(struct reader *reader, int64_t max)
{
    const struct head *head = &reader->head;
    reader->body_max = max;
    if (head->length > max) {
        refuse(reader, FAULT_TOO_LARGE);
        return FAULT_TOO_LARGE;
    }
    reader->left = head->length;
    reader->state = head->chunked ? READER_SIZE : head->length > 0 ? READER_LENGTH : READER_DONE;
    return FAULT_NONE;
}

/* Bytes of the body or the chunk, up to its end, where `after` follows. */
static enum reading read_bytes(struct reader *reader, size_t len, enum reader_state after, size_t *used)
{
    if (len == 0)
        return READING_MORE;
    size_t take = (int64_t)len < reader->left ? len : (size_t)reader->left;
    reader->left -= (int64_t)take;
    reader->received += (int64_t)take;
    if (reader->left == 0)
        reader->state = after;
    *used = take;
    return READING_BODY;
}

static enum reading read_length(struct reader *reader, const char *at, size_t len, size_t *used)
{
    (void)at;
    return read_bytes(reader, len, READER_DONE, used);
}

static enum reading read_chunk(struct reader *reader, const char *at, size_t len, size_t *used)
{
    (void)at;
    return read_bytes(reader, len, READER_CHUNK_END, used);
}

static enum reading read_chunk_end(struct reader *reader, const char *at, size_t len, size_t *used)
{
    struct slice line;
    enum line found = next_line(reader, at, len, 2, &line);
    if (found != LINE_WHOLE)
        return no_line(reader, found, FAULT_MALFORMED_REQUEST);
    reader->state = READER_SIZE;
    *used = let_go(reader);
    return READING_SKIP;
}

/* What a line may take that is `own` bytes long without what is dropped. */
static size_t line_limit(const struct reader *reader, size_t own)
{
    return own + READER_DROPPED_MAX - reader->dropped;
}

static enum reading read_size(struct reader *reader, const char *at, size_t len, size_t *used)
{
    struct slice line;
    int64_t size;
    size_t extensions;
    enum line found = next_line(reader, at, len, line_limit(reader, CHUNK_DIGITS_MAX + 2), &line);
    if (found != LINE_WHOLE)
        return no_line(reader, found, FAULT_HEAD_TOO_LARGE);
    if (!chunk_size(at, line.len, &size, &extensions))
        return refuse(reader, FAULT_MALFORMED_REQUEST);
    if (reader->dropped + extensions > READER_DROPPED_MAX)
        return refuse(reader, FAULT_HEAD_TOO_LARGE);
    if (size > reader->body_max - reader->received)
        return refuse(reader, FAULT_TOO_LARGE);
    reader->dropped += extensions;
    reader->left = size;
    reader->state = size > 0 ? READER_CHUNK : READER_TRAILERS;
    *used = let_go(reader);
    return READING_SKIP;
}

static enum reading read_trailers(struct reader *reader, const char *at, size_t len, size_t *used)
{
    struct slice line;
    enum line found = next_line(reader, at, len, line_limit(reader, 2), &line);
    if (found != LINE_WHOLE)
        return no_line(reader, found, FAULT_HEAD_TOO_LARGE);
    if (line.len == 0)
        reader->state = READER_DONE;
    else if (!head_trailer(at, line))
        return refuse(reader, FAULT_MALFORMED_REQUEST);
    reader->dropped += line.len;
    *used = let_go(reader);
    return READING_SKIP;
}

static enum reading read_nothing(struct reader *reader, const char *at, size_t len, size_t *used)
{
    (void)at, (void)len, (void)used;
    return reader->state == READER_DONE      ? READING_DONE
           : reader->state == READER_REFUSED ? READING_REFUSED
                                             : READING_MORE;
}

typedef enum reading read_fn(struct reader *, const char *, size_t, size_t *);

enum reading reader_feed(struct reader *reader, const char *at, size_t len, size_t *used)
{
    static read_fn *const read_in[READER_STATE_COUNT] = {
        [READER_LINE] = read_line,           [READER_FIELDS] = read_fields,     [READER_HELD] = read_nothing,
        [READER_LENGTH] = read_length,       [READER_SIZE] = read_size,         [READER_CHUNK] = read_chunk,
        [READER_CHUNK_END] = read_chunk_end, [READER_TRAILERS] = read_trailers, [READER_DONE] = read_nothing,
        [READER_REFUSED] = read_nothing,
    };
    *used = 0;
    return read_in[reader->state](reader, at, len, used);
}
