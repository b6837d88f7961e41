#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Placements and employments from their record to their end. Needs ACCORD_BIN, ACCORD_URL and ACCORD_TOKENS.

bats_require_minimum_version 1.5.0

setup() {
    unset ACCORD_TOKEN ACCORD_PROFILE
    export HOME="$BATS_TEST_TMPDIR" XDG_CONFIG_HOME="$BATS_TEST_TMPDIR"
    worker="SW$RANDOM$((RANDOM % 1000))"
    supplier=0199b2c4-0000-7000-8000-000000000001
    pay=(--pay-type umbrella --coverage all --pay 36.50)
}

as() {
    "$ACCORD_BIN" --token-file "$ACCORD_TOKENS/$1" "${@:2}"
}

# made NAME command …: the id of what the command made.
made() {
    as "$@" -o csv --fields id --no-headers
}

# A worker who left Kent so long ago that nothing stands in the way.
leave_kent() {
    made kent-officer cooling-off record "$worker" --last-day "${1:-2025-06-30}" --start-date 2020-01-06 --reason resigned
}

# submitted START END more …: the id of Medway's placement of the worker.
submitted() {
    made medway-officer placements submit "$worker" --engagement proposed --start "$1" --end "$2" --job-type SW \
        "${pay[@]}" --hours 37 --supplier $supplier --reason vacancy "${@:3}"
}

# disputed ID: the worker disputes that spell of Kent's through Kent's own officer.
disputed() {
    local dispute
    dispute=$(made kent-officer disputes open "$worker" --authority Kent --fact last-day --statement "It was another day")
    as kent-officer disputes link "$dispute" --record "$1"
}

@test "a placement is corrected, paid more, extended and ended" {
    leave_kent
    id=$(submitted 2026-10-20 2026-12-18)
    run -0 as medway-officer placements correct "$id" --ref PO-1 --end 2026-12-11 --dry-run
    [[ $output == *"Nothing has been saved (dry run)."* ]]
    run -0 as medway-officer placements correct "$id" --ref PO-1 --end 2026-12-11
    [[ $output == *"Your reference"*"PO-1"* && $output == *"11 December 2026"* ]]
    run -0 as medway-officer placements rate "$id" --from 2026-11-02 --pay-type umbrella --coverage all --pay 37.00
    [[ $output == *"£37.00"* ]]
    run -10 as medway-officer placements rate "$id" --from 2026-11-09 --pay-type umbrella --coverage all --pay 52.00
    [[ $output == *"Price cap"*"BREACH"* ]]
    run -0 as medway-officer placements extend "$id" --end 2027-03-26 --reason vacancy
    [[ $output == *"26 March 2027"* ]]
    run -0 as medway-officer placements end "$id" --on 2027-01-29 --reason completed
    [[ $output == *"ENDED"*"29 January 2027"* ]]
    run -6 as medway-officer placements end "$id" --on 2027-01-29 --reason completed
    [[ $output == *"(request "* ]]
}

@test "a change of a version that is not on record any more says what differs, and how to make it all the same" {
    leave_kent
    id=$(submitted 2026-10-20 2026-12-18)
    run -0 as medway-officer placements correct "$id" --ref PO-1 --if-version 1
    run -6 as medway-officer placements correct "$id" --ref PO-2 --if-version 1
    [[ $output == *"MEMBER"*"ON RECORD"*"YOURS"*"Your reference"*"PO-1"*"PO-2"* ]]
    [ "${lines[-1]}" = "To change it as it is now: the same with --if-version 2" ]
    run -0 as medway-officer placements correct "$id" --ref PO-2 --if-version 2
    run -0 as medway-officer api PATCH "/v1/placements/$id" --if-version 3 --file - <<<'{"external_ref":"PO-3"}'
    [ "$(jq -r .external_ref <<<"$output")" = PO-3 ]
    run -2 as medway-officer api PATCH "/v1/placements/$id" --file - <<<'{"external_ref":"PO-4"}'
}

@test "a rate over the cap is asked for, signed by two people, accepted and on the register" {
    leave_kent
    over=(placements submit "$worker" --engagement proposed --start 2026-10-20 --end 2026-12-18 --job-type SW --pay-type umbrella
        --coverage all --pay 52.00 --hours 37 --supplier $supplier --reason vacancy)
    run -10 as medway-officer "${over[@]}"
    [[ $output == *"Price cap"*"BREACH"* ]]
    id=$(made medway-officer exceptions ask "$worker" --rule price-cap --start 2026-10-20 --cap 38.00 --rate 52.00 \
        --grounds acute-need --reason "Two court reports are due" --alternatives "Two candidates declined" \
        --expires 2027-01-29)
    run -6 as medway-dcs exceptions sign "$id"
    run -0 as medway-officer exceptions submit "$id"
    [[ $output == *"SUBMITTED"* ]]
    run -0 as medway-dcs exceptions sign "$id"
    [[ $output == *"SUBMITTED"*"DCS"*"SIGNED"* ]]
    run -10 as medway-officer "${over[@]}" --exceptions "$id"
    [[ $output == *"not all have signed"* ]]
    run -0 as medway-officer exceptions list --status submitted
    [[ $output == *"$worker"*"DCS"* ]]
    eval "run -0 as medway-officer $(as medway-chief exceptions sign "$id" 2>&1 >/dev/null |
        sed -n "s|.*it: |${over[*]} |p")"
    [[ $output == *"Price cap"*"BREACH"* && $output == *"Sign-off"*"PASS"* ]]
    run -0 as medway-officer breaches list --state signed-off
    [[ $output == *"PRICE_CAP"*"SIGNED_OFF"* ]]
    run -0 as region-admin breaches list --state signed-off
    [[ $output == *"PRICE_CAP"* && $output != *"$worker"* ]]
}

@test "a signature elsewhere is attested, and a draft withdrawn or refused" {
    ask=(exceptions ask "$worker" --rule cool-off --layer national --start 2026-10-20 --grounds returner
        --reason "Known to the children" --alternatives "None came forward" --expires 2027-01-29)
    id=$(made medway-officer "${ask[@]}")
    run -0 as medway-officer exceptions submit "$id"
    run -0 as medway-dcs exceptions refuse "$id" --reason "There is another candidate"
    [[ $output == *"REFUSED"*"There is another candidate"* ]]
    id=$(made medway-officer "${ask[@]}")
    run -0 as medway-officer exceptions withdraw "$id"
    [[ $output == *"WITHDRAWN"* ]]
    id=$(made medway-officer "${ask[@]}")
    run -0 as medway-officer exceptions submit "$id"
    attest=(exceptions attest "$id" --role dcs --on 2026-10-12 --evidence "E-mail of 12 October" --person)
    run -3 as medway-officer "${attest[@]}" "$id"
    [[ $output == *"No person of that id held that role"* ]]
    run -0 as medway-officer "${attest[@]}" "$(<"$ACCORD_TOKENS/medway-dcs.person")"
    [[ $output == *"APPROVED"*"ATTESTED"* ]]
}

@test "a person decides what a rule refers, by the line that was printed" {
    made kent-officer employments record "$worker" --basis substantive --start-date 2015-01-05 --last-day 2019-12-31 \
        --reason resigned
    disputed "$(leave_kent 2026-09-01)"
    id=$(submitted 2026-10-20 2026-12-18 --notice-days 28 --own-notice-days 28)
    run -0 as medway-officer placements show "$id"
    [[ $output == *"REFERRED"* ]]
    next=$(sed -n 's/^Next: accord //p' <<<"$output")
    [ "$next" = "placements decide $id --finding COOL_OFF/NATIONAL --decision proceed --reason \"Why\"" ]
    eval "run -0 as medway-officer $next"
    [[ $output == *"PROVISIONAL"*"Decisions:"*"PROCEED"* && $output != *"Next: "* ]]
    run -6 as medway-officer placements decide "$id" --finding COOL_OFF/NATIONAL --decision refuse --reason x
    run -5 as medway-officer placements decide 0199b2c4-0000-7000-8000-0000000000ff --finding COOL_OFF/NATIONAL \
        --decision refuse --reason x
}

@test "placements are found by worker, and filtered by what the service filters by" {
    leave_kent
    id=$(submitted 2028-02-07 2028-04-28)
    run -0 as medway-officer placements search "$worker" --fields id --no-headers
    [ "$output" = "$id" ]
    run -0 as medway-officer placements list --starting-from 2028-02-07 --starting-to 07/02/2028 --job-type sw \
        --status confirmed,referred --supplier $supplier --all --fields id --no-headers
    [[ $output == *"$id"* ]]
    run -0 as medway-officer placements list --starting-from 2028-02-08 --all --fields id --no-headers
    [[ $output != *"$id"* ]]
    run -0 as medway-officer placements list --ending-before 2028-04-29 --ending-from 2028-04-28 --all --fields id --no-headers
    [[ $output == *"$id"* ]]
    run -0 as medway-officer placements list --ending-before 2028-04-28 --ending-from 2028-04-28 --all --no-headers
    [ -z "$output" ]
    run -0 as medway-officer placements list --sort -planned_end_date --status confirmed --limit 500 --fields planned_end_date -o csv --no-headers
    [ "$output" = "$(sort -r <<<"$output")" ]
    run -3 as medway-officer placements list --sort plannd_end_date
    [[ $output == *"--sort: "* ]]
    run -0 as medway-officer workers lookup "$worker"
    [[ $output == *"Placements"*"$id"* ]]
    run -3 as medway-officer placements list --limit 501
    [[ $output == *"--limit: "* ]]
}

@test "a spell is ended, disputed through an officer, and the dispute decided by somebody else" {
    id=$(made kent-officer employments record "$worker" --basis substantive --job-type SW --start-date 2021-01-04)
    run -0 as kent-officer employments correct "$id" --last-day 2026-06-30 --reason resigned
    [[ $output == *"Version"*"2"*"30 June 2026"* ]]
    disputed "$id"
    run -0 as kent-officer employments show "$id"
    [[ $output == *"Disputed"*"yes"* ]]
    run -0 as kent-officer disputes list --to-decide --fields swe_number,id -o csv --no-headers
    dispute=$(sed -n "s/^$worker,//p" <<<"$output")
    run -0 as kent-second employments correct "$id" --last-day 2026-06-12
    run -6 as kent-officer disputes decide "$dispute" --result upheld --reason "The letter says so"
    run -0 as kent-second disputes decide "$dispute" --result upheld --reason "The letter says so"
    run -0 as kent-officer disputes show "$dispute"
    [[ $output == *"UPHELD"*"The letter says so"* ]]
    run -6 as kent-officer employments correct "$id" --last-day 2026-06-19 --if-version 3
    [[ $output == *"Last day"*"12 June 2026"*"19 June 2026"* ]]
    run -0 as kent-officer employments search "$worker" --fields id,version --no-headers -o csv
    [ "${lines[0]}" = "$id,5" ]
    run -0 as kent-officer employments list --basis substantive --ended-from 2026-06-12 --ended-to 2026-06-12 --all
    [[ $output == *"$worker"*"$id"* ]]
    run -5 as medway-officer employments show "$id"
}

@test "what is held on a worker is shown whole, for people and as JSON" {
    id=$(leave_kent)
    run -0 as kent-officer workers qualified "$worker" --on 2019-07-01
    run -0 as kent-officer workers record "$worker"
    [[ $output == *"$worker"*"Employments:"*"Qualifications:"*"Events:"* ]]
    run -0 --separate-stderr as kent-officer workers record "$worker" -o json
    [ "$(jq -r '.employments[0].id' <<<"$output")" = "$id" ]
    run -4 as kent-officer workers erase "$worker"
}

@test "a last day that a worker declared is confirmed, or is not known" {
    as medway-officer api POST /v1/eligibility-checks --file - <<<"{\"swe_number\":\"$worker\",
        \"category\":\"CHILD_FAMILY_SOCIAL_WORKER\",\"start_date\":\"2026-10-20\",
        \"declared_last_post\":{\"authority\":\"886\",\"last_day\":\"2026-05-29\"}}" || true
    run -0 as kent-officer confirmations list --to-answer --fields swe_number,id -o csv --no-headers --all
    id=$(sed -n "s/^$worker,//p" <<<"$output")
    [ -n "$id" ]
    run -0 as kent-officer confirmations answer "$id" --answer not-known
    [[ $output == *"NOT_KNOWN"* ]]
    run -6 as kent-officer confirmations answer "$id" --answer not-known
}

@test "a leaver's windows are listed, and a month is stated once" {
    id=$(leave_kent 2026-09-01)
    run -0 as kent-officer cooling-off list --all
    [[ ${lines[0]} == *"LAST BLOCKED DAY"* ]]
    [[ $output == *"$worker"*"1 September 2026"*"NATIONAL"*"1 December 2026"*"$id"* ]]
    run -0 as kent-officer cooling-off list --all -o csv --fields id,windows.layer --no-headers
    [[ $output == *"$id,\"[\"\"NATIONAL\"\"]\""* ]]
    run -6 as kent-officer leavers state 2026-08
    run -0 as kent-officer leavers state 2024-07 --none
    [[ $output == *"Month"*"2024-07"* && $output == *"None"*"yes"* ]]
    run -0 as kent-officer leavers statements --all
    [[ $output == *"2024-07 "*"yes"* ]]
    run -3 as kent-officer leavers state 2026-10
    [[ $output == *"MONTH: "*"over"* ]]
}

@test "a leaver is told in writing when each period ends, and how to contest it" {
    id=$(leave_kent 2026-09-30)
    run -0 as kent-officer cooling-off notice "$id"
    [[ $output == "Agency work after your post with Kent"* ]]
    [[ $output == *"$worker"*"30 September 2026"*"3 months"*"30 December 2026"* ]]
    [[ $output == *"If this is wrong, tell us"* ]]
    run -0 as kent-officer cooling-off notice "$id" -o csv --fields windows.ends_on --no-headers
    [[ $output == *"2026-12-30"* ]]
    run -0 as kent-officer cooling-off show "$id"
    [[ $output == *"30 December 2026"* ]]
    run -5 as medway-officer cooling-off notice "$id"
}
