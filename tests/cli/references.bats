#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# References by the command line: Kent asks Medway, which answers.

bats_require_minimum_version 1.5.0

setup() {
    export XDG_CONFIG_HOME=$BATS_TEST_TMPDIR
    cat >"$BATS_TEST_TMPDIR/answers.py" <<'PY'
import json, sys
sys.path.insert(0, sys.argv[1])
from support import bodies
print(json.dumps(bodies.answer()))
PY
}

as() {
    ACCORD_TOKEN=$(cat "$ACCORD_TOKENS/$1") "$ACCORD_BIN" "${@:2}"
}

@test "a reference is asked for, answered from a file, shared, verified and found" {
    id=$(as kent-officer references ask SW900611 --of Medway --from 2021-01-04 --to 2023-06-30 -o json | jq -r .id)
    run --separate-stderr as medway-officer references list --to-answer --fields id,swe_number --no-headers
    [[ "$output" == *"$id"*SW900611* ]]
    /usr/bin/python3 "$BATS_TEST_TMPDIR/answers.py" "$BATS_TEST_DIRNAME/.." >"$BATS_TEST_TMPDIR/answer.json"
    as medway-officer references answer "$id" --file "$BATS_TEST_TMPDIR/answer.json" -o json >/dev/null
    as medway-officer references share "$id" --on 2026-10-14 -o json >/dev/null
    as medway-officer references comment "$id" --comments "I agree" -o json >/dev/null
    as kent-officer references verify "$id" --on 2026-10-14 --how "The switchboard" -o json >/dev/null
    run --separate-stderr as kent-officer references search SW900611 --fields id,status,verified_on --no-headers
    [[ "${output,,}" == *"$id"*answered* ]]
    run as kent-officer references show "$id"
    [[ "$output" == *"The switchboard"* && "$output" == *"I agree"* ]]
}

@test "a reference that nobody waits for is not answered" {
    run as kent-officer references decline 0199b2c4-0000-7000-8000-000000000002 --reason not-worked-here
    [ "$status" -eq 5 ]
}

@test "templates are listed, and the first one shown" {
    run as kent-officer reference-templates list
    [[ "$output" == *"Agency social worker reference"* ]]
    run as kent-officer reference-templates show 01920000-0000-7000-8000-000000000001
    [[ "$output" == *"to be replaced by the national template"* ]]
}

@test "who has no placements owes nothing" {
    run as medway-officer references owed
    [ "$status" -eq 0 ]
    run as medway-officer placements reviews
    [ "$status" -eq 0 ]
}
