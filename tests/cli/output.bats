#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The forms of answers. Needs ACCORD_BIN, ACCORD_URL and ACCORD_TOKENS.

bats_require_minimum_version 1.5.0

setup() {
    unset ACCORD_TOKEN ACCORD_PROFILE
    export HOME="$BATS_TEST_TMPDIR" XDG_CONFIG_HOME="$BATS_TEST_TMPDIR"
}

as() {
    "$ACCORD_BIN" --token-file "$ACCORD_TOKENS/$1" "${@:2}"
}

@test "a list as JSON, a line an item, and CSV says the same" {
    run -0 --separate-stderr as region-admin caps list --all -o json
    count=$(jq '.data | length' <<<"$output")
    ids=$(jq -r '.data[].id' <<<"$output" | sort)
    run -0 --separate-stderr as region-admin caps list --all -o ndjson
    [ "$(jq -r .id <<<"$output" | sort)" = "$ids" ]
    [ "$stderr" = "$count caps." ]
    run -0 --separate-stderr as region-admin caps list --all -o csv --fields id,cap_pence
    [ "${lines[0]}" = "id,cap_pence" ]
    [ "$(tail -n +2 <<<"$output" | cut -d, -f1 | sort)" = "$ids" ]
    [ "$stderr" = "$count caps." ]
}

@test "--no-headers leaves rows alone" {
    run -0 as region-admin caps list --all -o csv --no-headers --fields id
    [[ ${lines[0]} =~ ^[0-9a-f-]{36}$ && ${lines[-1]} =~ ^[0-9a-f-]{36}$ ]]
    run -0 as region-admin caps list --all --no-headers
    [[ ${lines[0]} != AGREEMENT* && ${lines[-1]} != *caps.* ]]
}

@test "--fields picks in every form" {
    run -0 as medway-officer benchmark rates --quarter 2026-Q3 --fields job_type,median_pence
    [[ ${lines[0]} =~ ^JOB\ TYPE\ +MEDIAN$ ]]
    run -0 as medway-officer benchmark rates --quarter 2026-Q3 --fields job_type -o json
    [ "$(jq -c '.data[0] | keys' <<<"$output")" = '["job_type"]' ]
    run -11 as medway-officer check SW900999 --start 2026-10-30 --fields outcome,advisory
    [ "${lines[0]}" = "Outcome   REFER" ]
}

@test "a text that a spreadsheet would take for a formula is defused, and quotes are doubled" {
    name='=HYPERLINK("x")'$RANDOM
    jq -n --arg name "$name" '{name: $name, tier: "FIRST", supplies: "TEMP"}' >"$BATS_TEST_TMPDIR/supplier.json"
    run -0 as region-admin api POST /v1/suppliers --file "$BATS_TEST_TMPDIR/supplier.json" -o csv --fields name
    [ "${lines[0]}" = name ]
    [ "${lines[1]}" = "\"'${name//\"/\"\"}\"" ]
}
