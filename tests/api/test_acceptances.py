# SPDX-License-Identifier: MIT
"""Which supplier has accepted which terms."""
import functools

import pytest
from support import bodies
from support.access import ROLES, Access
from support.world import at_once

ACCESS = {
    "GET /v1/suppliers": Access(ROLES, 200),
    "POST /v1/suppliers": Access(("REGION_ADMIN",), 201, body=lambda side: bodies.supplier()),
    "GET /v1/suppliers/{id}/acceptances": Access(ROLES, 200, 200, other_of={"SUPPLIER": 404}),
    "POST /v1/suppliers/{id}/acceptances": Access(
        ("REGION_ADMIN",),
        201,
        404,
        body=lambda side: bodies.acceptance(side.agreements, side.terms()),
        another={"signed_on": "2026-09-02"},
    ),
}

MADE_UP = "01a20000-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def region(world):
    return world.region_admin("South East")


def agreed(world, name):
    """An agreement of the region and its terms, as an acceptance names them."""
    admin = world.region_admin(name)
    agreement = world.made(admin, "/v1/agreements", bodies.agreement(name))["id"]
    terms = world.made(admin, f"/v1/agreements/{agreement}/terms", bodies.terms())["id"]
    return bodies.acceptance(agreement, terms)


def accept(world, token, supplier, body):
    return world.post(token, f"/v1/suppliers/{supplier}/acceptances", body)


def test_an_acceptance_is_on_record_for_whoever_has_signed_in(world, region, supplier):
    body = agreed(world, "South East")
    made = accept(world, region, supplier, body)
    assert made.status == 201 and made.json["terms_from"] == "2025-10-01"
    for token in (region, world.officer("Kent"), world.token("SUPPLIER", supplier=supplier)):
        answer = world.get(token, f"/v1/suppliers/{supplier}/acceptances")
        assert answer.json["data"] == [made.json]


def test_a_supplier_sees_itself_and_what_it_has_accepted(world, region, supplier):
    other = world.made(region, "/v1/suppliers", bodies.supplier())["id"]
    accept(world, region, other, agreed(world, "South East"))
    token = world.token("SUPPLIER", supplier=supplier)
    assert [row["id"] for row in world.get(token, "/v1/suppliers").json["data"]] == [supplier]
    assert world.get(token, f"/v1/suppliers/{other}/acceptances").status == 404


def test_terms_are_accepted_once(world, region, supplier):
    body = agreed(world, "South East")
    answers = at_once([functools.partial(accept, world, region, supplier, body)] * 2)
    assert sorted(answer.status for answer in answers) == [201, 409]
    assert accept(world, region, supplier, body).json["code"] == "duplicate"


def test_only_of_one_s_own_agreements_and_suppliers(world, region, supplier):
    own, theirs = agreed(world, "South East"), agreed(world, "London")
    mixed = {**own, "terms": theirs["terms"]}
    for body in (theirs, mixed, {**own, "terms": MADE_UP}):
        answer = accept(world, region, supplier, body)
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/terms")
    assert accept(world, world.region_admin("London"), supplier, theirs).status == 404
    assert accept(world, world.officer("Medway"), supplier, own).status == 403
    assert accept(world, region, MADE_UP, own).status == 404
    assert world.get(region, f"/v1/suppliers/{MADE_UP}/acceptances").status == 404


def test_a_signature_has_a_day_that_has_come(world, region, supplier):
    body = agreed(world, "South East")
    for day in ("2026-09-15", "2026-02-31"):
        answer = accept(world, region, supplier, {**body, "signed_on": day})
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/signed_on")
    assert accept(world, region, supplier, {**body, "signed_on": "2026-09-14"}).status == 201
