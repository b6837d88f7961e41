# SPDX-License-Identifier: MIT
"""What waits about references, reviews, exceptions, teams, requirements, incidents and reports, and for whom."""
import pytest
from support import bodies
from support.tasks import due, waiting
from test_exceptions import Exceptions, agreed, cap
from test_placement_reviews import SENT, review

EXIT = "2026-12-18"


@pytest.fixture
def admin(world):
    return world.region_admin("South East")


@pytest.fixture
def agency(world, supplier):
    return world.token("SUPPLIER", supplier=supplier)


def place(world, supplier, authority):
    body = bodies.proposal(bodies.worker(), "2026-09-01", supplier, engagement="UNDER_WAY")
    return world.made(world.officer(authority), "/v1/placements", body)["id"]


def test_a_reference_that_nobody_has_verified_waits_for_whoever_holds_it(world):
    officer, hr = world.officer("Slough"), world.token("HR", "Slough")
    unverified = bodies.reference(bodies.worker(), verified_on=None, verified_how=None)
    unverified = {name: value for name, value in unverified.items() if value is not None}
    made = world.made(officer, "/v1/references", unverified)["id"]
    world.made(officer, "/v1/references", bodies.reference(bodies.worker()))
    assert due(world, officer, "REFERENCE_TO_VERIFY") == due(world, hr, "REFERENCE_TO_VERIFY") == {made: None}
    verified = {"on": "2026-09-14", "how": "A call to the council's switchboard"}
    assert world.post(hr, f"/v1/references/{made}/verify", verified).status == 200
    assert due(world, officer, "REFERENCE_TO_VERIFY") == {}


def test_a_review_waits_until_the_worker_and_the_supplier_were_sent_it(world, supplier):
    officer, placed = world.officer("Slough"), place(world, supplier, "Slough")
    end = {"end_date": "2026-09-11", "reason": "COMPLETED"}
    assert world.post(officer, f"/v1/placements/{placed}/end", end).status == 200
    path = f"/v1/placements/{placed}/review"
    made = world.made(officer, path, review(sent_to_worker_on="2026-09-14"))["id"]
    assert due(world, officer, "REVIEW_TO_SEND") == {made: None}
    world.made(officer, path, review(**SENT))
    assert due(world, officer, "REVIEW_TO_SEND") == {}


def test_a_signed_exception_waits_until_a_placement_names_it(world, supplier):
    memorandum = agreed(world, "Medway")
    cap(world, memorandum)
    medway, worker = Exceptions(world), world.clear_worker("Medway")
    made = medway.asked(worker)
    assert due(world, medway.officer, "EXCEPTION_TO_USE") == {}
    for role in ("DCS", "CHIEF_EXECUTIVE"):
        assert medway.sign(made, role).status == 201
    assert due(world, medway.officer, "EXCEPTION_TO_USE") == {made["id"]: made["start_date"]}
    assert medway.place(worker, supplier, made).status == 201
    assert due(world, medway.officer, "EXCEPTION_TO_USE") == {}


# Teams.


@pytest.fixture
def team(world, supplier):
    def made(authority, **members):
        body = bodies.team(supplier, planned_exit=EXIT, **members)
        return world.made(world.officer(authority), "/v1/project-teams", body)["id"]

    return made


def test_whoever_is_named_for_a_team_is_to_be_approved_the_day_before_the_first_day(world, team):
    officer, director, made = world.officer("Kent"), world.token("DCS", "Kent"), team("Kent")
    path = f"/v1/project-teams/{made}"
    named = [
        world.made(officer, f"{path}/workers", bodies.named(bodies.worker(), start_date=day))["id"]
        for day in ("2026-11-09", "2026-11-02")
    ]
    for token in (officer, director):
        assert due(world, token, "TEAM_APPROVAL") == {made: "2026-11-01"}
    assert due(world, world.token("HR", "Kent"), "TEAM_APPROVAL") == {}
    for worker, left in ((named[1], {made: "2026-11-08"}), (named[0], {})):
        world.made(director, f"{path}/approvals", {"worker": worker, "approved_on": "2026-09-14"})
        assert due(world, officer, "TEAM_APPROVAL") == left
    substitute = bodies.named(bodies.worker(), in_place_of=world.get(officer, path).json["workers"][0]["swe_number"])
    world.made(officer, f"{path}/workers", substitute)
    assert due(world, officer, "TEAM_APPROVAL") == {made: "2026-11-01"}


def test_a_team_s_exit_is_told_four_weeks_ahead_until_it_is_put_off(world, team):
    officer, made = world.officer("Hampshire"), team("Hampshire")
    try:
        world.move_to("2026-11-19")
        assert due(world, officer, "TEAM_ENDING") == {}
        world.move_to("2026-11-20")
        assert due(world, officer, "TEAM_ENDING") == {made: EXIT}
        later = {"planned_exit": "2027-04-30", "reason": "Posts are not filled", "cost_pence": 1}
        world.made(officer, f"/v1/project-teams/{made}/extensions", later)
        assert due(world, officer, "TEAM_ENDING") == {}
    finally:
        world.move_to("2026-09-14")


def test_a_team_s_costs_of_a_quarter_are_asked_for_once_it_has_ended(world, team):
    officer, made = world.officer("Oxfordshire"), team("Oxfordshire", start_date="2026-09-07")
    team("Oxfordshire", start_date="2026-11-02")
    assert due(world, officer, "TEAM_COST") == {}
    try:
        world.move_to("2026-10-01")
        assert due(world, officer, "TEAM_COST") == {made: None}
        world.made(officer, f"/v1/project-teams/{made}/costs", bodies.team_cost(quarter="2026-Q3"))
        assert due(world, officer, "TEAM_COST") == {}
    finally:
        world.move_to("2026-09-14")


# Between an authority, a supplier and a region.


def test_candidates_wait_until_their_requirement_is_closed(world, supplier, agency):
    requester = world.token("REQUESTER", "Surrey")
    made = world.made(requester, "/v1/requirements", bodies.requirement(supplier))["id"]
    assert due(world, requester, "CANDIDATE_TO_CONSIDER") == {}
    world.made(agency, f"/v1/requirements/{made}/candidates", bodies.candidate(bodies.worker()))
    for role in ("REQUESTER", "OFFICER"):
        assert due(world, world.token(role, "Surrey"), "CANDIDATE_TO_CONSIDER") == {made: "2026-11-02"}
    assert world.post(requester, f"/v1/requirements/{made}/close", None).status == 200
    assert due(world, requester, "CANDIDATE_TO_CONSIDER") == {}


def test_a_requirement_waits_for_each_supplier_until_it_has_put_somebody_forward(world, supplier, agency, admin):
    """Or until it is closed, or its first day is past: who has nobody says nothing."""
    other = world.made(admin, "/v1/suppliers", bodies.supplier())["id"]
    officer, rival = world.officer("Bracknell Forest"), world.token("SUPPLIER", supplier=other)
    both, theirs = (
        world.made(officer, "/v1/requirements", bodies.requirement(*invited))["id"]
        for invited in ((supplier, other), (other,))
    )
    assert due(world, agency, "CANDIDATE_TO_PUT_FORWARD") == {both: "2026-11-02"}
    [task] = waiting(world, agency, "CANDIDATE_TO_PUT_FORWARD")
    assert (task["about"], task["supplier"]) == ("requirement", supplier)
    assert set(task) == {"id", "kind", "to_do", "supplier", "about", "object", "due"}
    assert due(world, rival, "CANDIDATE_TO_PUT_FORWARD") == {both: "2026-11-02", theirs: "2026-11-02"}
    for token in (officer, admin):
        assert due(world, token, "CANDIDATE_TO_PUT_FORWARD") == {}
    world.made(rival, f"/v1/requirements/{both}/candidates", bodies.candidate(bodies.worker()))
    assert due(world, rival, "CANDIDATE_TO_PUT_FORWARD") == {theirs: "2026-11-02"}
    assert due(world, agency, "CANDIDATE_TO_PUT_FORWARD") == {both: "2026-11-02"}
    try:
        for day, waits in (("2026-11-02", 1), ("2026-11-03", 0)):
            world.move_to(day)
            assert [len(due(world, token, "CANDIDATE_TO_PUT_FORWARD")) for token in (agency, rival)] == [waits] * 2
    finally:
        world.move_to("2026-09-14")
    for made in (both, theirs):
        assert world.post(officer, f"/v1/requirements/{made}/close", None).status == 200
    for token in (agency, rival):
        assert due(world, token, "CANDIDATE_TO_PUT_FORWARD") == {}


def test_a_requirement_of_an_authority_that_is_no_more_waits_for_no_supplier(world, supplier, agency):
    """Its successors ask for themselves."""
    world.made(world.officer("Cumbria"), "/v1/requirements", bodies.requirement(supplier))
    assert due(world, agency, "CANDIDATE_TO_PUT_FORWARD") == {}


def test_an_incident_waits_for_its_supplier_and_then_for_its_region(world, supplier, agency, admin):
    path = f"/v1/suppliers/{supplier}/incidents"
    made = world.made(world.officer("Medway"), path, bodies.incident())["id"]
    [task] = waiting(world, agency, "INCIDENT_TO_ANSWER")
    assert (task["object"], task["due"], task["supplier"]) == (made, "2026-09-28", supplier)
    assert not {"authority", "region"} & task.keys()
    assert due(world, admin, "INCIDENT_TO_DECIDE") == {}
    answer = {"statement": "Replacements were offered"}
    assert world.post(agency, f"/v1/supplier-incidents/{made}/answer", answer).status == 200
    assert due(world, agency, "INCIDENT_TO_ANSWER") == {}
    [task] = waiting(world, admin, "INCIDENT_TO_DECIDE")
    assert (task["object"], task["region"]) == (made, "South East")
    assert not {"authority", "supplier", "due"} & task.keys()
    for token in (world.region_admin("London"), world.officer("Medway")):
        assert made not in world.get(token, "/v1/tasks?limit=500").text
    decision = {"state": "UPHELD", "reason": "Notice of four weeks had been agreed"}
    assert world.post(admin, f"/v1/supplier-incidents/{made}/decision", decision).status == 200
    assert due(world, admin, "INCIDENT_TO_DECIDE") == {}


def test_an_incident_that_is_not_answered_in_time_waits_for_its_region(world, supplier, agency, admin):
    path = f"/v1/suppliers/{supplier}/incidents"
    made = world.made(world.officer("Medway"), path, bodies.incident())["id"]
    other = world.token("SUPPLIER", supplier=world.made(admin, "/v1/suppliers", bodies.supplier())["id"])
    try:
        world.move_to("2026-09-28")
        assert made not in due(world, admin, "INCIDENT_TO_DECIDE")
        world.move_to("2026-09-29")
        assert made in due(world, admin, "INCIDENT_TO_DECIDE")
        assert made in due(world, agency, "INCIDENT_TO_ANSWER")
        assert due(world, other, "INCIDENT_TO_ANSWER") == {}
    finally:
        world.move_to("2026-09-14")


def test_a_report_of_headhunting_waits_for_the_region_that_leads(world, admin):
    memorandum = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    made = world.made(world.officer("Medway"), "/v1/headhunting-reports", bodies.report(memorandum))["id"]
    assert due(world, admin, "HEADHUNTING_TO_RESOLVE") == {made: None}
    assert due(world, world.region_admin("London"), "HEADHUNTING_TO_RESOLVE") == {}
    resolution = {"state": "DISMISSED", "resolution": "An advert was answered"}
    assert world.post(admin, f"/v1/headhunting-reports/{made}/resolution", resolution).status == 200
    assert due(world, admin, "HEADHUNTING_TO_RESOLVE") == {}


def test_a_supplier_and_its_region_are_told_of_terms_that_it_has_not_accepted(world, supplier, agency, admin):
    memorandum = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    terms = [
        world.made(admin, f"/v1/agreements/{memorandum}/terms", bodies.terms(**days))["id"]
        for days in ({"from": "2025-10-01", "to": "2026-08-31"}, {"from": "2026-09-01"})
    ]
    world.made(admin, f"/v1/suppliers/{supplier}/acceptances", bodies.acceptance(memorandum, terms[0]))
    for token in (agency, admin):
        assert due(world, token, "TERMS_TO_ACCEPT") == {terms[1]: None}
    assert due(world, world.region_admin("London"), "TERMS_TO_ACCEPT") == {}
    world.made(admin, f"/v1/suppliers/{supplier}/acceptances", bodies.acceptance(memorandum, terms[1]))
    for token in (agency, admin):
        assert due(world, token, "TERMS_TO_ACCEPT") == {}


def test_a_cap_that_was_agreed_waits_until_it_is_published_or_its_day_has_come(world, admin):
    memorandum = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    lowered = bodies.cap(memorandum, 3700, effective_from="2026-10-01", status="AGREED")
    made = world.made(admin, "/v1/rate-caps", lowered)["id"]
    world.made(admin, "/v1/rate-caps", {**lowered, "status": "DRAFT", "job_type": "SSW"})
    world.made(admin, "/v1/rate-caps", {**lowered, "status": "AGREED", "effective_from": "2026-09-14"})
    assert due(world, admin, "CAP_TO_PUBLISH") == {made: "2026-10-01"}
    world.made(admin, "/v1/rate-caps", {**lowered, "status": "PUBLISHED", "job_type": "SSW"})
    assert due(world, admin, "CAP_TO_PUBLISH") == {made: "2026-10-01"}
    world.made(admin, "/v1/rate-caps", {**lowered, "status": "PUBLISHED"})
    assert due(world, admin, "CAP_TO_PUBLISH") == {}
