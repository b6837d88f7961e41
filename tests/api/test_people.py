# SPDX-License-Identifier: MIT
"""People, grants and tokens: each administrator its own, and a token that is shown once and kept nowhere."""
import functools
import uuid

import pytest
from support import bodies
from support.access import ADMINISTRATORS, Access
from support.world import at_once

ACCESS = {
    "GET /v1/people": Access(ADMINISTRATORS, 200),
    "GET /v1/people/{id}": Access(ADMINISTRATORS, 200, 404),
    "POST /v1/people": Access(ADMINISTRATORS, 201, body=lambda side: bodies.person()),
    "POST /v1/people/{id}/contact": Access(
        ADMINISTRATORS, 200, 404, body=lambda side: {"work_email": "robin@medway.example"}
    ),
    "POST /v1/people/{id}/grants": Access(
        ADMINISTRATORS,
        201,
        404,
        body=lambda side: bodies.grant("AUDITOR"),
        taken=lambda side: (bodies.grant("AUDITOR"), bodies.grant("AUDITOR", acting=True)),
    ),
    "POST /v1/grants/{id}/end": Access(ADMINISTRATORS, 200, 404, body=lambda side: {"to": "2029-12-31"}),
    "GET /v1/tokens": Access(ADMINISTRATORS, 200),
    "POST /v1/tokens": Access(
        ADMINISTRATORS, 201, 422, body=lambda side: bodies.token(side.grants), another={"label": "Another"}
    ),
    "POST /v1/tokens/{id}/revoke": Access(ADMINISTRATORS, 200, 404),
}

AT_REGION = ("REGION_ADMIN", "AUDITOR")
OF_AUTHORITY = ("OFFICER", "REQUESTER", "HR", "DCS", "CHIEF_EXECUTIVE", "AUTHORITY_ADMIN", "AUDITOR")
MADE_UP = "01a20000-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def admin(world):
    return world.token("AUTHORITY_ADMIN", "Medway")


@pytest.fixture(scope="module")
def kent(world):
    return world.token("AUTHORITY_ADMIN", "Kent")


@pytest.fixture(scope="module")
def region(world):
    return world.region_admin("South East")


def person(world, token, **members):
    return world.made(token, "/v1/people", {**bodies.person(), **members})


def grant(world, token, role="OFFICER", who=None, **members):
    who = who or person(world, token)["id"]
    return world.made(token, f"/v1/people/{who}/grants", {**bodies.grant(role), **members})


def token_of(world, token, grant_id, **members):
    """A token that is good today, by the database's clock, whatever day the daemon was given."""
    made = world.made(token, "/v1/tokens", {**bodies.token(grant_id), **members})
    world.sql("UPDATE token SET expires_at = now() + interval '1 day' WHERE id = %s", [made["id"]])
    return made


def revoke(world, token, token_id):
    return world.call(token, "POST", f"/v1/tokens/{token_id}/revoke")


def end(world, token, grant_id, **members):
    return world.call(token, "POST", f"/v1/grants/{grant_id}/end", members)


def test_from_nobody_to_a_token_that_works_until_it_is_revoked(world, admin):
    made = person(world, admin, work_email="robin@medway.example")
    given = grant(world, admin, who=made["id"], acting=True)
    assert given["authority"] == world.code("Medway")
    fresh = token_of(world, admin, given["id"])
    assert (fresh["person"], fresh["name"], fresh["role"]) == (made["id"], made["name"], "OFFICER")
    assert world.get(fresh["token"], "/v1/placements").status == 200
    shown = world.get(admin, f"/v1/people/{made['id']}").json
    assert shown["work_email"] == "robin@medway.example"
    assert [row["id"] for row in shown["grants"]] == [given["id"]] and shown["grants"][0]["acting"]
    first, again = (revoke(world, admin, fresh["id"]) for _ in range(2))
    assert first.status == again.status == 200 and first.json == again.json
    answer = world.get(fresh["token"], "/v1/placements")
    assert (answer.status, answer.json["code"]) == (401, "token_invalid")


def test_an_address_is_put_right_or_taken_off_and_the_earlier_one_is_not_kept(world, admin, kent):
    first, second = "robin@medway.example", "r.marsh@medway.example"
    made = person(world, admin, work_email=first)
    assert made["no_reminders"] is False
    path = f"/v1/people/{made['id']}"
    for contact in ({"work_email": second, "no_reminders": True}, {"no_reminders": True}, {}, {"work_email": second}):
        answer = world.call(admin, "POST", f"{path}/contact", contact)
        whole = {"no_reminders": False, **contact}
        assert answer.status == 200, answer.text
        assert answer.json == world.get(admin, path).json
        assert {name: answer.json.get(name) for name in whole} == whole
        assert ("work_email" in answer.json) == ("work_email" in contact)
    assert world.sql("SELECT work_email FROM principal_contact WHERE principal = %s", [made["id"]]) == [(second,)]
    assert world.call(kent, "POST", f"{path}/contact", {}).status == 404
    assert world.call(admin, "POST", f"/v1/people/{MADE_UP}/contact", {}).status == 404
    assert world.call(admin, "POST", "/v1/people/00000000-0000-0000-0000-000000000000/contact", {}).status == 404
    answer = world.call(admin, "POST", f"{path}/contact", {"work_email": "r.marsh@medway.example\r\nBcc: a@b"})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/work_email")
    assert world.get(admin, path).json["work_email"] == second


def test_who_wants_no_reminders_says_so_from_the_first(world, admin):
    made = person(world, admin, no_reminders=True)
    assert made["no_reminders"] and "work_email" not in made
    assert world.get(admin, f"/v1/people/{made['id']}").json["no_reminders"]


def test_a_token_is_shown_once_and_kept_nowhere(world, admin):
    given, key = grant(world, admin)["id"], str(uuid.uuid4())
    first, again = (world.post(admin, "/v1/tokens", bodies.token(given), key) for _ in range(2))
    assert first.status == again.status == 201
    assert again.headers["Idempotency-Replayed"] == "true"
    secret = first.json["token"]
    assert "token" not in again.json and "shown once" in again.json["note"] and "note" not in first.json
    assert again.json["id"] == first.json["id"] and secret not in again.text
    assert secret not in world.get(admin, "/v1/tokens").text
    assert secret not in world.daemon.log()
    for table in ("idempotency", "audit_event", "token", "role_grant", "principal"):
        rows = world.sql(
            f"SELECT count(*) FROM {table} x WHERE position(%s in to_jsonb(x)::text) > 0", [secret]
        )
        assert rows == [(0,)], table


def test_of_many_at_once_with_one_key_one_is_shown_the_token(world, admin):
    given, key = grant(world, admin)["id"], str(uuid.uuid4())
    post = functools.partial(world.post, admin, "/v1/tokens", bodies.token(given), key)
    answers = at_once([post] * 8)
    answers = [answer if answer.status == 201 else post() for answer in answers]
    assert len({answer.json["id"] for answer in answers}) == 1
    assert sum("token" in answer.json for answer in answers) == 1


def test_a_dry_run_makes_no_token_and_shows_none(world, admin):
    given = grant(world, admin)["id"]
    answer = world.call(admin, "POST", "/v1/tokens?dry_run=true", bodies.token(given))
    assert answer.status == 201 and "token" not in answer.json
    assert answer.json["id"] not in world.get(admin, "/v1/tokens?limit=500").text


def test_an_administrator_grants_the_roles_of_its_own_scope(world, admin, region):
    for token, roles in ((admin, OF_AUTHORITY), (region, AT_REGION)):
        who = person(world, token)["id"]
        for role in (*OF_AUTHORITY, *AT_REGION):
            answer = world.post(token, f"/v1/people/{who}/grants", bodies.grant(role))
            assert answer.status == (201 if role in roles else 403), (role, answer.text)
            assert answer.status == 201 or answer.json["code"] == "forbidden"


def test_a_region_grants_at_its_own_suppliers(world, region, supplier):
    given = grant(world, region, "SUPPLIER", supplier=supplier)
    assert given["supplier"] == supplier and "region" not in given
    fresh = token_of(world, region, given["id"])
    assert world.get(fresh["token"], "/v1/suppliers").status == 200
    theirs = world.made(world.region_admin("London"), "/v1/suppliers", bodies.supplier())["id"]
    who = person(world, region)["id"]
    for members in ({"supplier": theirs}, {"supplier": MADE_UP}, {}):
        answer = world.post(region, f"/v1/people/{who}/grants", {**bodies.grant("SUPPLIER"), **members})
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/supplier")
    answer = world.post(region, f"/v1/people/{who}/grants", {**bodies.grant("AUDITOR"), "supplier": supplier})
    assert answer.status == 422


def test_a_supplier_s_role_is_not_an_authority_s_to_grant(world, admin, supplier):
    who = person(world, admin)["id"]
    answer = world.post(admin, f"/v1/people/{who}/grants", {**bodies.grant("SUPPLIER"), "supplier": supplier})
    assert answer.status == 403


def test_another_s_people_grants_and_tokens_are_not_there(world, admin, kent, region):
    theirs = person(world, kent)
    given = grant(world, kent, who=theirs["id"])
    fresh = token_of(world, kent, given["id"])
    for token in (admin, region):
        assert world.get(token, f"/v1/people/{theirs['id']}").status == 404
        assert world.post(token, f"/v1/people/{theirs['id']}/grants", bodies.grant("AUDITOR")).status == 404
        assert end(world, token, given["id"]).status == 404
        assert revoke(world, token, fresh["id"]).status == 404
        answer = world.post(token, "/v1/tokens", bodies.token(given["id"]))
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/grant")
        for path in ("/v1/people?limit=500", "/v1/tokens?limit=500"):
            assert theirs["id"] not in world.get(token, path).text
    assert world.get(fresh["token"], "/v1/placements").status == 200


def test_an_officer_sees_no_people(world):
    for path in ("/v1/people", "/v1/tokens"):
        assert world.get(world.officer("Medway"), path).status == 403


def test_a_grant_ends_after_a_day_and_is_never_prolonged(world, admin):
    given = grant(world, admin, **{"from": "2026-09-01"})
    assert end(world, admin, given["id"], to="2026-12-31").json["to"] == "2026-12-31"
    for day, status in (("2027-01-31", 409), ("2026-12-31", 409), ("2026-08-31", 422), ("2026-02-31", 422)):
        assert end(world, admin, given["id"], to=day).status == status, day
    assert end(world, admin, given["id"], to="2026-09-30").status == 200
    shown = world.get(admin, f"/v1/people/{given['person']}").json["grants"][0]
    assert (shown["to"], shown["withdrawn"]) == ("2026-09-30", False)
    by = world.sql("SELECT count(*) FROM role_grant WHERE id = %s AND ended_by IS NOT NULL", [given["id"]])
    assert by == [(1,)]


def test_a_grant_that_is_withdrawn_takes_its_tokens_with_it(world, admin):
    given = grant(world, admin)
    fresh = token_of(world, admin, given["id"])
    answers = at_once([functools.partial(end, world, admin, given["id"])] * 2)
    assert sorted(answer.status for answer in answers) == [200, 409]
    answer = world.get(fresh["token"], "/v1/placements")
    assert (answer.status, answer.json["code"]) == (401, "token_invalid")
    assert world.post(admin, "/v1/tokens", bodies.token(given["id"])).status == 422


def test_a_grant_that_is_over_gets_no_token(world, admin):
    given = grant(world, admin, **{"from": "2026-01-01", "to": "2026-09-13"})
    assert world.post(admin, "/v1/tokens", bodies.token(given["id"])).status == 422


@pytest.mark.parametrize(
    "members, pointer",
    [
        ({"name": "   "}, "/name"),
        ({"name": None}, "/name"),
        ({"post": None}, "/post"),
        ({"work_email": "nobody"}, "/work_email"),
        ({"work_email": "a@b@c"}, "/work_email"),
        ({"work_email": "Robin <robin@medway.example>"}, "/work_email"),
        ({"work_email": "robin@medway.example\n"}, "/work_email"),
        ({"kind": "ROBOT"}, "/kind"),
        ({"authority": "886"}, "/authority"),
    ],
)
def test_a_person_that_is_not_right_is_refused(world, admin, members, pointer):
    answer = world.post(admin, "/v1/people", {**bodies.person(), **members})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize("days", [0, 367, -1, 1.5, "90"])
def test_a_token_is_for_1_to_366_days(world, admin, days):
    given = grant(world, admin)["id"]
    answer = world.post(admin, "/v1/tokens", {**bodies.token(given), "days": days})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/days")


def test_a_grant_with_days_that_do_not_exist_or_are_the_wrong_way_round(world, admin):
    who = person(world, admin)["id"]
    for members in ({"from": "2026-02-31"}, {"from": "2026-10-02", "to": "2026-10-01"}):
        answer = world.post(admin, f"/v1/people/{who}/grants", {**bodies.grant("HR"), **members})
        assert answer.status == 422


def test_lists_go_on_page_by_page(world, admin):
    ids = [person(world, admin)["id"] for _ in range(5)]
    got, path = [], "/v1/people?limit=2"
    while path:
        answer = world.get(admin, path).json
        got += [row["id"] for row in answer["data"]]
        path = answer.get("next")
    assert got[:5] == ids[::-1] and len(got) == len(set(got))


def test_who_did_it_is_in_the_trail(world, admin):
    given = grant(world, admin)
    fresh = token_of(world, admin, given["id"])
    revoke(world, admin, fresh["id"])
    end(world, admin, given["id"])
    for action, what in (
        ("grant.add", given),
        ("grant.end", given),
        ("token.add", fresh),
        ("token.revoke", fresh),
    ):
        found = world.sql(
            "SELECT count(*) FROM audit_event WHERE action = %s AND %s::uuid = ANY (ids) AND outcome = 'done'",
            [action, what["id"]],
        )
        assert found == [(1,)], action
