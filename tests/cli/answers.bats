#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the program makes of answers that the daemon does not give when asked to. Needs ACCORD_BIN.

bats_require_minimum_version 1.5.0

setup() {
    unset ACCORD_TOKEN ACCORD_PROFILE
    export HOME="$BATS_TEST_TMPDIR" XDG_CONFIG_HOME="$BATS_TEST_TMPDIR" ACCORD_TOKEN=token
}

# answering 'STATUS {json}' …
answering() {
    rm -f "$BATS_TEST_TMPDIR/port"
    python3 "$BATS_TEST_DIRNAME/answering.py" "$BATS_TEST_TMPDIR" "$@" 3>&- &
    until [ -s "$BATS_TEST_TMPDIR/port" ]; do
        kill -0 $!
    done
    export ACCORD_URL="http://127.0.0.1:$(cat "$BATS_TEST_TMPDIR/port")"
}

problem() {
    printf '%s {"type":"urn:accord:fault:%s","title":"%s","status":%s,"code":"%s","retryable":%s,"request_id":"r-1"}' \
        "$1" "$2" "$3" "$1" "$2" "$4"
}

id=0199b2c4-0000-7000-8000-000000000002

@test "a check's outcome is the exit code" {
    answering '201 {"outcome":"CLEAR"}' '201 {"outcome":"BREACH"}' '201 {"outcome":"REFER"}' \
        '201 {"outcome":"CONDITIONAL"}' '201 {"outcome":"SOMETHING_NEW"}'
    for code in 0 10 11 12 1; do
        run "-$code" "$ACCORD_BIN" check SW1 --start 2026-10-01
    done
    wait
}

@test "what may be tried later is 7, after it was tried" {
    busy=$(problem 503 temporarily_unavailable "The service cannot answer now; nothing was done" true)
    answering "$busy" "$busy" "$busy" "$busy" "$busy"
    run -7 "$ACCORD_BIN" caps list
    [[ $output == "accord: The service cannot answer now; nothing was done. (request r-1)" ]]
    wait
}

@test "what is no answer of the service is 1" {
    answering '200 {"data":7}' '200 nonsense'
    run -1 "$ACCORD_BIN" caps list
    run -1 "$ACCORD_BIN" caps list
    wait
}

@test "a write whose answer was lost says how to repeat it" {
    answering 0 0 0 0 0
    run -8 "$ACCORD_BIN" suppliers add Alder --tier first --supplies temp --key key-1
    [[ $output == *"It is not known whether this was done. Repeat it with --key key-1: it is then done once."* ]]
    wait
}

@test "a change that is stale after a lost answer may have been done" {
    stale=$(problem 412 precondition_failed "This was changed since you read it" false)
    answering '200 {"version":3}' 0 "$stale" '200 {"version":4,"external_ref":"PO-1"}'
    run -6 "$ACCORD_BIN" placements correct $id --ref PO-1
    [[ $output == *"It is not known whether this was done. Repeat it with --if-version 3: it is then done once."* ]]
    [[ $output == *"External ref"*"PO-1"*"PO-1"* || $output == *"Your reference"*"PO-1"*"PO-1"* ]]
    wait
    run -0 grep -c '^If-Match: "3"' "$BATS_TEST_TMPDIR/sent"
    [ "$output" = 2 ]
    grep -q '^Content-Type: application/merge-patch+json' "$BATS_TEST_TMPDIR/sent"
}

@test "a search asks for its next page with the same body" {
    answering '200 {"data":[{"id":"1"}],"next":"/v1/placements/search?limit=1&cursor=x"}' '200 {"data":[{"id":"2"}]}'
    run -0 --separate-stderr "$ACCORD_BIN" placements search SW900123 --limit 1 --all --fields id --no-headers
    [ "$output" = $'1\n2' ]
    wait
    run -0 grep -e '^POST' -e '^{' "$BATS_TEST_TMPDIR/sent"
    [ "${lines[0]}" = "POST /v1/placements/search?limit=1" ]
    [ "${lines[1]}" = '{"swe_number":"SW900123"}' ]
    [ "${lines[2]}" = "POST /v1/placements/search?limit=1&cursor=x" ]
    [ "${lines[3]}" = "${lines[1]}" ]
}
