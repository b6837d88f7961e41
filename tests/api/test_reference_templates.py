# SPDX-License-Identifier: MIT
"""Reference templates: versioned data, published by regions; the first comes with the release."""
import uuid

import pytest
from support import bodies
from support.access import ROLES, Access

FIELDS = [
    {"name": "role", "part": "Identity", "label": "Role", "kind": "text", "required": True},
    {
        "name": "again",
        "part": "Conduct",
        "label": "Would re-engage",
        "kind": "choice",
        "required": True,
        "choices": ["Yes", "No"],
    },
]


def template(**members):
    return {"name": f"Template {uuid.uuid4().hex[:8]}", "from": "2026-09-01", "fields": FIELDS, **members}


def published(side):
    return side.world.made(side.token("REGION_ADMIN"), "/v1/reference-templates", template())["id"]


ACCESS = {
    "GET /v1/reference-templates": Access(ROLES, 200),
    "GET /v1/reference-templates/{id}": Access(ROLES, 200, 200, record=published),
    "POST /v1/reference-templates": Access(("REGION_ADMIN",), 201, body=lambda side: template()),
}


def region(world):
    return world.region_admin("South East")


def test_the_first_template_is_there_and_says_how_sure_it_is(world):
    first = world.get(world.officer("Kent"), f"/v1/reference-templates/{bodies.FIRST_TEMPLATE}").json
    assert first["version"] == 1 and "region" not in first
    assert "replaced by the national template" in first["note"]
    by_name = {field["name"]: field for field in first["fields"]}
    assert by_name["allegations"]["choices"] == ["None", "Substantiated", "Ongoing"]
    assert "unfounded" in by_name["allegations"]["about"] and "health" in by_name["absence"]["about"]


def test_a_region_publishes_versions_and_the_earlier_stay(world):
    sent = template()
    made = [world.made(region(world), "/v1/reference-templates", sent) for _ in range(2)]
    assert [one["version"] for one in made] == [1, 2]
    assert made[0]["fields"] == FIELDS and made[0]["region"] == "South East"
    for one in made:
        assert world.get(world.officer("Bexley"), f"/v1/reference-templates/{one['id']}").json == one
    other = world.made(world.region_admin("London"), "/v1/reference-templates", sent)
    assert other["version"] == 1
    listed = [row["id"] for row in world.get(region(world), "/v1/reference-templates").json["data"]]
    assert {one["id"] for one in (*made, other)} | {bodies.FIRST_TEMPLATE} <= set(listed)
    assert listed.index(made[1]["id"]) < listed.index(made[0]["id"])


@pytest.mark.parametrize(
    "fields, pointer",
    [
        ([], "/fields"),
        ([{**FIELDS[0], "kind": "number"}], "/fields/0/kind"),
        ([{**FIELDS[0], "name": "Role"}], "/fields/0/name"),
        ([{**FIELDS[0], "choices": ["a"]}], "/fields/0/choices"),
        ([{**FIELDS[1], "choices": []}], "/fields/0/choices"),
        ([FIELDS[0], FIELDS[0]], "/fields/1/name"),
    ],
)
def test_a_template_that_asks_nothing_sensible_is_refused(world, fields, pointer):
    answer = world.post(region(world), "/v1/reference-templates", template(fields=fields))
    assert (answer.status, answer.json["code"]) == (422, "invalid"), answer.text
    assert pointer in [error["pointer"] for error in answer.json["errors"]]


def test_a_template_is_used_from_its_first_day_on(world):
    made = world.made(region(world), "/v1/reference-templates", template(**{"from": "2026-08-01"}))
    days = {"received_on": "2026-08-31", "verified_on": "2026-08-31", "template": made["id"]}
    officer = world.officer("Kent")
    early = bodies.reference(bodies.worker(), dated="2026-07-31", **days)
    assert world.post(officer, "/v1/references", early).json["errors"][0]["pointer"] == "/template"
    answers = [{"field": "role", "answer": "Social worker"}, {"field": "again", "answer": "Yes"}]
    made = world.made(
        officer, "/v1/references", bodies.reference(bodies.worker(), dated="2026-08-01", answers=answers, **days)
    )
    assert made["answers"] == answers
