# SPDX-License-Identifier: MIT
"""References: recorded by who holds them, asked by one authority of another, and told to the rules. Today is 14 September 2026."""
import pytest
from support import bodies
from support.access import SIGNATORIES, Access
from support.world import PATIENT, World
from test_facts_race import holding

READERS = (*SIGNATORIES, "REQUESTER", "HR")
KEEPERS = ("OFFICER", "HR")
WHEN = "2026-09-14"


def recorded(side):
    return side.world.made(side.token("OFFICER"), "/v1/references", bodies.reference(side.worker, verified_on=None,
                           verified_how=None))["id"]  # fmt: skip


def share(world, region, *authorities):
    """An agreement that these are members of, who have all signed to share."""
    admin = world.region_admin(region)
    made = world.made(admin, "/v1/agreements", bodies.agreement(region))["id"]
    for authority in authorities:
        world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code(authority)))


def to_answer(side):
    """One that Surrey waits for."""
    share(side.world, side.region, "Surrey", side.authority)
    body = bodies.asked(bodies.worker(), side.code)
    return side.world.made(side.world.officer("Surrey"), "/v1/references", body)["id"]


def waited_for(side):
    """One that Surrey is asked for."""
    share(side.world, side.region, "Surrey", side.authority)
    body = bodies.asked(bodies.worker(), side.world.code("Surrey"))
    return side.world.made(side.token("OFFICER"), "/v1/references", body)["id"]


def shared(side):
    made = recorded(side)
    side.world.post(side.token("OFFICER"), f"/v1/references/{made}/share", {"on": WHEN})
    return made


ACCESS = {
    "POST /v1/references": Access(KEEPERS, 201, body=lambda side: bodies.reference(bodies.worker())),
    "GET /v1/references": Access(READERS, 200),
    "GET /v1/references/{id}": Access(READERS, 200, 404, record=recorded),
    "GET /v1/references/owed": Access((*SIGNATORIES, "HR"), 200),
    "GET /v1/references/given": Access(("SUPPLIER",), 200),
    "POST /v1/references/search": Access(READERS, 200, body=lambda side: {"swe_number": side.worker}),
    "POST /v1/references/{id}/answer": Access(
        KEEPERS,
        200,
        404,
        body=lambda side: bodies.answer(),
        another={"referee_post": "Head of service"},
        record=to_answer,
        kind="references_to_answer",
    ),
    "POST /v1/references/{id}/decline": Access(
        KEEPERS,
        200,
        404,
        body=lambda side: {"reason": "TOO_LONG_AGO"},
        another={"reason": "NO_REFEREE"},
        record=to_answer,
        kind="references_to_decline",
    ),
    "POST /v1/references/{id}/withdraw": Access(
        ("OFFICER", "REQUESTER"), 200, 404, record=waited_for, kind="references_to_withdraw"
    ),
    "POST /v1/references/{id}/share": Access(
        KEEPERS, 200, 404, body=lambda side: {"on": WHEN}, another={"on": "2026-09-13"}, record=recorded, kind="references_to_share"
    ),
    "POST /v1/references/{id}/comments": Access(
        KEEPERS, 200, 404, body=lambda side: {"comments": "Yes"}, another={"comments": "No"}, record=shared, kind="references_shared"
    ),
    "POST /v1/references/{id}/dispute": Access(
        KEEPERS, 200, 404, body=lambda side: {"disputed": True}, another={"disputed": False}, record=recorded,
        kind="references_to_dispute",
    ),
    "POST /v1/references/{id}/verify": Access(
        KEEPERS, 200, 404, body=lambda side: {"on": WHEN, "how": "A call"}, another={"how": "A letter"}, record=recorded,
        kind="references_to_verify",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def world():
    with World(settings=PATIENT) as world:
        world.wait_for_connections()
        yield world


def told(world, swe_number, authority="Kent"):
    """What the rules are told of the worker's references: have, of the finding."""
    check = bodies.check(swe_number, "2026-10-01", offer_date="2026-09-01")
    made = world.made(world.officer(authority), "/v1/eligibility-checks", check)
    return made["facts_digest"]


def test_a_reference_is_recorded_shown_listed_and_found(world):
    worker = bodies.worker()
    sent = bodies.reference(worker)
    made = world.made(world.token("HR", "Kent"), "/v1/references", sent)
    assert {name: made[name] for name in sent} == sent
    assert (made["status"], made["version"], made["for"]) == ("ANSWERED", 1, "AGENCY")
    officer = world.officer("Kent")
    assert world.get(officer, f"/v1/references/{made['id']}").json == made
    listed = world.get(officer, "/v1/references?limit=1").json["data"]
    assert [row["id"] for row in listed] == [made["id"]]
    found = world.call(officer, "POST", "/v1/references/search", {"swe_number": worker.lower()}).json["data"]
    assert [row["id"] for row in found] == [made["id"]]


def test_the_rules_are_told_of_the_references_that_the_hirer_holds(world):
    worker = bodies.worker()
    digests = [told(world, worker)]
    for _ in range(2):
        world.made(world.officer("Kent"), "/v1/references", bodies.reference(worker))
        digests.append(told(world, worker))
    assert len(set(digests)) == 3


def test_what_is_running_is_asked_again_when_a_reference_comes(world, supplier):
    placement = placed(world, supplier)
    world.made(world.officer("Medway"), "/v1/references", bodies.reference(placement["swe_number"]))
    assert ("FACTS",) in world.sql("SELECT cause FROM recheck WHERE placement = %s", [placement["id"]])


def test_and_of_no_other_s(world):
    worker = bodies.worker()
    before = told(world, worker)
    world.give_references("Medway", worker)
    assert told(world, worker) == before


def test_a_check_is_replayed_with_the_references_that_it_was_told(world):
    worker, officer = bodies.worker(), world.officer("Kent")
    world.give_references("Kent", worker)
    check = world.made(officer, "/v1/eligibility-checks", bodies.check(worker, "2026-10-01"))
    world.give_references("Kent", worker)
    answer = world.get(officer, f"/v1/eligibility-checks/{check['id']}/replay")
    assert answer.json["identical"] is True and told(world, worker) != check["facts_digest"]


@pytest.mark.parametrize(
    "members, pointer",
    [
        ({"referee_name": None}, "/referee_name"),
        ({"relation": None}, "/relation"),
        ({"dated": "2026-02-31"}, "/dated"),
        ({"received_on": "2026-09-15", "verified_on": "2026-09-15"}, "/received_on"),
        ({"received_on": "2024-11-03"}, "/received_on"),
        ({"verified_on": "2024-11-04"}, "/verified_on"),
        ({"verified_how": None}, "/verified_how"),
        ({"engaged_to": "2020-12-31"}, "/engaged_to"),
        ({"provider_authority": "887"}, "/provider_authority"),
        ({"template": "01a20000-0000-7000-8000-000000000000"}, "/template"),
        ({"template": None, "answers": [{"field": "reliability", "answer": "Yes"}]}, "/template"),
        ({"provider": "FRIEND"}, "/provider"),
    ],
)
def test_what_is_not_right_is_refused_by_name(world, members, pointer):
    answer = world.post(world.officer("Kent"), "/v1/references", bodies.reference(bodies.worker(), **members))
    assert (answer.status, answer.json["code"]) == (422, "invalid"), answer.text
    assert pointer in [error["pointer"] for error in answer.json["errors"]]


def test_one_letter_is_recorded_once(world):
    sent = bodies.reference(bodies.worker())
    world.made(world.officer("Kent"), "/v1/references", sent)
    again = world.post(world.officer("Kent"), "/v1/references", {**sent, "referee_post": "Head of service"})
    assert (again.status, again.json["code"]) == (409, "duplicate")
    assert world.post(world.officer("Medway"), "/v1/references", sent).status == 201


def test_answers_are_held_against_the_template_and_all_mistakes_told_at_once(world):
    answers = [
        {"field": "reliability", "answer": "On time"},
        {"field": "reliability", "answer": "Again"},
        {"field": "health", "answer": "Has no place in it"},
        {"field": "would_re_engage", "answer": "Perhaps"},
        {"field": "swe_referral", "answer": "maybe"},
        {"field": "last_day_worked", "answer": "2026-02-31"},
    ]
    answer = world.post(
        world.officer("Kent"), "/v1/references", bodies.reference(bodies.worker(), answers=answers)
    )
    assert (answer.status, answer.json["code"]) == (422, "invalid")
    errors = {error["pointer"]: error for error in answer.json["errors"]}
    assert {"/answers/1/field", "/answers/2/field", "/answers/3/answer", "/answers/4/answer",
            "/answers/5/answer", "/answers"} == set(errors)  # fmt: skip
    lacking = [error["detail"] for error in answer.json["errors"] if error["pointer"] == "/answers"]
    assert any('"assessment"' in detail for detail in lacking) and len(lacking) > 5


# Between two authorities. Kent asks Medway; Surrey has signed as well, and learns nothing.


@pytest.fixture(scope="module")
def signed(world):
    share(world, "South East", "Kent", "Medway", "Surrey")


def ask(world, worker=None, **members):
    body = bodies.asked(worker or bodies.worker(), world.code("Medway"), **members)
    return world.made(world.token("REQUESTER", "Kent"), "/v1/references", body)


def act(world, token, reference, verb, body):
    return world.post(token, f"/v1/references/{reference['id']}/{verb}", body)


def done(world, token, reference, verb, body):
    answer = act(world, token, reference, verb, body)
    assert answer.status == 200, answer.text
    return answer.json


def test_a_reference_from_being_asked_for_to_being_verified(world, signed):
    """As issue 4 must show it: end to end between two authorities, and nobody else learns that it exists."""
    worker, kent, medway = bodies.worker(), world.officer("Kent"), world.token("HR", "Medway")
    before = told(world, worker)
    asked = ask(world, worker, **{"for": "PERMANENT"})
    assert (asked["status"], asked["asked_on"], asked["due_by"]) == ("ASKED", WHEN, "2026-09-24")
    waiting = world.get(medway, "/v1/references?to_answer=true").json["data"]
    assert (waiting[0]["id"], waiting[0]["for"], waiting[0]["authority"]) == (asked["id"], "PERMANENT", world.code("Kent"))
    assert world.get(kent, "/v1/references?to_answer=true").json["data"] == []
    assert told(world, worker) == before

    given = done(world, medway, asked, "answer", bodies.answer())
    assert (given["status"], given["version"], given["referee_body"]) == ("ANSWERED", 2, "Medway")
    assert given["given_in_confidence"] is False and given["answers"] == bodies.answers()
    assert world.get(kent, f"/v1/references/{asked['id']}").json == given
    after = told(world, worker)
    assert after != before

    assert done(world, medway, asked, "share", {"on": WHEN})["shared_with_worker_on"] == WHEN
    assert done(world, medway, asked, "comments", {"comments": "I agree"})["worker_comments"] == "I agree"
    assert done(world, kent, asked, "verify", {"on": WHEN, "how": "The switchboard"})["verified_how"] == "The switchboard"
    assert told(world, worker) != after
    assert world.get(medway, "/v1/references?to_answer=true").json["data"] == []
    versions = world.sql("SELECT count(*), count(superseded_at) FROM reference WHERE id = %s", [asked["id"]])
    assert versions == [(5, 4)]


@pytest.mark.parametrize(
    "verb, body",
    [
        ("answer", bodies.answer()),
        ("answer", bodies.answer(answers=[])),
        ("decline", {"reason": "TOO_LONG_AGO"}),
        ("share", {"on": WHEN}),
        ("comments", {"comments": "x"}),
        ("dispute", {"disputed": True}),
        ("verify", {"on": WHEN, "how": "x"}),
    ],
)
def test_a_third_authority_cannot_learn_that_it_exists(world, signed, verb, body):
    reference, nobody_s = ask(world), {"id": "01a20000-0000-7000-8000-000000000000"}
    surrey = world.officer("Surrey")
    answers = [act(world, surrey, one, verb, body) for one in (reference, nobody_s)]
    assert [answer.status for answer in answers] == [404, 404]
    assert answers[0].without_request() == answers[1].without_request()
    for one in (reference, nobody_s):
        assert world.get(surrey, f"/v1/references/{one['id']}").status == 404


def test_nor_by_asking_the_same_or_by_looking_for_the_worker(world, signed):
    worker, surrey = bodies.worker(), world.officer("Surrey")
    checked = told(world, worker, "Surrey")
    reference = ask(world, worker)
    assert world.post(world.officer("Kent"), "/v1/references", bodies.asked(worker, "887")).json["code"] == "duplicate"
    assert told(world, worker, "Surrey") == checked
    assert world.call(surrey, "POST", "/v1/references/search", {"swe_number": worker}).json["data"] == []
    assert reference["id"] not in world.get(surrey, "/v1/references?limit=500").text
    assert world.call(surrey, "POST", "/v1/workers/lookup", {"swe_number": worker}).json.get("references", []) == []
    assert world.post(surrey, "/v1/references", bodies.asked(worker, "887")).status == 201


def test_nothing_is_asked_of_who_has_not_signed_to_share(world, signed):
    answer = world.post(world.officer("Kent"), "/v1/references", bodies.asked(bodies.worker(), world.code("Bexley")))
    assert (answer.status, answer.json["code"]) == (403, "forbidden")
    assert "sharing agreement" in answer.json["detail"]


@pytest.mark.parametrize("engaged_to", [None, WHEN, "2026-12-31"])
def test_a_present_employer_is_asked_once_the_worker_has_agreed(world, signed, engaged_to):
    body = bodies.asked(bodies.worker(), world.code("Medway"), engaged_to=engaged_to)
    answer = world.post(world.officer("Kent"), "/v1/references", body)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/worker_agreed_on")
    made = world.made(world.officer("Kent"), "/v1/references", {**body, "worker_agreed_on": "2026-09-10"})
    told_medway = world.get(world.officer("Medway"), f"/v1/references/{made['id']}").json
    assert told_medway["worker_agreed_on"] == "2026-09-10"


def test_each_party_does_its_own_part(world, signed):
    reference, kent, medway = ask(world), world.officer("Kent"), world.officer("Medway")
    for token, verb, body in (
        (kent, "answer", bodies.answer()),
        (kent, "decline", {"reason": "TOO_LONG_AGO"}),
    ):
        assert act(world, token, reference, verb, body).status == 403
    assert world.call(medway, "POST", f"/v1/references/{reference['id']}/withdraw").status == 403
    assert act(world, kent, reference, "verify", {"on": WHEN, "how": "x"}).status == 409
    done(world, medway, reference, "answer", bodies.answer())
    assert act(world, medway, reference, "verify", {"on": WHEN, "how": "x"}).status == 403
    assert act(world, kent, reference, "share", {"on": WHEN}).status == 403
    assert act(world, medway, reference, "comments", {"comments": "x"}).status == 409
    assert world.post(world.token("HR", "Kent"), "/v1/references", bodies.asked(bodies.worker(), "887")).status == 403
    assert world.post(world.token("REQUESTER", "Kent"), "/v1/references", bodies.reference(bodies.worker())).status == 403


def test_an_authority_declines_with_a_reason(world, signed):
    reference, medway = ask(world), world.token("HR", "Medway")
    declined = done(world, medway, reference, "decline", {"reason": "NOT_WORKED_HERE"})
    assert (declined["status"], declined["decline_reason"]) == ("DECLINED", "NOT_WORKED_HERE")
    assert act(world, medway, reference, "answer", bodies.answer()).json["code"] == "conflict"
    ask(world, reference["swe_number"])  # and may be asked again


def test_answers_are_held_against_the_template_for_who_is_asked_alone(world, signed):
    answer = act(world, world.officer("Medway"), ask(world), "answer",
                 bodies.answer(answers=bodies.answers(assessment=None, would_re_engage="Maybe"), referee_post=None))  # fmt: skip
    assert answer.status == 422
    answer = act(world, world.officer("Medway"), ask(world), "answer",
                 bodies.answer(answers=bodies.answers(assessment=None, would_re_engage="Maybe")))  # fmt: skip
    found = {(error["pointer"].split("/")[1], error["code"]) for error in answer.json["errors"]}
    assert found == {("answers", "required"), ("answers", "bad_form")}


def test_an_answer_is_of_an_engagement_that_has_begun(world, signed):
    asked = ask(world, bodies.worker())
    answer = act(world, world.officer("Medway"), asked, "answer", bodies.answer(engaged_from="2026-09-15", engaged_to="2027-01-01"))
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/engaged_from")


def test_a_disputed_reference_does_not_count_until_somebody_else_settles_it(world, signed):
    worker = bodies.worker()
    made = world.made(world.officer("Kent"), "/v1/references", bodies.reference(worker))
    before = told(world, worker)
    kent = world.officer("Kent")
    assert done(world, kent, made, "dispute", {"disputed": True})["disputed"] is True
    assert told(world, worker) != before
    assert act(world, kent, made, "dispute", {"disputed": True}).status == 409
    assert act(world, kent, made, "dispute", {"disputed": False}).json["code"] == "forbidden"
    assert done(world, world.token("HR", "Kent"), made, "dispute", {"disputed": False})["disputed"] is False
    assert told(world, worker) == before


def tasks(world, token):
    rows = world.get(token, "/v1/tasks?limit=500").json["data"]
    return {(row["kind"], row["object"]): row.get("due") for row in rows if row["kind"].startswith("REFERENCE")}


def test_who_waits_and_who_is_waited_for_have_a_task(world, signed):
    reference = ask(world)
    requester, hr = world.token("REQUESTER", "Kent"), world.token("HR", "Medway")
    assert tasks(world, hr)["REFERENCE_TO_ANSWER", reference["id"]] == "2026-09-24"
    assert ("REFERENCE_DUE", reference["id"]) not in tasks(world, requester)
    world.move_to("2026-09-25")
    assert tasks(world, requester)["REFERENCE_DUE", reference["id"]] == "2026-09-24"
    world.move_to(WHEN)
    done(world, hr, reference, "answer", bodies.answer())
    assert ("REFERENCE_TO_ANSWER", reference["id"]) not in tasks(world, hr)


# At the end of an own placement.


def placed(world, supplier, authority="Medway", **members):
    """A placement that came about, whatever the rules say of it."""
    body = bodies.proposal(bodies.worker(), "2026-03-02", supplier, engagement="UNDER_WAY", **members)
    made = world.made(world.officer(authority), "/v1/placements", body)
    world.sql("UPDATE placement SET status = 'CONFIRMED' WHERE id = %s", [made["id"]])
    return made


def own(placement, **members):
    return {
        "swe_number": placement["swe_number"],
        "provider": "OWN",
        "placement": placement["id"],
        "engaged_from": placement["start_date"],
        **bodies.answer(relation="ENGAGED"),
        **members,
    }


def owed(world, query=""):
    rows = world.get(world.token("HR", "Medway"), f"/v1/references/owed?limit=500{query}").json["data"]
    return {row["id"]: row for row in rows}


def given(world, supplier):
    rows = world.get(world.token("SUPPLIER", supplier=supplier), "/v1/references/given").json["data"]
    return {row["id"]: row["given"] for row in rows}


def test_a_placement_s_end_owes_a_reference_until_the_worker_was_shown_one(world, signed, supplier):
    placement = placed(world, supplier, planned_end_date="2026-09-18")
    late = placed(world, supplier, planned_end_date="2026-09-11")
    placed_long_ago = placed(world, supplier, planned_end_date="2027-03-31")
    world.sql("UPDATE placement SET start_date = '2024-03-04', end_date = '2024-10-30' WHERE id = %s", [placed_long_ago["id"]])
    rows = owed(world)
    assert list(rows)[:2] == [late["id"], placement["id"]] and placed_long_ago["id"] not in rows
    assert (rows[late["id"]]["overdue"], rows[placement["id"]]["overdue"]) == (True, False)
    assert list(owed(world, "&last_day.lte=2026-09-11")) == [late["id"]]
    assert given(world, supplier)[placement["id"]] is False

    medway = world.officer("Medway")
    assert tasks(world, medway)["REFERENCE_OWED", placement["id"]] == "2026-09-18"
    written = world.made(medway, "/v1/references", own(placement))
    assert (written["status"], written["referee_body"], written["dated"]) == ("ANSWERED", "Medway", WHEN)
    assert owed(world)[placement["id"]]["written"] == written["id"]
    assert tasks(world, medway)["REFERENCE_TO_SHARE", written["id"]] == "2026-09-18"
    done(world, medway, written, "share", {"on": WHEN})
    assert placement["id"] not in owed(world)
    assert given(world, supplier)[placement["id"]] is True
    assert world.post(medway, "/v1/references", own(placement)).json["code"] == "duplicate"


def test_a_supplier_learns_that_one_was_given_and_nothing_of_it(world, supplier):
    placement = placed(world, supplier)
    world.made(world.officer("Medway"), "/v1/references", own(placement))
    other = world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
    rows = world.get(world.token("SUPPLIER", supplier=supplier), "/v1/references/given").json["data"]
    row = next(row for row in rows if row["id"] == placement["id"])
    assert set(row) == {"id", "reference", "authority", "given"}
    assert given(world, other) == {}


def test_what_the_worker_was_shown_is_given_to_who_asks(world, signed, supplier):
    placement = placed(world, supplier)
    worker, medway = placement["swe_number"], world.officer("Medway")
    written = world.made(medway, "/v1/references", own(placement))
    asked = ask(world, worker, worker_agreed_on="2026-09-01", engaged_from="2026-03-01", engaged_to=None)
    with_own = {"reference": written["id"]}
    answer = act(world, medway, asked, "answer", with_own)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/reference")
    done(world, medway, written, "share", {"on": WHEN})
    done(world, medway, written, "comments", {"comments": "Fair"})
    beside = {"engaged_from": "2026-03-01", "engaged_to": "2026-09-01", "practice_based": True, "given_in_confidence": True}
    for member, value in {**beside, "answers": bodies.answers()}.items():
        answer = act(world, medway, asked, "answer", {**with_own, member: value})
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, f"/{member}")
    made = done(world, medway, asked, "answer", with_own)
    assert (made["relation"], made["worker_comments"], made["shared_with_worker_on"]) == ("ENGAGED", "Fair", WHEN)
    assert made["engaged_from"] == placement["start_date"] and "placement" not in made
    other = ask(world, bodies.worker())
    assert act(world, medway, other, "answer", with_own).json["errors"][0]["pointer"] == "/reference"


def test_what_one_writes_oneself_is_no_reference_for_oneself(world, supplier):
    placement = placed(world, supplier)
    before = told(world, placement["swe_number"], "Medway")
    world.made(world.officer("Medway"), "/v1/references", own(placement))
    assert told(world, placement["swe_number"], "Medway") == before


@pytest.mark.parametrize("members", [{"swe_number": "SW1"}, {"placement": "01a20000-0000-7000-8000-000000000000"}])
def test_it_is_of_an_own_placement_of_the_worker(world, supplier, members):
    answer = world.post(world.officer("Medway"), "/v1/references", {**own(placed(world, supplier)), **members})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/placement")
    answer = world.post(world.officer("Kent"), "/v1/references", own(placed(world, supplier)))
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/placement")


@pytest.mark.parametrize("start, status", [("2026-09-15", "CONFIRMED"), ("2026-03-02", "WITHDRAWN"), ("2026-03-02", "REFUSED")])
def test_nobody_vouches_for_work_that_was_not_done(world, supplier, start, status):
    placement = placed(world, supplier)
    world.sql("UPDATE placement SET start_date = %s, status = %s WHERE id = %s", [start, status, placement["id"]])
    answer = world.post(world.officer("Medway"), "/v1/references", own(placement))
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/placement")
    assert given(world, supplier).get(placement["id"], False) is False


# Two at once, in both orders: a lock holds both back, and the second sees what the first did.


ACTS = {
    "answer": lambda world, one: act(world, world.officer("Medway"), one, "answer", bodies.answer()),
    "another answer": lambda world, one: act(world, world.token("HR", "Medway"), one, "answer", bodies.answer()),
    "decline": lambda world, one: act(world, world.token("HR", "Medway"), one, "decline", {"reason": "NO_REFEREE"}),
    "withdrawal": lambda world, one: world.call(
        world.officer("Kent"), "POST", f"/v1/references/{one['id']}/withdraw"
    ),
}


@pytest.mark.parametrize(
    "first, second, status",
    [
        ("answer", "another answer", "ANSWERED"),
        ("answer", "withdrawal", "ANSWERED"),
        ("withdrawal", "answer", "WITHDRAWN"),
        ("decline", "answer", "DECLINED"),
        ("answer", "decline", "ANSWERED"),
        ("withdrawal", "decline", "WITHDRAWN"),
    ],
)
def test_of_two_at_once_the_first_stands(world, signed, first, second, status):
    reference = ask(world)
    answers = holding(
        world,
        "SELECT FROM worker_facts WHERE swe_number = %s FOR UPDATE",
        reference["swe_number"],
        lambda: ACTS[first](world, reference),
        lambda: ACTS[second](world, reference),
    )
    assert [answer.status for answer in answers] == [200, 409], answers[1].text
    now = world.get(world.officer("Kent"), f"/v1/references/{reference['id']}").json
    assert (now["status"], now["version"]) == (status, 2)
