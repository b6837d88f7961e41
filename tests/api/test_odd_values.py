# SPDX-License-Identifier: MIT
"""Every member of every body, by the contract: values at and over its edges are refused by name, or taken as they are."""
import pytest
from support import bodies
from support.tenancy import ROUTES, Side, headers_of
from support.world import World
from test_writes import role_of, send, two_bodies

NAMES = [name for name, route in ROUTES.items() if route.takes_body]
NO_DATES = ["2026-02-31", "2027-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01", "10000-01-01", "",
            "-001-01-01", "26-01-01", "2026-1-1", "2026-01-01T00:00:00Z", " 2026-01-01", "2026-01-01 ", "infinity",
            "today", "31/01/2026", "\u0662\u0660\u0662\u0666-01-01", 20260101]  # fmt: skip
ODD_DATES = ["0001-01-01", "1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01", "9999-12-31", "1582-10-10", "2024-02-29", "1900-02-28", "2000-02-29"]
ODD_TEXTS = ["e\u0301", "\u202eabc", "\u200b", "\ufeffx", "a\tb", "a\nb", "\u0001", "\u007f", "\U0001f600", " ", "''", "%s",
             "\ud800"]  # fmt: skip
ODD_INTEGERS = [0, -1, 1, 2**31 - 1, 2**31, 2**32 + 5, 2**53, 2**63 - 1, 2**63, 10**30, -(2**63), 1.5, "1", True]


@pytest.fixture(scope="module")
def world():
    with World(settings={"connections_per_address_max": 1024}) as world:
        yield world


@pytest.fixture(scope="module")
def side(world):
    return Side(world, "Medway", "South East", "PUBLISHED")


@pytest.fixture(scope="module")
def members(world):
    """{route: {member: schema}} of the contract's bodies."""
    document = world.get(None, "/openapi.json").json

    def schema_of(name):
        method, path = name.split()
        told = document["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]["schema"]
        return document["components"]["schemas"][told["$ref"].rsplit("/", 1)[1]] if "$ref" in told else told

    return {name: schema_of(name)["properties"] for name in NAMES}


def attempts(world, members, side, name, kind, values):
    """(member, schema, value, answer) for each member of that kind, in a body that is taken otherwise; nothing is kept."""
    mine = side.of(role_of(name))
    body, _ = two_bodies(name, mine)
    for member, schema in members[name].items():
        if not kind(schema):
            continue
        for value in values(schema) if callable(values) else values:
            answer = send(
                world, name, side, {**body, member: value}, "key", "?dry_run=true", headers_of(world, name, mine)
            )
            yield member, schema, value, answer


def assert_refused_by_name(member, value, answer):
    assert answer.status == 422, (member, value, answer.text)
    assert f"/{member}" in [error["pointer"] for error in answer.json["errors"]], (member, value, answer.text)


def is_date(schema):
    return schema.get("format") == "date"


def is_text(schema):
    return schema.get("type") == "string" and "enum" not in schema and "format" not in schema


def is_number(schema):
    return schema.get("type") == "integer"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_date_is_refused_by_name(world, members, side, name):
    for member, _, value, answer in attempts(world, members, side, name, is_date, NO_DATES):
        assert_refused_by_name(member, value, answer)


@pytest.mark.parametrize("name", NAMES)
def test_any_date_is_taken_or_refused_in_words(world, members, side, name):
    for member, _, value, answer in attempts(world, members, side, name, is_date, ODD_DATES):
        assert answer.status < 500, (member, value, answer.text)


@pytest.mark.parametrize("name", NAMES)
def test_a_text_is_of_the_length_that_the_contract_says(world, members, side, name):
    def values(schema):
        return ["", "x" * (schema["maxLength"] + 1), "x" * 20000]

    for member, _, value, answer in attempts(world, members, side, name, is_text, values):
        assert_refused_by_name(member, value, answer)


@pytest.mark.parametrize("name", NAMES)
def test_any_text_is_taken_or_refused_in_words(world, members, side, name):
    for member, _, value, answer in attempts(world, members, side, name, is_text, ODD_TEXTS):
        assert answer.status < 500, (member, value, answer.text)
        if any(character < " " or character == "\u007f" for character in value):
            assert_refused_by_name(member, value, answer)


@pytest.mark.parametrize("name", NAMES)
def test_a_number_is_within_what_the_contract_says(world, members, side, name):
    for member, schema, value, answer in attempts(world, members, side, name, is_number, ODD_INTEGERS):
        whole = type(value) is int and schema.get("minimum", 0) <= value <= schema.get("maximum", 10**9)
        if whole:
            assert answer.status < 500, (member, value, answer.text)
        elif type(value) is int and not -(2**63) <= value < 2**63:
            assert (answer.status, answer.json["code"]) == (400, "malformed_json"), (member, value, answer.text)
        else:
            assert_refused_by_name(member, value, answer)


# A worker's number, and days at the ends of time.


@pytest.mark.parametrize("given", ["SW{}", "sw{}", " sw{} ", "Sw {}", "SW  {}", "s w{}"])
def test_a_worker_s_number_is_one_in_any_case_and_with_any_spaces(world, given):
    digits = bodies.worker()[2:]
    officer = world.officer("Kent")
    made = world.made(officer, "/v1/employments", bodies.spell(given.format(digits)))
    assert made["swe_number"] == f"SW{digits}"
    found = world.call(officer, "POST", "/v1/workers/lookup", {"swe_number": given.format(digits)})
    assert found.json["employments"] == [made["id"]]
    again = world.post(officer, "/v1/employments", bodies.spell(f"SW{digits}"))
    assert (again.status, again.json["code"]) == (409, "duplicate")


@pytest.mark.parametrize(
    "given", ["SW", "900123", "SW900123x", "SW-900123", "SW\u00a0900123", "\uff33\uff37900123", "SW\u0661\u0662", "SWSW1",
              "SW900123;", "SW" + "9" * 39]
)  # fmt: skip
def test_what_is_no_worker_s_number_is_refused_by_name(world, given):
    answer = world.post(world.officer("Kent"), "/v1/employments", bodies.spell(given))
    assert_refused_by_name("swe_number", given, answer)


@pytest.mark.parametrize("start", ["1900-01-01", "2199-12-31"])
@pytest.mark.parametrize("last_day", ["1900-01-01", "2026-12-31", "2199-10-15", "2199-12-31"])
def test_windows_at_the_ends_of_time_are_told_or_refused(world, start, last_day):
    worker = bodies.worker()
    left = world.post(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(worker, last_day))
    assert left.status in (201, 422), left.text
    asked = world.post(world.officer("Medway"), "/v1/eligibility-checks", bodies.check(worker, start))
    assert asked.status in (201, 422), asked.text
    if asked.status == 201:
        shown = world.get(world.officer("Medway"), f"/v1/eligibility-checks/{asked.json['id']}")
        assert shown.json == asked.json
    assert world.get(world.officer("Kent"), "/v1/cooling-off-records").status == 200


def test_a_placement_to_the_end_of_time_is_not_extended(world, side):
    officer = side.token("OFFICER")
    body = bodies.proposal(bodies.worker(), "2026-10-01", side.supplier, planned_end_date="2199-12-31")
    made = world.made(officer, "/v1/placements", body)
    path = f"/v1/placements/{made['id']}"
    extension = {"planned_end_date": "2199-12-31", "reason": "VACANCY"}
    assert_refused_by_name("planned_end_date", extension, world.post(officer, f"{path}/extensions", extension))
    rated = world.made(officer, f"{path}/rates", {"from": "2199-12-31", "pay_type": "UMBRELLA", "coverage": "PAY_HOL_ENI_LEVY", "pay_pence": 3700})
    assert world.get(officer, path).json == rated
    assert world.post(officer, f"{path}/end", {"end_date": "2199-12-31", "reason": "OTHER"}).status == 200
