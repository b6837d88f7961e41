#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# An authority's own records as files. Needs ACCORD_BIN, ACCORD_URL and ACCORD_TOKENS.

bats_require_minimum_version 1.5.0

setup() {
    unset ACCORD_TOKEN ACCORD_PROFILE
    export HOME="$BATS_TEST_TMPDIR" XDG_CONFIG_HOME="$BATS_TEST_TMPDIR"
    out="$BATS_TEST_TMPDIR/out"
}

as() {
    "$ACCORD_BIN" --token-file "$ACCORD_TOKENS/$1" "${@:2}"
}

@test "every list is a file, and the manifest has the count and the digest of each" {
    as medway-officer cooling-off record "SW$RANDOM$((RANDOM % 1000))" --last-day 2026-06-30 --reason resigned
    as medway-officer export --all "$out"
    [ "$(stat -c %a "$out")" = 700 ]
    run -0 jq -r '.files[] | "\(.sha256)  \(.file)"' "$out/manifest.json"
    (cd "$out" && sha256sum --quiet -c <<<"$output")
    run -0 jq -r '.files[] | "\(.rows) \(.file)"' "$out/manifest.json"
    while read -r rows file; do
        [ "$(wc -l <"$out/$file")" = "$rows" ]
    done <<<"$output"
    run -0 jq -s 'length > 50' "$out/placements.ndjson"
    [ "$output" = true ]
    run -0 jq -rs 'map(.authority) | unique | join(",")' "$out/placements.ndjson"
    [ "$output" = 887 ]
    [ "$(jq -r .placement "$out/placement-rates.ndjson" | sort -u)" = "$(jq -r .id "$out/placements.ndjson" | sort -u)" ]
}

@test "what the role may not read is said, and no file is there for it" {
    run -0 --separate-stderr as medway-officer export --all "$out"
    [[ $stderr == *"people: your role may not list these."* ]]
    [ ! -e "$out/people.ndjson" ]
    run -0 jq -r '.not_allowed[]' "$out/manifest.json"
    [[ $output == *people*tokens* ]]
    run -0 as kent-admin export --all "$out/admin"
    [ -e "$out/admin/people.ndjson" ] && [ ! -e "$out/admin/placements.ndjson" ]
}

@test "no file is written over, and an export that breaks off has no manifest" {
    mkdir "$out"
    echo mine >"$out/placements.ndjson"
    run -1 as medway-officer export --all "$out"
    [[ $output == *"placements.ndjson"* ]]
    [ "$(cat "$out/placements.ndjson")" = mine ] && [ ! -e "$out/manifest.json" ]
}

@test "all of it is asked for by name" {
    run -2 as medway-officer export "$out"
    [[ $output == *"--all"* ]]
}
