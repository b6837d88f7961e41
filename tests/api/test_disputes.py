# SPDX-License-Identifier: MIT
"""Disputes: opened through any signatory, linked and decided where the fact was recorded. Today is 14 September 2026."""
import functools
import json

import pytest
from support import bodies
from support.access import SIGNATORIES, Access
from support.world import PATIENT, World
from test_facts_race import holding, in_order

READERS = (*SIGNATORIES, "HR")
MADE_UP = "01a20000-0000-7000-8000-000000000000"


def disputed(side):
    """Opened at the side's own authority by somebody who walks in, and not by whoever calls then."""
    clerk = side.world.officer(side.authority, "front desk")
    return side.world.made(clerk, "/v1/disputes", bodies.dispute(side.worker, side.code))["id"]


ACCESS = {
    "POST /v1/disputes": Access(
        ("OFFICER", "HR"), 201, body=lambda side: bodies.dispute(bodies.worker(), side.code)
    ),
    "GET /v1/disputes": Access(READERS, 200),
    "GET /v1/disputes/{id}": Access(READERS, 200, 404, record=disputed),
    "POST /v1/disputes/{id}/record": Access(
        ("OFFICER", "HR"),
        422,
        404,
        body=lambda side: {"record": MADE_UP},
        taken=lambda side: ({"record": side.employments}, {"record": MADE_UP}),
        taken_status=200,
    ),
    "POST /v1/disputes/{id}/decision": Access(
        ("OFFICER", "HR", "DCS"),
        409,
        404,
        body=lambda side: {"result": "UPHELD", "reason": "made up"},
        taken=lambda side: (
            {"result": "REJECTED", "reason": "The letter names that day"},
            {"result": "REJECTED", "reason": "The letter says so"},
        ),
        taken_status=200,
    ),
}
START = "2026-09-15"


@pytest.fixture(scope="module")
def world():
    """Kent, Medway and Surrey have signed to share; Bexley has not."""
    with World(settings=PATIENT) as world:
        world.wait_for_connections()
        admin = world.region_admin("South East")
        made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
        for name in ("Kent", "Medway", "Surrey"):
            world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code(name)))
        yield world


@pytest.fixture
def left(world):
    """A leaver of Kent's, as its human resources recorded it."""
    leaver = bodies.leaver(bodies.worker(), "2026-06-30")
    return world.made(world.token("HR", "Kent"), "/v1/cooling-off-records", leaver)


def opened(world, worker, at="Kent", through="Surrey", **members):
    body = bodies.dispute(worker, world.code(at), **members)
    return world.made(world.officer(through), "/v1/disputes", body)


def link(world, dispute, record, who="Kent"):
    path = f"/v1/disputes/{dispute['id']}/record"
    return world.post(world.officer(who), path, {"record": record["id"]})


def decide(world, dispute, result, token=None, **members):
    path = f"/v1/disputes/{dispute['id']}/decision"
    body = {"result": result, "reason": "The letter names that day", **members}
    return world.post(token or world.officer("Kent", "decides"), path, body)


def verdict(world, worker, hirer="Medway"):
    answer = world.made(world.officer(hirer), "/v1/eligibility-checks", bodies.check(worker, START))
    finding = next(
        f for f in answer["findings"] if (f["rule"], f["layer"]) == ("COOL_OFF", "NATIONAL")
    )
    return finding["verdict"]


def correct(world, record, **members):
    path = f"/v1/employments/{record['id']}"
    token = world.token("HR", "Kent")
    version = world.get(token, path).json["version"]
    answer = world.call(token, "PATCH", path, members, headers={"If-Match": f'"{version}"'})
    assert answer.status == 200, answer.text
    return answer.json


def test_a_dispute_end_to_end_through_a_third_authority(world, left):
    worker = left["swe_number"]
    assert verdict(world, worker) == "BREACH"
    dispute = opened(world, worker)
    assert (dispute["state"], dispute["due_on"]) == ("OPEN", "2026-10-14")
    assert verdict(world, worker) == "BREACH"
    linked = link(world, dispute, left)
    assert (linked.status, linked.json["record"]) == (200, left["id"])
    assert verdict(world, worker) == "REFER"
    assert decide(world, dispute, "UPHELD").json["code"] == "conflict"
    corrected = correct(world, left, last_day="2026-05-12")
    assert corrected["disputed"] is True
    upheld = decide(world, dispute, "UPHELD")
    assert (upheld.status, upheld.json["state"]) == (200, "UPHELD")
    assert verdict(world, worker) == "PASS"
    spell = world.get(world.officer("Kent"), f"/v1/employments/{left['id']}").json
    assert (spell["last_day"], spell["disputed"], spell["version"]) == ("2026-05-12", False, 4)


def test_a_dispute_that_is_rejected_leaves_the_record_as_it_was(world, left):
    dispute = opened(world, left["swe_number"], through="Kent")
    link(world, dispute, left)
    assert decide(world, dispute, "REJECTED").status == 200
    assert verdict(world, left["swe_number"]) == "BREACH"


def test_a_record_that_is_withdrawn_is_told_to_no_rule(world, left):
    dispute = opened(world, left["swe_number"], fact="EMPLOYMENT")
    link(world, dispute, left)
    assert decide(world, dispute, "REJECTED", withdraw=True).status == 422
    assert decide(world, dispute, "UPHELD", withdraw=True).status == 200
    assert verdict(world, left["swe_number"]) == "PASS"
    assert world.get(world.officer("Kent"), f"/v1/employments/{left['id']}").status == 404


def test_who_opens_one_learns_nothing_of_the_record(world, left):
    nobody = opened(world, bodies.worker())
    dispute = opened(world, left["swe_number"])
    assert nobody.keys() == dispute.keys()
    link(world, dispute, left)
    correct(world, left, leaving_reason="RETIRED")
    decide(world, dispute, "UPHELD")
    shown = world.get(world.officer("Surrey"), f"/v1/disputes/{dispute['id']}").json
    assert shown.keys() == dispute.keys() | {"decided_at"} and shown["state"] == "UPHELD"
    listed = world.get(world.officer("Surrey"), "/v1/disputes").json["data"]
    assert not [row for row in listed if {"record", "reason"} & row.keys()]
    assert {"record", "reason"} <= world.get(world.officer("Kent"), f"/v1/disputes/{dispute['id']}").json.keys()


def test_a_third_authority_does_not_learn_of_it(world, left):
    dispute = opened(world, left["swe_number"])
    answer = world.get(world.officer("Medway"), f"/v1/disputes/{dispute['id']}")
    assert answer.status == 404
    assert decide(world, dispute, "REJECTED", world.officer("Medway")).status == 404
    listed = world.get(world.officer("Medway"), "/v1/disputes").json["data"]
    assert dispute["id"] not in [row["id"] for row in listed]


def test_who_opened_it_elsewhere_neither_links_nor_decides(world, left):
    dispute = opened(world, left["swe_number"])
    assert link(world, dispute, left, "Surrey").status == 403
    assert decide(world, dispute, "REJECTED", world.officer("Surrey", "decides")).status == 403


def test_neither_who_recorded_the_fact_nor_who_opened_the_dispute_decides(world, left):
    dispute = opened(world, left["swe_number"], through="Kent")
    link(world, dispute, left)
    for token in (world.token("HR", "Kent"), world.officer("Kent")):
        answer = decide(world, dispute, "REJECTED", token)
        assert (answer.status, answer.json["code"]) == (409, "conflict")
        assert "Somebody other" in answer.json["detail"]
    assert decide(world, dispute, "REJECTED", world.token("DCS", "Kent")).status == 200


def test_a_system_decides_nothing(world, left):
    dispute = opened(world, left["swe_number"])
    world.officer("Kent", "System")
    world.sql("UPDATE principal SET kind = 'SYSTEM' WHERE id = %s", [world.person("OFFICER", "Kent", "System")])
    answer = decide(world, dispute, "REJECTED", world.officer("Kent", "System"))
    assert (answer.status, answer.json["code"]) == (403, "forbidden")
    assert decide(world, dispute, "REJECTED").status == 200


def test_only_what_is_the_worker_s_own_record_of_that_kind_is_linked(world, left):
    other = world.made(
        world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(bodies.worker(), "2026-06-30")
    )
    elsewhere = world.made(
        world.officer("Medway"), "/v1/cooling-off-records", bodies.leaver(left["swe_number"], "2026-06-30")
    )
    dispute = opened(world, left["swe_number"])
    for record in (other, elsewhere, {"id": MADE_UP}):
        answer = link(world, dispute, record)
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/record")
    assert link(world, dispute, left).status == 200
    assert link(world, dispute, left).json["code"] == "conflict"
    qualified = opened(world, left["swe_number"], fact="QUALIFICATION")
    assert link(world, qualified, left).status == 422


def test_a_record_stays_disputed_until_the_last_of_its_disputes_is_decided(world, left):
    first = opened(world, left["swe_number"])
    second = opened(world, left["swe_number"], fact="LEAVING_REASON")
    assert (link(world, first, left).status, link(world, second, left).status) == (200, 200)
    assert decide(world, first, "REJECTED").status == 200
    assert verdict(world, left["swe_number"]) == "REFER"
    assert decide(world, second, "REJECTED").status == 200
    assert verdict(world, left["swe_number"]) == "BREACH"


def test_what_is_upheld_was_corrected_whatever_else_moved_the_record_on(world, left):
    """Neither another dispute of the record nor a note on it is a correction."""
    first = opened(world, left["swe_number"])
    second = opened(world, left["swe_number"], fact="LEAVING_REASON")
    assert (link(world, first, left).status, link(world, second, left).status) == (200, 200)
    assert decide(world, first, "UPHELD").json["code"] == "conflict"
    correct(world, left, external_ref="Payroll 17")
    assert decide(world, first, "UPHELD").json["code"] == "conflict"
    correct(world, left, last_day="2026-05-12")
    assert decide(world, first, "UPHELD").status == 200
    assert decide(world, second, "REJECTED").status == 200


def test_one_at_a_time_of_a_fact_through_an_authority(world, left):
    opened(world, left["swe_number"])
    body = bodies.dispute(left["swe_number"], world.code("Kent"))
    assert world.post(world.officer("Surrey"), "/v1/disputes", body).json["code"] == "duplicate"
    assert world.post(world.officer("Medway"), "/v1/disputes", body).status == 201


def test_nothing_crosses_before_both_have_signed_to_share(world):
    for at, through in (("Kent", "Bexley"), ("Bexley", "Kent")):
        body = bodies.dispute(bodies.worker(), world.code(at))
        answer = world.post(world.officer(through), "/v1/disputes", body)
        assert (answer.status, answer.json["code"]) == (403, "forbidden")


def test_an_authority_that_is_none_is_named(world):
    answer = world.post(world.officer("Kent"), "/v1/disputes", bodies.dispute(bodies.worker(), "999"))
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/recording_authority")


def test_the_list_has_those_to_decide_and_those_by_state(world, left):
    dispute = opened(world, left["swe_number"])

    def ids(name, query):
        return [row["id"] for row in world.get(world.officer(name), f"/v1/disputes?{query}").json["data"]]

    assert dispute["id"] in ids("Kent", "to_decide=true")
    assert dispute["id"] in ids("Surrey", "state=OPEN") and dispute["id"] not in ids("Surrey", "to_decide=true")
    decide(world, dispute, "REJECTED")
    assert dispute["id"] not in ids("Kent", "to_decide=true")
    assert dispute["id"] in ids("Kent", "state=REJECTED") and dispute["id"] not in ids("Kent", "state=UPHELD,OPEN")


def test_a_qualification_s_date_that_is_disputed_is_told_to_no_rule(world):
    worker = bodies.worker()
    kent = world.token("HR", "Kent")
    world.made(world.officer("Kent"), "/v1/employments", bodies.spell(worker))
    date = world.made(kent, "/v1/workers/qualification", {"swe_number": worker, "qualified_on": "2025-01-06"})
    told = "SELECT count(*) FROM worker_qualification WHERE swe_number = %s AND superseded_at IS NULL"
    for result, standing, decider in (("REJECTED", 1, "DCS"), ("UPHELD", 0, "HR")):
        dispute = opened(world, worker, fact="QUALIFICATION")
        current = world.sql(
            "SELECT id::text FROM worker_qualification WHERE swe_number = %s AND superseded_at IS NULL", [worker]
        )[0][0]
        assert link(world, dispute, {"id": current}).status == 200
        assert world.sql(told, [worker]) == [(0,)]
        assert decide(world, dispute, result, world.token(decider, "Kent", who=result)).status == 200
        assert world.sql(told, [worker]) == [(standing,)]
    assert date["qualified_on"] == "2025-01-06"


# References and reviews: their own routes mark and settle them; a dispute names the one that it is about.


def given(world, worker):
    """A reference that Medway asked of Kent, and Kent gave."""
    asked = world.made(world.officer("Medway"), "/v1/references", bodies.asked(worker, world.code("Kent")))
    answered = world.post(world.officer("Kent", "writes"), f"/v1/references/{asked['id']}/answer", bodies.answer())
    assert answered.status == 200, answered.text
    return answered.json


def mark(world, reference, who="Kent"):
    path = f"/v1/references/{reference['id']}/dispute"
    assert world.post(world.officer(who), path, {"disputed": True}).status == 200


def facts_version(world, worker):
    return world.sql("SELECT version FROM worker_facts WHERE swe_number = %s", [worker])


def test_who_holds_a_reference_whose_dispute_is_upheld_is_told_which_and_nobody_else(world):
    worker = bodies.worker()
    reference, other = given(world, worker), given(world, bodies.worker())
    dispute = opened(world, worker, fact="REFERENCE")
    known = facts_version(world, worker)
    assert link(world, dispute, reference).json["record"] == reference["id"]
    assert facts_version(world, worker) == known, "naming it changes nothing of it"
    assert decide(world, dispute, "UPHELD").json["detail"] == "Record on the reference first that the worker disputes it."
    mark(world, reference)
    assert decide(world, dispute, "UPHELD").json["record"] == reference["id"]
    told = tasks(world, "Medway", "RECORD_CHANGED")
    assert told[reference["id"]]["about"] == "reference" and other["id"] not in told
    assert told[reference["id"]].keys() == {"id", "kind", "to_do", "authority", "about", "object"}
    assert world.get(world.officer("Medway"), f"/v1/disputes/{dispute['id']}").status == 404
    shown = world.get(world.officer("Surrey"), f"/v1/disputes/{dispute['id']}")
    assert shown.json["state"] == "UPHELD" and "record" not in shown.json and reference["id"] not in shown.text
    assert dispute["id"] in tasks(world, "Surrey", "DISPUTE_DECIDED")
    for name in ("Kent", "Surrey", "Bexley"):
        assert reference["id"] not in tasks(world, name, "RECORD_CHANGED")


def test_who_holds_a_reference_is_told_of_no_dispute_that_is_rejected(world):
    worker = bodies.worker()
    reference = given(world, worker)
    dispute = opened(world, worker, fact="REFERENCE")
    assert link(world, dispute, reference).status == 200
    assert decide(world, dispute, "REJECTED").json["record"] == reference["id"]
    assert reference["id"] not in tasks(world, "Medway", "RECORD_CHANGED")


def test_a_dispute_names_no_reference_that_its_authority_does_not_know(world):
    """As if there were none, whoever's it is."""
    worker = bodies.worker()
    dispute = opened(world, worker, fact="REFERENCE")
    theirs = world.made(world.officer("Medway"), "/v1/references", bodies.reference(worker))
    spell = world.made(world.officer("Kent"), "/v1/employments", bodies.spell(worker))
    asked = world.made(world.officer("Kent"), "/v1/references", bodies.asked(worker, world.code("Medway")))
    of_another = given(world, bodies.worker())
    answers = [link(world, dispute, {"id": record}) for record in
               (MADE_UP, theirs["id"], spell["id"], asked["id"], of_another["id"])]  # fmt: skip
    assert [answer.status for answer in answers] == [422] * 5
    assert len({json.dumps(answer.without_request()) for answer in answers}) == 1
    assert decide(world, dispute, "UPHELD").json["detail"] == "Say first which record it is about."
    assert decide(world, dispute, "REJECTED").status == 200


def test_who_wrote_a_reference_does_not_decide_on_it(world):
    worker = bodies.worker()
    reference = given(world, worker)
    dispute = opened(world, worker, fact="REFERENCE")
    link(world, dispute, reference)
    mark(world, reference)
    assert decide(world, dispute, "UPHELD", world.officer("Kent", "writes")).status == 409
    withdrawn = decide(world, dispute, "UPHELD", withdraw=True)
    assert (withdrawn.status, withdrawn.json["errors"][0]["pointer"]) == (422, "/withdraw")
    assert decide(world, dispute, "UPHELD").status == 200


def test_a_reference_that_its_holder_recorded_is_named_to_it_alone(world):
    worker = bodies.worker()
    reference = world.made(world.officer("Kent", "writes"), "/v1/references", bodies.reference(worker))
    dispute = opened(world, worker, fact="REFERENCE")
    link(world, dispute, reference)
    mark(world, reference)
    assert decide(world, dispute, "UPHELD").json["record"] == reference["id"]
    (kept,) = [d for d in world.call(world.officer("Kent"), "POST", "/v1/workers/record", {"swe_number": worker}).json["disputes"]]
    assert kept["record"] == reference["id"]
    assert reference["id"] not in tasks(world, "Kent", "RECORD_CHANGED")


def test_a_review_is_named_to_the_authority_that_wrote_it(world, supplier):
    worker = bodies.worker()
    placed = world.made(
        world.officer("Kent"), "/v1/placements", bodies.proposal(worker, "2026-09-14", supplier, engagement="UNDER_WAY")
    )
    own = f"/v1/placements/{placed['id']}"
    world.post(world.officer("Kent"), f"{own}/end", {"end_date": "2026-09-14", "reason": "COMPLETED"})
    review = world.post(world.officer("Kent", "writes"), f"{own}/review", {"outcome": "COMPLETED", "recommendation": "CONTINUE"})
    assert review.status == 201, review.text
    dispute = opened(world, worker, fact="REVIEW")
    assert link(world, dispute, review.json).json["record"] == review.json["id"]
    assert decide(world, dispute, "UPHELD", world.officer("Kent", "writes")).status == 409
    assert decide(world, dispute, "UPHELD").json["record"] == review.json["id"]
    shown = world.get(world.officer("Surrey"), f"/v1/disputes/{dispute['id']}")
    assert review.json["id"] not in shown.text


# Who is told.


def tasks(world, authority, kind, role="OFFICER"):
    answer = world.get(world.token(role, authority), f"/v1/tasks?kind={kind}&limit=500")
    assert answer.status == 200, answer.text
    return {row["object"]: row for row in answer.json["data"]}


def test_whoever_relied_on_the_fact_is_told_that_it_changed_and_no_more(world, left):
    check = bodies.check(left["swe_number"], START)
    relied = world.made(world.officer("Medway"), "/v1/eligibility-checks", check)
    dispute = opened(world, left["swe_number"])
    assert tasks(world, "Kent", "DISPUTE", "HR")[dispute["id"]]["due"] == "2026-10-14"
    assert dispute["id"] not in tasks(world, "Surrey", "DISPUTE")
    link(world, dispute, left)
    assert relied["id"] not in tasks(world, "Medway", "RECORD_CHANGED")
    correct(world, left, last_day="2026-05-12")
    decide(world, dispute, "UPHELD")
    told = tasks(world, "Medway", "RECORD_CHANGED")[relied["id"]]
    assert told.keys() == {"id", "kind", "to_do", "authority", "about", "object"}
    assert (told["about"], told["authority"]) == ("eligibility_check", world.code("Medway"))
    assert dispute["id"] not in tasks(world, "Kent", "DISPUTE")
    assert dispute["id"] in tasks(world, "Surrey", "DISPUTE_DECIDED")
    assert tasks(world, "Bexley", "RECORD_CHANGED") == {}


def test_of_a_dispute_that_is_rejected_who_opened_it_alone_is_told(world, left):
    relied = world.made(
        world.officer("Medway"), "/v1/eligibility-checks", bodies.check(left["swe_number"], START)
    )
    dispute = opened(world, left["swe_number"])
    link(world, dispute, left)
    decide(world, dispute, "REJECTED")
    assert relied["id"] not in tasks(world, "Medway", "RECORD_CHANGED")
    assert dispute["id"] in tasks(world, "Surrey", "DISPUTE_DECIDED")


def test_a_placement_that_is_running_is_asked_again_when_its_fact_is_disputed(world, left, supplier):
    placed = submit(world, left["swe_number"], supplier)
    assert placed.json["status"] == "IN_BREACH"
    dispute = opened(world, left["swe_number"])
    link(world, dispute, left)
    world.wait_until_asked_again()
    now = world.get(world.officer("Medway"), f"/v1/placements/{placed.json['id']}").json
    assert now["findings"] != placed.json["findings"] and now["status"] != "IN_BREACH"


# At once.


def submit(world, worker, supplier):
    """What is under way is recorded, whatever the findings."""
    body = bodies.proposal(worker, "2026-09-14", supplier, engagement="UNDER_WAY")
    return world.post(world.officer("Medway"), "/v1/placements", body)


def test_a_placement_sees_the_dispute_that_was_linked_while_it_was_checked(world, left, supplier):
    dispute = opened(world, left["swe_number"])
    linked, placed = in_order(
        world,
        left["swe_number"],
        functools.partial(link, world, dispute, left),
        functools.partial(submit, world, left["swe_number"], supplier),
    )
    assert (linked.status, placed.status) == (200, 201)
    assert placed.finding("COOL_OFF", "NATIONAL")["verdict"] == "REFER"


def test_a_dispute_linked_after_a_placement_lets_it_stand_on_what_it_knew(world, left, supplier):
    dispute = opened(world, left["swe_number"])
    placed, linked = in_order(
        world,
        left["swe_number"],
        functools.partial(submit, world, left["swe_number"], supplier),
        functools.partial(link, world, dispute, left),
    )
    assert (placed.status, linked.status) == (201, 200)
    assert placed.finding("COOL_OFF", "NATIONAL")["verdict"] == "BREACH"


@pytest.mark.parametrize("is_linked", [True, False])
@pytest.mark.parametrize("first, second", [("REJECTED", "UPHELD"), ("UPHELD", "REJECTED")])
def test_of_two_decisions_at_once_the_second_sees_the_first(world, left, is_linked, first, second):
    if not is_linked:
        first = second = "REJECTED"
    dispute = opened(world, left["swe_number"])
    row, named = "SELECT FROM dispute WHERE id = %s FOR UPDATE", dispute["id"]
    if is_linked:
        link(world, dispute, left)
        row, named = "SELECT FROM worker_facts WHERE swe_number = %s FOR UPDATE", left["swe_number"]
        correct(world, left, last_day="2026-05-12")
    answers = holding(
        world,
        row,
        named,
        functools.partial(decide, world, dispute, first, world.officer("Kent", "decides")),
        functools.partial(decide, world, dispute, second, world.token("DCS", "Kent")),
    )
    assert [answer.status for answer in answers] == [200, 409], answers[1].text
    assert answers[1].json["code"] == "conflict"
    assert world.sql("SELECT state FROM dispute WHERE id = %s", [dispute["id"]]) == [(first,)]
    decisions = "SELECT count(*) FROM dispute_decision WHERE dispute = %s"
    assert world.sql(decisions, [dispute["id"]]) == [(1,)]
