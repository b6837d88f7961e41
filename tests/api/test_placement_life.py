# SPDX-License-Identifier: MIT
"""A placement's life after its submission: details, rates, extensions, decisions, its end; and its breaches."""
import json
import uuid

import pytest
from support import bodies
from support.access import SIGNATORIES, START, Access
from support.world import at_once

PAY = {"pay_type": "UMBRELLA", "coverage": "PAY_HOL_ENI_LEVY"}
DECISION = {"finding": "COOL_OFF/NATIONAL", "decision": "PROCEED"}
ACCESS = {
    "POST /v1/placements": Access(
        ("OFFICER",),
        201,
        403,
        body=lambda side: bodies.proposal(bodies.worker(), START, side.supplier, authority=side.code),
    ),
    "GET /v1/placements": Access(SIGNATORIES, 200),
    "GET /v1/placements/{id}": Access(SIGNATORIES, 200, 404),
    "POST /v1/placements/search": Access(SIGNATORIES, 200, body=lambda side: {"swe_number": side.worker}),
    "PATCH /v1/placements/{id}": Access(("OFFICER",), 200, 404, body=lambda side: {"external_ref": "PO-1"}),
    "GET /v1/placements/{id}/rates": Access(SIGNATORIES, 200, 404),
    "POST /v1/placements/{id}/rates": Access(
        ("OFFICER",),
        422,
        404,
        body=lambda side: {
            "from": "2026-09-01",
            "pay_type": "PAYE",
            "coverage": "PAY_ONLY",
            "pay_pence": 3000,
        },
        taken=lambda side: (
            {"from": "2026-11-02", **PAY, "pay_pence": 3700},
            {"from": "2026-11-02", **PAY, "pay_pence": 3701},
        ),
    ),
    "POST /v1/placements/{id}/extensions": Access(
        ("OFFICER",),
        422,
        404,
        body=lambda side: {
            "planned_end_date": "2026-09-01",
            "reason": "VACANCY",
        },
        taken=lambda side: (
            {"planned_end_date": "2027-03-26", "reason": "VACANCY"},
            {"planned_end_date": "2027-03-26", "reason": "PEAK"},
        ),
    ),
    "POST /v1/placements/{id}/decisions": Access(
        ("OFFICER",),
        422,
        404,
        body=lambda side: {
            "finding": "NOTICE/NATIONAL",
            "decision": "PROCEED",
            "reason": "made up",
        },
        taken=lambda side: (
            {**DECISION, "reason": "The letter was shown"},
            {**DECISION, "reason": "The letter was seen"},
        ),
    ),
    "POST /v1/placements/{id}/end": Access(
        ("OFFICER",),
        422,
        404,
        body=lambda side: {"end_date": "2026-09-01", "reason": "OTHER"},
        taken=lambda side: (
            {"end_date": "2026-12-18", "reason": "COMPLETED"},
            {"end_date": "2026-12-18", "reason": "OTHER"},
        ),
        taken_status=200,
    ),
    "GET /v1/breaches": Access((*SIGNATORIES, "REGION_ADMIN"), 200),
}

TODAY = "2026-09-14"  # of the world
CAP = 3800


@pytest.fixture(scope="module")
def memorandum(world):
    """Medway and Kent under a cap on social workers; a lower one from 1 January."""
    admin = world.region_admin("South East")
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(admin, f"/v1/agreements/{made}/protocols", {"protocol": "PAY", "phase": 1})
    for name in ("Medway", "Kent"):
        world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code(name)))
    world.made(admin, "/v1/rate-caps", bodies.cap(made, CAP, effective_to="2026-12-31"))
    world.made(admin, "/v1/rate-caps", bodies.cap(made, 3500, effective_from="2027-01-01"))
    return made


@pytest.fixture
def officer(world):
    return world.officer("Medway")


@pytest.fixture
def place(world, supplier, memorandum, officer):
    def made(start="2026-10-01", **members):
        worker = world.clear_worker("Medway")
        return world.made(officer, "/v1/placements", bodies.proposal(worker, start, supplier, **members))

    return made


@pytest.fixture
def under_way(place):
    return lambda **members: place("2026-09-01", engagement="UNDER_WAY", **members)


def rate(pence, first="2026-11-02", **members):
    pay = bodies.pay(pence)
    del pay["job_type"]
    return {"from": first, **pay, **members}


def patch(world, token, placement, body, version=None):
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return world.call(token, "PATCH", f"/v1/placements/{placement['id']}", body, headers=headers)


def act(world, token, placement, action, body, key=None):
    return world.post(token, f"/v1/placements/{placement['id']}/{action}", body, key)


def breaches(world, placement):
    return world.sql(
        "SELECT rule, state, resolved_on::text FROM breach WHERE placement = %s ORDER BY rule, id", [placement["id"]]
    )


def assert_shown(world, officer, answer):
    """The answer is what is read afterwards."""
    shown = world.get(officer, f"/v1/placements/{answer.json['id']}")
    assert shown.json == answer.json
    assert shown.headers["ETag"] == f'"{answer.json["version"]}"'


# Details.


def test_details_change_with_the_version(world, officer, place):
    p = place(planned_end_date="2026-12-18")
    answer = patch(world, officer, p, {"external_ref": "PO-1", "planned_end_date": "2026-12-11"}, 1)
    assert answer.status == 200, answer.text
    assert (answer.json["version"], answer.json["external_ref"]) == (2, "PO-1")
    assert answer.headers["ETag"] == '"2"'
    assert_shown(world, officer, answer)


def test_a_stale_version_is_told_what_differs(world, officer, place):
    p = place()
    assert patch(world, officer, p, {"external_ref": "PO-1"}, 1).status == 200
    answer = patch(world, officer, p, {"external_ref": "PO-1", "notice_days": 7}, 1)
    assert (answer.status, answer.json["code"]) == (412, "precondition_failed")
    assert "version 2" in answer.json["detail"]
    assert "notice_days" in answer.json["detail"] and "external_ref" not in answer.json["detail"]


def test_details_need_a_version(world, officer, place):
    assert patch(world, officer, place(), {"external_ref": "PO-1"}).status == 428


def test_of_two_at_once_one_is_stale(world, officer, place):
    p = place()
    answers = at_once([lambda n=n: patch(world, officer, p, {"external_ref": f"PO-{n}"}, 1) for n in range(6)])
    assert sorted(a.status for a in answers) == [200, 412, 412, 412, 412, 412]


@pytest.mark.parametrize(
    "body", [{}, {"planned_end_date": "2026-12-25"}, {"planned_end_date": "2026-09-30"}, {"notice_days": 367},
             {"planned_end_date": "2027-02-31"}, {"status": "CONFIRMED"}]
)
def test_details_that_cannot_be(world, officer, place, body):
    p = place(planned_end_date="2026-12-18")
    assert patch(world, officer, p, body, 1).status == 422
    assert world.get(officer, f"/v1/placements/{p['id']}").json["version"] == 1


def notice(answer):
    return answer.finding("NOTICE", "NATIONAL")["verdict"]


def test_a_notice_that_changes_is_asked_of_its_rule(world, officer, under_way):
    p = under_way()
    for days, verdict, status in ((7, "BREACH", "IN_BREACH"), (28, "PASS", p["status"]), (56, "REFER", "REFERRED")):
        before = world.get(officer, f"/v1/placements/{p['id']}").json
        answer = patch(world, officer, p, {"notice_days": days, "external_ref": f"PO-{days}"}, before["version"])
        assert answer.status == 200, answer.text
        assert (notice(answer), answer.json["status"]) == (verdict, status)
        assert (answer.json["version"], answer.json["notice_days"]) == (before["version"] + 1, days)
        assert answer.json["external_ref"] == f"PO-{days}" and answer.json["recheck"] != before.get("recheck")
        assert_shown(world, officer, answer)
    assert [(rule, resolved is None) for rule, _, resolved in breaches(world, p)] == [("NOTICE", False)]
    known = world.sql("SELECT known_after_start FROM breach WHERE placement = %s", [p["id"]])
    assert known == [(False,)]


def test_a_notice_that_breaches_a_proposal_is_refused_and_its_check_kept(world, officer, place):
    p = place()
    answer = patch(world, officer, p, {"notice_days": 7}, 1)
    assert (answer.status, answer.json["code"]) == (422, "rule_breach")
    assert notice(answer) == "BREACH"
    check = world.get(officer, f"/v1/eligibility-checks/{answer.json['eligibility_check']}").json
    assert [f["rule"] for f in check["findings"]] == ["NOTICE"]
    assert world.get(officer, f"/v1/placements/{p['id']}").json == p


def test_what_no_rule_is_told_of_asks_none(world, officer, place):
    p = place(planned_end_date="2026-12-18")
    body = {"external_ref": "PO-9", "requirement_ref": "R-9", "planned_end_date": "2026-12-11"}
    answer = patch(world, officer, p, {**body, "notice_days": p["notice_days"]}, 1)
    assert answer.status == 200 and answer.json["findings"] == p["findings"]
    assert "recheck" not in answer.json


# Rates.


def test_a_rate_in_order_follows_the_first(world, officer, place):
    p = place()
    answer = act(world, officer, p, "rates", rate(3700))
    assert answer.status == 201, answer.text
    assert (answer.json["pay_pence"], answer.json["rate_from"], answer.json["version"]) == (3700, "2026-11-02", 2)
    assert answer.finding("PRICE_CAP", "REGIONAL")["comparable_pence"] == 3700
    assert answer.finding("COOL_OFF", "NATIONAL")["verdict"] == "PASS"
    assert_shown(world, officer, answer)
    kept = world.sql(
        "SELECT valid_from::text, valid_to::text, pay_pence::int FROM placement_rate WHERE placement = %s"
        " ORDER BY valid_from",
        [p["id"]],
    )
    assert kept == [("2026-10-01", "2026-11-01", 3650), ("2026-11-02", None, 3700)]


def test_a_rate_is_tested_by_the_cap_of_its_first_day(world, officer, place):
    answer = act(world, officer, place(), "rates", rate(3650, "2027-01-01"))
    assert (answer.status, answer.json["code"]) == (422, "rule_breach")
    assert answer.json["findings"][0]["cap_pence"] == 3500


def test_a_breaching_rate_of_a_proposal_is_refused(world, officer, place):
    p = place()
    answer = act(world, officer, p, "rates", rate(3801))
    assert (answer.status, answer.json["code"]) == (422, "rule_breach")
    assert world.sql("SELECT count(*) FROM placement_rate WHERE placement = %s", [p["id"]]) == [(1,)]
    assert world.get(officer, f"/v1/placements/{p['id']}").json == p
    kept = world.sql("SELECT outcome FROM eligibility_check WHERE id = %s", [answer.json["eligibility_check"]])
    assert kept == [("BREACH",)]


def test_a_breaching_rate_of_what_is_under_way_is_recorded_until_a_later_one_is_in_order(world, officer, under_way):
    p = under_way()
    answer = act(world, officer, p, "rates", rate(3900, "2026-09-14"))
    assert (answer.status, answer.json["status"], answer.json["outcome"]) == (201, "IN_BREACH", "BREACH")
    assert breaches(world, p) == [("PRICE_CAP", "OPEN", None)]
    assert act(world, officer, p, "rates", rate(3850, "2026-09-21")).json["status"] == "IN_BREACH"
    assert breaches(world, p) == [("PRICE_CAP", "OPEN", None)]
    answer = act(world, officer, p, "rates", rate(3800, "2026-09-28"))
    assert (answer.status, answer.json["status"], answer.json["outcome"]) == (201, "CONFIRMED", "CLEAR")
    assert breaches(world, p) == [("PRICE_CAP", "OPEN", "2026-09-28")]
    assert_shown(world, officer, answer)


@pytest.mark.parametrize(
    "body, status",
    [
        (rate(3700, "2026-10-01"), 409),
        (rate(3700, "2026-09-30"), 422),
        (rate(3700, "2026-12-19"), 422),
        (rate(3700, "2026-02-31"), 422),
        (rate(3700, pay_unit="DAY"), 422),
        (rate(3700, coverage="UNSTATED"), 422),
        (rate(0), 422),
    ],
)
def test_rates_that_cannot_be(world, officer, place, body, status):
    p = place(planned_end_date="2026-12-18")
    assert act(world, officer, p, "rates", body).status == status


def test_rates_at_once_are_kept_once(world, officer, place):
    p = place()
    answers = at_once([lambda n=n: act(world, officer, p, "rates", rate(3700 + n)) for n in range(5)])
    assert sorted(a.status for a in answers) == [201, 409, 409, 409, 409]
    assert world.get(officer, f"/v1/placements/{p['id']}").json["version"] == 2


def test_a_key_makes_a_rate_once(world, officer, place):
    p, key = place(), str(uuid.uuid4())
    first = act(world, officer, p, "rates", rate(3700), key)
    again = act(world, officer, p, "rates", rate(3700), key)
    assert again.headers["Idempotency-Replayed"] == "true" and again.text == first.text
    assert act(world, officer, p, "rates", rate(3701), key).json["code"] == "idempotency_mismatch"


def rates(world, token, placement, parameters="", headers=None):
    path = placement if isinstance(placement, str) else f"/v1/placements/{placement['id']}/rates{parameters}"
    return world.call(token, "GET", path, headers=headers)


@pytest.fixture
def rated(world, officer, place):
    """A placement with three rates, the newest from 7 December."""
    p = place()
    for pence, first in [(3700, "2026-11-02"), (3750, "2026-12-07")]:
        assert act(world, officer, p, "rates", rate(pence, first)).status == 201
    return p


def test_rates_are_listed_the_newest_first(world, officer, place):
    p = place(agency_margin_pence=250, msp_fee_pence=90, charge_pence=4100)
    assert act(world, officer, p, "rates", rate(3700)).status == 201
    answer = rates(world, officer, p)
    assert answer.status == 200, answer.text
    pay = {"pay_type": "UMBRELLA", "coverage": "PAY_HOL_ENI_LEVY", "pay_unit": "HOUR"}
    newest, first = answer.json["data"]
    assert newest.pop("id") > first.pop("id")
    assert newest == {"from": "2026-11-02", **pay, "pay_pence": 3700, "comparable_pence": 3700}
    assert first == {
        "from": "2026-10-01", "to": "2026-11-01", **pay, "pay_pence": 3650, "agency_margin_pence": 250,
        "msp_fee_pence": 90, "charge_pence": 4100, "comparable_pence": 3650,
    }  # fmt: skip


def test_a_rate_that_never_came_to_be_says_when_it_fell_away(world, officer, rated):
    assert act(world, officer, rated, "end", {"end_date": "2026-11-20", "reason": "COMPLETED"}).status == 200
    shown = rates(world, officer, rated, "?fields=from,to,superseded_at").json["data"]
    assert [(row["from"], row.get("to"), "superseded_at" in row) for row in shown] == [
        ("2026-12-07", None, True),
        ("2026-11-02", "2026-11-20", False),
        ("2026-10-01", "2026-11-01", False),
    ]


def test_rates_come_in_pages_that_are_one_placement_s_own(world, officer, rated, place):
    exactly = {"Prefer": "count=exact"}
    first = rates(world, officer, rated, "?limit=2", exactly)
    assert first.headers["Link"] == f'<{first.json["next"]}>; rel="next"'
    last = rates(world, officer, first.json["next"], headers=exactly)
    assert last.status == 200, last.text
    assert [row["pay_pence"] for page in (first, last) for row in page.json["data"]] == [3750, 3700, 3650]
    assert (first.json["count"], last.json["count"], last.json.get("next")) == (3, 3, None)
    elsewhere = first.json["next"].replace(rated["id"], place()["id"])
    assert rates(world, officer, elsewhere).json["code"] == "bad_cursor"


def test_rates_come_as_csv_and_ndjson(world, officer, rated):
    answer = rates(world, officer, rated, "?fields=from,to,pay_pence", {"Accept": "text/csv"})
    assert answer.text.splitlines() == [
        "from,to,pay",
        "2026-12-07,,37.50",
        "2026-11-02,2026-12-06,37.00",
        "2026-10-01,2026-11-01,36.50",
    ]
    lines = rates(world, officer, rated, headers={"Accept": "application/x-ndjson"}).text.splitlines()
    assert [json.loads(line) for line in lines] == rates(world, officer, rated).json["data"]


@pytest.mark.parametrize("headers", [None, {"Accept": "text/csv"}])
def test_rates_of_another_s_placement_are_not_there(world, rated, headers):
    answer = rates(world, world.officer("Kent"), rated, headers=headers)
    assert (answer.status, answer.json["code"]) == (404, "not_found")


def test_whoever_reads_rates_is_in_the_trail_with_the_placement(world, officer, rated):
    for token, told in [
        (officer, ("placement", [rated["id"]], "done")),
        (world.officer("Kent"), (None, [], "refused 404")),
    ]:
        answer = rates(world, token, rated)
        events = world.sql(
            "SELECT action, object_type, ids::text[], outcome FROM audit_event WHERE id = %s",
            [answer.headers["X-Request-Id"]],
        )
        assert events == [("placement_rate.list", *told)]


# Extensions.


def test_an_extension_asks_the_price_cap_again_from_the_day_after_the_planned_end(world, officer, place):
    p = place(planned_end_date="2026-12-18")
    answer = act(world, officer, p, "extensions", {"planned_end_date": "2027-03-26", "reason": "VACANCY"})
    assert answer.status == 201, answer.text
    assert (answer.json["planned_end_date"], answer.json["version"]) == ("2027-03-26", 2)
    assert_shown(world, officer, answer)
    kept = world.sql(
        "SELECT extended_from::text, planned_end_date::text, reason FROM placement_extension WHERE placement = %s",
        [p["id"]],
    )
    assert kept == [("2026-12-18", "2027-03-26", "VACANCY")]


def test_an_extension_finds_the_cap_that_was_lowered(world, officer, place, under_way):
    extension = {"planned_end_date": "2027-03-26", "reason": "VACANCY"}
    p = place(planned_end_date="2026-12-31")
    assert act(world, officer, p, "extensions", extension).json["code"] == "rule_breach"
    p = under_way(planned_end_date="2026-12-31")
    answer = act(world, officer, p, "extensions", extension)
    assert (answer.status, answer.json["status"]) == (201, "IN_BREACH")
    assert breaches(world, p) == [("PRICE_CAP", "OPEN", None)]


@pytest.mark.parametrize("day", ["2026-12-18", "2026-12-01", "2027-02-31"])
def test_an_extension_ends_after_the_planned_end(world, officer, place, day):
    p = place(planned_end_date="2026-12-18")
    assert act(world, officer, p, "extensions", {"planned_end_date": day, "reason": "PEAK"}).status == 422


def test_a_later_change_keeps_what_an_earlier_one_found_of_other_rules(world, officer, supplier, memorandum):
    worker, extension = bodies.worker(), {"planned_end_date": "2027-03-26", "reason": "VACANCY"}
    p = world.made(
        officer, "/v1/placements",
        bodies.proposal(worker, "2026-10-01", supplier, planned_end_date="2026-12-18", pay_pence=3500),
    )  # fmt: skip
    ended = bodies.spell(worker, start_date="2015-01-05", last_day="2020-06-30", leaving_reason="RESIGNED")
    world.made(world.officer("Kent"), "/v1/employments", ended)
    for action, change in [("extensions", extension), ("rates", rate(3490))]:
        answer = act(world, officer, p, action, change)
        assert answer.status == 201, answer.text
        assert answer.finding("EXPERIENCE", "NATIONAL")["verdict"] == "PASS"
        assert answer.finding("COOL_OFF", "NATIONAL")["basis"] == "NO_RECORD"  # of the first check, still
        assert_shown(world, officer, answer)


def test_a_breach_that_is_one_still_stays_the_same(world, officer, under_way):
    p = under_way(planned_end_date="2026-10-30", notice_days=7)
    assert breaches(world, p) == [("NOTICE", "OPEN", None)]
    answer = act(world, officer, p, "extensions", {"planned_end_date": "2026-11-27", "reason": "PEAK"})
    assert (answer.status, answer.json["status"]) == (201, "IN_BREACH")
    assert breaches(world, p) == [("NOTICE", "OPEN", None)]


def test_a_rate_under_the_cap_needs_nobody_s_signature(world, officer, under_way):
    p = under_way(pay_pence=3900)
    assert "SIGN_OFF" in [finding["rule"] for finding in p["findings"]]
    answer = act(world, officer, p, "rates", rate(3800, "2026-09-21"))
    assert (answer.status, answer.json["status"]) == (201, "CONFIRMED"), answer.text
    assert "SIGN_OFF" not in [finding["rule"] for finding in answer.json["findings"]]
    assert_shown(world, officer, answer)


# Decisions.


def proceed(finding="PRICE_CAP/REGIONAL", **members):
    return {"finding": finding, "decision": "PROCEED", "reason": "The board agreed", **members}


def test_a_referred_placement_proceeds_once_each_finding_is_decided(world, officer, place):
    p = place(job_type="TM")  # for which there is no cap
    assert (p["status"], p["allowed_actions"][3]) == ("REFERRED", "decisions")
    answer = act(world, officer, p, "decisions", proceed())
    assert (answer.status, answer.json["status"]) == (201, "CONFIRMED"), answer.text
    decision = answer.json["decisions"][0]
    assert (decision["finding"], decision["decision"]) == ("PRICE_CAP/REGIONAL", "PROCEED")
    assert_shown(world, officer, answer)
    assert act(world, officer, p, "decisions", proceed()).json["code"] == "conflict"


def test_one_decision_of_two_confirms_nothing(world, officer, place, supplier):
    worker = world.clear_worker("Medway")
    world.made(officer, "/v1/employments", bodies.spell(worker))  # still open: referred
    p = world.made(officer, "/v1/placements", bodies.proposal(worker, "2026-10-01", supplier, job_type="TM"))
    assert act(world, officer, p, "decisions", proceed()).json["status"] == "REFERRED"
    assert act(world, officer, p, "decisions", proceed()).json["code"] == "duplicate"
    assert act(world, officer, p, "decisions", proceed("COOL_OFF/NATIONAL")).json["status"] == "CONFIRMED"


def test_what_is_due_still_waits_when_all_is_decided(world, officer, supplier, memorandum):
    body = bodies.proposal(world.experienced(), "2026-10-01", supplier, job_type="TM")
    p = world.made(officer, "/v1/placements", body)
    assert p["status"] == "REFERRED"
    answer = act(world, officer, p, "decisions", proceed())
    assert (answer.json["status"], answer.json["outcome"]) == ("PROVISIONAL", "REFER"), answer.text


def test_a_refusal_refuses(world, officer, place):
    p = place(job_type="TM")
    answer = act(world, officer, p, "decisions", proceed(decision="REFUSE"))
    assert (answer.json["status"], answer.json["allowed_actions"]) == ("REFUSED", [])
    assert act(world, officer, p, "rates", rate(3700)).json["code"] == "conflict"


@pytest.mark.parametrize("finding", ["COOL_OFF/NATIONAL", "PRICE_CAP", "/", "PRICE_CAP/LOCAL", "NOTICE/NATIONAL"])
def test_only_a_finding_that_waits_is_decided(world, officer, place, finding):
    answer = act(world, officer, place(job_type="TM"), "decisions", proceed(finding))
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/finding")


def test_a_new_rate_needs_a_new_decision(world, officer, place):
    p = place(job_type="TM")
    assert act(world, officer, p, "decisions", proceed()).json["status"] == "CONFIRMED"
    answer = act(world, officer, p, "rates", rate(3700))
    assert (answer.json["status"], answer.json.get("decisions")) == ("REFERRED", None)
    assert act(world, officer, p, "decisions", proceed()).json["status"] == "CONFIRMED"


def test_a_system_decides_nothing(world, place):
    p, token = place(notice_days=56), world.officer("Medway", "System")
    world.sql("UPDATE principal SET kind = 'SYSTEM' WHERE id = %s", [world.person("OFFICER", "Medway", "System")])
    answer = act(world, token, p, "decisions", proceed("NOTICE/NATIONAL"))
    assert (answer.status, answer.json["code"]) == (403, "forbidden")
    assert act(world, world.officer("Medway"), p, "decisions", proceed("NOTICE/NATIONAL")).status == 201


# Ends.


def test_an_end_ends_rates_and_breaches(world, officer, under_way):
    p = under_way(pay_pence=3900)
    assert breaches(world, p) == [("PRICE_CAP", "OPEN", None), ("SIGN_OFF", "OPEN", None)]
    act(world, officer, p, "rates", rate(3950, "2026-11-02"))
    answer = act(world, officer, p, "end", {"end_date": "2026-10-30", "reason": "COMPLETED", "notice_served_days": 28})
    assert answer.status == 200, answer.text
    assert (answer.json["status"], answer.json["end_date"], answer.json["version"]) == ("ENDED", "2026-10-30", 3)
    assert breaches(world, p) == [("PRICE_CAP", "OPEN", "2026-10-30"), ("SIGN_OFF", "OPEN", "2026-10-30")]
    still = world.get(officer, "/v1/breaches?open=true&limit=500").json["data"]  # the end is still to come
    assert {row["rule"] for row in still if row["placement"] == p["id"]} == {"PRICE_CAP", "SIGN_OFF"}
    standing = world.sql(
        "SELECT pay_pence::int, valid_to::text FROM placement_rate WHERE placement = %s AND superseded_at IS NULL",
        [p["id"]],
    )
    assert standing == [(3900, "2026-10-30")]
    assert_shown(world, officer, answer)
    for action, body in (("end", {"end_date": "2026-10-30", "reason": "OTHER"}), ("rates", rate(3700))):
        assert act(world, officer, p, action, body).json["code"] == "conflict"
    assert patch(world, officer, p, {"external_ref": "x"}, 3).json["code"] == "conflict"


@pytest.mark.parametrize(
    "body", [{"end_date": "2026-09-30", "reason": "OTHER"}, {"end_date": "2026-10-31", "reason": "ILL"},
             {"end_date": "2026-11-31", "reason": "OTHER"}, {"end_date": "2026-10-31"}]
)
def test_ends_that_cannot_be(world, officer, place, body):
    assert act(world, officer, place(), "end", body).status == 422


def test_an_end_beyond_the_planned_one_is_an_extension_unless_it_has_come(world, officer, place, under_way):
    body = {"end_date": "2026-12-19", "reason": "COMPLETED"}
    answer = act(world, officer, place(planned_end_date="2026-12-18"), "end", body)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/end_date")
    on_the_day = {**body, "end_date": "2026-12-18"}
    assert act(world, officer, place(planned_end_date="2026-12-18"), "end", on_the_day).status == 200
    longer = {**body, "end_date": "2026-09-14"}
    assert act(world, officer, under_way(planned_end_date="2026-09-11"), "end", longer).status == 200


def test_a_dry_run_ends_nothing(world, officer, place):
    p = place()
    answer = act(world, officer, p, "end?dry_run=true", {"end_date": "2026-10-30", "reason": "OTHER"})
    assert (answer.status, answer.json["status"]) == (200, "ENDED")
    assert world.get(officer, f"/v1/placements/{p['id']}").json == p


# Lists.


def test_a_worker_s_placements_are_found(world, officer, place, supplier):
    p = place()
    second = world.made(officer, "/v1/placements", bodies.proposal(p["swe_number"], "2026-12-01", supplier))
    ask = {"swe_number": f" {p['swe_number'].lower()}"}
    first = world.call(officer, "POST", "/v1/placements/search?limit=1", ask)
    assert [row["id"] for row in first.json["data"]] == [second["id"]]
    rest = world.call(officer, "POST", first.json["next"], ask)
    assert [row["id"] for row in rest.json["data"]] == [p["id"]] and "next" not in rest.json
    assert p["swe_number"] not in first.json["next"]
    assert world.call(world.officer("Kent"), "POST", "/v1/placements/search", ask).json["data"] == []
    events = world.sql("SELECT ids::text[] FROM audit_event WHERE id = %s", [first.headers["X-Request-Id"]])
    assert events == [([second["id"]],)]


@pytest.mark.parametrize(
    "query, found",
    [
        ("start_date.gte=2027-05-03&start_date.lte=2027-05-03", True),
        ("start_date.gte=2027-05-04", False),
        ("planned_end_date.gte=2027-07-30&planned_end_date.lte=2027-07-30&start_date.gte=2027-05-03", True),
        ("planned_end_date.gte=2027-07-31", False),
        ("planned_end_date.lte=2027-07-29&start_date.gte=2027-05-03", False),
        ("start_date.lte=2027-05-02&start_date.gte=2027-05-01", False),
        ("start_date.gte=2027-05-03&job_type=AP,TM", True),
        ("start_date.gte=2027-05-03&job_type=SW", False),
    ],
)
def test_lists_are_filtered(world, officer, place, supplier, query, found):
    p = place("2027-05-03", job_type="TM", planned_end_date="2027-07-30")
    for asked, there in ((query, found), (f"{query}&supplier={supplier}", found),
                         (f"{query}&supplier={uuid.uuid4()}", False)):
        data = world.get(officer, f"/v1/placements?limit=500&{asked}").json["data"]
        assert (p["id"] in [row["id"] for row in data]) == there


@pytest.mark.parametrize("query", ["start_date.gte=2026-02-31", "start_date=2026-10-01", "job_type=NQSW", "supplier=x"])
def test_filters_that_are_none(world, officer, query):
    assert world.get(officer, f"/v1/placements?{query}").status == 400


# Breaches.


def test_an_authority_sees_its_breaches_and_the_region_their_number(world, officer, under_way):
    made = [under_way(pay_pence=4000) for _ in range(2)]
    own = world.get(officer, "/v1/breaches?limit=500&open=true").json["data"]
    assert {p["id"] for p in made} <= {row["placement"] for row in own}
    assert world.get(world.officer("Kent"), "/v1/breaches").json["data"] == []
    answer = world.get(world.region_admin("South East"), "/v1/breaches?open=true&rule=PRICE_CAP&limit=500")
    row = next(row for row in answer.json["data"] if row["detected_on"] == TODAY)
    assert (row["authority"], row["rule"], row["layer"], row["state"]) == (
        world.code("Medway"), "PRICE_CAP", "REGIONAL", "OPEN")
    assert row["breaches"] >= 2 and "placement" not in row
    assert not [p for p in made if p["id"] in answer.text or p["swe_number"] in answer.text]
    assert world.get(world.region_admin("London"), "/v1/breaches").json["data"] == []


def test_breaches_come_in_pages(world, officer, under_way):
    for _ in range(3):
        under_way(pay_pence=4000)
    whole = [row["id"] for row in world.get(officer, "/v1/breaches?limit=500").json["data"]]
    path, got = "/v1/breaches?limit=2", []
    while path:
        page = world.get(officer, path).json
        got += [row["id"] for row in page["data"]]
        path = page.get("next")
    assert got == whole == sorted(whole, reverse=True)
    assert world.get(officer, "/v1/breaches?state=SIGNED_OFF").json["data"] == []


# An existing contract, while the rules were new.


@pytest.fixture
def before_the_end(world):
    """A day on which contracts still prevent rules."""
    world.move_to("2025-09-15")
    yield
    world.move_to(TODAY)


def test_a_contract_prevents_a_rule_of_later_rates_and_extensions_too(world, supplier, before_the_end):
    admin, officer = world.region_admin("London"), world.officer("Bexley")
    made = world.made(admin, "/v1/agreements", bodies.agreement("London", **{"from": "2025-04-01"}))["id"]
    world.made(admin, f"/v1/agreements/{made}/protocols", {"protocol": "PAY", "phase": 1})
    member = {**bodies.membership(world.code("Bexley")), "from": "2025-04-01"}
    world.made(admin, f"/v1/agreements/{made}/memberships", member)
    terms = bodies.terms(**{"from": "2025-04-01", "legacy_cap_date": "2025-09-01"})
    world.made(admin, f"/v1/agreements/{made}/terms", terms)
    world.made(admin, "/v1/rate-caps", bodies.cap(made, CAP, effective_from="2025-04-01"))
    contract = {"rule": "PRICE_CAP", "contract": "Framework 7", "clause": "4.2", "expires_on": "2025-09-25"}
    body = bodies.proposal(
        world.clear_worker("Bexley"), "2025-09-01", supplier, engagement="UNDER_WAY", pay_pence=3900,
        planned_end_date="2025-09-22", contract_prevents=[contract],
    )  # fmt: skip
    placed = world.post(officer, "/v1/placements", body)
    assert placed.json["contract_prevents"] == [contract]
    p = placed.json
    changes = [
        ("rates", rate(3950, "2025-09-15"), "NOT_APPLICABLE"),
        ("extensions", {"planned_end_date": "2025-09-29", "reason": "VACANCY"}, "NOT_APPLICABLE"),
        ("rates", rate(3960, "2025-09-25"), "NOT_APPLICABLE"),
        ("rates", rate(3970, "2025-09-26"), "BREACH"),
    ]
    for action, change, verdict in changes:
        answer = act(world, officer, p, action, change)
        finding = answer.finding("PRICE_CAP", "REGIONAL")
        assert (answer.status, finding["verdict"]) == (201, verdict), change
        assert finding.get("basis") == ("CONTRACT" if verdict == "NOT_APPLICABLE" else None)
        assert_shown(world, officer, answer)
    asked = world.sql(
        "SELECT c.asked -> 'contract_prevents' FROM eligibility_check c JOIN placement p ON p.recheck = c.id"
        " WHERE p.id = %s",
        [p["id"]],
    )
    assert asked == [([contract],)]
