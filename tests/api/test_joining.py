# SPDX-License-Identifier: MIT
"""Joining an agreement, step by step; leaving it: who stays bound, and what its people may do from then on."""
import datetime
import itertools
import re
import uuid

import pytest
from support import bodies
from support.access import AT_AUTHORITY, Access
from support.database import ROOT
from support.routes import all_routes
from support.world import at_once
from test_reference_templates import published

MONTHS = ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05",
          "2026-06", "2026-07", "2026-08"]  # fmt: skip


def member(world, agreement, authority, region="South East", **members):
    body = bodies.membership(world.code(authority), **members)
    return world.made(world.region_admin(region), f"/v1/agreements/{agreement}/memberships", body)["id"]


def to_end(side):
    """A membership of an agreement of its own."""
    admin = side.world.region_admin(side.region)
    made = side.world.made(admin, "/v1/agreements", bodies.agreement(side.region))["id"]
    return member(side.world, made, "Bexley", side.region)


ACCESS = {
    "GET /v1/agreements/{id}/join-check": Access(
        ("AUTHORITY_ADMIN", "REGION_ADMIN"), 200, 200, query="?authority=887"
    ),
    "POST /v1/memberships/{id}/end": Access(
        ("REGION_ADMIN",),
        200,
        404,
        body=lambda side: {"to": "2029-12-31"},
        another={"to": "2029-12-30"},
        record=to_end,
    ),
    "GET /v1/template-acceptances": Access(
        [role for role in AT_AUTHORITY if role != "REQUESTER"], 200
    ),
    "POST /v1/template-acceptances": Access(
        ("AUTHORITY_ADMIN",),
        201,
        body=lambda side: {"template": published(side), "accepted_on": "2026-09-01"},
    ),
}
authorities = itertools.cycle(
    ["Kent", "Medway", "Surrey", "Hampshire", "Oxfordshire", "Slough", "Reading", "Southampton", "Portsmouth"]
)


@pytest.fixture
def admin(world):
    return world.region_admin("South East")


def agreed(world, admin, **terms):
    """Six months of cool-off, in phase 1."""
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(admin, f"/v1/agreements/{made}/terms", bodies.terms(cool_off_months=6, **terms))
    world.made(admin, f"/v1/agreements/{made}/protocols", {"protocol": "COOL_OFF", "phase": 1})
    return made


@pytest.fixture
def agreement(world, admin):
    return agreed(world, admin)


def end(world, membership, to, token=None):
    return world.post(token or world.region_admin("South East"), f"/v1/memberships/{membership}/end", {"to": to})


def steps(answer):
    assert answer.status == 200, answer.text
    return {step["step"]: step for step in answer.json["steps"]}


# Agreeing.


@pytest.mark.parametrize("regions", [["South East", "Atlantis"], ["South East", "south east"], ["South East", "South East"]])
def test_an_agreement_covers_regions_that_there_are(world, admin, regions):
    answer = world.post(admin, "/v1/agreements", bodies.agreement("South East", kind="JOINT", regions=regions))
    assert (answer.status, [error["pointer"] for error in answer.json["errors"]]) == (422, ["/regions"])
    assert f'"{regions[1]}"' in answer.json["errors"][0]["detail"]


# Joining.


def test_each_step_says_whether_it_is_met_and_what_to_do(world, agreement):
    who = world.token("AUTHORITY_ADMIN", "Wokingham")
    path = f"/v1/agreements/{agreement}/join-check"
    answer = world.get(who, path)
    assert (answer.json["ready"], answer.json["authority"]) == (False, world.code("Wokingham"))
    assert [step["met"] for step in answer.json["steps"]] == [False] * 4
    assert all(step["to_do"] for step in answer.json["steps"])
    assert steps(answer)["LEAVERS_STATED"]["months"] == MONTHS
    officer = world.officer("Wokingham")
    world.made(officer, "/v1/leaver-statements", {"month": "2026-02", "none": True})
    world.made(officer, "/v1/cooling-off-records", bodies.leaver(bodies.worker(), "2026-03-31"))
    months = steps(world.get(who, path))["LEAVERS_STATED"]["months"]
    assert months == [month for month in MONTHS if month != "2026-02"]
    for month in months:
        world.made(officer, "/v1/leaver-statements", {"month": month, "none": month != "2026-03"})
    world.made(who, "/v1/role-mappings", bodies.mapping("Social worker (duty)", "SW"))
    world.made(who, "/v1/template-acceptances", {"template": bodies.FIRST_TEMPLATE, "accepted_on": "2026-09-01"})
    answer = world.get(who, path)
    assert [step["met"] for step in answer.json["steps"]] == [False, True, True, True]
    assert steps(answer)["ROLE_MAPPINGS"]["detail"] == "Titles mapped: 1, to SW."
    assert not answer.json["ready"]
    member(world, agreement, "Wokingham", **{"from": "2026-10-01"})
    answer = world.get(who, path)
    assert answer.json["ready"] and answer.json["member_from"] == "2026-10-01"
    assert "to_do" not in steps(answer)["SHARING_AGREEMENT"]


def test_a_membership_is_recorded_regardless(world, admin, agreement):
    path = f"/v1/agreements/{agreement}/join-check?authority={world.code('Bracknell Forest')}"
    assert not world.get(admin, path).json["ready"]
    body = bodies.membership(world.code("Bracknell Forest"), sharing_agreement_signed_on=None)
    world.made(admin, f"/v1/agreements/{agreement}/memberships", body)
    answer = world.get(admin, path)
    assert not answer.json["ready"] and answer.json["member_from"] == "2025-10-01"


def test_who_is_still_to_sign_the_sharing_agreement_has_not(world, admin, agreement):
    path = f"/v1/agreements/{agreement}/memberships"
    body = bodies.membership(world.code("Bracknell Forest"), sharing_agreement_signed_on="2026-09-15")
    answer = world.post(admin, path, body)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/sharing_agreement_signed_on")
    world.made(admin, path, {**body, "sharing_agreement_signed_on": "2026-09-14"})


def test_it_is_for_the_authority_itself_and_for_its_region(world, admin, agreement):
    path = f"/v1/agreements/{agreement}/join-check"
    kent, london = world.code("Kent"), world.code("Bexley")
    assert world.get(admin, path).status == 400
    assert world.get(admin, f"{path}?authority=000").status == 400
    assert world.get(admin, f"{path}?authority={kent}").status == 200
    assert world.get(admin, f"{path}?authority={london}").status == 403
    assert world.get(world.token("AUTHORITY_ADMIN", "Medway"), f"{path}?authority={kent}").status == 403
    assert world.get(world.region_admin("London"), f"{path}?authority={kent}").status == 403
    assert world.get(admin, f"/v1/agreements/{uuid.uuid4()}/join-check?authority={kent}").status == 404


def test_a_template_is_accepted_once_and_not_before_the_day(world):
    who, template = world.token("AUTHORITY_ADMIN", "Kent"), bodies.FIRST_TEMPLATE
    body = {"template": template, "accepted_on": "2026-09-01"}
    assert world.post(who, "/v1/template-acceptances", {**body, "accepted_on": "2026-09-15"}).status == 422
    answer = world.post(who, "/v1/template-acceptances", {**body, "template": str(uuid.uuid4())})
    assert answer.status == 422 and answer.json["errors"][0]["pointer"] == "/template"
    made = world.made(who, "/v1/template-acceptances", body)
    assert world.post(who, "/v1/template-acceptances", body).status == 409
    listed = world.get(who, "/v1/template-acceptances").json["data"]
    assert made in listed
    assert template not in world.get(world.officer("Medway"), "/v1/template-acceptances").text


# Leaving: who stays bound.


def regional(world, officer, worker, start):
    answer = world.made(officer, "/v1/eligibility-checks", bodies.check(worker, start))
    found = [f for f in answer["findings"] if (f["rule"], f["layer"]) == ("COOL_OFF", "REGIONAL")]
    assert len(found) == 1
    return found[0]["verdict"], found[0].get("earliest_start_date")


@pytest.fixture
def pair(world, agreement):
    """Members of an agreement: who is going to leave it, who stays, and the membership that is going to end."""
    world.sql("UPDATE membership SET superseded_at = now() WHERE superseded_at IS NULL")
    world.sql("UPDATE departure SET superseded_at = now() WHERE superseded_at IS NULL")
    leaving, staying = next(authorities), next(authorities)
    member(world, agreement, staying)
    return leaving, staying, member(world, agreement, leaving)


@pytest.fixture
def still_here(world, admin, pair):
    """The same, where whoever leaves is a member of an agreement without cool-off, and goes on with that."""
    member(world, world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"], pair[0])
    return pair


@pytest.mark.parametrize(
    "left, start, verdict, free",
    [
        ("2026-06-30", "2026-12-30", "BREACH", "2026-12-31"),  # a period that had begun runs to its end
        ("2026-06-30", "2026-12-31", "PASS", None),
        ("2026-07-31", "2026-11-02", "BREACH", "2027-02-01"),  # the last day of the membership
        ("2026-08-01", "2026-11-02", "NOT_APPLICABLE", None),  # the day after it
    ],
)
def test_its_leavers_stay_bound_for_the_periods_that_had_begun(world, still_here, left, start, verdict, free):
    leaving, staying, membership = still_here
    worker = bodies.worker()
    world.made(world.officer(leaving), "/v1/cooling-off-records", bodies.leaver(worker, left))
    assert end(world, membership, "2026-07-31").status == 200
    assert regional(world, world.officer(staying), worker, start) == (verdict, free)


@pytest.mark.parametrize("start, verdict", [("2026-10-31", "BREACH"), ("2026-11-01", "NOT_APPLICABLE")])
def test_as_a_hirer_it_is_bound_through_its_last_day(world, still_here, start, verdict):
    leaving, staying, membership = still_here
    worker = bodies.worker()
    world.made(world.officer(staying), "/v1/cooling-off-records", bodies.leaver(worker, "2026-08-31"))
    assert end(world, membership, "2026-10-31").status == 200
    assert regional(world, world.officer(leaving), worker, start)[0] == verdict


def test_a_check_made_before_the_end_replays_as_it_was(world, still_here):
    leaving, staying, membership = still_here
    worker, officer = bodies.worker(), world.officer(staying)
    world.made(world.officer(leaving), "/v1/cooling-off-records", bodies.leaver(worker, "2026-08-10"))
    check = world.made(officer, "/v1/eligibility-checks", bodies.check(worker, "2026-11-30"))
    assert end(world, membership, "2026-07-31").status == 200
    assert regional(world, officer, worker, "2026-11-30")[0] == "NOT_APPLICABLE"
    again = world.get(officer, f"/v1/eligibility-checks/{check['id']}/replay").json
    assert again["identical"] and again["findings"] == check["findings"]


def test_it_still_lists_its_leavers_whose_period_runs(world, still_here):
    leaving, _, membership = still_here
    made = world.made(world.officer(leaving), "/v1/cooling-off-records", bodies.leaver(bodies.worker(), "2026-03-31"))
    assert end(world, membership, "2026-07-31").status == 200
    listed = world.get(world.officer(leaving), "/v1/cooling-off-records?limit=500").json["data"]
    shown = next(row for row in listed if row["id"] == made["id"])
    assert ("REGIONAL", "2026-09-30") in [(w["layer"], w["ends_on"]) for w in shown["windows"]]


# Ending it.


def test_an_end_is_brought_forward_and_never_put_off(world, admin, agreement, pair):
    leaving, _, membership = pair
    code = world.code(leaving)
    first = end(world, membership, "2028-03-31")
    assert first.status == 200 and first.json["id"] != membership
    assert end(world, membership, "2028-01-31").status == 404  # as it stands, it has another id
    again = end(world, first.json["id"], "2028-02-29").json
    for to in ("2028-02-29", "2028-04-01"):
        answer = end(world, again["id"], to)
        assert (answer.status, answer.json["code"]) == (409, "conflict"), answer.text
    answer = end(world, again["id"], "2025-09-30")
    assert answer.status == 422 and answer.json["errors"][0]["pointer"] == "/to"
    shown = world.get(admin, f"/v1/agreements/{agreement}").json["memberships"]
    assert [(m["to"], m["phase"]) for m in shown if m["authority"] == code] == [("2028-02-29", 1)]


def test_two_ends_at_once_of_the_last_two_memberships_know_of_each_other(world, admin, pair):
    leaving, _, first = pair
    second = member(world, agreed(world, admin), leaving)
    answers = at_once([lambda: end(world, first, "2028-03-31"), lambda: end(world, second, "2028-06-30")])
    told = sorted((answer.status, answer.json.get("leaves")) for answer in answers)
    assert told in ([(200, False), (200, True)], [(200, False), (409, None)]), [a.text for a in answers]
    if told[1][0] == 409:
        late = next((m, to) for (m, to), a in zip([(first, "2028-03-31"), (second, "2028-06-30")], answers) if a.status == 409)
        assert next(a for a in answers if a.status == 409).json["retryable"]
        assert end(world, *late).json["leaves"]
    kept = world.sql(
        "SELECT left_on::text, reads_until::text FROM departure d JOIN authority a ON a.id = d.authority"
        " WHERE a.name = %s AND d.superseded_at IS NULL",
        [leaving],
    )
    assert kept == [("2028-06-30", "2028-12-30")]


# What its people may do afterwards, by the database's own clock.


def database_day(world, days):
    return str(world.sql("SELECT current_date")[0][0] + datetime.timedelta(days=days))


@pytest.fixture
def gone(world, pair):
    """Kent or another, whose last membership ended yesterday, and a spell of a worker whom it has placed."""
    leaving, _, membership = pair
    officer, worker = world.officer(leaving), bodies.worker()
    supplier = world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
    placement = bodies.proposal(worker, "2026-09-01", supplier, engagement="UNDER_WAY")
    world.made(officer, "/v1/placements", placement)
    spell = world.made(officer, "/v1/employments", bodies.spell(worker))
    answer = end(world, membership, database_day(world, -1))
    assert answer.json["leaves"] and answer.json["left_on"] == database_day(world, -1)
    return leaving, spell


def test_who_has_left_reads_and_writes_no_more(world, gone):
    leaving, spell = gone
    officer = world.officer(leaving)
    for path, body in (
        ("/v1/eligibility-checks", bodies.check(bodies.worker(), "2026-12-31")),
        ("/v1/employments", bodies.spell(bodies.worker())),
        ("/v1/leaver-statements", {"month": "2026-06", "none": True}),
    ):
        answer = world.post(officer, path, body)
        assert (answer.status, answer.json["code"]) == (403, "forbidden"), answer.text
        assert "left every agreement" in answer.json["detail"]
    assert world.get(officer, f"/v1/employments/{spell['id']}").status == 200
    found = world.call(officer, "POST", "/v1/workers/lookup", {"swe_number": spell["swe_number"]})
    assert found.json["employments"] == [spell["id"]]
    change = {"last_day": "2026-09-01", "leaving_reason": "RESIGNED"}  # others may rest on it
    path = f"/v1/employments/{spell['id']}"
    assert world.call(officer, "PATCH", path, change, headers={"If-Match": '"1"'}).status == 200
    other = next(name for name in ("Kent", "Surrey") if name != leaving)
    assert world.made(world.officer(other), "/v1/eligibility-checks", bodies.check(bodies.worker(), "2026-12-31"))


def test_who_has_left_ends_its_placements_and_erases_what_it_holds(world, gone):
    leaving, spell = gone
    officer, body = world.officer(leaving), {"swe_number": spell["swe_number"]}
    assert world.post(world.token("AUTHORITY_ADMIN", leaving), "/v1/workers/erasure", body).status == 409
    (placed,) = world.call(officer, "POST", "/v1/placements/search", body).json["data"]
    rate = {"from": "2026-10-01", "pay_type": "UMBRELLA", "coverage": "PAY_HOL_ENI_LEVY", "pay_pence": 3600}
    assert world.post(officer, f"/v1/placements/{placed['id']}/rates", rate).status == 403
    ended = world.post(officer, f"/v1/placements/{placed['id']}/end", {"end_date": "2026-09-14", "reason": "COMPLETED"})
    assert (ended.status, ended.json["status"]) == (200, "ENDED"), ended.text
    assert world.made(world.token("AUTHORITY_ADMIN", leaving), "/v1/workers/erasure", body)["id"]


def test_a_refusal_is_in_the_trail(world, gone):
    answer = world.post(world.officer(gone[0]), "/v1/employments", bodies.spell(bodies.worker()))
    events = world.sql("SELECT outcome FROM audit_event WHERE id = %s", [answer.headers["X-Request-Id"]])
    assert len(events) == 1 and events != [("done",)]


def test_it_reads_for_as_long_as_the_ruleset_says(world, gone):
    until = world.sql(
        "SELECT reads_until = left_on + interval '6 months' FROM departure d JOIN authority a ON a.id = d.authority"
        " WHERE a.name = %s AND superseded_at IS NULL",
        [gone[0]],
    )
    assert until == [(True,)]
    officer = world.officer(gone[0])
    world.sql("UPDATE departure SET left_on = current_date - 9, reads_until = current_date WHERE superseded_at IS NULL")
    assert world.get(officer, "/v1/placements").status == 200
    world.sql("UPDATE departure SET reads_until = current_date - 1 WHERE superseded_at IS NULL")
    answer = world.get(officer, "/v1/placements")
    assert (answer.status, answer.json["code"]) == (401, "token_expired")


def test_who_signs_again_writes_again(world, admin, gone):
    officer = world.officer(gone[0])
    assert world.post(officer, "/v1/employments", bodies.spell(bodies.worker())).status == 403
    member(world, agreed(world, admin), gone[0], **{"from": database_day(world, 0)})
    world.made(officer, "/v1/employments", bodies.spell(bodies.worker()))


def test_it_takes_access_away(world, gone):
    keeper = world.token("AUTHORITY_ADMIN", gone[0])
    tokens = world.get(keeper, "/v1/tokens").json["data"]
    answer = world.call(keeper, "POST", f"/v1/tokens/{tokens[0]['id']}/revoke")
    assert answer.status == 200, answer.text


def test_a_membership_of_another_agreement_goes_on(world, admin, pair):
    leaving, _, membership = pair
    member(world, agreed(world, admin), leaving)
    answer = end(world, membership, database_day(world, -1))
    assert not answer.json["leaves"] and "reads_until" not in answer.json
    world.made(world.officer(leaving), "/v1/employments", bodies.spell(bodies.worker()))


# What is everybody's, or is worked out from what is exported.
NOT_EXPORTED = {"/v1/agreements", "/v1/authorities", "/v1/rate-caps", "/v1/suppliers", "/v1/benchmarks/rates",
                "/v1/reference-templates", "/v1/cooling-off-records", "/v1/references/owed",
                "/v1/references/given", "/v1/tasks", "/v1/information-versions"}  # fmt: skip


def test_what_is_taken_along_is_every_list_of_one_s_own():
    exported = set(re.findall(r'"(/v1/[a-z/-]+)"', (ROOT / "client" / "cli" / "export.c").read_text()))
    listed = {r.path for r in all_routes() if r.method == "GET" and r.listing and "{id}" not in r.path}
    assert exported == listed - NOT_EXPORTED
