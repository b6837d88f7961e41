# SPDX-License-Identifier: MIT
"""End-of-placement reviews: who sees them, who says what of them, and how "do not place" ends. Today is 14 September 2026."""
import pytest
from support import bodies
from support.access import SIGNATORIES, Access
from support.world import PATIENT, World
from test_facts_race import holding
from test_references import own, placed, share

WHEN = "2026-09-14"
SENT = {"sent_to_worker_on": WHEN, "sent_to_supplier_on": WHEN}


def review(**members):
    return {
        "outcome": "COMPLETED",
        "handover": "All nine cases",
        "development_needs": "Court work",
        "recommendation": "CONTINUE_WITH_DEVELOPMENT",
        **members,
    }


def to_review(side):
    return placed(side.world, side.supplier, side.authority)["id"]


def reviewed(side):
    made = to_review(side)
    side.world.made(side.token("OFFICER"), f"/v1/placements/{made}/review", review(**SENT))
    return made


ACCESS = {
    "GET /v1/placement-reviews": Access((*SIGNATORIES, "SUPPLIER"), 200),
    "GET /v1/placements/{id}/review": Access(
        (*SIGNATORIES, "SUPPLIER"), 200, 404, record=reviewed, kind="placements_reviewed"
    ),
    "POST /v1/placements/{id}/review": Access(
        ("OFFICER",), 201, 404, body=lambda side: review(), another={"handover": "None"}, record=to_review,
        kind="placements_to_review",
    ),
    "POST /v1/placements/{id}/review/comments": Access(
        ("OFFICER", "SUPPLIER"), 200, 404, body=lambda side: {"party": "SUPPLIER", "comments": "Yes"},
        another={"comments": "No"}, record=reviewed, kind="placements_reviewed",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def world():
    with World(settings=PATIENT) as world:
        world.wait_for_connections()
        yield world


@pytest.fixture
def placement(world, supplier):
    return placed(world, supplier)


def path(placement, more=""):
    return f"/v1/placements/{placement['id']}/review{more}"


def officer(world):
    return world.officer("Medway")


def agency(world, supplier):
    return world.token("SUPPLIER", supplier=supplier)


def test_a_review_is_the_supplier_s_to_see_once_it_was_sent(world, placement, supplier):
    made = world.made(officer(world), path(placement), review())
    assert world.get(officer(world), path(placement)).json == made
    assert world.get(agency(world, supplier), path(placement)).status == 404
    assert made["id"] not in world.get(agency(world, supplier), "/v1/placement-reviews").text
    sent = world.made(officer(world), path(placement), review(**SENT))
    assert (sent["id"], sent["version"]) == (made["id"], 2)
    assert world.get(agency(world, supplier), path(placement)).json == sent
    listed = world.get(agency(world, supplier), "/v1/placement-reviews").json["data"]
    assert made["id"] in [row["id"] for row in listed] and "recommendation" not in listed[0]


def test_no_other_supplier_and_no_other_authority_sees_it(world, placement):
    world.made(officer(world), path(placement), review(**SENT))
    other = world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
    for token in (agency(world, other), world.officer("Kent"), world.token("DCS", "Kent")):
        assert world.get(token, path(placement)).status == 404
        assert world.get(token, "/v1/placement-reviews").json["data"] == []


def test_worker_and_supplier_comment_on_what_they_were_sent(world, placement, supplier):
    world.made(officer(world), path(placement), review(sent_to_supplier_on=WHEN))
    comments = path(placement, "/comments")
    early = world.post(officer(world), comments, {"party": "WORKER", "comments": "Fair"})
    assert (early.status, early.json["code"]) == (409, "conflict")
    assert world.post(agency(world, supplier), comments, {"comments": "We will"}).json["supplier_comments"] == "We will"
    assert world.post(agency(world, supplier), comments, {"party": "WORKER", "comments": "x"}).status == 403
    assert world.post(officer(world), comments, {"comments": "x"}).json["errors"][0]["pointer"] == "/party"
    world.made(officer(world), path(placement), review(sent_to_worker_on=WHEN))
    both = world.post(officer(world), comments, {"party": "WORKER", "comments": "Fair"}).json
    assert (both["worker_comments"], both["supplier_comments"], both["version"]) == ("Fair", "We will", 4)


def test_do_not_place_ends_after_six_months_and_is_shown_to_nobody_then(supplier, world):
    with World(day="2026-08-31") as other:
        agency_id = other.made(other.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
        placement = placed(other, agency_id)
        made = other.made(officer(other), path(placement), review(recommendation="DO_NOT_PLACE", sent_to_supplier_on="2026-08-31"))
        assert made["recommendation_ends_on"] == "2027-02-28"
        other.move_to("2026-09-30")
        again = other.made(officer(other), path(placement), review(recommendation="DO_NOT_PLACE", handover="None"))
        assert again["recommendation_ends_on"] == "2027-02-28"  # to say it again does not prolong it
        other.made(officer(other), path(placement), review())
        again = other.made(officer(other), path(placement), review(recommendation="DO_NOT_PLACE"))
        assert again["recommendation_ends_on"] == "2027-02-28"  # nor does it to take it back in between
        other.move_to("2027-02-28")
        assert other.get(agency(other, agency_id), path(placement)).json["recommendation"] == "DO_NOT_PLACE"
        other.move_to("2027-03-01")
        for token in (agency(other, agency_id), officer(other)):
            assert not {"recommendation", "recommendation_ends_on"} & set(other.get(token, path(placement)).json)
        answer = other.post(officer(other), path(placement), review(recommendation="DO_NOT_PLACE"))
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/recommendation")
        assert other.post(officer(other), path(placement), review()).status == 201
        answer = other.post(officer(other), path(placement), review(recommendation="DO_NOT_PLACE"))
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/recommendation")


def test_no_rule_knows_of_it(world, placement):
    check = bodies.check(placement["swe_number"], "2026-10-01")
    before = world.made(officer(world), "/v1/eligibility-checks", check)
    world.made(officer(world), path(placement), review(recommendation="DO_NOT_PLACE", **SENT))
    after = world.made(officer(world), "/v1/eligibility-checks", check)
    assert after["findings"] == before["findings"] and after["facts_digest"] == before["facts_digest"]


def test_where_a_protocol_on_reviews_binds_one_is_due_at_the_end(world, supplier):
    admin = world.region_admin("South East")
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(admin, f"/v1/agreements/{made}/protocols", {"protocol": "REVIEWS", "phase": 1})
    world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership("936", phase=1))
    ended = [placed(world, supplier, authority) for authority in ("Surrey", "Medway")]
    for placement, token in zip(ended, (world.officer("Surrey"), officer(world))):
        end = {"end_date": "2026-09-11", "reason": "COMPLETED"}
        assert world.post(token, f"/v1/placements/{placement['id']}/end", end).status == 200
    surrey = world.officer("Surrey")
    due = world.get(surrey, "/v1/tasks?kind=REVIEW_DUE").json["data"]
    assert [(row["object"], row["due"]) for row in due] == [(ended[0]["id"], "2026-09-11")]
    assert world.get(officer(world), "/v1/tasks?kind=REVIEW_DUE").json["data"] == []
    world.made(surrey, path(ended[0]), review())
    assert world.get(surrey, "/v1/tasks?kind=REVIEW_DUE").json["data"] == []


def test_a_placement_that_never_was_is_not_reviewed(world, supplier):
    placement = placed(world, supplier)
    world.sql("UPDATE placement SET status = 'REFUSED' WHERE id = %s", [placement["id"]])
    answer = world.post(officer(world), path(placement), review())
    assert (answer.status, answer.json["code"]) == (409, "conflict")


def test_nor_is_one_that_has_not_begun(world, supplier):
    begins = bodies.proposal(world.clear_worker("Medway"), "2026-09-15", supplier)
    placement = world.made(officer(world), "/v1/placements", begins)
    world.sql("UPDATE placement SET status = 'CONFIRMED' WHERE id = %s", [placement["id"]])
    answer = world.post(officer(world), path(placement), review(recommendation="DO_NOT_PLACE"))
    assert (answer.status, answer.json["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    "members, pointer",
    [
        ({"sent_to_worker_on": "2026-09-15"}, "/sent_to_worker_on"),
        ({"sent_to_supplier_on": "2026-02-31"}, "/sent_to_supplier_on"),
        ({"recommendation": "NEVER"}, "/recommendation"),
        ({"recommendation": None}, "/recommendation"),
        ({"notice_served_days": 367}, "/notice_served_days"),
        ({"worker_comments": "x"}, "/worker_comments"),
    ],
)
def test_what_is_not_right_is_refused_by_name(world, placement, members, pointer):
    answer = world.post(officer(world), path(placement), review(**members))
    assert (answer.status, answer.json["code"]) == (422, "invalid")
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_it_reaches_another_authority_only_inside_a_reference_that_the_worker_has_seen():
    with World(day="2026-08-31") as world:
        supplier = world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
        share(world, "South East", "Kent", "Medway")
        placement = placed(world, supplier)
        early = world.post(officer(world), "/v1/references", own(placement, include_review=True))
        assert early.json["errors"][0]["pointer"] == "/include_review"
        world.made(officer(world), path(placement), review(recommendation="DO_NOT_PLACE"))
        written = world.made(officer(world), "/v1/references", own(placement, include_review=True))
        asked = world.made(world.officer("Kent"), "/v1/references",
                           bodies.asked(placement["swe_number"], "887", worker_agreed_on="2026-08-30", engaged_to=None))  # fmt: skip
        unseen = world.post(officer(world), f"/v1/references/{asked['id']}/answer", {"reference": written["id"]})
        assert (unseen.status, unseen.json["errors"][0]["pointer"]) == (422, "/reference")
        world.post(officer(world), f"/v1/references/{written['id']}/share", {"on": "2026-08-31"})
        world.post(officer(world), f"/v1/references/{asked['id']}/answer", {"reference": written["id"]})
        told = {"outcome": "COMPLETED", "recommendation": "DO_NOT_PLACE", "recommendation_ends_on": "2027-02-28"}
        assert world.get(world.officer("Kent"), f"/v1/references/{asked['id']}").json["review"] == told
        assert "DO_NOT_PLACE" not in world.get(world.officer("Kent"), "/v1/references").text
        world.move_to("2027-03-01")
        ended = world.get(world.officer("Kent"), f"/v1/references/{asked['id']}").json["review"]
        assert ended == {"outcome": "COMPLETED"}


def test_what_was_taken_back_is_given_to_nobody(world, supplier):
    """A reference keeps what its review said when it was written; it is given with what the review still says."""
    share(world, "South East", "Kent", "Medway")
    placement = placed(world, supplier)
    world.made(officer(world), path(placement), review(recommendation="DO_NOT_PLACE"))
    written = world.made(officer(world), "/v1/references", own(placement, include_review=True))
    world.post(officer(world), f"/v1/references/{written['id']}/share", {"on": WHEN})
    world.made(officer(world), path(placement), review(recommendation="CONTINUE"))
    ask = bodies.asked(placement["swe_number"], "887", worker_agreed_on="2026-09-01", engaged_to=None)
    asked = world.made(world.officer("Kent"), "/v1/references", ask)
    given = world.post(officer(world), f"/v1/references/{asked['id']}/answer", {"reference": written["id"]})
    assert (given.status, given.json["review"]) == (200, {"outcome": "COMPLETED"})


@pytest.mark.parametrize("first, second", [("officer", "supplier"), ("supplier", "officer")])
def test_comments_at_once_are_both_kept(world, placement, supplier, first, second):
    world.made(officer(world), path(placement), review(**SENT))
    says = {
        "officer": lambda: world.post(officer(world), path(placement, "/comments"), {"party": "WORKER", "comments": "W"}),
        "supplier": lambda: world.post(agency(world, supplier), path(placement, "/comments"), {"comments": "S"}),
    }
    agency(world, supplier)
    answers = holding(
        world, "SELECT FROM placement_review WHERE placement = %s FOR UPDATE", placement["id"], says[first], says[second]
    )
    assert [answer.status for answer in answers] == [200, 200]
    now = world.get(officer(world), path(placement)).json
    assert (now["worker_comments"], now["supplier_comments"], now["version"]) == ("W", "S", 3)
