# SPDX-License-Identifier: MIT
"""Exceptions: asked for, signed by those whom the rule names, and named by the placement that departs."""
import concurrent.futures
import contextlib
import functools
import uuid

import pytest
from support import bodies
from support.access import SIGNATORIES, START, Access
from support.world import PATIENT, World

TODAY = "2026-09-14"  # of the world
CAP, OVER = 3800, 4100
MAKERS = ("OFFICER",)


def wanted(worker, **members):
    """An exception from the cap, as an officer asks for it."""
    return {
        "swe_number": worker,
        "rule": "PRICE_CAP",
        "layer": "REGIONAL",
        "start_date": START,
        "cap_pence": CAP,
        "comparable_pence": OVER,
        "grounds": "ACUTE_NEED",
        "reason": "Two court reports are due",
        "alternatives": "Two candidates within the cap declined",
        "expires_on": "2027-01-29",
        **members,
    }


def drafted(side):
    """A draft of the side's; each call puts a fresh one in the path, since each may be moved on once."""
    body = wanted(bodies.worker())
    made = side.world.made(side.token("OFFICER"), "/v1/exceptions", body)["id"]
    side.made["exceptions", None] = made
    return made


def submitted(side):
    made = drafted(side)
    answer = side.world.post(side.token("OFFICER"), f"/v1/exceptions/{made}/submit", None)
    assert answer.status == 200, answer.text
    return made


def moved(prepare, body):
    def body_of(side):
        prepare(side)
        return body

    return body_of


ACCESS = {
    "POST /v1/exceptions": Access(
        MAKERS, 201, body=lambda side: wanted(bodies.worker()), another={"grounds": "RETURNER"}
    ),
    "GET /v1/exceptions": Access(SIGNATORIES, 200),
    "GET /v1/exceptions/{id}": Access(SIGNATORIES, 200, 404, record=drafted),
    "POST /v1/exceptions/{id}/submit": Access(MAKERS, 200, 404, body=moved(drafted, None)),
    "POST /v1/exceptions/{id}/withdraw": Access(MAKERS, 200, 404, body=moved(drafted, None)),
    "POST /v1/exceptions/{id}/refuse": Access(
        ("DCS", "CHIEF_EXECUTIVE"),
        200,
        404,
        body=moved(submitted, {"reason": "There is a candidate within the cap"}),
        another={"reason": "There is another candidate"},
    ),
    "POST /v1/exceptions/{id}/sign-offs": Access(
        SIGNATORIES,
        422,
        404,
        body=moved(submitted, {"signed_on": "2027-01-01"}),
        taken=lambda side: (
            moved(submitted, attested(side.world, side.authority, "DCS"))(side),
            attested(side.world, side.authority, "DCS", evidence="Another e-mail"),
        ),
    ),
}


def attested(world, authority, signs_as, **members):
    return {
        "role": signs_as,
        "person": world.person(signs_as, authority),
        "signed_on": TODAY,
        "evidence": "E-mail of 14 September, case file 12",
        **members,
    }


def agreed(world, *names):
    """A memorandum on pay among these authorities, which has no cap yet."""
    admin = world.region_admin("South East")
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(admin, f"/v1/agreements/{made}/protocols", {"protocol": "PAY", "phase": 1})
    for name in names:
        world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code(name)))
    return made


def cap(world, agreement):
    world.made(world.region_admin("South East"), "/v1/rate-caps", bodies.cap(agreement, CAP))


@pytest.fixture(scope="module")
def memorandum(world):
    """Medway and Kent under a cap on social workers."""
    made = agreed(world, "Medway", "Kent")
    cap(world, made)
    return made


class Exceptions:
    """What people of an authority do with exceptions."""

    def __init__(self, world, authority="Medway"):
        self.world, self.authority = world, authority
        self.officer = world.officer(authority)

    def ask(self, worker, **members):
        return self.world.made(self.officer, "/v1/exceptions", wanted(worker, **members))

    def act(self, token, made, action, body=None):
        return self.world.post(token, f"/v1/exceptions/{made['id']}/{action}", body)

    def submit(self, made):
        answer = self.act(self.officer, made, "submit")
        assert answer.status == 200, answer.text
        return answer.json

    def sign(self, made, role, who=""):
        return self.act(self.world.token(role, self.authority, who=who), made, "sign-offs", {})

    def attest(self, made, signs_as, **members):
        body = attested(self.world, self.authority, signs_as, **members)
        return self.act(self.officer, made, "sign-offs", body)

    def asked(self, worker, **members):
        return self.submit(self.ask(worker, **members))

    def approved(self, worker, roles=("DCS", "CHIEF_EXECUTIVE"), **members):
        made = self.asked(worker, **members)
        for role in roles:
            answer = self.sign(made, role)
            assert answer.status == 201, answer.text
        assert answer.json["status"] == "APPROVED"
        return answer.json

    def get(self, made):
        return self.world.get(self.officer, f"/v1/exceptions/{made['id']}").json

    def place(self, worker, supplier, *exceptions, **members):
        named = {"exceptions": [made["id"] for made in exceptions]} if exceptions else {}
        body = bodies.proposal(worker, members.pop("start", START), supplier, **bodies.pay(OVER), **named)
        return self.world.post(self.officer, "/v1/placements", {**body, **members})


@pytest.fixture(scope="module")
def medway(world, memorandum):
    return Exceptions(world)


@pytest.fixture
def worker(world):
    """Of whom nothing is amiss at Medway but the rate."""
    return world.clear_worker("Medway")


def over_cap(answer):
    return answer.finding("PRICE_CAP", "REGIONAL")


def assert_fault(answer, status, code, *pointers):
    assert (answer.status, answer.json["code"]) == (status, code), answer.text
    if pointers:
        assert [error["pointer"] for error in answer.json["errors"]] == list(pointers)


def breaches(world, placement):
    """Of the region's officers' own list: those of the placement."""
    rows = world.get(world.officer("Medway"), "/v1/breaches?limit=500").json["data"]
    return [row for row in rows if row["placement"] == placement["id"] and row["rule"] == "PRICE_CAP"]


# From the refusal to the register.


def test_over_the_cap_is_signed_by_two_people_before_it_is_accepted(world, medway, worker, supplier):
    refused = medway.place(worker, supplier)
    assert_fault(refused, 422, "rule_breach")
    assert (over_cap(refused)["verdict"], over_cap(refused)["state"]) == ("BREACH", "OPEN")

    made = medway.ask(worker)
    assert (made["status"], made["excess_pence"]) == ("DRAFT", OVER - CAP)
    assert made["sign_off_chain"] == ["DCS", "CHIEF_EXECUTIVE"]
    assert medway.submit(made)["status"] == "SUBMITTED"

    # The director is also the chief executive's deputy: the same person does not sign twice.
    director = medway.sign(made, "DCS", who="Robin")
    assert (director.status, director.json["status"]) == (201, "SUBMITTED")
    robin = world.person("DCS", "Medway", who="Robin")
    deputy = world.token("CHIEF_EXECUTIVE", "Medway", who="Robin, acting")
    world.sql(
        "UPDATE role_grant SET principal = %s, acting = true WHERE principal = %s",
        [robin, world.person("CHIEF_EXECUTIVE", "Medway", who="Robin, acting")],
    )
    again = medway.act(deputy, made, "sign-offs", {})
    assert_fault(again, 422, "invalid", "/person")
    assert again.json["errors"][0]["code"] == "same_person"

    half = medway.place(worker, supplier, made)
    assert_fault(half, 422, "rule_breach", "/exceptions/0")

    chief = medway.sign(made, "CHIEF_EXECUTIVE")
    assert (chief.status, chief.json["status"]) == (201, "APPROVED")
    assert [s["role"] for s in chief.json["sign_offs"]] == ["DCS", "CHIEF_EXECUTIVE"]

    placed = medway.place(worker, supplier, made)
    assert (placed.status, placed.json["status"]) == (201, "CONFIRMED"), placed.text
    assert (over_cap(placed)["verdict"], over_cap(placed)["state"]) == ("BREACH", "SIGNED_OFF")
    assert placed.finding("SIGN_OFF", "NATIONAL")["verdict"] == "PASS"
    assert placed.json["outcome"] == "BREACH" and placed.json["exceptions"] == [made["id"]]

    (breach,) = breaches(world, placed.json)
    assert (breach["state"], breach["signed_late"]) == ("SIGNED_OFF", False)
    assert [(s["role"], s["signed_on"], s["late"]) for s in breach["signatures"]] == [
        ("DCS", TODAY, False),
        ("CHIEF_EXECUTIVE", TODAY, False),
    ]
    region = world.get(world.region_admin("South East"), "/v1/breaches?rule=PRICE_CAP&state=SIGNED_OFF")
    (row,) = [row for row in region.json["data"] if row["authority"] == world.code("Medway")]
    assert row["breaches"] >= 1 and row["late_signatures"] == 0
    for secret in (worker, placed.json["id"], made["id"], robin):
        assert secret not in region.text


def test_signed_too_late_it_stays_unsigned(world, medway, worker, supplier):
    placed = medway.place(worker, supplier, start="2026-09-01", engagement="UNDER_WAY")
    assert placed.json["status"] == "IN_BREACH"
    made = medway.asked(worker, start_date="2026-09-01", placement=placed.json["id"])
    for role in ("DCS", "CHIEF_EXECUTIVE"):
        answer = medway.sign(made, role)
        assert answer.json["sign_offs"][-1]["late"] is True
    assert answer.json["status"] == "APPROVED"
    (breach,) = breaches(world, placed.json)
    assert (breach["state"], breach["signed_late"]) == ("OPEN", True)
    assert "resolved_on" not in breach
    region = world.get(world.region_admin("South East"), "/v1/breaches?rule=PRICE_CAP&state=OPEN").json["data"]
    assert sum(row["late_signatures"] for row in region) >= 1
    assert world.get(medway.officer, f"/v1/placements/{placed.json['id']}").json["status"] == "IN_BREACH"
    # Nor does it help to name it at the next rate.
    rated = world.post(
        medway.officer,
        f"/v1/placements/{placed.json['id']}/rates",
        {"from": "2026-11-02", **PAY, "pay_pence": OVER, "exceptions": [made["id"]]},
    )
    assert (rated.status, rated.json["status"], over_cap(rated)["state"]) == (201, "IN_BREACH", "OPEN")


def test_what_is_under_way_and_was_signed_in_time_is_confirmed(world, medway, worker, supplier):
    made = medway.asked(worker, start_date="2026-09-10")
    for role in ("DCS", "CHIEF_EXECUTIVE"):
        assert medway.attest(made, role, signed_on="2026-09-09").status == 201
    placed = medway.place(worker, supplier, made, start="2026-09-10", engagement="UNDER_WAY")
    assert (placed.status, placed.json["status"]) == (201, "CONFIRMED"), placed.text
    assert over_cap(placed)["state"] == "SIGNED_OFF"


# What serves, and what does not.

PAY = {"pay_type": "UMBRELLA", "coverage": "PAY_HOL_ENI_LEVY"}


@pytest.mark.parametrize(
    "members",
    [
        {"start_date": "2026-10-08"},
        {"comparable_pence": OVER - 1},
        {"cap_pence": CAP + 1},
        {"local_role": "Another post"},
    ],
)
def test_an_exception_for_something_else_serves_nothing(medway, worker, supplier, members):
    made = medway.approved(worker, **members)
    assert_fault(medway.place(worker, supplier, made), 422, "rule_breach", "/exceptions/0")


def test_an_exception_of_another_rule_serves_nothing(medway, worker, supplier):
    other = medway.approved(
        worker, roles=("DCS",), rule="COOL_OFF", layer="NATIONAL", cap_pence=None, comparable_pence=None
    )
    signed = medway.approved(worker)
    refused = medway.place(worker, supplier, other)
    assert_fault(refused, 422, "rule_breach", "/exceptions/0")
    assert medway.place(worker, supplier, other, signed).json["status"] == "CONFIRMED"


def test_an_exception_of_another_agreement_serves_nothing(world, medway, memorandum, worker, supplier):
    admin = world.region_admin("South East")
    other = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    made = medway.approved(worker, agreement=other)
    assert_fault(medway.place(worker, supplier, made), 422, "rule_breach", "/exceptions/0")
    made = medway.approved(worker, agreement=memorandum)
    assert medway.place(worker, supplier, made).json["status"] == "CONFIRMED"


def test_an_exception_serves_one_placement(world, medway, worker, supplier):
    """Of two posts that begin on one day those who signed meant one, whichever it is."""
    made = medway.approved(worker)
    first = medway.place(worker, supplier, made)
    assert first.json["status"] == "CONFIRMED"
    second = medway.place(worker, supplier, made, local_role="A second post")
    assert_fault(second, 409, "conflict", "/exceptions")
    within = medway.place(worker, supplier, local_role="A second post", pay_pence=3650)
    assert within.status == 201
    rate = {"from": "2026-11-09", **PAY, "pay_pence": OVER, "exceptions": [made["id"]]}
    assert_fault(world.post(medway.officer, f"/v1/placements/{within.json['id']}/rates", rate), 409, "conflict", "/exceptions")
    own = world.post(medway.officer, f"/v1/placements/{first.json['id']}/rates", rate)
    assert (own.status, over_cap(own)["state"]) == (201, "SIGNED_OFF")


def test_an_exception_that_is_not_there_is_said_to_be_so(world, medway, memorandum, worker, supplier):
    kent = Exceptions(world, "Kent").approved(worker)
    other = medway.approved(bodies.worker())
    unknown = {"id": str(uuid.uuid4())}
    for made in (kent, other, unknown):
        assert_fault(medway.place(worker, supplier, made), 422, "invalid", "/exceptions/0")
    own = medway.approved(worker)
    assert_fault(medway.place(worker, supplier, own, unknown), 422, "invalid", "/exceptions/1")


def test_a_withdrawn_one_serves_nothing(medway, worker, supplier):
    made = medway.approved(worker)
    assert medway.act(medway.officer, made, "withdraw").json["status"] == "WITHDRAWN"
    assert_fault(medway.place(worker, supplier, made), 422, "rule_breach", "/exceptions/0")


def test_a_cool_off_is_departed_from_with_the_director_s_signature(world, medway, worker, supplier):
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(worker, "2026-08-31"))
    made = medway.asked(worker, rule="COOL_OFF", layer="NATIONAL", cap_pence=None, comparable_pence=None)
    assert_fault(medway.sign(made, "CHIEF_EXECUTIVE"), 422, "invalid", "/role")
    assert medway.sign(made, "DCS").json["status"] == "APPROVED"
    placed = medway.place(worker, supplier, made, pay_pence=3650)
    assert (placed.status, placed.json["status"]) == (201, "CONFIRMED"), placed.text
    finding = placed.finding("COOL_OFF", "NATIONAL")
    assert (finding["verdict"], finding["state"]) == ("BREACH", "SIGNED_OFF")


def test_a_rate_over_the_cap_is_signed_before_it_begins(world, medway, worker, supplier):
    placed = medway.place(worker, supplier, pay_pence=3650).json
    path = f"/v1/placements/{placed['id']}/rates"
    rate = {"from": "2026-11-02", **PAY, "pay_pence": OVER}
    assert_fault(world.post(medway.officer, path, rate), 422, "rule_breach")
    made = medway.approved(worker, placement=placed["id"], start_date="2026-11-02")
    rated = world.post(medway.officer, path, {**rate, "exceptions": [made["id"]]})
    assert (rated.status, rated.json["status"], over_cap(rated)["state"]) == (201, "CONFIRMED", "SIGNED_OFF")
    assert rated.json["exceptions"] == [made["id"]]
    assert [row["state"] for row in breaches(world, placed)] == ["SIGNED_OFF"]
    # It goes on serving at an extension, and not beyond its last day.
    planned = world.call(
        medway.officer,
        "PATCH",
        f"/v1/placements/{placed['id']}",
        {"planned_end_date": "2026-12-18"},
        headers={"If-Match": '"2"'},
    )
    assert planned.status == 200, planned.text
    path = f"/v1/placements/{placed['id']}/extensions"
    extended = world.post(medway.officer, path, {"planned_end_date": "2027-01-29", "reason": "VACANCY"})
    assert (extended.status, over_cap(extended)["state"]) == (201, "SIGNED_OFF"), extended.text
    again = world.post(medway.officer, path, {"planned_end_date": "2027-03-26", "reason": "VACANCY"})
    assert_fault(again, 422, "rule_breach")


def test_a_check_is_replayed_with_the_signatures_that_it_was_told(world, medway, worker, supplier):
    made = medway.approved(worker)
    placed = medway.place(worker, supplier, made).json
    medway.act(medway.officer, made, "withdraw")
    answer = world.get(medway.officer, f"/v1/eligibility-checks/{placed['eligibility_check']}/replay")
    assert answer.json["identical"] is True, answer.text


def status_of(world, placement):
    world.wait_until_asked_again()
    return world.get(world.officer("Medway"), f"/v1/placements/{placement['id']}").json["status"]


def test_what_is_withdrawn_is_unsigned_again(world, medway, worker, supplier):
    made = medway.asked(worker, start_date="2026-09-10")
    for role in ("DCS", "CHIEF_EXECUTIVE"):
        medway.attest(made, role, signed_on="2026-09-09")
    placed = medway.place(worker, supplier, made, start="2026-09-10", engagement="UNDER_WAY").json
    assert status_of(world, placed) == "CONFIRMED"
    medway.act(medway.officer, made, "withdraw")
    assert status_of(world, placed) == "IN_BREACH"
    assert [(row["state"], "resolved_on" in row) for row in breaches(world, placed)] == [
        ("OPEN", False),
        ("SIGNED_OFF", True),
    ]


def test_a_placement_that_a_cap_overtakes_is_put_in_order_by_an_exception_that_names_it(world, medway, supplier):
    agreement = agreed(world, "Slough")
    slough, worker = Exceptions(world, "Slough"), world.clear_worker("Slough")
    placed = slough.place(worker, supplier).json
    cap(world, agreement)
    world.wait_until_asked_again()
    now = world.get(slough.officer, f"/v1/placements/{placed['id']}").json
    assert now["status"] == "REFERRED"
    slough.approved(worker, placement=placed["id"])
    world.wait_until_asked_again()
    now = world.get(slough.officer, f"/v1/placements/{placed['id']}").json
    assert now["status"] == "CONFIRMED"
    (finding,) = [f for f in now["findings"] if (f["rule"], f["verdict"]) == ("PRICE_CAP", "BREACH")]
    assert finding["state"] == "SIGNED_OFF"


def tasks(world, role, made):
    rows = world.get(world.token(role, "Medway"), "/v1/tasks?limit=500").json["data"]
    return [(row["kind"], row["due"]) for row in rows if row["object"] == made["id"]]


def test_whoever_must_act_has_a_task(world, medway, worker):
    made = medway.ask(worker)
    assert tasks(world, "OFFICER", made) == [("EXCEPTION_TO_SUBMIT", START)]
    assert tasks(world, "DCS", made) == []
    medway.submit(made)
    assert tasks(world, "OFFICER", made) == []
    assert tasks(world, "DCS", made) == tasks(world, "CHIEF_EXECUTIVE", made) == [("SIGNATURE", START)]
    medway.sign(made, "DCS")
    assert tasks(world, "DCS", made) == []
    assert tasks(world, "CHIEF_EXECUTIVE", made) == [("SIGNATURE", START)]
    medway.sign(made, "CHIEF_EXECUTIVE")
    assert tasks(world, "CHIEF_EXECUTIVE", made) == []
    assert tasks(world, "OFFICER", made) == [("EXCEPTION_TO_USE", START)]
    ending = medway.approved(bodies.worker(), expires_on="2026-10-12")
    assert tasks(world, "OFFICER", ending) == [("EXCEPTION_TO_USE", START), ("EXCEPTION_EXPIRING", "2026-10-12")]


# Who signs.


def test_an_officer_attests_what_a_deputy_signed(world, medway, worker):
    made = medway.asked(worker)
    answer = medway.attest(made, "DCS", signed_on="2026-09-11")
    assert answer.status == 201, answer.text
    (signature,) = answer.json["sign_offs"]
    assert (signature["how"], signature["signed_on"], signature["late"]) == ("ATTESTED", "2026-09-11", False)
    assert signature["evidence"] and signature["recorded_by"] == world.person("OFFICER", "Medway")


@pytest.mark.parametrize("missing", ["role", "person", "signed_on", "evidence"])
def test_an_attestation_says_everything(world, medway, worker, missing):
    made = medway.asked(worker)
    assert_fault(medway.attest(made, "DCS", **{missing: None}), 422, "invalid", f"/{missing}")


def test_nobody_signs_in_the_future_nor_for_what_they_did_not_hold(world, medway, worker):
    made = medway.asked(worker)
    assert_fault(medway.attest(made, "DCS", signed_on="2026-09-15"), 422, "invalid", "/signed_on")
    assert_fault(medway.attest(made, "DCS", signed_on="2026-02-31"), 422, "invalid", "/signed_on")
    assert_fault(medway.attest(made, "DCS", signed_on="2019-12-31"), 422, "invalid", "/person")
    for stranger in (
        world.person("DCS", "Kent"),
        world.person("CHIEF_EXECUTIVE", "Medway"),
        str(uuid.uuid4()),
    ):
        assert_fault(medway.attest(made, "DCS", person=stranger), 422, "invalid", "/person")
    assert_fault(medway.attest(made, "HR", person=world.person("HR", "Medway")), 422, "invalid", "/role")


def test_a_grant_that_has_ended_signs_for_its_days_alone(world, medway, worker):
    world.token("DCS", "Medway", who="Before")
    before = world.person("DCS", "Medway", who="Before")
    world.sql("UPDATE role_grant SET valid = '[2026-01-01,2026-09-01)' WHERE principal = %s", [before])
    made = medway.asked(worker)
    assert_fault(medway.attest(made, "DCS", person=before, signed_on="2026-09-01"), 422, "invalid", "/person")
    assert medway.attest(made, "DCS", person=before, signed_on="2026-08-31").status == 201


def test_a_system_does_not_sign(world, medway, worker):
    made = medway.asked(worker)
    token = world.token("DCS", "Medway", who="System")
    system = world.person("DCS", "Medway", who="System")
    world.sql("UPDATE principal SET kind = 'SYSTEM' WHERE id = %s", [system])
    assert_fault(medway.act(token, made, "sign-offs", {}), 403, "forbidden")
    assert_fault(medway.act(token, made, "refuse", {"reason": "There is a candidate"}), 403, "forbidden")
    assert_fault(medway.attest(made, "DCS", person=system), 422, "invalid", "/person")


def test_whoever_signs_says_nothing_else(medway, world, worker):
    made = medway.asked(worker)
    token = world.token("DCS", "Medway")
    answer = medway.act(token, made, "sign-offs", attested(world, "Medway", "CHIEF_EXECUTIVE"))
    assert_fault(answer, 422, "invalid", "/role", "/person", "/signed_on", "/evidence")
    assert medway.act(token, made, "sign-offs", {"role": "DCS"}).status == 201


def test_a_role_signs_once(medway, worker):
    made = medway.asked(worker)
    assert medway.sign(made, "DCS").status == 201
    assert_fault(medway.sign(made, "DCS", who="Deputy"), 409, "duplicate", "/role")


def test_at_a_trust_one_person_may_sign_twice(world, supplier):
    world.sql("UPDATE authority SET kind = 'TRUST' WHERE name = 'Reading'")
    cap(world, agreed(world, "Reading"))
    trust, worker = Exceptions(world, "Reading"), world.clear_worker("Reading")
    made = trust.asked(worker)
    assert trust.sign(made, "DCS", who="Both").status == 201
    deputy = world.token("CHIEF_EXECUTIVE", "Reading", who="Both too")
    world.sql(
        "UPDATE role_grant SET principal = %s WHERE principal = %s",
        [world.person("DCS", "Reading", who="Both"), world.person("CHIEF_EXECUTIVE", "Reading", who="Both too")],
    )
    answer = trust.act(deputy, made, "sign-offs", {})
    assert (answer.status, answer.json["status"]) == (201, "APPROVED"), answer.text
    placed = trust.place(worker, supplier, made)
    assert (placed.status, placed.json["status"]) == (201, "REFERRED"), placed.text
    assert placed.finding("SIGN_OFF", "NATIONAL")["verdict"] == "REFER"


# The life of an exception.


@pytest.mark.parametrize(
    "status, taken",
    [
        ("DRAFT", {"submit": 200, "withdraw": 200, "refuse": 409, "sign-offs": 409}),
        ("SUBMITTED", {"submit": 409, "withdraw": 200, "refuse": 200, "sign-offs": 201}),
        ("APPROVED", {"submit": 409, "withdraw": 200, "refuse": 409, "sign-offs": 409}),
        ("REFUSED", {"submit": 409, "withdraw": 409, "refuse": 409, "sign-offs": 409}),
        ("WITHDRAWN", {"submit": 409, "withdraw": 409, "refuse": 409, "sign-offs": 409}),
        ("EXPIRED", {"submit": 409, "withdraw": 409, "refuse": 409, "sign-offs": 409}),
    ],
)
def test_each_status_takes_what_it_says(world, medway, status, taken):
    director = world.token("DCS", "Medway")

    def refuse(made):
        return medway.act(director, made, "refuse", {"reason": "There is another candidate"}).json

    def expire(made):
        world.sql("UPDATE rule_exception SET start_date = '2026-08-01', expires_on = '2026-09-13' WHERE id = %s", [made["id"]])  # fmt: skip
        return medway.get(made)

    makers = {
        "DRAFT": lambda worker: medway.ask(worker),
        "SUBMITTED": lambda worker: medway.asked(worker),
        "APPROVED": lambda worker: medway.approved(worker),
        "REFUSED": lambda worker: refuse(medway.asked(worker)),
        "WITHDRAWN": lambda worker: medway.act(medway.officer, medway.ask(worker), "withdraw").json,
        "EXPIRED": lambda worker: expire(medway.asked(worker)),
    }
    for action, answered in taken.items():
        made = makers[status](bodies.worker())
        assert made["status"] == status
        assert (action in made["allowed_actions"]) == (answered < 300)
        token = medway.officer if action in ("submit", "withdraw") else director
        body = {"refuse": {"reason": "No"}, "sign-offs": {}}.get(action)
        answer = medway.act(token, made, action, body)
        assert answer.status == answered, answer.text
        if answered == 409:
            assert answer.json["code"] == "conflict" and medway.get(made)["status"] == status


def test_who_need_not_sign_does_not_refuse(medway, world, worker):
    made = medway.asked(worker, rule="COOL_OFF", layer="NATIONAL", cap_pence=None, comparable_pence=None)
    reason = {"reason": "There is another candidate"}
    assert_fault(medway.act(world.token("CHIEF_EXECUTIVE", "Medway"), made, "refuse", reason), 403, "forbidden")
    assert medway.act(world.token("DCS", "Medway"), made, "refuse", reason).json["status"] == "REFUSED"


def test_a_refusal_says_why(world, medway, worker):
    made = medway.asked(worker)
    answer = medway.act(world.token("CHIEF_EXECUTIVE", "Medway"), made, "refuse", {"reason": "No money"})
    assert (answer.status, answer.json["status"], answer.json["refusal"]) == (200, "REFUSED", "No money")
    assert medway.get(made)["refusal"] == "No money"


def test_earlier_versions_stay_on_record(world, medway):
    made = medway.approved(bodies.worker())
    rows = world.sql(
        "SELECT status, superseded_at IS NULL, recorded_version, superseded_version FROM rule_exception"
        " WHERE id = %s ORDER BY version",
        [made["id"]],
    )
    assert rows == [
        ("DRAFT", False, 1, 2),
        ("SUBMITTED", False, 2, 4),
        ("APPROVED", True, 4, None),
    ]


@pytest.mark.parametrize(
    "members, pointers",
    [
        ({"layer": "NATIONAL"}, ["/layer"]),
        ({"rule": "NOTICE"}, ["/layer", "/cap_pence", "/comparable_pence"]),
        ({"rule": "SIGN_OFF"}, ["/rule"]),
        ({"cap_pence": None}, ["/cap_pence"]),
        ({"comparable_pence": CAP - 1}, ["/comparable_pence"]),
        ({"expires_on": "2026-09-30"}, ["/expires_on"]),
        ({"start_date": "2026-02-31"}, ["/start_date"]),
        ({"start_date": "2026-08-01", "expires_on": "2026-09-13"}, ["/expires_on"]),
        ({"agreement": str(uuid.uuid4())}, ["/agreement"]),
        ({"placement": str(uuid.uuid4())}, ["/placement"]),
        ({"grounds": "HEALTH"}, ["/grounds"]),
        ({"reason": None}, ["/reason"]),
    ],
)
def test_what_cannot_be_asked_for(world, medway, worker, members, pointers):
    answer = world.post(medway.officer, "/v1/exceptions", wanted(worker, **members))
    assert_fault(answer, 422, "invalid", *pointers)


def test_an_exception_is_of_the_placement_s_worker_and_days(world, medway, worker, supplier):
    placed = medway.place(worker, supplier, pay_pence=3650).json
    for body, pointer in (
        (wanted(bodies.worker(), placement=placed["id"]), "/swe_number"),
        (wanted(worker, placement=placed["id"], start_date="2026-09-30"), "/start_date"),
    ):
        assert_fault(world.post(medway.officer, "/v1/exceptions", body), 422, "invalid", pointer)


def test_exceptions_are_listed_by_status_and_rule(world, medway, worker):
    made = medway.asked(worker)
    medway.sign(made, "DCS")
    rows = world.get(medway.officer, "/v1/exceptions?status=SUBMITTED&rule=PRICE_CAP&limit=500").json["data"]
    (row,) = [row for row in rows if row["id"] == made["id"]]
    assert (row["signed"], row["sign_off_chain"]) == (["DCS"], ["DCS", "CHIEF_EXECUTIVE"])
    assert {(row["status"], row["rule"]) for row in rows} == {("SUBMITTED", "PRICE_CAP")}
    assert "reason" not in row
    others = world.get(medway.officer, "/v1/exceptions?status=DRAFT,APPROVED,EXPIRED&limit=500").json["data"]
    assert made["id"] not in [row["id"] for row in others]


def test_the_worker_is_told_of_it_with_every_version_and_signature(world, medway, worker):
    made = medway.approved(worker)
    record = world.post(medway.officer, "/v1/workers/record", {"swe_number": worker})
    held = [(e["id"], e["status"], len(e.get("sign_offs", []))) for e in record.json["exceptions"]]
    assert held == [(made["id"], "DRAFT", 0), (made["id"], "SUBMITTED", 2), (made["id"], "APPROVED", 0)]


# At the same time. Two requests that wait take two connections: all are there.


@pytest.fixture(scope="module")
def patient():
    with World(settings=PATIENT) as world:
        world.wait_for_connections()
        yield world


def in_order(world, worker, *requests):
    """All read the worker's facts as they are; then they write, in this order."""
    with concurrent.futures.ThreadPoolExecutor(len(requests)) as threads, contextlib.closing(
        world.database.connect()
    ) as holder:
        holder.cursor().execute("SELECT FROM worker_facts WHERE swe_number = %s FOR UPDATE", [worker])
        waiting = []
        for request in requests:
            waiting.append(threads.submit(request))
            world.database.wait_for_locks(len(waiting))
        holder.rollback()
        return [answer.result() for answer in waiting]


@pytest.mark.parametrize("roles", [("DCS", "CHIEF_EXECUTIVE"), ("CHIEF_EXECUTIVE", "DCS")])
def test_of_two_who_sign_at_once_the_second_approves(patient, worker, roles):
    medway = Exceptions(patient)
    made = medway.asked(worker)
    answers = in_order(patient, worker, *(functools.partial(medway.sign, made, role) for role in roles))
    assert [answer.status for answer in answers] == [201, 201], [answer.text for answer in answers]
    assert [answer.json["status"] for answer in answers] == ["SUBMITTED", "APPROVED"]
    assert [s["role"] for s in answers[1].json["sign_offs"]] == list(roles)


@pytest.mark.parametrize("first, second, status", [("sign", "refuse", "REFUSED"), ("refuse", "sign", "REFUSED")])
def test_of_a_signature_and_a_refusal_the_second_sees_the_first(patient, worker, first, second, status):
    medway = Exceptions(patient)
    made = medway.asked(worker)
    chief = patient.token("CHIEF_EXECUTIVE", "Medway")
    acts = {
        "sign": functools.partial(medway.sign, made, "DCS"),
        "refuse": functools.partial(medway.act, chief, made, "refuse", {"reason": "No"}),
    }
    answers = in_order(patient, worker, acts[first], acts[second])
    assert medway.get(made)["status"] == status
    assert answers[0].status in (200, 201)
    assert answers[1].status == (200 if second == "refuse" else 409), answers[1].text
