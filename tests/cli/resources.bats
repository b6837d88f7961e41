#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A command for each resource. Needs ACCORD_BIN, ACCORD_URL and ACCORD_TOKENS.

bats_require_minimum_version 1.5.0

setup() {
    unset ACCORD_TOKEN ACCORD_PROFILE
    export HOME="$BATS_TEST_TMPDIR" XDG_CONFIG_HOME="$BATS_TEST_TMPDIR"
    worker="SW$RANDOM$((RANDOM % 1000))"
}

as() {
    "$ACCORD_BIN" --token-file "$ACCORD_TOKENS/$1" "${@:2}"
}

# made NAME command …: the id of what the command made.
made() {
    as "$@" -o csv --fields id --no-headers
}

@test "an agreement is added, given terms and protocols, signed and shown" {
    id=$(made region-admin agreements add "Board $worker" --regions "South East" --lead-region "South East" \
        --legal-basis regional-moc --from 2025-10-01)
    run -0 as region-admin agreements terms "$id" --from 2025-10-01 --cool-off-months 6 \
        --exceptions redundancy,left-in-probation
    run -0 as region-admin agreements protocol "$id" --protocol cool-off --phase 1
    run -0 as region-admin agreements sign "$id" --authority Medway --from 2025-10-01 --sharing-agreement 20/09/2025
    run -0 as medway-officer agreements show "$id"
    [[ $output == *"COOL OFF MONTHS"*"COOL_OFF"*"887"*"20 September 2025"* ]]
    run -0 as medway-officer agreements list --fields id --no-headers
    [[ $output == *"$id"* ]]
    run -2 as medway-officer agreements show x/../y
    [[ $output == *"this is not an id"* ]]
}

@test "a finding says that it must be complied with, where the agreement's terms do" {
    id=$(made region-admin agreements add "Later board $worker" --regions "South East" --lead-region "South East" \
        --legal-basis regional-moc --from 2031-01-01)
    run -0 as region-admin agreements terms "$id" --from 2031-01-01 --obligation must
    run -0 as region-admin agreements protocol "$id" --protocol pay --phase 1
    run -0 as region-admin agreements sign "$id" --authority Medway --from 2031-01-01 --sharing-agreement 20/09/2025
    run as medway-officer check "$worker" --start 2031-02-03 --job-type SW --pay-type umbrella --pay 36.50 --coverage all
    [[ $output == *"Price cap   Regional, must  UNKNOWN"* && $output == *"Notice      National        "* ]]
}

@test "an employment is recorded, shown and listed" {
    id=$(made kent-officer employments record "$worker" --basis substantive --job-type SW --start-date 2024-01-08)
    run -0 as kent-officer employments show "$id"
    [[ $output == *"8 January 2024"* ]]
    run -0 as kent-officer employments list --limit 1
    [[ ${lines[1]} == "$worker "* ]]
}

@test "a check is listed and shown as it was made" {
    id=$(as medway-officer check "$worker" --start 2026-10-30 -o csv --fields id --no-headers) || true
    run -0 as medway-officer checks show "$id"
    [[ ${lines[0]} == RULE* && $output == *"Outcome: Refer"* ]]
    run -0 as medway-officer checks list --all --fields id,outcome
    [[ $output == *"$id  REFER"* ]]
}

@test "suppliers and mappings are added and listed" {
    id=$(made region-admin suppliers add "Agency $worker" --tier first --supplies temp)
    run -0 as medway-officer suppliers list
    [[ $output == *"Agency $worker"*"$id"* ]]
    run -0 as medway-officer mappings list
    [[ $output == *" mapping"* ]]
    run -4 as medway-officer mappings add "Practitioner" --job-type AP --from 2024-09-13
}

@test "a dry run answers, and saves nothing" {
    run -0 as kent-officer cooling-off record "$worker" --last-day 2026-06-30 --reason resigned --dry-run
    [[ $output == *"30 June 2026"* ]]
    run -0 as kent-officer cooling-off record "$worker" --last-day 2026-06-30 --reason resigned
    run -6 as kent-officer cooling-off record "$worker" --last-day 2026-06-30 --reason resigned --dry-run
}
