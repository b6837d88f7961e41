# SPDX-License-Identifier: MIT
"""The caller's own leavers whose cooling-off period runs today, with each window's last day."""
import pytest
from support import bodies
from support.access import SIGNATORIES, Access

ACCESS = {
    "POST /v1/cooling-off-records": Access(
        ("OFFICER", "HR"), 201, body=lambda side: bodies.leaver(bodies.worker(), "2026-06-30")
    ),
    "GET /v1/cooling-off-records": Access((*SIGNATORIES, "HR"), 200),
    "GET /v1/cooling-off-records/{id}": Access(
        (*SIGNATORIES, "HR"),
        200,
        404,
        record=lambda side: side.world.made(
            side.world.officer(side.authority),
            "/v1/cooling-off-records",
            bodies.leaver(bodies.worker(), "2026-06-30"),
        )["id"],
    ),
}


@pytest.fixture(scope="module")
def agreement(world):
    """Six months, adopted by Kent and Medway on 1 October 2025; Surrey has not."""
    admin = world.region_admin("South East")
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(
        admin, f"/v1/agreements/{made}/terms", bodies.terms(cool_off_months=6, exceptions=["REDUNDANCY"])
    )
    world.made(admin, f"/v1/agreements/{made}/protocols", {"protocol": "COOL_OFF", "phase": 1})
    for name in ("Kent", "Medway"):
        world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code(name)))
    return made


def leave(world, authority, last_day, **members):
    body = bodies.leaver(bodies.worker(), last_day, **members)
    return world.made(world.officer(authority), "/v1/cooling-off-records", body)


def running(world, authority, day, limit=50):
    """All rows of a day, by id."""
    world.move_to(day)
    got, path = {}, f"/v1/cooling-off-records?limit={limit}"
    while path:
        answer = world.get(world.officer(authority), path)
        assert answer.status == 200, answer.text
        got.update({row["id"]: row for row in answer.json["data"]})
        path = answer.json.get("next")
    world.move_to("2026-09-14")
    return got


def windows(row):
    return [(window["layer"], window["ends_on"], window["verdict"]) for window in row["windows"]]


@pytest.mark.parametrize(
    "last_day, last_blocked",
    [
        ("2026-06-30", "2026-09-30"),
        ("2026-05-31", "2026-08-31"),
        ("2025-11-30", "2026-02-28"),
        ("2025-11-28", "2026-02-28"),
        ("2023-11-30", "2024-02-29"),
        ("2025-10-31", "2026-01-31"),
    ],
)
def test_the_national_window_alone(world, last_day, last_blocked):
    left = leave(world, "Surrey", last_day)["id"]
    on_it = running(world, "Surrey", last_blocked)
    assert windows(on_it[left]) == [("NATIONAL", last_blocked, "BREACH")]
    after = world.sql("SELECT (%s::date + 1)::text", [last_blocked])[0][0]
    assert left not in running(world, "Surrey", after)


def test_it_starts_on_the_day_after_the_last(world):
    left = leave(world, "Surrey", "2026-08-20")["id"]
    assert left not in running(world, "Surrey", "2026-08-20")
    assert left in running(world, "Surrey", "2026-08-21")


def test_an_agreement_s_window_goes_on_after_the_national_one(world, agreement):
    left = leave(world, "Kent", "2026-03-31")["id"]
    row = running(world, "Kent", "2026-09-30")[left]
    assert windows(row) == [("NATIONAL", "2026-06-30", "PASS"), ("REGIONAL", "2026-09-30", "BREACH")]
    assert row["windows"][1]["agreement"] == agreement
    assert (row["windows"][0]["months"], row["windows"][1]["months"]) == (3, 6)
    assert left not in running(world, "Kent", "2026-10-01")


def test_an_agreement_binds_who_had_adopted_it_on_the_last_day(world, agreement):
    before, after = leave(world, "Kent", "2025-09-30")["id"], leave(world, "Kent", "2025-10-01")["id"]
    got = running(world, "Kent", "2025-12-30")
    assert windows(got[before]) == [("NATIONAL", "2025-12-30", "BREACH")]
    assert windows(got[after]) == [("NATIONAL", "2026-01-01", "BREACH"), ("REGIONAL", "2026-04-01", "BREACH")]
    later = running(world, "Kent", "2026-03-01")
    assert before not in later and after in later


def test_each_window_says_what_the_record_makes_of_a_start(world, agreement):
    redundant = leave(
        world,
        "Kent",
        "2026-08-31",
        leaving_reason="REDUNDANCY",
        evidence={"kind": "REDUNDANCY_NOTICE", "dated": "2026-06-01"},
    )["id"]
    probation = leave(
        world,
        "Kent",
        "2026-08-31",
        start_date="2026-06-01",
        probation_end="2026-12-01",
        leaving_reason="PROBATION_LEFT",
        evidence={"kind": "LETTER", "dated": "2026-08-01"},
    )["id"]
    got = running(world, "Kent", "2026-09-14")
    assert [window["verdict"] for window in got[redundant]["windows"]] == ["EXEMPT", "EXEMPT"]
    assert [window["verdict"] for window in got[probation]["windows"]] == ["EXEMPT", "BREACH"]


def test_who_starts_no_period_is_not_listed(world):
    officer, left = world.officer("Surrey"), {"last_day": "2026-08-31", "leaving_reason": "RESIGNED"}
    made = [
        world.made(officer, "/v1/employments", bodies.spell(bodies.worker(), **members))["id"]
        for members in (
            {},
            {"basis": "BANK", **left},
            {"basis": "AGENCY", **left},
            {**left, "leaving_reason": "TUPE"},
        )
    ]
    fixed = world.made(officer, "/v1/employments", bodies.spell(bodies.worker(), basis="FIXED_TERM", **left))[
        "id"
    ]
    got = running(world, "Surrey", "2026-09-14")
    assert fixed in got and not set(made) & set(got)


def test_a_corrected_leaver_is_listed_by_the_record_of_now(world):
    left = leave(world, "Surrey", "2026-08-31")
    world.call(
        world.officer("Surrey"),
        "PATCH",
        f"/v1/employments/{left['id']}",
        {"last_day": "2026-05-31"},
        headers={"If-Match": '"1"'},
    )
    assert left["id"] not in running(world, "Surrey", "2026-09-14")


def test_pages_give_each_leaver_once_and_leave_it_in_the_trail(world):
    made = [leave(world, "Bexley", "2026-08-31")["id"] for _ in range(5)]
    leave(world, "Bexley", "2026-01-31")
    assert list(running(world, "Bexley", "2026-09-14", limit=2)) == made[::-1]
    answer = world.get(world.officer("Bexley"), "/v1/cooling-off-records?limit=2")
    seen = world.sql("SELECT ids FROM audit_event WHERE id = %s", [answer.headers["X-Request-Id"]])
    assert seen == [("{%s}" % ",".join(made[:2:-1]),)]
    assert not set(made) & set(running(world, "Kent", "2026-09-14"))


def shown(world, authority, record, day):
    world.move_to(day)
    answer = world.get(world.officer(authority), f"/v1/cooling-off-records/{record}")
    world.move_to("2026-09-14")
    return answer


@pytest.mark.parametrize(
    "day, verdicts",
    [
        ("2026-03-01", ["BREACH", "BREACH"]),
        ("2026-03-31", ["BREACH", "BREACH"]),
        ("2026-09-30", ["PASS", "BREACH"]),
        ("2027-03-01", ["PASS", "PASS"]),
    ],
)
def test_one_is_shown_before_during_and_after_its_windows(world, agreement, day, verdicts):
    left = leave(world, "Kent", "2026-03-31")["id"]
    answer = shown(world, "Kent", left, day)
    assert answer.status == 200, answer.text
    assert windows(answer.json) == [
        ("NATIONAL", "2026-06-30", verdicts[0]),
        ("REGIONAL", "2026-09-30", verdicts[1]),
    ]
    seen = world.sql(
        "SELECT action, ids FROM audit_event WHERE id = %s", [answer.headers["X-Request-Id"]]
    )
    assert seen == [("cooling_off_record.read", "{%s}" % left)]


def test_who_starts_no_period_has_no_such_record(world):
    open_post = world.made(world.officer("Surrey"), "/v1/employments", bodies.spell(bodies.worker()))["id"]
    transferred = leave(world, "Surrey", "2026-08-31", leaving_reason="TUPE")["id"]
    for record in (open_post, transferred, "0199b2c4-0000-7000-8000-000000000101", "x"):
        assert shown(world, "Surrey", record, "2026-09-14").status == 404
