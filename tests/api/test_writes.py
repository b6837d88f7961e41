# SPDX-License-Identifier: MIT
"""What holds of every write, by the daemon's own list of routes: dry runs, keys, versions."""
import uuid

import pytest
from support.access import media_of
from support.world import at_once
from support.tenancy import ROUTES, TABLE, Side, headers_of, kind_of

SEEKS = [name for name, route in ROUTES.items() if route.listing] + [
    "POST /v1/workers/lookup",
    "POST /v1/workers/record",
]
WRITES = [name for name, route in ROUTES.items() if route.method != "GET" and name not in SEEKS]
CREATES = [name for name in WRITES if ROUTES[name].creates]
CHANGES = [name for name in WRITES if ROUTES[name].changes]


@pytest.fixture(scope="module")
def untouched(world):
    """A neighbour's, which no test changes."""
    return Side(world, "Kent", "South East", "PUBLISHED")


@pytest.fixture
def side(world):
    """Each test's own. The worker's post is open, so that the placement waits for a decision."""
    return Side(world, "Medway", "South East", "PUBLISHED")


@pytest.fixture(autouse=True)
def record_is_there(request):
    """What the route's {id} names, and who calls it, is made before a test begins to watch."""
    parameters = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    for fixture in {"side", "untouched"} & set(request.fixturenames):
        if "{id}" in parameters.get("name", ""):
            request.getfixturevalue(fixture).record(kind_of(parameters["name"]))
            request.getfixturevalue(fixture).token(role_of(parameters["name"]))


def role_of(name):
    return TABLE[name].roles[0]


def status_of(name):
    return TABLE[name].taken_status if TABLE[name].taken else TABLE[name].own


def two_bodies(name, side):
    """One that is taken, and another that is as well formed."""
    access = TABLE[name]
    make_ready(name, side)
    if access.taken:
        return access.taken(side)
    body = access.body(side) if access.body else None
    return (None, None) if body is None else (body, {**access.body(side), **access.another})


def make_ready(name, side):
    """The caller's token and the record in the path, which are made when they are first asked for."""
    mine = side.of(role_of(name))
    return mine.token(role_of(name)), mine.path(name)


def send(world, name, side, body, key=None, query="", headers=None):
    mine = side.of(role_of(name))
    path = mine.path(name) + TABLE[name].query + query
    headers = {**media_of(TABLE[name]), **(headers or {})}
    return world.call(mine.token(role_of(name)), ROUTES[name].method, path, body, key, headers)


TABLES = """
SELECT string_agg(format(
    'SELECT %L, count(*), md5(string_agg(t::text, %L ORDER BY t::text)) FROM %I t', c.relname, ',', c.relname), ' UNION ALL ')
FROM pg_class c
WHERE c.relnamespace = 'accord'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND c.relname NOT IN ('audit_event', 'recheck_day')
"""


def kept(world):
    """What every table holds but the audit trail's, and the day's that the daemon has seen: a digest of each."""
    world.wait_until_asked_again()
    tables = sorted(world.sql(world.sql(TABLES)[0][0]))
    assert len(tables) > 25
    return tables


def events(world):
    return world.sql("SELECT count(*) FROM audit_event")[0][0]


def assert_fault(answer, status, code):
    assert (answer.status, answer.json["code"]) == (status, code), answer.text


# Dry runs.


@pytest.mark.parametrize("name", WRITES)
def test_a_dry_run_answers_as_if_and_keeps_nothing_but_its_audit_event(world, side, name):
    body, _ = two_bodies(name, side.of(role_of(name)))
    before, audited = kept(world), events(world)
    headers = headers_of(world, name, side.of(role_of(name)))
    key = str(uuid.uuid4()) if ROUTES[name].creates else None
    answer = send(world, name, side, body, key, "?dry_run=true", headers)
    assert answer.status == status_of(name), answer.text
    assert kept(world) == before
    assert events(world) == audited + 1
    answer = send(world, name, side, body, key, "", headers)
    assert answer.status == status_of(name) and "Idempotency-Replayed" not in answer.headers, answer.text
    if ROUTES[name].creates or ROUTES[name].changes:
        assert kept(world) != before


@pytest.mark.parametrize("name", [name for name in WRITES if ROUTES[name].takes_body])
def test_a_dry_run_that_is_refused_keeps_nothing_either(world, untouched, name):
    make_ready(name, untouched)
    before = kept(world)
    headers = headers_of(world, name, untouched.of(role_of(name)))
    answer = send(world, name, untouched, {"nonsense": 1}, str(uuid.uuid4()), "?dry_run=true", headers)
    assert_fault(answer, 422, "invalid")
    assert kept(world) == before


@pytest.mark.parametrize("name", WRITES)
def test_a_dry_run_is_true_or_false(world, untouched, name):
    body, _ = two_bodies(name, untouched)
    headers = headers_of(world, name, untouched.of(role_of(name)))
    for given in ("1", "TRUE", "", "yes"):
        answer = send(world, name, untouched, body, str(uuid.uuid4()), f"?dry_run={given}", headers)
        assert_fault(answer, 400, "bad_parameter")


# Keys.


@pytest.mark.parametrize("name", CREATES)
def test_what_creates_needs_a_key(world, untouched, name):
    body, _ = two_bodies(name, untouched)
    before = kept(world)
    assert_fault(send(world, name, untouched, body), 400, "idempotency_key_missing")
    assert kept(world) == before


@pytest.mark.parametrize("name", CREATES)
def test_one_key_is_one_effect_and_one_answer(world, side, name):
    mine, key = side.of(role_of(name)), str(uuid.uuid4())
    body, other = two_bodies(name, mine)
    assert body != other
    first = send(world, name, side, body, key)
    assert first.status == status_of(name), first.text
    before = kept(world)
    again = send(world, name, side, body, key)
    assert (again.status, again.headers["Idempotency-Replayed"]) == (first.status, "true")
    if name == "POST /v1/tokens":  # whose token is shown once
        assert "token" not in again.json and first.json["token"] not in again.text
        assert again.json["id"] == first.json["id"]
    else:
        assert again.text == first.text
    assert_fault(send(world, name, side, other, key), 422, "idempotency_mismatch")
    assert kept(world) == before


@pytest.mark.parametrize("name", CREATES)
def test_a_key_twice_at_once_is_one_effect(world, side, name):
    mine, key = side.of(role_of(name)), str(uuid.uuid4())
    body, _ = two_bodies(name, mine)
    answers = at_once([lambda: send(world, name, side, body, key)] * 3)
    done = [answer for answer in answers if answer.status == status_of(name)]
    assert len(done) >= 1 and len([a for a in done if "Idempotency-Replayed" not in a.headers]) == 1
    for answer in answers:
        if answer not in done:
            assert_fault(answer, 409, "in_progress")
            assert answer.headers["Retry-After"]
    keys = world.sql("SELECT count(*) FROM idempotency WHERE key = %s", [key])
    assert keys == [(1,)]


@pytest.mark.parametrize("name", [name for name in CREATES if "{id}" in name])
def test_a_key_is_of_the_record_that_it_was_sent_to(world, side, untouched, name):
    """The same body to another record is another request."""
    key = str(uuid.uuid4())
    body, _ = two_bodies(name, side.of(role_of(name)))
    assert send(world, name, side, body, key).status == status_of(name)
    mine = side.of(role_of(name))
    path = untouched.of(role_of(name)).path(name)
    answer = world.call(mine.token(role_of(name)), ROUTES[name].method, path, body, key)
    assert_fault(answer, 422, "idempotency_mismatch")


# Versions.


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_names_the_version_that_was_read(world, side, name):
    make_ready(name, side)
    body = TABLE[name].body(side)
    before = kept(world)
    assert_fault(send(world, name, side, body), 428, "precondition_required")
    for stale in ('"2"', '"0"', '"-1"', '"x"', '"1', "1", "*", 'W/"1"', '"4294967297"', '"99999999999999999999"'):
        assert_fault(send(world, name, side, body, headers={"If-Match": stale}), 412, "precondition_failed")
    assert kept(world) == before
    answer = send(world, name, side, body, headers={"If-Match": '"1"'})
    assert (answer.status, answer.headers["ETag"]) == (200, '"2"'), answer.text
    assert_fault(send(world, name, side, body, headers={"If-Match": '"1"'}), 412, "precondition_failed")


@pytest.mark.parametrize("name", CHANGES)
def test_of_changes_at_once_one_is_made(world, side, name):
    make_ready(name, side)

    def change():
        body = TABLE[name].body(side) if TABLE[name].media else {"external_ref": str(uuid.uuid4())}
        return send(world, name, side, body, headers={"If-Match": '"1"'})

    answers = at_once([change] * 4)
    assert sorted(answer.status for answer in answers) == [200, 412, 412, 412]
