#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# People, grants and tokens; suppliers' acceptances; breaches and the trail. Needs ACCORD_BIN, ACCORD_URL and
# ACCORD_TOKENS.

bats_require_minimum_version 1.5.0

setup() {
    unset ACCORD_TOKEN ACCORD_PROFILE
    export HOME="$BATS_TEST_TMPDIR" XDG_CONFIG_HOME="$BATS_TEST_TMPDIR"
    cd "$BATS_TEST_TMPDIR"
    name="Robin Marsh $RANDOM"
}

as() {
    "$ACCORD_BIN" --token-file "$ACCORD_TOKENS/$1" "${@:2}"
}

made() {
    as "$@" -o csv --fields id --no-headers
}

# What stands after "Next: accord " in the output.
next() {
    sed -n 's/^Next: accord //p' <<<"$output"
}

@test "a person, a grant and a token, each by the line that the one before printed" {
    run -0 as kent-admin people add "$name" --post "Agency officer"
    [[ $(next) == "grants add "*" --role officer --from DATE" ]]
    eval "run -0 as kent-admin $(next | sed 's/DATE/2026-10-01/')"
    [[ $(next) == "tokens issue "* ]]
    (umask 077; eval "as kent-admin $(next)" >robin.token 2>said)
    [[ $(cat robin.token) == accord_* && $(wc -l <robin.token) == 1 ]]
    grep -q "only $name can read" said
    run -0 "$ACCORD_BIN" placements list --token-file robin.token
    eval "run -0 as kent-admin $(grep -o 'tokens revoke .*' said)"
    [[ $output == *"Revoked at"* ]]
    run -4 "$ACCORD_BIN" placements list --token-file robin.token
    run -0 as kent-admin people list
    [[ $output == *"$name"*"Agency officer"*"PERSON"*"OFFICER"* ]]
    run -0 as kent-admin tokens list
    [[ $output == *"$name"*"OFFICER"* && $output != *accord_* ]]
}

@test "a grant ends, and nobody grants beyond the own scope" {
    person=$(made kent-admin people add "$name" --post "Auditor")
    run -4 as kent-admin grants add "$person" --role region-admin --from 2026-10-01
    [[ $output == *"--role: "* ]]
    grant=$(made kent-admin grants add "$person" --role auditor --from 2026-10-01)
    run -3 as kent-admin grants end "$grant" --to 2026-09-01
    run -0 as kent-admin grants end "$grant" --dry-run
    run -0 as kent-admin grants end "$grant"
    [[ $output == *"Withdrawn"*"yes"* ]]
    run -6 as kent-admin grants end "$grant"
    run -0 as kent-admin people show "$person"
    [[ $output == *"$name"*"Grants:"*"AUDITOR"* ]]
    run -4 as medway-officer people list
    run -3 as kent-admin tokens issue "$grant" --label x --days 1
    [[ $output == *"GRANT: "* ]]
}

@test "a token that is tried but not made is not printed" {
    person=$(made kent-admin people add "$name" --post "Auditor")
    grant=$(made kent-admin grants add "$person" --role auditor --from 2026-10-01)
    run -0 --separate-stderr as kent-admin tokens issue "$grant" --label x --days 1 --dry-run
    [[ -z $output && $stderr == *"Nothing has been saved (dry run)."* ]]
}

@test "a supplier accepts terms" {
    agreement=$(made region-admin agreements add "$name" --regions "South East" --lead-region "South East" \
        --legal-basis regional-moc --from 2025-10-01)
    terms=$(made region-admin agreements terms "$agreement" --from 2025-10-01)
    supplier=$(made region-admin suppliers add "$name" --tier first --supplies temp)
    run -0 as region-admin suppliers accept "$supplier" --agreement "$agreement" --terms "$terms" --signed 2025-09-12
    run -0 as medway-officer suppliers acceptances "$supplier"
    [[ ${lines[1]} == "$name"*"12 September 2025"* && ${lines[2]} == "1 acceptance." ]]
    run -6 as region-admin suppliers accept "$supplier" --agreement "$agreement" --terms "$terms" --signed 2025-09-12
    run -0 as region-admin caps show "$(as region-admin caps list --limit 1 -o csv --fields id --no-headers 2>/dev/null)"
    [[ $output == *"Source"* ]]
}

@test "breaches, an authority's own and a region's counted" {
    run -0 as medway-officer breaches list --open --rule price-cap --state open --all
    [[ ${lines[0]} == AUTHORITY*PLACEMENT && ${lines[-1]} == *" breaches." ]]
    run -0 as region-admin breaches list -o json
    [ "$(jq '.data[0] | has("breaches") and (has("placement") | not)' <<<"$output")" = true ]
}

@test "the trail is read by its auditor alone" {
    id=$(made kent-admin people add "$name" --post "x")
    run -0 as kent-auditor audit search --record "$id" --from 2026-10-14 --action person.add
    [[ $output == *"person.add"*"1 event."* ]]
    run -0 as kent-auditor audit list --limit 1
    [[ $output == *"First 1 of "*"; more with --all."* ]]
    run -3 as kent-auditor audit search --from 2026-10-14 --to 2026-10-13
    [[ $output == *"--to: "* ]]
    run -4 as kent-officer audit list
}

@test "authorities by name and by code" {
    run -0 as kent-officer authorities list --region "South East"
    [[ $output == *"887"*"Medway"*"19 authorities."* ]]
    run -0 as kent-officer authorities show medway
    [[ $output == *"887"* ]]
    run -0 as kent-officer authorities show E06000035 --fields name -o csv --no-headers
    [ "$output" = Medway ]
}
