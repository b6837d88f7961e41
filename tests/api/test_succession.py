# SPDX-License-Identifier: MIT
"""A successor goes on with the placements that it inherited, and nobody else does."""
import pytest
from support import bodies

START = "2026-09-01"
RATE = {"from": "2026-09-14", "pay_type": "UMBRELLA", "coverage": "PAY_HOL_ENI_LEVY", "pay_pence": 3900}
ACTIONS = {
    "rates": (201, RATE),
    "extensions": (201, {"planned_end_date": "2027-03-26", "reason": "VACANCY"}),
    "decisions": (
        201,
        {"finding": "COOL_OFF/NATIONAL", "decision": "PROCEED", "reason": "The worker showed the letter"},
    ),
    "end": (200, {"end_date": "2026-10-30", "reason": "COMPLETED"}),
}


@pytest.fixture(scope="module")
def cap(world):
    """What binds the successor, and does not bind its predecessor."""
    admin = world.region_admin("North West")
    made = world.made(admin, "/v1/agreements", bodies.agreement("North West"))["id"]
    world.made(admin, f"/v1/agreements/{made}/protocols", {"protocol": "PAY", "phase": 1})
    world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code("Cumberland")))
    cap = world.made(admin, "/v1/rate-caps", bodies.cap(made, 3800))["id"]
    world.wait_until_asked_again()
    return cap


@pytest.fixture
def inherited(world, supplier, cap):
    """Cumbria's, referred since the worker's post is still open; Cumberland is one of its two successors."""
    worker = bodies.worker()
    world.made(world.officer("Cumbria"), "/v1/employments", bodies.spell(worker))
    body = bodies.proposal(worker, START, supplier, engagement="UNDER_WAY", planned_end_date="2026-12-18")
    made = world.made(world.officer("Cumbria"), "/v1/placements", body)
    assert made["status"] == "REFERRED"
    return made


def path(placement, action=""):
    return f"/v1/placements/{placement['id']}" + (f"/{action}" if action else "")


def kept_by(world, table, placement):
    return world.sql(
        f"SELECT DISTINCT a.name FROM {table} t JOIN authority a ON a.id = t.authority WHERE placement = %s",
        [placement["id"]],
    )


@pytest.mark.parametrize("action", ACTIONS)
def test_each_successor_does_to_it_what_its_own_authority_could(world, inherited, action):
    status, body = ACTIONS[action]
    for successor in ("Cumberland", "Westmorland and Furness"):
        answer = world.post(world.officer(successor), path(inherited, f"{action}?dry_run=true"), body)
        assert answer.status == status, answer.text
    answer = world.post(world.officer("Cumberland"), path(inherited, action), body)
    assert (answer.status, answer.json["version"]) == (status, 2), answer.text
    assert answer.json["authority"] == world.code("Cumbria")
    assert world.get(world.officer("Westmorland and Furness"), path(inherited)).json == answer.json


def test_what_it_adds_is_kept_with_the_placement(world, inherited):
    officer = world.officer("Cumberland")
    for action in ("decisions", "rates", "extensions"):
        world.made(officer, path(inherited, action), ACTIONS[action][1])
    for table in ("placement_rate", "placement_extension", "placement_decision", "breach"):
        assert kept_by(world, table, inherited) == [("Cumbria",)], table
    checks = world.sql(
        "SELECT a.name, c.purpose FROM eligibility_check c JOIN authority a ON a.id = c.authority"
        " WHERE c.swe_number = %s ORDER BY c.id",
        [inherited["swe_number"]],
    )
    assert checks == [("Cumbria", "pre_engagement"), ("Cumbria", "review"), ("Cumbria", "extension")]
    assert world.get(officer, path(inherited)).json["recheck"]


def test_the_successor_s_own_agreements_are_asked(world, inherited):
    answer = world.post(world.officer("Cumberland"), path(inherited, "rates"), RATE)
    finding = answer.finding("PRICE_CAP", "REGIONAL")
    assert (finding["verdict"], finding["cap_pence"], answer.json["status"]) == ("BREACH", 3800, "IN_BREACH")
    breaches = world.get(world.officer("Cumberland"), "/v1/breaches").json["data"]
    assert inherited["id"] in [row["placement"] for row in breaches]


def test_a_breach_of_an_inherited_proposal_is_refused_and_its_check_kept(world, supplier, cap):
    body = bodies.proposal(bodies.worker(), "2026-10-01", supplier)
    p = world.made(world.officer("Cumbria"), "/v1/placements", body)
    answer = world.post(world.officer("Cumberland"), path(p, "rates"), {**RATE, "from": "2026-11-02"})
    assert (answer.status, answer.json["code"]) == (422, "rule_breach")
    check = f"/v1/eligibility-checks/{answer.json['eligibility_check']}"
    assert world.get(world.officer("Cumberland"), check).json["authority"] == world.code("Cumbria")


def test_it_changes_details(world, inherited):
    officer = world.officer("Cumberland")
    answer = world.call(officer, "PATCH", path(inherited), {"notice_days": 7}, headers={"If-Match": '"1"'})
    assert (answer.status, answer.json["notice_days"]) == (200, 7), answer.text
    assert answer.finding("NOTICE", "NATIONAL")["verdict"] == "BREACH" and kept_by(world, "breach", inherited)


def test_who_asks_it_is_told_who_saw_and_wrote_that_before(world, inherited):
    worker = {"swe_number": inherited["swe_number"]}
    for successor in ("Cumberland", "Westmorland and Furness"):
        held = world.call(world.officer(successor), "POST", "/v1/workers/record", worker).json
        by = {(event["action"], event["principal"]) for event in held["events"]}
        assert ("placement.submit", world.person("OFFICER", "Cumbria")) in by
    again = world.call(world.officer("Cumberland"), "POST", "/v1/workers/record", worker).json["events"]
    assert world.person("OFFICER", "Westmorland and Furness") not in [event["principal"] for event in again]


def test_it_reads_what_it_inherited(world, inherited):
    officer, worker = world.officer("Cumberland"), {"swe_number": inherited["swe_number"]}
    assert world.get(officer, path(inherited)).json == inherited
    assert [row["from"] for row in world.get(officer, path(inherited, "rates")).json["data"]] == [START]
    for answer in (
        world.get(officer, "/v1/placements"),
        world.call(officer, "POST", "/v1/placements/search", worker),
    ):
        assert inherited["id"] in [row["id"] for row in answer.json["data"]], answer.text
    found = world.call(officer, "POST", "/v1/workers/lookup", worker).json
    assert found["placements"] == [inherited["id"]]
    assert found["eligibility_checks"] == [inherited["eligibility_check"]]
    check = world.get(officer, f"/v1/eligibility-checks/{inherited['eligibility_check']}")
    assert check.json["authority"] == world.code("Cumbria")


def test_it_places_and_checks_as_itself(world, supplier, cap):
    officer = world.officer("Cumberland")
    placed = world.made(officer, "/v1/placements", bodies.proposal(bodies.worker(), "2026-10-01", supplier))
    assert placed["authority"] == world.code("Cumberland")
    assert world.get(world.officer("Cumbria"), path(placed)).status == 404
    answer = world.post(
        officer,
        "/v1/placements",
        bodies.proposal(bodies.worker(), "2026-10-01", supplier, authority=world.code("Cumbria")),
    )
    assert answer.status == 403


@pytest.mark.parametrize("who", ["Lancashire", "Medway"])
def test_nobody_else_does(world, inherited, who):
    officer = world.officer(who)
    assert world.get(officer, path(inherited)).status == 404
    assert world.get(officer, path(inherited, "rates")).status == 404
    for action, (_, body) in ACTIONS.items():
        assert world.post(officer, path(inherited, action), body).status == 404, action
        assert world.post(officer, path(inherited, f"{action}?dry_run=true"), body).status == 404, action
    change = world.call(officer, "PATCH", path(inherited), {"notice_days": 7}, headers={"If-Match": '"1"'})
    assert change.status == 404
    assert world.get(world.officer("Cumberland"), path(inherited)).json == inherited
