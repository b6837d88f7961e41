# SPDX-License-Identifier: MIT
"""A candidate put forward: the check is the authority's, the supplier learns CLEAR or to ask, and nothing else."""
import functools
import json

import pytest
from support import bodies
from support.access import Access
from support.world import PATIENT, World, at_once
from test_facts_race import holding

PATH = "/v1/requirements"
HIRERS = ("OFFICER", "REQUESTER")
START = "2026-11-02"


def of(side):
    return side.world.made(side.token("OFFICER"), PATH, bodies.requirement(side.supplier))["id"]


ACCESS = {
    "GET /v1/requirements": Access((*HIRERS, "DCS", "CHIEF_EXECUTIVE", "SUPPLIER"), 200),
    "POST /v1/requirements": Access(
        HIRERS,
        201,
        body=lambda side: bodies.requirement(side.supplier),
        another={"start_date": "2026-11-03"},
        record=of,
    ),
    "GET /v1/requirements/{id}/candidates": Access((*HIRERS, "DCS", "CHIEF_EXECUTIVE"), 200, 404),
    "POST /v1/requirements/{id}/candidates": Access(
        ("SUPPLIER",), 201, 404, body=lambda side: bodies.candidate(bodies.worker())
    ),
    "POST /v1/requirements/{id}/close": Access(HIRERS, 200, 404),
}


@pytest.fixture(scope="module")
def world():
    with World(settings=PATIENT) as world:
        world.wait_for_connections()
        yield world


@pytest.fixture
def officer(world):
    return world.officer("Medway")


@pytest.fixture
def agency(world, supplier):
    return world.token("SUPPLIER", supplier=supplier)


@pytest.fixture
def requirement(world, supplier):
    """Medway's, with a ceiling that it keeps to itself."""
    return lambda **members: world.made(
        world.token("REQUESTER", "Medway"),
        PATH,
        bodies.requirement(supplier, **{"pay_ceiling_pence": 3777, **members}),
    )


@pytest.fixture(scope="module")
def capped(world):
    """A memorandum with a cap, of which Medway is a signatory: without one no rate is in order."""
    admin = world.region_admin("South East")
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(admin, f"/v1/agreements/{made}/protocols", {"protocol": "PAY", "phase": 1})
    world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code("Medway")))
    world.made(admin, "/v1/rate-caps", bodies.cap(made, 3800))


def put(world, token, made, worker, pence=3650, **members):
    return world.post(token, f"{PATH}/{made['id']}/candidates", bodies.candidate(worker, pence, **members))


def candidates(world, token, made):
    return world.get(token, f"{PATH}/{made['id']}/candidates").json["data"]


def outcome_of(world, officer, candidate):
    check = world.get(officer, f"/v1/eligibility-checks/{candidate['eligibility_check']}").json
    assert check["swe_number"] == candidate["swe_number"] and check["authority"] == world.code("Medway")
    return check["outcome"]


def test_the_supplier_learns_one_of_two_words_and_the_authority_the_check(
    world, officer, agency, requirement, capped
):
    made, worker = requirement(), bodies.worker()
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(worker, "2026-08-31"))
    answer = put(world, agency, made, worker)
    assert answer.status == 201
    assert set(answer.json) == {"id", "requirement", "answer", "put_forward_at"}
    assert answer.json["answer"] == "ASK_THE_AUTHORITY"
    (shown,) = candidates(world, officer, made)
    assert shown["outcome"] == outcome_of(world, officer, shown) == "BREACH"
    assert shown["eligibility_check"] not in answer.text


def test_an_answer_is_the_same_whatever_stands_in_the_way(world, officer, agency, requirement, capped):
    """Over the cap, in a cooling-off period, or not to be compared: the bodies differ in ids and times alone."""
    made, left = requirement(), bodies.worker()
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(left, "2026-08-31"))
    answers = [
        put(world, agency, made, left),
        put(world, agency, made, bodies.worker(), 9000),
        put(world, agency, made, bodies.worker(), coverage="PAY_ONLY"),
    ]
    told = [{**answer.json, "id": 0, "put_forward_at": 0} for answer in answers]
    assert told[0]["answer"] == "ASK_THE_AUTHORITY" and told == [told[0]] * 3
    assert [sorted(answer.headers) for answer in answers] == [sorted(answers[0].headers)] * 3


def test_it_is_clear_where_the_authority_s_check_is(world, officer, agency, supplier, capped):
    title = "Social worker, whose notice is known"
    mapped = bodies.mapping(title, "SW", substantive_notice_days=28)
    world.made(world.token("AUTHORITY_ADMIN", "Medway"), "/v1/role-mappings", mapped)
    made = world.made(officer, PATH, bodies.requirement(supplier, local_role=title, job_type=None))
    answer = put(world, agency, made, world.clear_worker("Medway"))
    assert answer.json["answer"] == "CLEAR"
    (shown,) = candidates(world, officer, made)
    assert shown["outcome"] == outcome_of(world, officer, shown) == shown["answer"] == "CLEAR"


def test_a_dry_run_tells_nothing_of_anybody(world, officer, agency, supplier, capped):
    """It keeps no candidate, so that neither the most that a supplier asks of nor the authority would know of it."""
    title = "Social worker, whose notice is known to dry runs"
    mapped = bodies.mapping(title, "SW", substantive_notice_days=28)
    world.made(world.token("AUTHORITY_ADMIN", "Medway"), "/v1/role-mappings", mapped)
    made = world.made(officer, PATH, bodies.requirement(supplier, local_role=title, job_type=None))
    worker = world.clear_worker("Medway")
    dry = world.post(agency, f"{PATH}/{made['id']}/candidates?dry_run=true", bodies.candidate(worker))
    assert (dry.status, dry.json["answer"]) == (201, "ASK_THE_AUTHORITY")
    assert candidates(world, officer, made) == []
    assert put(world, agency, made, worker).json["answer"] == "CLEAR"


def test_the_check_is_the_one_that_the_authority_would_make(world, officer, agency, requirement, capped):
    made, worker = requirement(), bodies.worker()
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(worker, "2026-08-31"))
    put(world, agency, made, worker)
    (shown,) = candidates(world, officer, made)
    kept = world.get(officer, f"/v1/eligibility-checks/{shown['eligibility_check']}").json
    own = world.made(
        officer,
        "/v1/eligibility-checks",
        bodies.check(worker, START, **bodies.pay(3650), minutes_per_week=2220, substantive_notice_days=None),
    )
    assert kept["findings"] == own["findings"]
    assert world.get(officer, f"/v1/eligibility-checks/{kept['id']}/replay").json["identical"]


def test_a_supplier_is_told_the_least_of_what_it_is_invited_to(world, officer, agency, requirement):
    made = requirement()
    row = next(r for r in world.get(agency, PATH).json["data"] if r["id"] == made["id"])
    assert set(row) == {"id", "authority", "job_type", "start_date", "recorded_at"}
    assert "3777" not in world.get(agency, PATH).text
    assert next(r for r in world.get(officer, PATH).json["data"] if r["id"] == made["id"]) == made


def test_the_ceiling_is_no_reason_to_refuse_and_is_shown_to_the_authority(
    world, officer, agency, requirement, capped
):
    made = requirement()
    answers = {pence: put(world, agency, made, bodies.worker(), pence).json["answer"] for pence in (3777, 3778)}
    assert len(set(answers.values())) == 1
    assert {c["pay_pence"]: c["over_ceiling"] for c in candidates(world, officer, made)} == {
        3777: False,
        3778: True,
    }


def test_nobody_puts_a_worker_forward_who_is_not_invited(world, officer, requirement):
    made, region = requirement(), world.region_admin("South East")
    other = world.made(region, "/v1/suppliers", bodies.supplier())["id"]
    stranger = world.token("SUPPLIER", supplier=other)
    refused = put(world, stranger, made, bodies.worker())
    nothing = put(world, stranger, {"id": "01a20000-0000-7000-8000-000000000000"}, bodies.worker())
    assert refused.status == nothing.status == 404
    assert refused.without_request() == nothing.without_request()
    assert made["id"] not in world.get(stranger, PATH).text
    assert put(world, officer, made, bodies.worker()).status == 403
    assert candidates(world, officer, made) == []


def test_whoever_is_not_the_authority_sees_no_candidate(world, agency, requirement):
    made = requirement()
    put(world, agency, made, bodies.worker())
    assert world.get(world.officer("Kent"), f"{PATH}/{made['id']}/candidates").status == 404
    assert world.get(agency, f"{PATH}/{made['id']}/candidates").status == 403


def test_a_supplier_s_token_sees_nothing_after_it_put_a_worker_forward(world, agency, requirement):
    """Neither the check, nor anything else of the authority whose sight its request had for a moment."""
    made, worker = requirement(), bodies.worker()
    put(world, agency, made, worker)
    check = world.sql("SELECT id FROM eligibility_check WHERE swe_number = %s", [worker])[0][0]
    for path in (f"/v1/eligibility-checks/{check}", "/v1/placements", "/v1/employments", "/v1/eligibility-checks"):
        assert world.get(agency, path).status == 403
    assert [row["id"] for row in world.get(agency, PATH).json["data"]].count(made["id"]) == 1


def test_the_trail_and_the_key_are_the_supplier_s_and_the_check_the_authority_s(world, supplier, agency, requirement):
    made, worker = requirement(), bodies.worker()
    answer = world.post(agency, f"{PATH}/{made['id']}/candidates", bodies.candidate(worker), "key")
    again = world.post(agency, f"{PATH}/{made['id']}/candidates", bodies.candidate(worker), "key")
    assert (again.status, again.text) == (201, answer.text)
    scope = f"supplier:{supplier}"
    event = "SELECT scope, authority, role, action FROM audit_event WHERE id = %s"
    told = world.sql(event, [answer.headers["X-Request-Id"]])
    assert told == [(scope, None, "SUPPLIER", "requirement_candidate.put")]
    assert world.sql("SELECT scope FROM idempotency WHERE key = 'key'") == [(scope,)]
    kept = "SELECT a.name FROM eligibility_check c JOIN authority a ON a.id = c.authority WHERE swe_number = %s"
    assert world.sql(kept, [worker]) == [("Medway",)]


def test_a_worker_is_put_forward_once_also_at_once(world, officer, agency, requirement):
    made, worker = requirement(), bodies.worker()
    answers = at_once([functools.partial(put, world, agency, made, worker)] * 2)
    assert sorted(answer.status for answer in answers) == [201, 409]
    assert len(candidates(world, officer, made)) == 1
    checks = world.sql("SELECT count(*) FROM eligibility_check WHERE swe_number = %s", [worker])
    assert checks == [(1,)]


def test_a_requirement_is_no_register_to_search(world, agency, requirement):
    made = requirement()
    answers = [put(world, agency, made, bodies.worker()) for _ in range(21)]
    assert [answer.status for answer in answers] == [201] * 20 + [409]
    assert answers[-1].json["code"] == "conflict" and "answer" not in answers[-1].json


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_at_once_the_later_counts_the_earlier(world, officer, agency, requirement, order):
    made, workers = requirement(), [bodies.worker(), bodies.worker()]
    for _ in range(19):
        assert put(world, agency, made, bodies.worker()).status == 201
    answers = holding(
        world,
        "SELECT FROM requirement_invitation WHERE requirement = %s FOR UPDATE",
        made["id"],
        *(functools.partial(put, world, agency, made, workers[n]) for n in order),
    )
    assert [answer.status for answer in answers] == [201, 409]
    there = [c["swe_number"] for c in candidates(world, officer, made) if c["swe_number"] in workers]
    assert there == [workers[order[0]]]
    assert world.sql("SELECT count(*) FROM requirement_candidate WHERE requirement = %s", [made["id"]]) == [(20,)]
    assert world.sql("SELECT 1 FROM eligibility_check WHERE swe_number = %s", [workers[order[1]]]) == []


def test_a_closed_requirement_takes_nobody(world, officer, agency, requirement):
    made = requirement()
    first = world.post(officer, f"{PATH}/{made['id']}/close", None)
    assert first.status == 200 and first.json["closed_at"]
    assert put(world, agency, made, bodies.worker()).status == 404
    assert made["id"] not in world.get(agency, PATH).text
    world.move_to("2026-09-15")
    assert world.post(officer, f"{PATH}/{made['id']}/close", None).json == first.json
    world.move_to("2026-09-14")
    assert world.post(world.officer("Kent"), f"{PATH}/{made['id']}/close", None).status == 404


def test_the_authority_s_mapping_stands_and_is_not_told(world, agency, officer):
    title = "Practitioner of assessments"
    world.made(world.token("AUTHORITY_ADMIN", "Medway"), "/v1/role-mappings", bodies.mapping(title, "AP"))
    supplier = next(iter(json.loads(world.get(agency, "/v1/suppliers").text)["data"]))["id"]
    made = world.made(officer, PATH, bodies.requirement(supplier, local_role=title))
    answer = put(world, agency, made, bodies.worker())
    assert answer.status == 201 and "AP" not in answer.json["answer"].split("_")
    (shown,) = candidates(world, officer, made)
    assert outcome_of(world, officer, shown)


@pytest.mark.parametrize(
    "members, pointer",
    [
        ({"suppliers": []}, "/suppliers"),
        ({"suppliers": ["01a20000-0000-7000-8000-000000000000"]}, "/suppliers"),
        ({"job_type": None}, "/job_type"),
        ({"start_date": "2026-02-31"}, "/start_date"),
        ({"planned_end_date": "2026-11-01"}, "/planned_end_date"),
    ],
)
def test_a_requirement_says_what_and_whom(world, officer, supplier, members, pointer):
    answer = world.post(officer, PATH, bodies.requirement(supplier, **members))
    assert answer.status == 422 and pointer in [error["pointer"] for error in answer.json["errors"]]


def test_a_supplier_is_named_once(world, officer, supplier):
    answer = world.post(officer, PATH, bodies.requirement(supplier, supplier))
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/suppliers")
