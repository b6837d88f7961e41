#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What shells are told, and the help of each command against the copy that was looked at. Needs ACCORD_BIN.
# Renew the copies with: tests/golden/help/renew build/accord

bats_require_minimum_version 1.5.0

offers() {
    "$ACCORD_BIN" __complete "$@" | cut -f1
}

@test "commands, options, codes and lists of codes are offered" {
    [[ $(offers plac) == placements ]]
    [[ $(offers placements "") == *submit*show*list* ]]
    [[ $(offers check --pay-) == --pay-type ]]
    [[ $(offers check SW1 --pay-type um) == umbrella ]]
    [[ $(offers benchmark rates --job-type SW,s) == $'SW,sw\nSW,ssw' ]]
    [[ $(offers --token-file "") == "" ]]
    [[ $(offers help caps "") == $'list\nshow\neffect\nset' ]]
}

@test "every command of the help is offered, and every option of its own help" {
    commands=$("$ACCORD_BIN" help | sed -n 's/^  \([a-z][a-z -]*[a-z]\)  .*/\1/p')
    [ "$(wc -l <<<"$commands")" -ge 50 ]
    while read -r first second; do
        offers "" | grep -qx -e "$first"
        [ -z "$second" ] || offers "$first" "" | grep -qx -e "$second"
        # shellcheck disable=SC2086 # one word or two
        diff <("$ACCORD_BIN" help $first $second | grep -oE '^  (-., )?--[a-z-]+' | grep -oE -e '--[a-z-]+' | sort) \
            <(offers $first $second -- | sort)
    done <<<"$commands"
}

@test "bash completes with it" {
    run -0 bash -c '. "$0"; COMP_WORDS=("$1" caps li); COMP_CWORD=2; _accord; echo "${COMPREPLY[@]}"' \
        "$BATS_TEST_DIRNAME/../../client/cli/completions/accord.bash" "$ACCORD_BIN"
    [ "$output" = list ]
}

@test "the help of each command is as it was looked at" {
    "$BATS_TEST_DIRNAME/../golden/help/renew" "$ACCORD_BIN" "$BATS_TEST_TMPDIR"
    diff -r -x renew "$BATS_TEST_DIRNAME/../golden/help" "$BATS_TEST_TMPDIR"
}
