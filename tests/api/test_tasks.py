# SPDX-License-Identifier: MIT
"""What waits for whom: tasks come and go with their records."""
import pytest
from support import bodies
from support.access import ROLES, Access
from support.tasks import due, waiting
from support.world import World, at_once

TODAY = "2026-09-14"  # of the world


def notice(side):
    """One of the side's authority's, as the daemon leaves it."""
    return side.world.sql(
        "INSERT INTO notice (authority, kind, about, object, opened_at)"
        " VALUES ((SELECT id FROM authority WHERE dfe_code = %s), 'RECORD_CHANGED', 'eligibility_check', %s, now())"
        " RETURNING id",
        [side.code, side.eligibility_checks],
    )[0][0]


ACCESS = {
    "GET /v1/tasks": Access([role for role in ROLES if role != "AUDITOR"], 200),
    "POST /v1/tasks/{id}/done": Access(("OFFICER",), 200, 404, record=notice),
}


@pytest.fixture(scope="module")
def agreement(world):
    admin = world.region_admin("South East")
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(admin, f"/v1/agreements/{made}/protocols", {"protocol": "PAY", "phase": 1})
    world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code("Surrey"), phase=1))
    world.made(admin, "/v1/rate-caps", bodies.cap(made, 3800))
    return made


def tasks(world, authority, kind, role="OFFICER"):
    return waiting(world, world.token(role, authority), kind)


def place(world, supplier, authority, start="2026-09-01", **members):
    body = bodies.proposal(bodies.worker(), start, supplier, **{"engagement": "UNDER_WAY", **members})
    return world.made(world.officer(authority), "/v1/placements", body)


def test_a_placement_that_ends_within_four_weeks_is_a_task_until_it_is_extended(world, supplier):
    placed = place(world, supplier, "Kent", planned_end_date="2026-10-12")
    later = place(world, supplier, "Kent", planned_end_date="2026-10-13")
    found = tasks(world, "Kent", "PLACEMENT_ENDING")
    assert [(t["object"], t["due"], t["about"], t["authority"]) for t in found] == [
        (placed["id"], "2026-10-12", "placement", "886")
    ]
    assert found[0]["to_do"] == "end the placement, or extend it"
    world.made(
        world.officer("Kent"),
        f"/v1/placements/{placed['id']}/extensions",
        {"planned_end_date": "2027-03-26", "reason": "VACANCY"},
    )
    assert tasks(world, "Kent", "PLACEMENT_ENDING") == []
    assert later["id"] not in world.get(world.officer("Medway"), "/v1/tasks").text


def test_what_is_still_to_come_and_what_a_person_decides_wait_for_the_first_day(world, supplier):
    officer = world.officer("Bracknell Forest")
    body = bodies.proposal(world.experienced(), "2026-10-01", supplier, offer_date="2026-09-07")
    provisional = world.made(officer, "/v1/placements", body)
    referred = place(world, supplier, "Bracknell Forest")
    assert [provisional["status"], referred["status"]] == ["PROVISIONAL", "REFERRED"]
    assert due(world, officer, "STILL_TO_COME") == {provisional["id"]: "2026-10-01"}
    assert due(world, officer, "DECISION") == {referred["id"]: "2026-09-01"}
    world.give_references("Bracknell Forest", body["swe_number"])
    world.wait_until_asked_again()
    assert due(world, officer, "STILL_TO_COME") == {}


def test_a_lowered_cap_is_told_eight_weeks_before_the_extension_that_it_would_stop(world, supplier, agreement):
    """It is counted before it is published, found at the extension, and told in between."""
    ends = {day: place(world, supplier, "Surrey", pay_pence=3750, planned_end_date=day) for day in ("2026-11-09", "2026-11-10")}
    assert tasks(world, "Surrey", "CAP_AT_EXTENSION") == []
    admin, lowered = world.region_admin("South East"), bodies.cap(agreement, 3700, effective_from="2026-10-01")
    draft = world.made(admin, "/v1/rate-caps", {**lowered, "status": "DRAFT"})["id"]
    effect = f"/v1/rate-caps/{draft}/effect"
    assert world.get(admin, effect).json == {"not_comparable": 0, "suppressed": True}, "two, and both are over it"
    for pence in (3750, 3750, 3750, 3700, 3700, 3700, 3700, 3700):
        place(world, supplier, "Surrey", pay_pence=pence)
    counts = {"placements": 10, "over_cap": 5, "authorities": 1, "not_comparable": 0, "suppressed": False}
    assert world.get(admin, effect).json == counts
    assert world.get(world.region_admin("London"), effect).status == 404
    world.made(admin, "/v1/rate-caps", lowered)
    assert [(t["object"], t["due"]) for t in tasks(world, "Surrey", "CAP_AT_EXTENSION")] == [
        (ends["2026-11-09"]["id"], "2026-11-09")
    ]
    for placed in ends.values():
        extended = world.made(
            world.officer("Surrey"),
            f"/v1/placements/{placed['id']}/extensions",
            {"planned_end_date": "2027-03-26", "reason": "VACANCY"},
        )
        assert extended["status"] == "IN_BREACH"
        assert [f["cap_pence"] for f in extended["findings"] if f["rule"] == "PRICE_CAP"] == [3700]
    assert tasks(world, "Surrey", "CAP_AT_EXTENSION") == []


def test_tasks_are_for_the_role_that_sees_to_them(world, supplier):
    place(world, supplier, "Hampshire", planned_end_date="2026-09-30")
    assert len(tasks(world, "Hampshire", "PLACEMENT_ENDING")) == 1
    for role in ("HR", "DCS", "REQUESTER"):
        assert tasks(world, "Hampshire", "PLACEMENT_ENDING", role) == []


def test_the_soonest_comes_first_page_by_page(world, supplier):
    days = ["2026-10-02", "2026-09-20", "2026-10-09", "2026-09-15"]
    for day in days:
        place(world, supplier, "Bexley", planned_end_date=day)
    officer, seen, path = world.officer("Bexley"), [], "/v1/tasks?kind=PLACEMENT_ENDING&limit=3"
    while path:
        page = world.get(officer, path).json
        seen += [t["due"] for t in page["data"]]
        path = page.get("next")
    assert seen == sorted(days)


def test_a_notice_is_seen_to_once(world):
    made = world.sql(
        "INSERT INTO notice (authority, kind, about, object, opened_at)"
        " VALUES (887, 'RECORD_CHANGED', 'eligibility_check', gen_random_uuid(), now()) RETURNING id"
    )[0][0]
    officer = world.officer("Medway")
    assert [t["id"] for t in tasks(world, "Medway", "RECORD_CHANGED")] == [made]
    answers = at_once([lambda: world.post(officer, f"/v1/tasks/{made}/done", None)] * 3)
    assert sorted(a.status for a in answers) == [200, 409, 409]
    assert tasks(world, "Medway", "RECORD_CHANGED") == []


# Equal treatment.


def test_a_placement_says_when_the_weeks_in_the_role_are_reached(world, supplier):
    officer = world.officer("Slough")
    placed = place(world, supplier, "Slough", start="2026-07-06")
    assert placed["equal_treatment_from"] == "2026-09-28"
    path = f"/v1/placements/{placed['id']}"
    assert world.get(officer, path).json == placed
    listed = world.get(officer, "/v1/placements").json["data"]
    assert [(row["id"], row["equal_treatment_from"]) for row in listed] == [(placed["id"], "2026-09-28")]
    change = world.call(officer, "PATCH", path, {"external_ref": "PO-1"}, headers={"If-Match": '"1"'})
    assert change.json["equal_treatment_from"] == "2026-09-28"
    ended = world.post(officer, f"{path}/end", {"end_date": "2026-09-11", "reason": "COMPLETED"})
    assert ended.json["equal_treatment_from"] == "2026-09-28"


def test_where_no_parameter_says_how_many_weeks_no_day_is_shown():
    with World() as world:
        world.sql("UPDATE ruleset_parameter SET superseded_at = now() WHERE name = 'equal_treatment_weeks'")
        agency = world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
        placed = place(world, agency, "Slough")
        assert "equal_treatment_from" not in placed
        assert world.get(world.officer("Slough"), f"/v1/placements/{placed['id']}").json == placed


def test_equal_treatment_is_told_four_weeks_ahead_of_what_lasts_so_long(world, supplier):
    """Twelve weeks after 20 July are reached on 12 October, four weeks from now."""
    near = place(world, supplier, "Reading", start="2026-07-20")
    ends_then = place(world, supplier, "Reading", start="2026-07-20", planned_end_date="2026-10-12")
    place(world, supplier, "Reading", start="2026-07-21")
    place(world, supplier, "Reading", start="2026-07-20", planned_end_date="2026-10-11")
    over = place(world, supplier, "Reading", start="2026-07-20")
    end = {"end_date": "2026-09-11", "reason": "COMPLETED"}
    assert world.post(world.officer("Reading"), f"/v1/placements/{over['id']}/end", end).status == 200
    assert due(world, world.officer("Reading"), "EQUAL_TREATMENT") == {
        near["id"]: "2026-10-12",
        ends_then["id"]: "2026-10-12",
    }


def test_equal_treatment_is_seen_to_once_and_told_no_more(world, supplier):
    placed = place(world, supplier, "Portsmouth", start="2026-06-01")
    officer = world.officer("Portsmouth")
    [task] = waiting(world, officer, "EQUAL_TREATMENT")
    path = f"/v1/tasks/{task['id']}/done"
    assert world.post(world.officer("Medway"), path, None).status == 404
    answers = at_once([lambda: world.post(officer, path, None)] * 3)
    assert sorted(a.status for a in answers) == [200, 409, 409]
    done = next(a.json for a in answers if a.status == 200)
    assert {**task, "done_at": done["done_at"]} == done
    assert (done["object"], done["due"]) == (placed["id"], "2026-08-24")
    assert waiting(world, officer, "EQUAL_TREATMENT") == []


# Standard information.


def test_standard_information_is_given_at_recruitment_and_once_the_placement_has_begun_at_induction(world, supplier):
    admin, officer = world.region_admin("South East"), world.officer("Southampton")
    agreement = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(admin, f"/v1/agreements/{agreement}/protocols", {"protocol": "INFORMATION", "phase": 1})
    member = bodies.membership(world.code("Southampton"), phase=1)
    world.made(admin, f"/v1/agreements/{agreement}/memberships", member)
    begun = place(world, supplier, "Southampton")
    to_come = place(world, supplier, "Southampton", start="2026-09-21", engagement="PROPOSED")
    assert due(world, officer, "INFORMATION_TO_GIVE") == {}
    version = world.made(admin, "/v1/information-versions", bodies.information(agreement))["id"]
    assert due(world, officer, "INFORMATION_TO_GIVE") == {begun["id"]: None, to_come["id"]: None}

    def give(placed, stage):
        world.made(officer, f"/v1/placements/{placed['id']}/information", bodies.given(version, stage=stage))

    give(begun, "RECRUITMENT")
    give(to_come, "RECRUITMENT")
    assert due(world, officer, "INFORMATION_TO_GIVE") == {begun["id"]: None}
    give(begun, "INDUCTION")
    assert due(world, officer, "INFORMATION_TO_GIVE") == {}
    assert due(world, world.officer("Slough"), "INFORMATION_TO_GIVE") == {}
