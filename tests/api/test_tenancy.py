# SPDX-License-Identifier: MIT
"""
Who may do what, whole: every route, every role, on what is the caller's own and on what is another's. The
routes are those of server/resources; one of which no ACCESS speaks fails.
"""
import contextlib
import itertools
import uuid

import pytest
from support import bodies
from support.access import ROLES, START, media_of
from support.tenancy import ROUTES, TABLE, Side, headers_of
from support.world import World

MADE_UP = "01a20000-0000-7000-8000-000000000000"
OPEN = ("GET /livez", "GET /readyz", "GET /openapi.json")


@pytest.fixture(scope="module")
def medway(world):
    """The callers' own. Its cap is published."""
    return Side(world, "Medway", "South East", "PUBLISHED")


@pytest.fixture(scope="module")
def kent(world):
    """A neighbour; its cap is another region's draft."""
    return Side(world, "Kent", "London", "DRAFT")


def attempt(world, token, name, side, path=None):
    body = TABLE[name].body(side) if TABLE[name].body else None
    path = (path or side.path(name)) + TABLE[name].query
    key = str(uuid.uuid4()) if body else None
    headers = {**media_of(TABLE[name]), **(headers_of(world, name, side) or {})}
    return world.call(token, ROUTES[name].method, path, body, key, headers)


def assert_audited_once(world, answer, audited):
    events = world.sql("SELECT count(*) FROM audit_event WHERE id = %s", [answer.headers["X-Request-Id"]])[0][
        0
    ]
    assert events == (1 if audited else 0), answer.text


def assert_answer(world, answer, status, name):
    assert answer.status == status, answer.text
    assert_audited_once(world, answer, ROUTES[name].audited)
    if status == 403:
        assert answer.json["code"] == "forbidden"


def test_the_table_has_every_route_and_no_other():
    assert set(TABLE) == set(ROUTES)


def assert_own(world, medway, name, role):
    access = TABLE[name]
    answer = attempt(world, medway.token(role), name, medway.of(role))
    assert_answer(world, answer, access.own if role in access.roles else 403, name)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ROUTES)
def test_what_is_own(world, medway, name, role):
    assert_own(world, medway, name, role)


def assert_nothing_of_another_s(world, medway, kent, name, role):
    access = TABLE[name]
    answer = attempt(world, medway.token(role), name, kent.of(role))
    allowed = access.other_of.get(role, access.other)
    assert_answer(world, answer, allowed if role in access.roles else 403, name)
    assert not [secret for secret in kent.secrets() if secret in answer.text]


NAMING_ANOTHER_S = [name for name in ROUTES if TABLE[name].other]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", NAMING_ANOTHER_S)
def test_what_is_another_s(world, medway, kent, name, role):
    assert_nothing_of_another_s(world, medway, kent, name, role)


@pytest.mark.parametrize("name", [name for name in ROUTES if TABLE[name].other == 404])
def test_another_s_is_as_if_it_were_not_there(world, medway, kent, name):
    for role in TABLE[name].roles:
        theirs = attempt(world, medway.token(role), name, kent.of(role))
        nobody_s = attempt(world, medway.token(role), name, kent, ROUTES[name].path.replace("{id}", MADE_UP))
        assert theirs.status == nobody_s.status == 404
        assert theirs.without_request() == nobody_s.without_request()
        assert sorted(theirs.headers) == sorted(nobody_s.headers)


LISTS = [name for name in ROUTES if ROUTES[name].listing]


def assert_nothing_of_another_s_in_list(world, medway, kent, name):
    for role in TABLE[name].roles:
        for own, other in ((medway, kent), (kent, medway)):
            answer = attempt(world, own.token(role), name, own.of(role))
            assert answer.status == 200
            assert not [
                secret for secret in other.secrets() if secret in answer.text and secret != medway.rate_caps
            ]


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_nothing_of_another_s(world, medway, kent, name):
    assert_nothing_of_another_s_in_list(world, medway, kent, name)


def assert_lists_hold_own(world, side):
    for kind, role in (
        ("employments", "OFFICER"),
        ("eligibility_checks", "OFFICER"),
        ("placements", "OFFICER"),
        ("role_mappings", "AUTHORITY_ADMIN"),
        ("people", "AUTHORITY_ADMIN"),
        ("tokens", "AUTHORITY_ADMIN"),
    ):
        answer = world.get(side.token(role), f"/v1/{kind.replace('_', '-')}")
        assert getattr(side, kind) in [row["id"] for row in answer.json["data"]], kind


def test_a_list_holds_what_is_own(world, medway, kent):
    assert_lists_hold_own(world, kent)


def assert_drafts_are_for_the_region_and_its_signatories(world, kent):
    path = kent.path("GET /v1/rate-caps/{id}")
    assert world.get(kent.token("REGION_ADMIN"), path).status == 200
    assert world.get(kent.token("OFFICER"), path).status == 200
    assert world.get(kent.token("SUPPLIER"), path).status == 404
    assert world.get(world.officer("Bexley"), path).status == 404


def test_drafts_of_caps_are_for_the_region_and_its_signatories(world, kent):
    assert_drafts_are_for_the_region_and_its_signatories(world, kent)


@pytest.mark.parametrize("name", [name for name in ROUTES if name not in OPEN])
def test_nobody_may_do_anything(world, medway, name):
    answer = attempt(world, None, name, medway)
    assert (answer.status, answer.json["code"]) == (401, "token_missing")
    assert_audited_once(world, answer, False)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("kind", ["employments", "placements"])
def test_nobody_changes_another_s(world, medway, kent, kind, method):
    before = world.sql(f"SELECT * FROM {kind[:-1]} ORDER BY id, version")
    body = None if method == "DELETE" else {"external_ref": "theirs"}
    path = f"/v1/{kind}/{getattr(medway, kind)}"
    answer = world.call(kent.token("OFFICER"), method, path, body, headers={"If-Match": '"1"'})
    assert answer.status == (404 if f"{method} /v1/{kind}/{{id}}" in ROUTES else 405)
    assert world.sql(f"SELECT * FROM {kind[:-1]} ORDER BY id, version") == before


def test_kent_does_not_learn_that_medway_has_a_placement(world, medway, kent):
    """Neither from a check, nor by submitting the very same."""
    officer = kent.token("OFFICER")
    worker = bodies.worker()
    world.made(medway.token("OFFICER"), "/v1/placements", bodies.proposal(worker, START, medway.supplier))
    checks = [
        world.made(officer, "/v1/eligibility-checks", bodies.check(who, START))
        for who in (worker, bodies.worker())
    ]
    assert checks[0]["findings"] == checks[1]["findings"]
    assert world.post(officer, "/v1/placements", bodies.proposal(worker, START, kent.supplier)).status == 201


def test_kent_does_not_learn_that_medway_has_the_same_spell(world, medway, kent):
    same = bodies.spell(bodies.worker(), last_day="2024-06-30", leaving_reason="RETIRED")
    world.made(medway.token("OFFICER"), "/v1/employments", same)
    assert world.post(medway.token("OFFICER"), "/v1/employments", same).json["code"] == "duplicate"
    assert world.post(kent.token("OFFICER"), "/v1/employments", same).status == 201


def test_nobody_checks_for_another_authority(world, medway, kent):
    """Nor does a refusal keep a check, or say what it would have found."""
    checks = world.sql("SELECT count(*) FROM eligibility_check")
    answer = attempt(world, kent.token("OFFICER"), "POST /v1/eligibility-checks", medway)
    assert answer.status == 403 and "findings" not in answer.json
    assert world.sql("SELECT count(*) FROM eligibility_check") == checks


@pytest.mark.parametrize("kind", ["employments", "placements", "eligibility-checks"])
def test_a_cursor_is_its_caller_s_own(world, medway, kent, kind):
    officer = medway.token("OFFICER")
    attempt(world, officer, f"POST /v1/{kind}", medway)
    cursor = world.get(officer, f"/v1/{kind}?limit=1").json["next"]
    assert world.get(officer, cursor).status == 200
    for other in (world.officer("Medway", who="colleague"), kent.token("OFFICER")):
        answer = world.get(other, cursor)
        assert (answer.status, answer.json["code"]) == (400, "bad_cursor")


# The table itself: what holds above must not hold once a policy is gone, or lets everybody see.


SEEN_BY = (
    {  # the policies that show a kind of record; all of a kind's, since a query joins what belongs together
        "employments": ["employment"],
        "placements": ["placement", "eligibility_check"],
        "eligibility checks": ["eligibility_check"],
        "role mappings": ["role_mapping"],
        "drafts of caps": ["rate_cap"],
        "people": ["principal"],
        "grants": ["role_grant"],
        "tokens": ["token", "role_grant"],
    }
)
NAMES = {"rate_cap": "rate_cap_see_drafts"}  # else the table's, with _see


@pytest.fixture
def fresh():
    """Medway and Kent in a world of their own: who sees too much may change what is another's."""
    with World() as world:
        yield Side(world, "Medway", "South East", "PUBLISHED"), Side(world, "Kent", "London", "DRAFT")


def policies(world):
    return world.sql("SELECT * FROM pg_policies WHERE schemaname = 'accord' ORDER BY tablename, policyname")


@contextlib.contextmanager
def spoilt(world, tables, spoil):
    """What shows these tables, spoilt by a statement; and as it was, afterwards."""
    whole = policies(world)
    named = [(table, NAMES.get(table, f"{table}_see")) for table in tables]
    before = {row[2]: row[6] for row in whole if (row[1], row[2]) in named}
    for table, name in named:
        world.sql(spoil.format(table=table, name=name))
    yield
    for table, name in named:
        world.sql(f"DROP POLICY IF EXISTS {name} ON {table}")
        world.sql(f"CREATE POLICY {name} ON {table} FOR SELECT TO accord_app USING ({before[name]})")
    assert policies(world) == whole


def fails(check, *arguments):
    try:
        check(*arguments)
    except AssertionError:
        return True
    return False


def of_those_who_may(names):
    return ((name, role) for name in names for role in TABLE[name].roles)


def shows_too_much(medway, kent):
    return any(
        fails(assert_nothing_of_another_s_in_list, medway.world, medway, kent, name) for name in LISTS
    ) or any(
        fails(assert_nothing_of_another_s, medway.world, medway, kent, *each)
        for each in of_those_who_may(NAMING_ANOTHER_S)
    )


def shows_too_little(medway, kent):
    return (
        fails(assert_lists_hold_own, medway.world, medway)
        or fails(assert_drafts_are_for_the_region_and_its_signatories, kent.world, kent)
        or any(fails(assert_own, medway.world, medway, *each) for each in of_those_who_may(ROUTES))
    )


@pytest.mark.parametrize("kind", SEEN_BY)
def test_a_policy_that_is_gone_is_found_and_one_that_lets_everybody_see(fresh, kind):
    medway, kent = fresh
    with spoilt(medway.world, SEEN_BY[kind], "DROP POLICY {name} ON {table}"):
        assert shows_too_little(medway, kent)
    with spoilt(medway.world, SEEN_BY[kind], "ALTER POLICY {name} ON {table} USING (true)"):
        assert shows_too_much(medway, kent)
