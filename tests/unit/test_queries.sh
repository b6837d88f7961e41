#!/bin/sh
# SPDX-License-Identifier: MIT
# The query generator: what it refuses, with which words and at which line, and what it makes.
#
#     test_queries.sh path/to/queries.awk [awk]
set -u
generator=$1
awk=${2:-awk}
LC_ALL=C
export LC_ALL
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
cases=0

fail() {
    echo "FAILED: $1"
    failures=$((failures + 1))
}

generate() {
    $awk -f "$generator" "$work/q.sql" >"$work/out" 2>"$work/err"
}

# refuses LINE WORDS: standard input is refused at that line.
refuses() {
    cases=$((cases + 1))
    cat >"$work/q.sql"
    if generate; then
        fail "was taken, though: $2"
    elif [ "$(cat "$work/err")" != "$work/q.sql:$1: $2" ]; then
        fail "expected :$1: $2 but got $(cat "$work/err")"
    elif [ -s "$work/out" ]; then
        fail "something was printed, though: $2"
    fi
}

# makes TEXT...: standard input is taken, and each text stands in what comes out.
makes() {
    cases=$((cases + 1))
    cat >"$work/q.sql"
    generate || fail "was refused: $(cat "$work/err")"
    for text in "$@"; do
        grep -qF -e "$text" "$work/out" || fail "not made: $text"
    done
}

refuses 1 'query q: unknown type int2' <<'SQL'
-- q(a int2)
SELECT $a;
SQL
refuses 3 'query q: unknown parameter $b' <<'SQL'
-- q(a int4)
SELECT $a,
  $b;
SQL
refuses 2 'query q: unknown parameter $ab' <<'SQL'
-- q(a int4)
SELECT $ab;
SQL
refuses 2 "query q: unknown parameter \$name" <<'SQL'
-- q()
SELECT '$name';
SQL
refuses 2 "query q: a \$ without a parameter's name" <<'SQL'
-- q(a int4)
SELECT $1;
SQL
refuses 2 "query q: a \$ without a parameter's name" <<'SQL'
-- q()
SELECT '$.path';
SQL
refuses 1 'query q: parameter $b is not used' <<'SQL'
-- q(a int4, b text)
SELECT $a;
-- r()
SELECT 1;
SQL
refuses 4 'query q is defined twice' <<'SQL'
-- q()
SELECT 1;

-- q()
SELECT 2;
SQL
refuses 1 'query q: parameter a is named twice' <<'SQL'
-- q(a int4, a text)
SELECT $a;
SQL
refuses 1 'query q: a parameter is a name and a type, not "a"' <<'SQL'
-- q(a)
SELECT $a;
SQL
refuses 1 'query q: a parameter cannot be called default' <<'SQL'
-- q(default int4)
SELECT $default;
SQL
refuses 1 'query q: a parameter cannot be called batch' <<'SQL'
-- q(batch int4)
SELECT $batch;
SQL
refuses 3 "SQL before the first query's name" <<'SQL'
-- Some words.

SELECT 1;
SQL
for verb in BEGIN COMMIT CALL COPY DO SET TRUNCATE EXPLAIN VALUES TABLE '(SELECT'; do
    refuses 1 'query q: a query begins with SELECT, INSERT, UPDATE, DELETE or WITH' <<SQL
-- q()
$verb 1;
SQL
done
for star in 'SELECT *' 'select *' 'SELECT DISTINCT *' 'SELECT ALL *' 'SELECT t.*' 'SELECT a, t.*' 'SELECT "t".*' 'SELECT*'; do
    refuses 1 'query q: name the columns, not *' <<SQL
-- q()
$star FROM t;
SQL
done
refuses 1 'query q: name the columns, not *' <<'SQL'
-- q()
DELETE FROM t RETURNING
  *;
SQL
refuses 1 'query q: name the columns, not *' <<'SQL'
-- q()
WITH x AS (SELECT * FROM t) SELECT a FROM x;
SQL
refuses 1 'query q: more than one statement' <<'SQL'
-- q()
SELECT 1; SELECT 2;
SQL
refuses 1 'query q: more than one statement' <<'SQL'
-- q()
SELECT 'it''s';
COMMIT;
SQL
refuses 1 'query q has no SQL' <<'SQL'
-- q()
-- Nothing but words.
SQL
refuses 2 'a comment in a query stands on a line of its own, after --' <<'SQL'
-- q()
SELECT 1; -- one
SQL
refuses 2 'a comment in a query stands on a line of its own, after --' <<'SQL'
-- q()
SELECT /* one */ 1;
SQL
refuses 1 'the parameters of a query are not closed' <<'SQL'
-- q(a int4,
SELECT $a;
SQL
many=$(i=0; while [ $i -le 40 ]; do printf '%sp%d int4' "${s:-}" $i; s=', '; i=$((i + 1)); done)
refuses 1 'query q has more than 40 parameters' <<SQL
-- q($many)
SELECT 1;
SQL

makes 'Q_A_1,' 'Q_COUNT' 'sql_a_1(struct batch *batch)' '[Q_A_1] = {.name = "a_1", .params = 0, .writes = false,' '"SELECT count(*) AS n, a * 2,' \
    "';', '\\\\x'" 'return batch_add(batch, Q_A_1, 0, NULL);' <<'SQL'
-- Words about the file, even(with parentheses).
-- a_1()
-- What it is for.
SELECT count(*) AS n, a * 2, ';', '\x' FROM t;
SQL
makes 'const char *h, const char *t, struct date d, struct instant i, struct uuid u, bool b, int32_t n, int64_t m)' \
    'param_text(batch, h), param_text(batch, t), param_date(batch, d), param_timestamptz(batch, i), param_uuid(batch, u)' \
    '{17, 1009, 1082, 1184, 2950, 16, 23, 20}' '"SELECT \"x\", $1, $2,\n"' '"$3, $4, $5, $6, $7, $8, $8::int8"' <<'SQL'
-- q(h bytea, t text[], d date, i timestamptz,
--   u uuid, b bool, n int4, m int8)
SELECT "x", $h, $t,
-- In the midst of it.
$d, $i, $u, $b, $n, $m, $m::int8;
SQL

echo "$cases cases, $failures failed"
[ "$failures" -eq 0 ]
