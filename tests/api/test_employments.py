# SPDX-License-Identifier: MIT
"""Spells ended and corrected; found by their worker and by when they ended."""
import uuid

import pytest
from support import bodies
from support.access import SIGNATORIES, Access
from support.world import PATIENT, World, at_once

ACCESS = {
    "POST /v1/employments": Access(("OFFICER", "HR"), 201, body=lambda side: bodies.spell(bodies.worker())),
    "GET /v1/employments": Access((*SIGNATORIES, "HR"), 200),
    "GET /v1/employments/{id}": Access((*SIGNATORIES, "HR"), 200, 404),
    "PATCH /v1/employments/{id}": Access(
        ("OFFICER", "HR"), 200, 404, body=lambda side: {"external_ref": str(uuid.uuid4())}
    ),
    "POST /v1/employments/search": Access(
        (*SIGNATORIES, "HR"), 200, body=lambda side: {"swe_number": side.worker}
    ),
}


@pytest.fixture(scope="module")
def world():
    with World(settings=PATIENT) as world:
        world.wait_for_connections()
        yield world


def hr(world):
    return world.token("HR", "Kent")


def spell(world, **members):
    return world.made(hr(world), "/v1/employments", bodies.spell(bodies.worker(), **members))


def patch(world, record, body, version=None, token=None, query=""):
    return world.call(
        token or hr(world),
        "PATCH",
        f"/v1/employments/{record['id']}{query}",
        body,
        headers={"If-Match": f'"{version or record["version"]}"'},
    )


def versions(world, record):
    return world.sql(
        "SELECT version, last_day::text, superseded_at IS NULL FROM employment WHERE id = %s ORDER BY version",
        [record["id"]],
    )


ENDED = {"last_day": "2026-08-31", "leaving_reason": "RESIGNED"}


def test_ending_a_spell_makes_a_version_and_keeps_the_earlier(world):
    open_ = spell(world)
    answer = patch(world, open_, ENDED)
    assert (answer.status, answer.headers["ETag"]) == (200, '"2"')
    assert answer.json == {**open_, **ENDED, "version": 2, "recorded_at": answer.json["recorded_at"]}
    assert versions(world, open_) == [(1, None, False), (2, "2026-08-31", True)]
    assert world.get(hr(world), f"/v1/employments/{open_['id']}").json == answer.json


def test_ending_a_spell_starts_the_cooling_off_period(world):
    open_ = spell(world)
    check = bodies.check(open_["swe_number"], "2026-10-01")
    medway = world.officer("Medway")
    verdicts = []
    for body in (ENDED, {"last_day": "2026-03-31"}):
        answer = world.post(medway, "/v1/eligibility-checks", check)
        verdicts.append(answer.finding("COOL_OFF", "NATIONAL")["verdict"])
        open_ = patch(world, open_, body).json
    answer = world.post(medway, "/v1/eligibility-checks", check)
    verdicts.append(answer.finding("COOL_OFF", "NATIONAL")["verdict"])
    assert verdicts == ["REFER", "BREACH", "PASS"]


def test_a_correction_moves_the_worker_s_facts(world):
    record = spell(world)
    before = world.sql("SELECT version FROM worker_facts WHERE swe_number = %s", [record["swe_number"]])
    assert patch(world, record, ENDED).status == 200
    after = world.sql("SELECT version FROM worker_facts WHERE swe_number = %s", [record["swe_number"]])
    assert after[0][0] == before[0][0] + 1


def test_who_never_left_has_no_last_day(world):
    left = spell(world, **ENDED, evidence={"kind": "RESIGNATION_LETTER", "dated": "2026-06-30"})
    answer = patch(world, left, {"still_employed": True})
    assert answer.status == 200
    assert not {"last_day", "leaving_reason", "evidence"} & set(answer.json)


def test_what_was_read_before_somebody_s_change_changes_nothing(world):
    record = spell(world)
    assert patch(world, record, {**ENDED, "external_ref": "P-1"}).status == 200
    answer = patch(world, record, {"last_day": "2026-07-31", "leaving_reason": "RETIRED"})
    assert (answer.status, answer.json["code"]) == (412, "precondition_failed")
    assert "version 2" in answer.json["detail"]
    assert "last_day, leaving_reason, external_ref" in answer.json["detail"]
    assert len(versions(world, record)) == 2


def test_a_version_that_never_was_is_stale(world):
    answer = patch(world, spell(world), ENDED, version=7)
    assert (answer.status, answer.json["code"]) == (412, "precondition_failed")
    assert "version 1" in answer.json["detail"]


def test_without_if_match_nothing_is_changed(world):
    record = spell(world)
    answer = world.call(hr(world), "PATCH", f"/v1/employments/{record['id']}", ENDED)
    assert (answer.status, answer.json["code"]) == (428, "precondition_required")


def test_of_two_at_once_one_changes_it(world):
    record = spell(world)
    days = ["2026-07-31", "2026-08-31"]
    calls = [
        lambda day=day: patch(world, record, {"last_day": day, "leaving_reason": "RESIGNED"}) for day in days
    ]
    answers = at_once(calls)
    assert sorted(answer.status for answer in answers) == [200, 412]
    assert len(versions(world, record)) == 2


def test_a_dry_run_changes_nothing(world):
    record = spell(world)
    answer = patch(world, record, ENDED, query="?dry_run=true")
    assert (answer.status, answer.json["version"]) == (200, 2)
    assert versions(world, record) == [(1, None, True)]


@pytest.mark.parametrize(
    "body, pointer",
    [
        ({"last_day": "2026-02-31", "leaving_reason": "RESIGNED"}, "/last_day"),
        ({"last_day": "2026-06-30"}, "/leaving_reason"),
        ({"leaving_reason": "RESIGNED"}, "/last_day"),
        ({"last_day": "2020-06-30", "leaving_reason": "RESIGNED"}, "/last_day"),
        ({"probation_end": "2020-06-30"}, "/probation_end"),
        ({**ENDED, "leaving_reason": "END_FIXED_TERM"}, "/leaving_reason"),
        ({"still_employed": True, **ENDED}, "/still_employed"),
        ({"disputed": True}, "/disputed"),
        ({"settled": True}, "/settled"),
        ({"swe_number": "SW900123"}, "/swe_number"),
        ({"basis": "BANK"}, "/basis"),
        ({"version": 2}, "/version"),
        ({"evidence": {"kind": "LETTER"}}, "/evidence/dated"),
    ],
)
def test_what_does_not_fit_the_record_is_refused(world, body, pointer):
    record = spell(world)
    answer = patch(world, record, body)
    assert (answer.status, answer.json["code"]) == (422, "invalid")
    assert pointer in [error["pointer"] for error in answer.json["errors"]]
    assert versions(world, record) == [(1, None, True)]


@pytest.mark.parametrize("body", [{}, {"start_date": "2021-01-04"}])
def test_what_changes_nothing_is_refused(world, body):
    record = spell(world)
    answer = patch(world, record, body)
    assert (answer.status, answer.json["code"]) == (422, "invalid")
    assert versions(world, record) == [(1, None, True)]


def test_two_spells_are_not_corrected_into_one(world):
    first = spell(world)
    second = world.made(
        hr(world), "/v1/employments", bodies.spell(first["swe_number"], start_date="2022-01-03")
    )
    answer = patch(world, second, {"start_date": first["start_date"]})
    assert (answer.status, answer.json["code"]) == (409, "duplicate")


def test_a_successor_corrects_what_it_inherited(world):
    record = spell(world)
    world.sql(
        "INSERT INTO authority_succession (predecessor, successor, succeeded_on)"
        " SELECT p.id, s.id, '2026-04-01' FROM authority p, authority s"
        " WHERE p.name = 'Kent' AND s.name = 'Medway'"
    )
    answer = patch(world, record, ENDED, token=world.officer("Medway"))
    world.sql("DELETE FROM authority_succession WHERE succeeded_on = '2026-04-01'")
    assert (answer.status, answer.json["authority"]) == (200, world.code("Kent"))


# Lists.


@pytest.fixture(scope="module")
def bexley(world):
    """Of one authority: three that ended, by their last day, and one of another basis that has not."""
    officer = world.officer("Bexley")
    days = ["2026-03-31", "2026-04-30", "2026-05-31"]
    made = {
        day: world.made(officer, "/v1/cooling-off-records", bodies.leaver(bodies.worker(), day))["id"]
        for day in days
    }
    made["BANK"] = world.made(officer, "/v1/employments", bodies.spell(bodies.worker(), basis="BANK"))["id"]
    return made


@pytest.mark.parametrize(
    "filters, kept",
    [
        ("last_day.gte=2026-04-30", ["2026-05-31", "2026-04-30"]),
        ("last_day.lte=2026-04-30", ["2026-04-30", "2026-03-31"]),
        ("last_day.gte=2026-04-01&last_day.lte=2026-04-30", ["2026-04-30"]),
        ("basis=BANK,AGENCY", ["BANK"]),
        ("basis=SUBSTANTIVE&last_day.lte=2026-03-31", ["2026-03-31"]),
        ("basis=AGENCY", []),
        ("last_day.gte=2026-06-01&last_day.lte=2026-05-01", []),
    ],
)
def test_filters(world, bexley, filters, kept):
    got, path = [], f"/v1/employments?limit=1&{filters}"
    while path:
        answer = world.get(world.officer("Bexley"), path)
        assert answer.status == 200, answer.text
        got += [row["id"] for row in answer.json["data"]]
        path = answer.json.get("next")
    assert got == [bexley[name] for name in kept]


@pytest.mark.parametrize("filters", ["last_day.gte=2026-02-31", "basis=PERMANENT", "swe_number=SW900123"])
def test_a_filter_that_is_none_is_refused(world, filters):
    answer = world.get(world.officer("Bexley"), f"/v1/employments?{filters}")
    assert (answer.status, answer.json["code"]) == (400, "bad_parameter")


def search(world, token, number, query=""):
    return world.call(token, "POST", f"/v1/employments/search{query}", {"swe_number": number})


def test_a_search_gives_the_worker_s_own_spells_as_they_are_now(world):
    first = spell(world)
    number = first["swe_number"]
    second = world.made(hr(world), "/v1/employments", bodies.spell(number, start_date="2022-01-03"))
    patch(world, first, ENDED)
    world.made(world.officer("Medway"), "/v1/employments", bodies.spell(number))
    answer = search(world, hr(world), number.lower())
    assert [(row["id"], row["version"]) for row in answer.json["data"]] == [
        (second["id"], 1),
        (first["id"], 2),
    ]
    seen = world.sql("SELECT ids FROM audit_event WHERE id = %s", [answer.headers["X-Request-Id"]])
    assert seen == [("{%s,%s}" % (second["id"], first["id"]),)]
    page = search(world, hr(world), number, "?limit=1")
    assert [row["id"] for row in page.json["data"]] == [second["id"]]
    cursor = page.json["next"].partition("?")[2]
    assert number not in page.json["next"]
    assert [row["id"] for row in search(world, hr(world), number, f"?{cursor}").json["data"]] == [first["id"]]
    answer = search(world, hr(world), bodies.worker(), f"?{cursor}")
    assert (answer.status, answer.json["code"]) == (400, "bad_cursor")


def test_a_search_of_nobody_is_empty_and_audited(world):
    answer = search(world, hr(world), bodies.worker())
    assert (answer.status, answer.json["data"]) == (200, [])
    assert (
        world.sql("SELECT count(*) FROM audit_event WHERE id = %s", [answer.headers["X-Request-Id"]])[0][0]
        == 1
    )


def test_a_search_takes_a_number_that_is_one(world):
    for number in ("900123 or 1=1", "", str(uuid.uuid4())):
        assert search(world, hr(world), number).status == 422
