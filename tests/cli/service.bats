#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The commands against a service. Needs ACCORD_BIN, ACCORD_URL, and in ACCORD_TOKENS the files of README.md.

bats_require_minimum_version 1.5.0

setup() {
    unset ACCORD_TOKEN ACCORD_PROFILE
    export HOME="$BATS_TEST_TMPDIR" XDG_CONFIG_HOME="$BATS_TEST_TMPDIR"
    worker="SW$RANDOM$RANDOM"
    terms=(--job-type SW --pay-type umbrella --pay 36.50 --coverage all)
}

# as NAME command …
as() {
    "$ACCORD_BIN" --token-file "$ACCORD_TOKENS/$1" "${@:2}"
}

member() {
    jq -r ".$1" <<<"$output"
}

leave_kent() {
    run -0 as kent-officer cooling-off record "$worker" --last-day 30/06/2026 --reason resigned
}

supplier() {
    local body='{"name":"Agency '$RANDOM$RANDOM'","tier":"FIRST","supplies":"TEMP"}'
    as region-admin api POST /v1/suppliers --file - <<<"$body" | jq -r .id
}

@test "a leaver is blocked through the corresponding date, and the exit code says so" {
    leave_kent
    [[ $output == *"30 June 2026"* ]]
    run -10 as medway-officer check "$worker" --authority Medway --start 2026-09-30 "${terms[@]}"
    [[ ${lines[0]} == "RULE"*"LAYER"*"VERDICT"*"WHY"* ]]
    [[ $output == *"Earliest start: 1 October 2026"* ]]
    run as medway-officer -o json check "$worker" --start 2026-10-01
    [ "$(member 'findings[] | select(.rule == "COOL_OFF" and .layer == "NATIONAL") | .verdict')" = PASS ]
}

@test "JSON is what the service said" {
    leave_kent
    run -10 --separate-stderr as medway-officer check "$worker" --start 30/09/2026 -o json
    [ "$(member outcome)" = BREACH ]
    [ "$(member earliest_start_date)" = 2026-10-01 ]
}

@test "an authority's name finds its code, or the nearest name" {
    run -2 as medway-officer check "$worker" --authority Medwey --start 2026-09-30
    [[ $output == *"Did you mean Medway?"* ]]
    run -4 as medway-officer check "$worker" --authority kent --start 2026-09-30
}

@test "a proposal that breaches is refused with its findings; what is under way is recorded" {
    leave_kent
    id=$(supplier)
    run -10 --separate-stderr as medway-officer placements submit "$worker" --engagement proposed \
        --start 2026-09-30 "${terms[@]}" --hours 37 --supplier "$id" --reason vacancy
    [[ $output == *"Earliest start: 1 October 2026"* ]]
    [[ $stderr == *"no placement was stored"*"(request "* ]]
    run -0 as medway-officer placements submit "$worker" --engagement under-way --start 2026-09-30 \
        "${terms[@]}" --hours 37 --supplier "$id" --reason vacancy -o json
    [ "$(member status)" = IN_BREACH ]
    run -0 as medway-officer placements show "$(member id)"
    [[ $output == *"IN_BREACH"* ]]
}

@test "the same key twice is one placement" {
    id=$(supplier)
    key="bats-$RANDOM$RANDOM$RANDOM"
    submit=(placements submit "$worker" --engagement proposed --start 2027-01-04 "${terms[@]}" --hours 37
        --supplier "$id" --reason vacancy --key "$key" -o json)
    run -0 as medway-officer "${submit[@]}"
    first=$(member id)
    run -0 as medway-officer "${submit[@]}"
    [ "$(member id)" = "$first" ]
}

@test "a list says how many, and --all follows its pages" {
    id=$(supplier)
    for month in 02 03; do
        run -0 as medway-officer placements submit "$worker" --engagement proposed --start 2027-$month-01 \
            --end 2027-$month-26 "${terms[@]}" --hours 37 --supplier "$id" --reason vacancy
    done
    run -0 as medway-officer placements list --limit 1
    [[ ${lines[-1]} =~ ^"First 1 of "([0-9]+)"; more with --all."$ ]]
    total=${BASH_REMATCH[1]}
    run -0 as medway-officer placements list --limit 1 --all
    [ "${lines[-1]}" = "$total placements." ]
    run -0 --separate-stderr as medway-officer placements list --limit 1 -o json
    [ "$(jq -c '[(.data | length), .more, .count]' <<<"$output")" = "[1,true,$total]" ]
}

@test "a cap is set and listed" {
    agreement=$(as region-admin api POST /v1/agreements --file - <<<'{"name":"Board '$RANDOM$RANDOM'",
        "kind":"REGION", "regions":["South East"], "lead_region":"South East", "legal_basis":"REGIONAL_MOC",
        "from":"2025-10-01"}' | jq -r .id)
    run -0 as region-admin caps set --agreement "$agreement" --job-type SW --pay-type umbrella \
        --coverage all --cap 38.00 --from 2025-10-01 --status draft --source "Board, 12 September 2025"
    [[ $output == *"£38.00"* ]]
    run -0 as region-admin caps list --agreement "$agreement"
    [ "${lines[-1]}" = "1 cap." ]
    run -4 as medway-officer caps set --agreement "$agreement" --job-type SW --pay-type umbrella \
        --coverage all --cap 39.00 --from 2025-10-01 --status draft --source x
}

@test "benchmarks print a row for each job type" {
    run -0 as medway-officer benchmark rates --job-type SW,IRO_CPCC --quarter 2026-Q3
    [[ ${lines[0]} == "JOB"*"MEDIAN"*"OWN"* ]]
}

@test "faults: every field at once, and a code of their own" {
    run -3 as medway-officer placements submit "$worker" --engagement proposed --start 2026-09-30
    [[ $output == *"--supplier: "* && $output == *"--pay: "* ]]
    run -4 "$ACCORD_BIN" placements list
    run -5 as medway-officer placements show 00000000-0000-7000-8000-000000000000
    [[ $output == *"(request "* ]]
    run -5 as medway-officer api GET /v1/no-such-thing
}
