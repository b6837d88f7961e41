# SPDX-License-Identifier: MIT
"""Last days that workers declare and that are not on record are put to the authority concerned. Today is 14 September 2026."""
import pytest
from support import bodies
from support.access import Access
from support.world import World, at_once

MADE_UP = "01a20000-0000-7000-8000-000000000000"
START = "2026-10-01"


def declared(code, last_day="2026-05-29"):
    return {"authority": code, "last_day": last_day}


def asked(side):
    """A check of the side's own, whose declaration names the side itself, asks the side."""
    check = bodies.check(side.worker, START, declared_last_post=declared(side.code))
    side.world.made(side.token("OFFICER"), "/v1/eligibility-checks", check)
    rows = side.world.get(side.token("OFFICER"), "/v1/confirmations").json["data"]
    return next(row["id"] for row in rows if row["swe_number"] == side.worker)


def left(side):
    """A spell of the side's worker that has ended."""
    spell = bodies.spell(side.worker, start_date="2015-01-05", last_day="2016-05-29", leaving_reason="RESIGNED")
    answer = side.world.post(side.token("OFFICER"), "/v1/employments", spell)
    if answer.status == 409:
        return side.world.sql("SELECT id FROM employment WHERE last_day = '2016-05-29' AND swe_number = %s", [side.worker])[0][0]
    return answer.json["id"]


ACCESS = {
    "GET /v1/confirmations": Access(("OFFICER", "HR"), 200),
    "POST /v1/confirmations/{id}/answer": Access(
        ("OFFICER", "HR"),
        422,
        404,
        body=lambda side: {"answer": "CONFIRMED", "employment": MADE_UP},
        record=asked,
        taken=lambda side: ({"answer": "NOT_KNOWN"}, {"answer": "CONFIRMED", "employment": left(side)}),
        taken_status=200,
    ),
}


@pytest.fixture(scope="module")
def world():
    """Kent and Medway have signed to share; Bexley has not."""
    with World() as world:
        admin = world.region_admin("South East")
        made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
        for name in ("Kent", "Medway", "Surrey"):
            world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code(name)))
        yield world


def check(world, worker, named="Kent", hirer="Medway", **members):
    body = bodies.check(worker, START, declared_last_post=declared(world.code(named)), **members)
    return world.made(world.officer(hirer), "/v1/eligibility-checks", body)


def rows(world, name, worker, query=""):
    answer = world.get(world.token("HR", name), f"/v1/confirmations?limit=500{query}")
    return [row for row in answer.json["data"] if row["swe_number"] == worker]


def answer(world, row, who="Kent", **body):
    return world.post(world.token("HR", who), f"/v1/confirmations/{row['id']}/answer", body)


def test_an_account_that_is_not_on_record_is_put_to_the_authority_once(world):
    worker = bodies.worker()
    for _ in range(2):
        assert check(world, worker)["outcome"] == "REFER"
    (row,) = rows(world, "Kent", worker, "&to_answer=true")
    assert (row["last_day"], row["authority"]) == ("2026-05-29", world.code("Kent"))
    assert world.code("Medway") not in str(row)
    assert rows(world, "Medway", worker) == [row] and rows(world, "Medway", worker, "&to_answer=true") == []
    assert rows(world, "Surrey", worker) == []
    tasks = world.get(world.token("HR", "Kent"), "/v1/tasks?kind=CONFIRMATION&limit=500").json["data"]
    assert row["id"] in [task["object"] for task in tasks]
    assert world.get(world.officer("Medway"), "/v1/tasks?kind=CONFIRMATION").json["data"] == []


def test_a_placement_asks_too_and_a_refused_one(world, supplier):
    for engagement in ({}, {"start_date": "2026-09-14", "engagement": "UNDER_WAY"}):
        worker = bodies.worker()
        body = bodies.proposal(worker, START, supplier, declared_last_post=declared(world.code("Kent")))
        assert world.post(world.officer("Medway"), "/v1/placements", {**body, **engagement}).status == 201
        assert len(rows(world, "Kent", worker)) == 1


def test_what_agrees_with_the_record_is_not_asked(world):
    worker = bodies.worker()
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(worker, "2026-05-29"))
    check(world, worker)
    assert rows(world, "Kent", worker) == []


def test_nothing_is_asked_of_who_has_not_signed_to_share(world):
    worker = bodies.worker()
    check(world, worker, named="Bexley")
    assert rows(world, "Bexley", worker) == rows(world, "Medway", worker) == []


def test_a_confirmed_day_is_on_record_and_who_asked_sees_that_it_was_answered(world):
    worker = bodies.worker()
    check(world, worker)
    (row,) = rows(world, "Kent", worker)
    assert answer(world, row, answer="CONFIRMED").json["errors"][0]["pointer"] == "/employment"
    refused = answer(world, row, answer="CONFIRMED", employment=MADE_UP)
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "unknown")
    spell = world.made(world.token("HR", "Kent"), "/v1/cooling-off-records", bodies.leaver(worker, "2026-05-29"))
    done = answer(world, row, answer="CONFIRMED", employment=spell["id"])
    assert (done.status, done.json["employment"]) == (200, spell["id"])
    (seen,) = rows(world, "Medway", worker)
    assert seen.keys() == row.keys() | {"answered_at"}
    assert rows(world, "Kent", worker)[0]["answer"] == "CONFIRMED"
    again = check(world, worker)
    assert again["findings"][0]["basis"] == "DECLARED_AND_RECORDED"


def test_it_is_answered_once_and_by_who_is_asked(world):
    worker = bodies.worker()
    check(world, worker)
    (row,) = rows(world, "Kent", worker)
    assert answer(world, row, "Medway", answer="NOT_KNOWN").status == 403
    assert answer(world, row, "Surrey", answer="NOT_KNOWN").status == 404
    answers = at_once([lambda: answer(world, row, answer="NOT_KNOWN")] * 3)
    assert sorted(a.status for a in answers) == [200, 409, 409]
    check(world, worker)
    assert len(rows(world, "Kent", worker, "&to_answer=true")) == 1


def test_a_dry_run_asks_nobody(world):
    worker = bodies.worker()
    body = bodies.check(worker, START, declared_last_post=declared(world.code("Kent")))
    assert world.post(world.officer("Medway"), "/v1/eligibility-checks?dry_run=true", body).status == 201
    assert rows(world, "Kent", worker) == []
