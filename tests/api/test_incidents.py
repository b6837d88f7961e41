# SPDX-License-Identifier: MIT
"""Incidents with suppliers: raised by an authority, answered by the supplier, decided by its region; nobody else sees."""
import functools

import pytest
from support import bodies
from support.access import SIGNATORIES, Access
from support.world import World, at_once

PARTIES = (*SIGNATORIES, "REGION_ADMIN", "SUPPLIER")


ANSWER = {"statement": "Replacements were offered"}
WITHDRAWAL = {"state": "WITHDRAWN", "reason": "Raised twice"}


def raised(side):
    path = f"/v1/suppliers/{side.supplier}/incidents"
    return side.world.made(side.token("OFFICER"), path, bodies.incident())["id"]


def closed(side):
    made = raised(side)
    path = f"/v1/supplier-incidents/{made}/decision"
    assert side.world.post(side.token("REGION_ADMIN"), path, WITHDRAWAL).status == 200
    return made


def open_again(side):
    """In place of the side's, which takes nothing more."""
    side.made["supplier_incidents", None] = raised(side)


ACCESS = {
    "GET /v1/suppliers/{id}/incidents": Access(PARTIES, 200, 200, other_of={"SUPPLIER": 404}),
    "POST /v1/suppliers/{id}/incidents": Access(
        ("OFFICER",), 201, 201, body=lambda side: bodies.incident(), another={"rule": "PRICE_CAP"}
    ),
    "POST /v1/supplier-incidents/{id}/answer": Access(
        ("SUPPLIER",),
        409,
        404,
        record=closed,
        body=lambda side: ANSWER,
        taken=lambda side: open_again(side) or (ANSWER, {"statement": "None was to be had"}),
        taken_status=200,
    ),
    "POST /v1/supplier-incidents/{id}/decision": Access(
        ("REGION_ADMIN",),
        409,
        404,
        body=lambda side: WITHDRAWAL,
        taken=lambda side: open_again(side) or (WITHDRAWAL, {**WITHDRAWAL, "reason": "Raised in error"}),
        taken_status=200,
    ),
}


@pytest.fixture
def agency(world, supplier):
    return world.token("SUPPLIER", supplier=supplier)


@pytest.fixture
def region(world):
    return world.region_admin("South East")


@pytest.fixture
def incident(world, supplier):
    """Raised by Medway."""
    return lambda **members: world.made(
        world.officer("Medway"), f"/v1/suppliers/{supplier}/incidents", bodies.incident(**members)
    )


def answer(world, token, made, statement="Replacements were offered"):
    return world.post(token, f"/v1/supplier-incidents/{made['id']}/answer", {"statement": statement})


def decide(world, token, made, state="UPHELD"):
    body = {"state": state, "reason": "Four weeks had been agreed"}
    return world.post(token, f"/v1/supplier-incidents/{made['id']}/decision", body)


def seen(world, token, supplier):
    return world.get(token, f"/v1/suppliers/{supplier}/incidents").json["data"]


def test_an_incident_is_raised_answered_and_upheld_with_its_statement(world, supplier, agency, region, incident):
    made = incident()
    assert (made["state"], made["due_by"]) == ("RAISED", "2026-09-28")
    answered = answer(world, agency, made)
    assert (answered.status, answered.json["state"]) == (200, "ANSWERED")
    upheld = decide(world, region, made)
    assert (upheld.status, upheld.json["state"]) == (200, "UPHELD")
    for token in (world.officer("Medway"), agency, region):
        assert upheld.json in seen(world, token, supplier)
    assert upheld.json["statement"] == "Replacements were offered"


def test_nobody_else_learns_of_it(world, supplier, region, incident):
    made = incident()
    other = world.made(region, "/v1/suppliers", bodies.supplier())["id"]
    strangers = [world.officer("Kent"), world.region_admin("London"), world.token("SUPPLIER", supplier=other)]
    for token in strangers:
        assert made["id"] not in world.get(token, f"/v1/suppliers/{supplier}/incidents").text
    assert answer(world, strangers[2], made).status == 404
    assert decide(world, strangers[1], made).status == 404
    assert decide(world, world.officer("Medway"), made).status == 403
    assert answer(world, world.officer("Medway"), made).status == 403


@pytest.mark.parametrize(
    "day, due",
    [
        ("2026-09-14", "2026-09-28"),  # a Monday
        ("2026-09-18", "2026-10-02"),  # a Friday
        ("2026-09-19", "2026-10-02"),  # a Saturday
        ("2026-09-20", "2026-10-02"),  # a Sunday
        ("2026-12-24", "2027-01-12"),  # three bank holidays do not count
    ],
)
def test_ten_working_days_are_the_supplier_s(day, due):
    with World(day=day) as world:
        made = world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
        path = f"/v1/suppliers/{made}/incidents"
        assert world.made(world.officer("Medway"), path, bodies.incident())["due_by"] == due


def test_nothing_is_upheld_before_the_supplier_had_its_time():
    with World() as world:
        region = world.region_admin("South East")
        supplier = world.made(region, "/v1/suppliers", bodies.supplier())["id"]
        path = f"/v1/suppliers/{supplier}/incidents"
        made = world.made(world.officer("Medway"), path, bodies.incident())
        for day in ("2026-09-14", "2026-09-28"):
            world.move_to(day)
            assert decide(world, region, made).json["code"] == "conflict"
        world.move_to("2026-09-29")
        assert decide(world, region, made).status == 200
        late = answer(world, world.token("SUPPLIER", supplier=supplier), made)
        assert (late.status, late.json["code"]) == (409, "conflict")


def test_it_is_withdrawn_at_any_time_and_decided_once(world, region, incident, agency):
    made = incident()
    assert decide(world, region, made, "WITHDRAWN").json["state"] == "WITHDRAWN"
    for again in (decide(world, region, made, "UPHELD"), answer(world, agency, made)):
        assert (again.status, again.json["code"]) == (409, "conflict")
    for state in ("RAISED", "ANSWERED"):
        assert decide(world, region, incident(), state).status == 422


def test_it_is_answered_once_also_by_two_at_once(world, supplier, incident):
    made = incident()
    tokens = [world.token("SUPPLIER", supplier=supplier, who=who) for who in ("one", "two")]
    answers = at_once([functools.partial(answer, world, token, made, token[-5:]) for token in tokens])
    assert sorted(a.status for a in answers) == [200, 409]


def test_an_answer_and_a_decision_at_once_are_one_after_the_other(world, supplier, agency, region, incident):
    made = incident()
    answered, withdrawn = at_once(
        [
            functools.partial(answer, world, agency, made),
            functools.partial(decide, world, region, made, "WITHDRAWN"),
        ]
    )
    assert withdrawn.status == 200 and answered.status in (200, 409)
    kept = next(row for row in seen(world, region, supplier) if row["id"] == made["id"])
    assert kept["state"] == "WITHDRAWN" and ("statement" in kept) == (answered.status == 200)


@pytest.mark.parametrize(
    "text",
    ["SW900123 left", "The worker sw 900 123 left", "xSW1234", "SWE900123", "SWE 900123 left", "SW-900-123", "SW: 900123",
     "SW\u00a0900123 left", "sw\u2013900123", "SW#900123", "SW 9001/23"],
)
def test_no_worker_s_number_stands_in_it(world, supplier, agency, incident, text):
    path = f"/v1/suppliers/{supplier}/incidents"
    raised = world.post(world.officer("Medway"), path, bodies.incident(what=text))
    assert (raised.status, raised.json["errors"][0]["pointer"]) == (422, "/what")
    made = incident(what="A post at SW2 or SW3 was left, and an SW's (of 2026) in Sweden, 1234 miles away")
    answered = answer(world, agency, made, text)
    assert (answered.status, answered.json["errors"][0]["pointer"]) == (422, "/statement")


def test_it_has_happened(world, supplier):
    path = f"/v1/suppliers/{supplier}/incidents"
    for day in ("2026-09-15", "2026-02-31"):
        answer = world.post(world.officer("Medway"), path, bodies.incident(happened_on=day))
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/happened_on")
