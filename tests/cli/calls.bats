#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What is shown of the calls: -v, -vv, --print-curl. Needs ACCORD_BIN, ACCORD_URL and ACCORD_TOKENS.

bats_require_minimum_version 1.5.0

setup() {
    unset ACCORD_TOKEN ACCORD_PROFILE
    export HOME="$BATS_TEST_TMPDIR" XDG_CONFIG_HOME="$BATS_TEST_TMPDIR"
    worker="SW$RANDOM$RANDOM"
    id=0199b2c4-0000-7000-8000-000000000002
}

as() {
    "$ACCORD_BIN" --token-file "$ACCORD_TOKENS/$1" "${@:2}"
}

# secret NAME: what must not be shown, from the first characters after the prefix on
secret() {
    local token
    token=$(<"$ACCORD_TOKENS/$1")
    token=${token#accord_}
    echo "${token:0:6}"
}

record=(cooling-off record --last-day 2026-06-30 --reason resigned)

@test "-v says each call with its request id, on standard error" {
    run -0 --separate-stderr as medway-officer -v caps list
    [[ $stderr =~ ^GET\ /v1/rate-caps:\ 200,\ [0-9]+\ ms,\ request\ [0-9a-f-]{36}$ ]]
}

@test "-vv says the heads of request and answer too, and of the token its prefix" {
    run -0 --separate-stderr as kent-officer -vv "${record[@]}" "$worker" -o json
    [ "$(jq -r .swe_number <<<"$output")" = "$worker" ]
    [[ $stderr == "> POST $ACCORD_URL/v1/cooling-off-records"$'\n'* ]]
    [[ $stderr =~ $'\n> Idempotency-Key: '[0-9a-f-]{36}$'\n' ]]
    [[ $stderr == *$'\n> Authorization: Bearer accord_…\n< HTTP/1.1 201'* ]]
    [[ $stderr =~ $'\n< '[Xx]-[Rr]equest-[Ii]d:\ ([0-9a-f-]{36})$'\n' ]]
    [[ $stderr == *"request ${BASH_REMATCH[1]}" ]]
    [[ $stderr != *"$(secret kent-officer)"* && $stderr != *"$worker"* ]]
}

@test "-v twice is -vv, wherever it stands" {
    run -0 --separate-stderr as medway-officer -v caps list --verbose
    [[ $stderr == "> GET "* ]]
}

@test "--print-curl sends nothing, and what it prints makes the call, once" {
    run -0 --separate-stderr as kent-officer "${record[@]}" "$worker" --print-curl
    [[ -z $stderr && $output == "curl "* && $output != *"$(secret kent-officer)"* ]]
    command=$output
    run -0 as kent-officer employments search "$worker"
    [ "${lines[-1]}" = "0 employments." ]
    run -0 --separate-stderr sh -c "$command --silent --fail"
    [ "$(jq -r .swe_number <<<"$output")" = "$worker" ]
    first=$(jq -r .id <<<"$output")
    run -0 --separate-stderr sh -c "$command --silent --fail"
    [ "$(jq -r .id <<<"$output")" = "$first" ]
}

@test "no text in it is anything to a shell: name, address, token's file" {
    name="O'Neill's \"A\" \$HOME \$(touch ran) \`touch ran\` \\ ; & | > ran * ? ! # ~ é $RANDOM$RANDOM"
    cd "$BATS_TEST_TMPDIR"
    cp "$ACCORD_TOKENS/region-admin" "a token's \$(touch ran) \"file\""
    run -0 "$ACCORD_BIN" --token-file "a token's \$(touch ran) \"file\"" suppliers add "$name" --tier first \
        --supplies temp --print-curl
    command=$output
    for shell in sh bash; do
        run -0 --separate-stderr "$shell" -c "$command --silent --fail"
        [ "$(jq -r .name <<<"$output")" = "$name" ]
    done
    [ ! -e ran ]
    run -0 as medway-officer api GET "/v1/authorities?limit='\$(touch\$IFS./ran);touch\$IFS./ran&x=*?!" --print-curl
    run -0 sh -c "$output --silent"
    [ "$(jq -c '[.errors[].pointer]' <<<"$output")" = '["limit","x"]' ]
    run -0 as medway-officer api GET "/v1/authorities?limit=[1-2]{a,b}" --print-curl
    run -0 sh -c "$output --silent"
    [ "$(jq -s length <<<"$output")" = 1 ]
    [ ! -e ran ]
}

@test "the token stands there as what holds it" {
    mkdir "$XDG_CONFIG_HOME/accord"
    run -0 "$ACCORD_BIN" caps list --print-curl
    [[ $output != *Authorization* ]]
    install -m 600 "$ACCORD_TOKENS/kent-officer" "$XDG_CONFIG_HOME/accord/credentials"
    run -0 "$ACCORD_BIN" caps list --print-curl
    [[ $output == *"-H \"Authorization: Bearer \$(head -n 1 <'$XDG_CONFIG_HOME/accord/credentials')\""* ]]
    ACCORD_TOKEN=$(<"$ACCORD_TOKENS/kent-officer") run -0 "$ACCORD_BIN" caps list --print-curl
    [[ $output == *'-H "Authorization: Bearer $ACCORD_TOKEN"'* ]]
    run -0 "$ACCORD_BIN" --token-file - caps list --print-curl <"$ACCORD_TOKENS/kent-officer"
    [[ $output == *'-H "Authorization: Bearer $ACCORD_TOKEN"'* ]]
    [[ $output != *"$(secret kent-officer)"* ]]
}

@test "what a call needs to know is read first: an authority's code, a version" {
    run -0 as medway-officer check "$worker" --authority Medway --start 2026-12-30 --print-curl
    [[ $output == *'"authority":"887"'* && $output == *"/v1/eligibility-checks'" ]]
    run -0 as kent-officer "${record[@]}" "$worker" -o json
    spell=$(jq -r .id <<<"$output")
    run -0 as kent-officer employments correct "$spell" --last-day 2026-06-29 --print-curl
    [[ $output == *"-X PATCH"*"-H 'If-Match: \"1\"'"*'{"last_day":"2026-06-29"}'* ]]
    run -0 sh -c "$output --silent --fail"
    [ "$(jq -r .last_day <<<"$output")" = 2026-06-29 ]
}

@test "of an import's calls the first is printed" {
    examples="$BATS_TEST_DIRNAME/../../client/examples"
    run -0 --separate-stderr as kent-officer leavers import "$examples/leavers.csv" --map "$examples/leavers.ini" \
        --print-curl
    [ "$(grep -c '^curl ' <<<"$output")" = 1 ]
    [[ -z $stderr && $output == *"/v1/cooling-off-records'" ]]
}

@test "a command that cannot be written is no success; CA certificates are named" {
    run -1 bash -c '"$1" caps list --print-curl >/dev/full' - "$ACCORD_BIN"
    run -0 "$ACCORD_BIN" caps list --ca-file "it's.pem" --print-curl
    [[ $output == *"--cacert 'it'\''s.pem'"* ]]
}
