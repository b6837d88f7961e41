/* SPDX-License-Identifier: MIT */
#include "base/settings.h"

#include "base/memory.h"
#include "values/codes.h"

#include <errno.h>
#include <ini.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum setting_type { TEXT, PATH, INTEGER, LEVEL, TYPE_COUNT };

struct setting {
    const char *name;
    enum setting_type type;
    size_t offset; /* in struct settings */
    const char *initial;
    int64_t min, max;
    const char *about;
};

static const struct setting table[] = {
#define SETTING(name, type, initial, min, max, about) \
    {#name, type, offsetof(struct settings, name), initial, min, max, about},
#include "base/settings.def"
};
enum { SETTINGS_COUNT = sizeof table / sizeof *table };

/* The names as a closed list, for "Did you mean …?". */
static const struct code names[SETTINGS_COUNT + 1] = {
    {"", ""},
#define SETTING(name, type, initial, min, max, about) {#name, about},
#include "base/settings.def"
};
static const struct codes name_codes = {"settings", SETTINGS_COUNT, names};

static const struct {
    const char *name;
    enum log_level level;
} levels[] = {
    {"error", LOG_LEVEL_ERROR},
    {"warning", LOG_LEVEL_WARNING},
    {"info", LOG_LEVEL_INFO},
    {"debug", LOG_LEVEL_DEBUG},
};

/* NULL where the value was taken, else what is wrong with it, to follow the setting's name. */
typedef const char *take_fn(const struct setting *, const char *value, void *member);

static const char *take_text(const struct setting *setting, const char *value, void *member)
{
    char **text = member;
    size_t len = strlen(value);
    if (len < (size_t)setting->min) {
        return "is too short";
    }
    if (len > (size_t)setting->max) {
        return "is too long";
    }
    char *copy = memory_got(strdup(value));
    free(*text);
    *text = copy;
    return NULL;
}

static const char *take_path(const struct setting *setting, const char *value, void *member)
{
    bool none = value[0] == '\0' && setting->min == 0;
    return none || value[0] == '/' ? take_text(setting, value, member) : "must be an absolute path";
}

static const char *take_integer(const struct setting *setting, const char *value, void *member)
{
    char *end;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    if (value[strspn(value, "0123456789")] != '\0' || end == value) {
        return "must be a whole number, in digits alone";
    }
    if (errno == ERANGE || number < setting->min || number > setting->max) {
        return "is out of range";
    }
    *(int32_t *)member = (int32_t)number;
    return NULL;
}

static const char *take_level(const struct setting *setting, const char *value, void *member)
{
    (void)setting;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        if (strcmp(levels[i].name, value) == 0) {
            *(enum log_level *)member = levels[i].level;
            return NULL;
        }
    }
    return "must be error, warning, info or debug";
}

static const struct {
    take_fn *take;
    const char *range; /* format of the limits, for people; NULL: it has none */
    bool owned;        /* the member is a text to be freed */
} types[TYPE_COUNT] = {
    [TEXT] = {take_text, "%" PRId64 " to %" PRId64 " bytes", true},
    [PATH] = {take_path, "a path of %" PRId64 " to %" PRId64 " bytes", true},
    [INTEGER] = {take_integer, "%" PRId64 " to %" PRId64, false},
    [LEVEL] = {take_level, NULL, false},
};

static void *member_of(struct settings *settings, const struct setting *setting)
{
    return (char *)settings + setting->offset;
}

void settings_defaults(struct settings *out)
{
    memset(out, 0, sizeof *out);
    for (const struct setting *s = table; s < table + SETTINGS_COUNT; s++) {
        if (types[s->type].take(s, s->initial, member_of(out, s))) {
            abort(); /* settings.def contradicts itself */
        }
    }
}

void settings_done(struct settings *settings)
{
    for (const struct setting *s = table; s < table + SETTINGS_COUNT; s++) {
        if (types[s->type].owned) {
            char **text = member_of(settings, s);
            free(*text);
            *text = NULL;
        }
    }
}

/* One reading of a file. */
struct reading {
    const char *path;
    FILE *file;
    struct settings settings;
    bool given[SETTINGS_COUNT];
    int line;                    /* the one being read, from 1 */
    int failed;                  /* the line of the first failure; 0: none */
    struct settings_error error; /* of the first failure */
};

static int refuse(struct reading *reading, const char *format, ...) __attribute__((format(printf, 2, 3)));
static int refuse(struct reading *reading, const char *format, ...)
{
    char what[SETTINGS_ERROR_SIZE / 2];
    if (reading->failed > 0) {
        return 0;
    }
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    snprintf(reading->error.text, sizeof reading->error.text, "%.*s:%d: %s", SETTINGS_ERROR_SIZE / 3,
             reading->path, reading->line, what);
    reading->failed = reading->line;
    return 0;
}

static int refuse_name(struct reading *reading, const char *name)
{
    const char *near = codes_near(&name_codes, name);
    return refuse(reading, "there is no setting \"%.40s\"%s%s%s", name, near ? ". Did you mean " : "",
                  near ? near : "", near ? "?" : "");
}

static int refuse_value(struct reading *reading, const struct setting *setting, const char *wrong)
{
    char range[64] = "";
    if (types[setting->type].range) {
        snprintf(range, sizeof range, types[setting->type].range, setting->min, setting->max);
    }
    return refuse(reading, "%s %s%s%s%s", setting->name, wrong, *range ? " (" : "", range, *range ? ")" : "");
}

/* inih's handler: zero refuses the line. A continued line arrives as the same name once more. */
static int take_line(void *arg, const char *section, const char *name, const char *value)
{
    struct reading *reading = arg;
    if (*section) {
        return refuse(reading, "settings have no sections");
    }
    unsigned index = codes_find(&name_codes, name, strlen(name));
    if (index == 0) {
        return refuse_name(reading, name);
    }
    const struct setting *setting = &table[index - 1];
    if (reading->given[index - 1]) {
        return refuse(reading, "%s is given twice", setting->name);
    }
    reading->given[index - 1] = true;
    const char *wrong = types[setting->type].take(setting, value, member_of(&reading->settings, setting));
    return wrong ? refuse_value(reading, setting, wrong) : 1;
}

/* inih's reader: counts lines, and refuses one that its buffer would cut in two. */
static char *read_line(char *out, int size, void *arg)
{
    struct reading *reading = arg;
    if (!fgets(out, size, reading->file)) {
        return NULL;
    }
    reading->line++;
    if (!strchr(out, '\n') && !feof(reading->file)) {
        refuse(reading,
               "the line is too long (%d bytes at most); a long connection belongs in a pg_service file",
               size - 2);
    }
    return out;
}

/* inih tells the first bad line: the handler's, or one that it could not make out at all. */
static void read_file(struct reading *reading)
{
    int line = ini_parse_stream(read_line, reading, take_line, reading);
    if (line > 0 && (reading->failed == 0 || line < reading->failed)) {
        reading->failed = 0;
        reading->line = line;
        refuse(reading, "expected `name = value`");
    }
    if (ferror(reading->file)) {
        refuse(reading, "cannot be read");
    }
}

bool settings_load(const char *path, struct settings *out, struct settings_error *error)
{
    struct reading reading = {.path = path, .file = fopen(path, "re")};
    if (!reading.file) {
        snprintf(error->text, sizeof error->text, "%.*s: cannot be opened: %s", SETTINGS_ERROR_SIZE / 2, path,
                 strerror(errno));
        return false;
    }
    settings_defaults(&reading.settings);
    read_file(&reading);
    fclose(reading.file);
    if (reading.failed > 0) {
        settings_done(&reading.settings);
        *error = reading.error;
        return false;
    }
    *out = reading.settings;
    return true;
}

void settings_describe(FILE *out)
{
    for (const struct setting *s = table; s < table + SETTINGS_COUNT; s++) {
        fprintf(out, "  %s =%s%s\n      %s.", s->name, *s->initial ? " " : "", s->initial, s->about);
        if (types[s->type].range) {
            fputs(" Takes ", out);
            fprintf(out, types[s->type].range, s->min, s->max);
            fputc('.', out);
        }
        fputc('\n', out);
    }
}
