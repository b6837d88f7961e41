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

# A reference that Kent has received, whose id is printed.
received() {
    as kent-officer references record "$1" --referee "Alex Reed (made up)" --post "Team manager" --body "A council elsewhere" \
        --relation employed --from 2021-01-04 --to 2023-06-30 --dated 2024-11-04 --received 2024-11-05 -o json | jq -r .id
}

@test "a form is attached, shown by its digest, saved for its owner alone, and no file is written over" {
    id=$(received SW900612)
    form="$BATS_TEST_TMPDIR/letter of Jane.pdf"
    saved="$BATS_TEST_TMPDIR/saved.pdf"
    { printf '%%PDF-1.7\n\0\377'; head -c 2000000 /dev/urandom; } >"$form"
    run --separate-stderr as kent-officer references attach "$id" "$form" -o json
    [ "$status" -eq 0 ]
    [ "$(jq -r .form.sha256 <<<"$output")" = "$(sha256sum <"$form" | cut -d' ' -f1)" ]
    [ "$(jq -r '[.form.media_type, .version] | join(" ")' <<<"$output")" = "application/pdf 2" ]
    [[ "$output" != *Jane* ]]
    (umask 000 && as kent-officer references form "$id" "$saved")
    cmp "$form" "$saved"
    [ "$(stat -c %a "$saved")" = 600 ]
    echo mine >"$saved"
    chmod 644 "$saved"
    run as kent-officer references form "$id" "$saved"
    [ "$status" -eq 2 ]
    [[ "$output" == *"Write over it with --force"* && "$(cat "$saved")" == mine ]]
    as kent-officer references form "$id" "$saved" --force
    cmp "$form" "$saved"
    [ "$(stat -c %a "$saved")" = 600 ]
    cmp "$form" <(as kent-officer references form "$id" -)
    run as medway-officer references form "$id" "$BATS_TEST_TMPDIR/none"
    [ "$status" -eq 5 ]
    [ ! -e "$BATS_TEST_TMPDIR/none" ]
}

@test "a form that is none is not sent, and of an older version none is put in its place" {
    id=$(received SW900613)
    printf 'Dear Kent' >"$BATS_TEST_TMPDIR/letter.txt"
    run as kent-officer references attach "$id" "$BATS_TEST_TMPDIR/letter.txt"
    [ "$status" -eq 2 ]
    [[ "$output" == *"is no PDF, PNG or JPEG"* ]]
    printf '\377\330\377\340 made up' >"$BATS_TEST_TMPDIR/scan"
    run as kent-officer references attach "$id" "$BATS_TEST_TMPDIR/scan" --dry-run
    [ "$status" -eq 0 ]
    [[ "$output" == *"Nothing has been saved"* ]]
    as kent-officer references attach "$id" "$BATS_TEST_TMPDIR/scan" -o json >/dev/null
    run as kent-officer references attach "$id" "$BATS_TEST_TMPDIR/scan" --if-version 1
    [ "$status" -eq 6 ]
    run --separate-stderr as kent-officer references attach "$id" "$BATS_TEST_TMPDIR/scan" --print-curl
    [[ "$output" == *"-X PUT"*"Content-Type: image/jpeg"*"If-Match: \"2\""*"--data-binary '@$BATS_TEST_TMPDIR/scan'"* ]]
    as kent-officer references verify "$id" --on 2026-10-14 --how "A call" -o json >/dev/null
    run as kent-officer references attach "$id" "$BATS_TEST_TMPDIR/scan"
    [ "$status" -eq 6 ]
    head -c 5000000 /dev/zero | cat <(printf '%%PDF-') - >"$BATS_TEST_TMPDIR/large"
    run as kent-officer references attach "$id" "$BATS_TEST_TMPDIR/large"
    [[ "$output" == *"at most 4194304 bytes"* ]]
}

@test "an export says which forms are not in it, and how each is saved" {
    id=$(received SW900614)
    printf '%%PDF-1.7' >"$BATS_TEST_TMPDIR/form.pdf"
    as kent-officer references attach "$id" "$BATS_TEST_TMPDIR/form.pdf" -o json >/dev/null
    run as kent-officer export --all "$BATS_TEST_TMPDIR/export"
    [ "$status" -eq 0 ]
    [[ "$output" == *"accord references form ID FILE"* ]]
    named=$(jq -s '[.[] | select(.form)] | length' "$BATS_TEST_TMPDIR/export/references.ndjson")
    [ "$named" -ge 1 ]
    [ "$(jq .forms_left_out "$BATS_TEST_TMPDIR/export/manifest.json")" -eq "$named" ]
}
