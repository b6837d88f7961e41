# SPDX-License-Identifier: MIT
"""References: recorded by who holds them, asked by one authority of another, and told to the rules. Today is 14 September 2026."""
import pytest
from support import bodies
from support.access import SIGNATORIES, Access
from support.world import PATIENT, World

READERS = (*SIGNATORIES, "REQUESTER", "HR")


def recorded(side):
    return side.world.made(side.token("OFFICER"), "/v1/references", bodies.reference(side.worker))["id"]


ACCESS = {
    "POST /v1/references": Access(
        ("OFFICER", "HR"), 201, body=lambda side: bodies.reference(bodies.worker())
    ),
    "GET /v1/references": Access(READERS, 200),
    "GET /v1/references/{id}": Access(READERS, 200, 404, record=recorded),
    "POST /v1/references/search": Access(READERS, 200, body=lambda side: {"swe_number": side.worker}),
}


@pytest.fixture(scope="module")
def world():
    with World(settings=PATIENT) as world:
        world.wait_for_connections()
        yield world


def told(world, swe_number, authority="Kent"):
    """What the rules are told of the worker's references: have, of the finding."""
    check = bodies.check(swe_number, "2026-10-01", offer_date="2026-09-01")
    made = world.made(world.officer(authority), "/v1/eligibility-checks", check)
    return made["facts_digest"]


def test_a_reference_is_recorded_shown_listed_and_found(world):
    worker = bodies.worker()
    sent = bodies.reference(worker)
    made = world.made(world.token("HR", "Kent"), "/v1/references", sent)
    assert {name: made[name] for name in sent} == sent
    assert (made["status"], made["version"], made["for"]) == ("ANSWERED", 1, "AGENCY")
    officer = world.officer("Kent")
    assert world.get(officer, f"/v1/references/{made['id']}").json == made
    listed = world.get(officer, "/v1/references?limit=1").json["data"]
    assert [row["id"] for row in listed] == [made["id"]]
    found = world.call(officer, "POST", "/v1/references/search", {"swe_number": worker.lower()}).json["data"]
    assert [row["id"] for row in found] == [made["id"]]


def test_the_rules_are_told_of_the_references_that_the_hirer_holds(world):
    worker = bodies.worker()
    digests = [told(world, worker)]
    for _ in range(2):
        world.made(world.officer("Kent"), "/v1/references", bodies.reference(worker))
        digests.append(told(world, worker))
    assert len(set(digests)) == 3


def test_and_of_no_other_s(world):
    worker = bodies.worker()
    before = told(world, worker)
    world.give_references("Medway", worker)
    assert told(world, worker) == before


def test_a_check_is_replayed_with_the_references_that_it_was_told(world):
    worker, officer = bodies.worker(), world.officer("Kent")
    world.give_references("Kent", worker)
    check = world.made(officer, "/v1/eligibility-checks", bodies.check(worker, "2026-10-01"))
    world.give_references("Kent", worker)
    answer = world.get(officer, f"/v1/eligibility-checks/{check['id']}/replay")
    assert answer.json["identical"] is True and told(world, worker) != check["facts_digest"]


@pytest.mark.parametrize(
    "members, pointer",
    [
        ({"referee_name": None}, "/referee_name"),
        ({"relation": None}, "/relation"),
        ({"dated": "2026-02-31"}, "/dated"),
        ({"received_on": "2026-09-15", "verified_on": "2026-09-15"}, "/received_on"),
        ({"received_on": "2024-11-03"}, "/received_on"),
        ({"verified_on": "2024-11-04"}, "/verified_on"),
        ({"verified_how": None}, "/verified_how"),
        ({"engaged_to": "2020-12-31"}, "/engaged_to"),
        ({"provider_authority": "887"}, "/provider_authority"),
        ({"template": "01a20000-0000-7000-8000-000000000000"}, "/template"),
        ({"template": None, "answers": [{"field": "reliability", "answer": "Yes"}]}, "/template"),
        ({"provider": "FRIEND"}, "/provider"),
    ],
)
def test_what_is_not_right_is_refused_by_name(world, members, pointer):
    answer = world.post(world.officer("Kent"), "/v1/references", bodies.reference(bodies.worker(), **members))
    assert (answer.status, answer.json["code"]) == (422, "invalid"), answer.text
    assert pointer in [error["pointer"] for error in answer.json["errors"]]


def test_one_letter_is_recorded_once(world):
    sent = bodies.reference(bodies.worker())
    world.made(world.officer("Kent"), "/v1/references", sent)
    again = world.post(world.officer("Kent"), "/v1/references", {**sent, "referee_post": "Head of service"})
    assert (again.status, again.json["code"]) == (409, "duplicate")
    assert world.post(world.officer("Medway"), "/v1/references", sent).status == 201


def test_answers_are_held_against_the_template_and_all_mistakes_told_at_once(world):
    answers = [
        {"field": "reliability", "answer": "On time"},
        {"field": "reliability", "answer": "Again"},
        {"field": "health", "answer": "Has no place in it"},
        {"field": "would_re_engage", "answer": "Perhaps"},
        {"field": "swe_referral", "answer": "maybe"},
        {"field": "last_day_worked", "answer": "2026-02-31"},
    ]
    answer = world.post(
        world.officer("Kent"), "/v1/references", bodies.reference(bodies.worker(), answers=answers)
    )
    assert (answer.status, answer.json["code"]) == (422, "invalid")
    errors = {error["pointer"]: error for error in answer.json["errors"]}
    assert {"/answers/1/field", "/answers/2/field", "/answers/3/answer", "/answers/4/answer",
            "/answers/5/answer", "/answers"} == set(errors)  # fmt: skip
    lacking = [error["detail"] for error in answer.json["errors"] if error["pointer"] == "/answers"]
    assert any('"assessment"' in detail for detail in lacking) and len(lacking) > 5
