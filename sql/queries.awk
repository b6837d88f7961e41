# SPDX-License-Identifier: MIT
#
# Turns named queries into a C header: an enum, a typed function each, and behind QUERY_TABLE the table that
# the store prepares. POSIX awk; run as  LC_ALL=C awk -f queries.awk queries/*.sql > queries.h
#
#     -- placement_add(authority int4, worker uuid,
#     --               start date)
#     -- What it is for, on as many comment lines as it takes.
#     INSERT INTO placement (authority, worker, start_date) VALUES ($authority, $worker, $start);
#
# Every $ begins a parameter's name, inside quotes too. Comments stand on lines of their own. One statement a
# query, its columns named: a statement that begins or ends a transaction, or whose result changes with the
# schema, has no place in a pipeline. A bytea is given as text (\x…), or, as a parameter of type `bytes`, as it is.

BEGIN {
    PARAMS_MAX = 40
    # SQL type: C type, function that makes the parameter, OID (pg_type.dat)
    type("int4", "int32_t ", "param_int4", 23)
    type("int8", "int64_t ", "param_int8", 20)
    type("bool", "bool ", "param_bool", 16)
    type("text", "const char *", "param_text", 25)
    type("date", "struct date ", "param_date", 1082)
    type("timestamptz", "struct instant ", "param_timestamptz", 1184)
    type("uuid", "struct uuid ", "param_uuid", 2950)
    type("bytea", "const char *", "param_text", 17)
    type("bytes", "struct bytes ", "param_bytes", 17)
    type("jsonb", "const char *", "param_text", 3802)
    type("int4[]", "const char *", "param_text", 1007)
    type("text[]", "const char *", "param_text", 1009)
    type("uuid[]", "const char *", "param_text", 2951)
    words("SELECT INSERT UPDATE DELETE WITH", first_words)
    words("auto break case char const continue default do double else enum extern float for goto if inline " \
          "int long register restrict return short signed sizeof static struct switch typedef union " \
          "unsigned void volatile while bool true false batch", reserved)
}

FNR == 1 {
    finish()
    inside = ""
    file = FILENAME
}

# A header may go on over several comment lines, up to its closing parenthesis.
open_header != "" && /^--/ {
    open_header = open_header substr($0, 3)
    if (open_header ~ /\)[ \t]*$/) {
        begin(open_header)
        open_header = ""
    }
    next
}
open_header != "" { fail("the parameters of a query are not closed", header_line) }
/^-- [a-z][a-z0-9_]*\(.*\)[ \t]*$/ || /^-- [a-z][a-z0-9_]*\([^)]*$/ {
    finish()
    inside = ""
    header_line = FNR
    if ($0 ~ /\)[ \t]*$/)
        begin(substr($0, 4))
    else
        open_header = substr($0, 4)
    next
}
/^[ \t]*--/ || /^[ \t\r]*$/ { next }
inside == "" { fail("SQL before the first query's name", FNR) }
/--/ || /\/\*/ { fail("a comment in a query stands on a line of its own, after --", FNR) }
{ sql[count] = sql[count] numbered($0) "\n" }

END {
    if (failed)
        exit 1
    finish()
    if (count == 0)
        fail("there are no queries", FNR)
    print_header()
}

function type(sql_type, c, make, oid) {
    c_type[sql_type] = c
    maker[sql_type] = make
    oid_of[sql_type] = oid
}

function words(text, set,    list, i, n) {
    n = split(text, list, " ")
    for (i = 1; i <= n; i++)
        set[list[i]] = 1
}

function fail(message, line) {
    print file ":" line ": " message > "/dev/stderr"
    failed = 1
    exit 1
}

# header: name(parameter type, ...)
function begin(header,    text, list, i, n) {
    count++
    name[count] = substr(header, 1, index(header, "(") - 1)
    line_of[count] = header_line
    inside = name[count]
    if (inside in seen)
        fail("query " inside " is defined twice", header_line)
    seen[inside] = 1
    text = substr(header, index(header, "(") + 1)
    sub(/\)[ \t]*$/, "", text)
    n = text ~ /^[ \t]*$/ ? 0 : split(text, list, ",")
    if (n > PARAMS_MAX)
        fail("query " inside " has more than " PARAMS_MAX " parameters", header_line)
    for (i = 1; i <= n; i++)
        add_parameter(list[i], i)
    params[count] = n
}

function add_parameter(text, i,    part) {
    if (split(text, part, " ") != 2 || part[1] !~ /^[a-z][a-z0-9_]*$/)
        fail("query " inside ": a parameter is a name and a type, not \"" text "\"", header_line)
    if (part[1] in reserved)
        fail("query " inside ": a parameter cannot be called " part[1], header_line)
    if (!(part[2] in c_type))
        fail("query " inside ": unknown type " part[2], header_line)
    if ((count, part[1]) in position)
        fail("query " inside ": parameter " part[1] " is named twice", header_line)
    position[count, part[1]] = i
    parameter[count, i] = part[1]
    type_of[count, i] = part[2]
}

# A line of SQL with every $name as $1, $2, …
function numbered(line,    out, who, i) {
    out = ""
    while ((i = index(line, "$")) > 0) {
        out = out substr(line, 1, i)
        line = substr(line, i + 1)
        if (!match(line, /^[A-Za-z_][A-Za-z0-9_]*/))
            fail("query " inside ": a $ without a parameter's name", FNR)
        who = substr(line, 1, RLENGTH)
        if (!((count, who) in position))
            fail("query " inside ": unknown parameter $" who, FNR)
        used[count, who] = 1
        out = out position[count, who]
        line = substr(line, RLENGTH + 1)
    }
    return out line
}

# What can be said of a query only once all of it has been read.
function finish(    text, i) {
    if (open_header != "")
        fail("the parameters of a query are not closed", header_line)
    if (inside == "")
        return
    for (i = 1; i <= params[count]; i++)
        if (!((count, parameter[count, i]) in used))
            fail("query " inside ": parameter $" parameter[count, i] " is not used", line_of[count])
    sub(/[ \t\r\n]*;?[ \t\r\n]*$/, "", sql[count])
    text = toupper(sql[count])
    gsub(/'[^']*'/, "''", text)
    gsub(/[ \t\r\n]+/, " ", text)
    check(text)
    writes[count] = text ~ /(^|[^A-Z0-9_$])(INSERT|UPDATE|DELETE) / ? "true" : "false"
}

# text: upper case, single spaces, literals emptied
function check(text) {
    if (text ~ /^ ?$/)
        fail("query " inside " has no SQL", line_of[count])
    if (!(first_word(text) in first_words))
        fail("query " inside ": a query begins with SELECT, INSERT, UPDATE, DELETE or WITH", line_of[count])
    if (text ~ /;/)
        fail("query " inside ": more than one statement", line_of[count])
    if (text ~ /(^|[^A-Z0-9_$])(SELECT|RETURNING)( (ALL|DISTINCT))? ?\*/ || text ~ /[A-Z0-9_")]\.\*/)
        fail("query " inside ": name the columns, not *", line_of[count])
}

function first_word(text) {
    sub(/^ /, "", text)
    match(text, /^[A-Z]*/)
    return substr(text, 1, RLENGTH)
}

# A C string literal for each line. (gsub's rules for backslashes differ between awks.)
function literal(text,    lines, n, i, j, c, out) {
    n = split(text, lines, "\n")
    out = ""
    for (i = 1; i <= n; i++) {
        out = out "\n     \""
        for (j = 1; j <= length(lines[i]); j++) {
            c = substr(lines[i], j, 1)
            out = out (c == "\\" || c == "\"" ? "\\" c : c)
        }
        out = out (i < n ? "\\n\"" : "\"")
    }
    return out
}

function print_header(    q) {
    print "/* SPDX-License-Identifier: MIT */"
    print "/* Generated from sql/queries by sql/queries.awk. */"
    print "#pragma once"
    print "#include \"store/batch.h\"\n"
    print "enum query {"
    for (q = 1; q <= count; q++)
        print "    Q_" toupper(name[q]) ","
    print "    Q_COUNT\n};\n"
    print "extern const struct query_text query_table[Q_COUNT];\n"
    for (q = 1; q <= count; q++)
        print_function(q)
    print "#ifdef QUERY_TABLE"
    print "const struct query_text query_table[Q_COUNT] = {"
    for (q = 1; q <= count; q++)
        print_row(q)
    print "};\n#endif"
}

function print_function(q,    i) {
    printf "static inline struct rows *sql_%s(struct batch *batch", name[q]
    for (i = 1; i <= params[q]; i++)
        printf ", %s%s", c_type[type_of[q, i]], parameter[q, i]
    printf ")\n{\n    return batch_add(batch, Q_%s, %d, ", toupper(name[q]), params[q]
    if (params[q] > 0) {
        printf "(const struct param[]){"
        for (i = 1; i <= params[q]; i++)
            printf "%s%s(batch, %s)", (i > 1 ? ", " : ""), maker[type_of[q, i]], parameter[q, i]
        printf "}"
    } else
        printf "NULL"
    print ");\n}\n"
}

function print_row(q,    i) {
    printf "    [Q_%s] = {.name = \"%s\", .params = %d, .writes = %s,", toupper(name[q]), name[q], params[q], writes[q]
    if (params[q] > 0) {
        printf " .types = (const unsigned[]){"
        for (i = 1; i <= params[q]; i++)
            printf "%s%d", (i > 1 ? ", " : ""), oid_of[type_of[q, i]]
        printf "},"
    }
    print " .sql =" literal(sql[q]) "},"
}
