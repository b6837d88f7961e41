# SPDX-License-Identifier: MIT
"""
The service's main job, as those do it who use it: SW900123 left Kent on 30 June 2026 and is offered to Medway
for 30 September. By curl, by the command line and by the library's example.
"""
import json
import os
import re
import subprocess
import uuid

import pytest
from support import bodies
from support.access import AT_AUTHORITY, ROLES, SIGNATORIES, START, Access, one_day
from support.daemon import BUILD, SANITIZER, UNDER

ACCESS = {
    "GET /v1/agreements": Access(ROLES, 200),
    "GET /v1/agreements/{id}": Access(ROLES, 200, 200),
    "POST /v1/agreements": Access(
        ("REGION_ADMIN",), 201, 403, body=lambda side: bodies.agreement(side.region)
    ),
    "POST /v1/agreements/{id}/terms": Access(
        ("REGION_ADMIN",), 201, 404, body=lambda side: {**bodies.terms(), **one_day()}
    ),
    "POST /v1/agreements/{id}/protocols": Access(
        ("REGION_ADMIN",),
        201,
        404,
        body=lambda side: {"protocol": "WORKFORCE", "phase": 2},
        taken=lambda side: (
            {"protocol": "WORKFORCE", "phase": 2},
            {"protocol": "WORKFORCE", "phase": 3},
        ),
    ),
    "POST /v1/agreements/{id}/memberships": Access(
        ("REGION_ADMIN",),
        201,
        404,
        body=lambda side: {
            **bodies.membership(side.world.code("Surrey")),
            **one_day(),
        },
    ),
    "GET /v1/rate-caps": Access(ROLES, 200),
    "GET /v1/rate-caps/{id}": Access(ROLES, 200, 404),
    "GET /v1/rate-caps/{id}/effect": Access(("REGION_ADMIN",), 200, 404),
    "POST /v1/rate-caps": Access(
        ("REGION_ADMIN",),
        201,
        422,
        body=lambda side: bodies.cap(side.agreements, 3900, "TM", status="AGREED"),
        another={"cap_pence": 3901},
    ),
    "GET /v1/role-mappings": Access(AT_AUTHORITY, 200),
    "POST /v1/role-mappings": Access(
        ("AUTHORITY_ADMIN",), 201, body=lambda side: bodies.mapping(f"Title {uuid.uuid4()}", "SW")
    ),
    "POST /v1/eligibility-checks": Access(
        ("OFFICER", "REQUESTER"),
        201,
        403,
        body=lambda side: bodies.check(bodies.worker(), START, authority=side.code),
    ),
    "GET /v1/eligibility-checks": Access((*SIGNATORIES, "REQUESTER"), 200),
    "GET /v1/eligibility-checks/{id}": Access((*SIGNATORIES, "REQUESTER"), 200, 404),
}

WORKER, BLOCKED, FREE = "SW900123", "2026-09-30", "2026-10-01"
BREACH = 10  # the command line's exit code for it: include/accord/findings.def
RANDOM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")


@pytest.fixture(scope="module")
def left_kent(world):
    """Kent's record of the leaver, both authorities signed up to a cap of £38.00."""
    admin = world.region_admin("South East")
    memorandum = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(admin, f"/v1/agreements/{memorandum}/protocols", {"protocol": "PAY", "phase": 1})
    for name in ("Kent", "Medway"):
        world.made(admin, f"/v1/agreements/{memorandum}/memberships", bodies.membership(world.code(name)))
    world.made(admin, "/v1/rate-caps", bodies.cap(memorandum, 3800))
    return world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(WORKER, "2026-06-30"))


def curl(world, path, body):
    """The status and the body that curl prints."""
    done = subprocess.run(
        [
            "curl",
            "-sS",
            "-w",
            "\n%{http_code}",
            f"http://127.0.0.1:{world.daemon.port}{path}",
            "-H",
            f"Authorization: Bearer {world.officer('Medway')}",
            "-H",
            "Content-Type: application/json",
            "-H",
            f"Idempotency-Key: {uuid.uuid4()}",
            "-d",
            json.dumps(body),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    text, status = done.stdout.rsplit("\n", 1)
    return int(status), text


def run(world, program, *arguments):
    """A program of the client's, as Medway's officer. It must not be killed by a sanitizer."""
    environment = {
        **os.environ,
        "ACCORD_URL": f"http://127.0.0.1:{world.daemon.port}",
        "ACCORD_TOKEN": world.officer("Medway"),
        "XDG_CONFIG_HOME": str(world.folder),
    }
    done = subprocess.run(
        [*UNDER, BUILD / program, *arguments], env=environment, capture_output=True, text=True
    )
    assert not SANITIZER.search(done.stderr), done.stderr
    return done


def accord(world, *arguments):
    return run(world, "accord", *arguments)


TERMS = ["--job-type", "SW", "--pay-type", "umbrella", "--pay", "36.50", "--coverage", "all"]


def assert_tells_nothing_of_kent(text, employment):
    assert employment["id"] not in text
    text = RANDOM.sub("", text)
    for told in ("Kent", employment["authority"], employment["leaving_reason"]):
        assert told not in text


def placements(world):
    return world.sql("SELECT count(*) FROM placement WHERE swe_number = %s", [WORKER])[0][0]


def test_a_check_by_curl_is_refused_through_the_window_s_last_day(world, left_kent):
    status, text = curl(world, "/v1/eligibility-checks", bodies.check(WORKER, BLOCKED, **bodies.pay(3650)))
    answer = json.loads(text)
    assert status == 201
    assert (answer["outcome"], answer["earliest_start_date"]) == ("BREACH", FREE)
    verdicts = {(f["rule"], f["layer"]): f["verdict"] for f in answer["findings"]}
    assert verdicts["COOL_OFF", "NATIONAL"] == "BREACH"
    assert verdicts["PRICE_CAP", "REGIONAL"] == "PASS"
    assert_tells_nothing_of_kent(text, left_kent)


def test_a_check_by_curl_for_the_day_after_is_no_breach(world, left_kent):
    status, text = curl(world, "/v1/eligibility-checks", bodies.check(WORKER, FREE, **bodies.pay(3650)))
    assert status == 201
    assert json.loads(text)["outcome"] != "BREACH"
    assert_tells_nothing_of_kent(text, left_kent)


@pytest.mark.parametrize("form", ["table", "json"])
def test_the_command_line_says_breach_by_its_exit_code(world, left_kent, form):
    done = accord(world, "check", WORKER, "--authority", "Medway", "--start", BLOCKED, *TERMS, "-o", form)
    assert done.returncode == BREACH, done.stderr
    assert ("1 October 2026" if form == "table" else f'"earliest_start_date":"{FREE}"') in done.stdout
    assert_tells_nothing_of_kent(done.stdout + done.stderr, left_kent)


def test_the_command_line_does_not_say_breach_for_the_day_after(world, left_kent):
    done = accord(world, "check", WORKER, "--start", FREE, *TERMS)
    assert done.returncode in (0, 11, 12), done.stderr
    assert_tells_nothing_of_kent(done.stdout + done.stderr, left_kent)


def test_the_library_s_example_prints_the_findings(world, left_kent):
    blocked, free = run(world, "example_check", WORKER, BLOCKED), run(world, "example_check", WORKER, FREE)
    assert blocked.returncode == free.returncode == 0
    assert "COOL_OFF BREACH" in blocked.stdout and f"Not before {FREE}." in blocked.stdout
    assert "COOL_OFF PASS" in free.stdout and "Not before" not in free.stdout
    assert_tells_nothing_of_kent(blocked.stdout + free.stdout, left_kent)


def test_a_proposal_that_breaches_is_refused_and_no_placement_is_kept(world, left_kent, supplier):
    before = placements(world)
    status, text = curl(world, "/v1/placements", bodies.proposal(WORKER, BLOCKED, supplier))
    answer = json.loads(text)
    assert (status, answer["code"], answer["earliest_start_date"]) == (422, "rule_breach", FREE)
    assert any(f["rule"] == "COOL_OFF" and f["verdict"] == "BREACH" for f in answer["findings"])
    assert placements(world) == before
    kept = world.sql("SELECT outcome FROM eligibility_check WHERE id = %s", [answer["eligibility_check"]])
    assert kept == [("BREACH",)]
    assert_tells_nothing_of_kent(text, left_kent)


def test_the_command_line_has_a_breaching_proposal_refused(world, left_kent, supplier):
    before = placements(world)
    done = accord(
        world,
        "placements",
        "submit",
        WORKER,
        "--engagement",
        "proposed",
        "--start",
        BLOCKED,
        *TERMS,
        "--hours",
        "37",
        "--supplier",
        supplier,
        "--reason",
        "vacancy",
    )
    assert done.returncode == BREACH, done.stderr
    assert placements(world) == before
    assert_tells_nothing_of_kent(done.stdout + done.stderr, left_kent)


def test_a_placement_in_order_is_stored(world, left_kent, supplier):
    status, text = curl(world, "/v1/placements", bodies.proposal(WORKER, FREE, supplier))
    answer = json.loads(text)
    assert status == 201, text
    assert answer["status"] in ("CONFIRMED", "PROVISIONAL", "REFERRED")
    assert world.sql("SELECT status FROM placement WHERE id = %s", [answer["id"]]) == [(answer["status"],)]
    assert_tells_nothing_of_kent(text, left_kent)


def test_what_is_under_way_in_breach_is_recorded_with_its_breach(world, left_kent, supplier):
    world.move_to(BLOCKED)
    status, text = curl(
        world, "/v1/placements", bodies.proposal(WORKER, BLOCKED, supplier, engagement="UNDER_WAY")
    )
    answer = json.loads(text)
    assert (status, answer["status"]) == (201, "IN_BREACH")
    breaches = world.sql("SELECT rule, layer, state FROM breach WHERE placement = %s", [answer["id"]])
    assert breaches == [("COOL_OFF", "NATIONAL", "OPEN")]
    assert_tells_nothing_of_kent(text, left_kent)


def test_a_title_is_the_same_however_it_is_written(world, supplier):
    """In capitals, with more spaces, or with those that a spreadsheet keeps from breaking."""
    admin, officer = world.token("AUTHORITY_ADMIN", "Medway"), world.officer("Medway")
    title = f"Duty worker {uuid.uuid4().hex[:8]}"
    world.made(admin, "/v1/role-mappings", bodies.mapping(title, "SW"))
    body = bodies.proposal(bodies.worker(), "2026-09-14", supplier, engagement="UNDER_WAY", local_role=title)
    world.made(officer, "/v1/placements", body)
    for written in (title.upper(), title.replace(" ", "\u00a0"), f"\u00a0 {title.replace(' ', '  ')}\u00a0"):
        again = world.post(officer, "/v1/placements", {**body, "local_role": written})
        assert (again.status, again.json["code"]) == (409, "duplicate"), written
        mapped = world.post(admin, "/v1/role-mappings", bodies.mapping(written, "TM"))
        assert (mapped.status, mapped.json["code"]) == (409, "overlap"), written
