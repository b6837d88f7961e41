# SPDX-License-Identifier: MIT
"""Every fault's answer as the daemon gives it, against tests/golden/problems."""
import contextlib
import functools
import json
import os
import re
import uuid

import pytest
from support import bodies
from support.database import ROOT
from support.wire import head, line
from support.world import World, new_token

GOLDEN = ROOT / "tests" / "golden" / "problems"
FAULT = re.compile(r"^FAULT\(\w+, (\w+), (\d+), (true|false), ", re.MULTILINE)
FAULTS = FAULT.findall((ROOT / "include" / "accord" / "faults.def").read_text())
NOT_GIVEN = {"too_many_requests"}  # a proxy's to give; the client knows what it means
VARIABLE = {
    "<id>": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "<time>": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"),
    "<digest>": re.compile(r"\b[0-9a-f]{64}\b"),
}
START = "2026-10-01"
# The deadline is short, and no statement is cut short before it.
SHORT = {"head_seconds": 1, "request_seconds": 1, "lock_timeout_ms": 10000, "statement_timeout_ms": 10000}

ways = {}  # the code of each fault, and how to meet it


def way(ask):
    ways[ask.__name__] = ask
    return ask


@pytest.fixture(scope="module")
def world():
    with World() as world:
        world.wait_for_connections()
        yield world


def raw(world, data):
    with line(world) as connection:
        connection.send(data)
        return connection.reply()


def list_placements(world, query="", token=None, **headers):
    return world.call(token or world.officer("Medway"), "GET", f"/v1/placements{query}", headers=headers)


def post_spell(world, **options):
    return world.call(world.officer("Kent"), "POST", "/v1/employments", **options)


def post_supplier(world, key=None):
    return world.post(world.region_admin("South East"), "/v1/suppliers", bodies.supplier(), key)


def supplier_in(world):
    return world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]


def place(world, worker, key=None, **members):
    body = bodies.proposal(worker, START, supplier_in(world), **members)
    return world.post(world.officer("Medway"), "/v1/placements", body, key)


def patch_placement(world, version):
    placed = place(world, bodies.worker()).json
    fields = {"If-Match": f'"{version}"'} if version else {}
    return world.call(
        world.officer("Medway"),
        "PATCH",
        f"/v1/placements/{placed['id']}",
        {"external_ref": "X"},
        headers=fields,
    )


@contextlib.contextmanager
def database_says(world, sqlstate, constraint=""):
    """To whoever stores a supplier."""
    world.sql(
        f"""CREATE FUNCTION accord.says() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'as the test wants' USING ERRCODE = '{sqlstate}', CONSTRAINT = '{constraint}'; END $$;
        CREATE TRIGGER says BEFORE INSERT ON supplier FOR EACH ROW EXECUTE FUNCTION accord.says()"""
    )
    try:
        yield
    finally:
        world.sql("DROP FUNCTION accord.says() CASCADE")


@contextlib.contextmanager
def locked(world, table):
    """Whoever needs the table waits; those who will ask are there before."""
    world.officer("Medway"), world.region_admin("South East")
    with contextlib.closing(world.database.connect()) as holder:
        holder.cursor().execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
    world.database.wait_until_idle()
    assert world.get(None, "/livez").status == 200


# What is wrong with the request


@way
def malformed_request(world):
    return raw(world, b"GET /livez HTTP/1.1\nHost: accord.test\n\n")


@way
def malformed_json(world):
    return post_spell(world, body="{", key="k")


@way
def bad_parameter(world):
    return list_placements(world, "?limt=5")


@way
def bad_cursor(world):
    return list_placements(world, "?cursor=elsewhere")


@way
def idempotency_key_missing(world):
    return post_spell(world, body=bodies.spell("SW1"))


@way
def idempotency_key_bad(world):
    return post_spell(world, body=bodies.spell("SW1"), key="x" * 256)


@way
def token_missing(world):
    return world.get(None, "/v1/placements")


@way
def token_invalid(world):
    return list_placements(world, token=new_token())


@way
def token_expired(world):
    token = world.officer("Medway", "expired")
    world.sql("UPDATE token SET expires_at = now() WHERE hash = sha256(%s)", [token.encode()])
    return list_placements(world, token=token)


@way
def forbidden(world):
    return list_placements(world, token=world.token("HR", "Medway"))


@way
def not_found(world):
    return world.get(world.officer("Medway"), f"/v1/placements/{uuid.uuid4()}")


@way
def method_not_allowed(world):
    return world.call(world.officer("Medway"), "DELETE", "/v1/placements")


@way
def not_acceptable(world):
    return list_placements(world, Accept="text/html")


@way
def length_required(world):
    return raw(world, head("POST", "/v1/employments", world.officer("Kent"), Content_Type="application/json"))


@way
def precondition_failed(world):
    return patch_placement(world, 7)


@way
def precondition_required(world):
    return patch_placement(world, None)


@way
def too_large(world):
    fields = {"Content_Type": "application/json", "Content_Length": 65537}
    return raw(world, head("POST", "/v1/employments", world.officer("Kent"), **fields))


@way
def target_too_long(world):
    return raw(world, head("GET", "/" + "x" * 20000))


@way
def head_too_large(world):
    return raw(world, head("GET", "/livez", X_Long="x" * 20000))


@way
def unsupported_media_type(world):
    return post_spell(world, body=b"{}", key="k", headers={"Content-Type": "text/plain"})


@way
def not_implemented(world):
    return raw(world, head("BREW", "/livez"))


@way
def version_not_supported(world):
    return raw(world, b"GET /livez HTTP/2.0\r\nHost: accord.test\r\n\r\n")


@way
def invalid(world):
    return post_spell(world, body=bodies.spell("nobody", basis="PERMANENT", colour="red"), key="k")


# What is recorded already, and what the rules say


@way
def conflict(world):
    admin = world.token("AUTHORITY_ADMIN", "Medway")
    person = world.made(admin, "/v1/people", bodies.person())["id"]
    grant = world.made(admin, f"/v1/people/{person}/grants", bodies.grant("OFFICER"))["id"]
    ends = functools.partial(world.call, admin, "POST", f"/v1/grants/{grant}/end")
    assert ends({"to": "2026-12-31"}).status == 200
    return ends({"to": "2027-12-31"})


@way
def overlap(world):
    admin = world.token("AUTHORITY_ADMIN", "Medway")
    mapping = bodies.mapping("Overlapping", "SW")
    world.made(admin, "/v1/role-mappings", mapping)
    return world.post(admin, "/v1/role-mappings", mapping)


@way
def duplicate(world):
    officer, spell = world.officer("Kent"), bodies.spell(bodies.worker())
    world.made(officer, "/v1/employments", spell)
    return world.post(officer, "/v1/employments", spell)


@way
def idempotency_mismatch(world):
    key = str(uuid.uuid4())
    post_supplier(world, key)
    return post_supplier(world, key)


@way
def out_of_scope(world):
    return post_spell(world, body=bodies.spell("SW1", service="ADULT"), key="k")


@way
def rule_breach(world):
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver("SW880001", "2026-08-31"))
    return place(world, "SW880001")


# What the database does


@way
def in_progress(world):
    """Another has the key, and has not committed."""
    key = str(uuid.uuid4())
    post_supplier(world, key)
    with contextlib.closing(world.database.connect()) as holder:
        cursor = holder.cursor()
        cursor.execute("CREATE TEMPORARY TABLE held AS SELECT * FROM idempotency WHERE key = %s", [key])
        world.sql("DELETE FROM idempotency WHERE key = %s", [key])
        cursor.execute("INSERT INTO idempotency SELECT * FROM held")
        return post_supplier(world, key)


@way
def stale_facts(world):
    with database_says(world, "AC001", "stale_facts"):
        return post_supplier(world)


@way
def stale_rules(world):
    with database_says(world, "AC001", "stale_rules"):
        return post_supplier(world)


@way
def internal(world):
    with database_says(world, "XX000"):
        return post_supplier(world)


@way
def temporarily_unavailable(world):
    with database_says(world, "53100"):
        return post_supplier(world)


@way
def request_timeout(world):
    with World(settings=SHORT) as short:
        return raw(short, b"GET /livez HTTP/1.1\r\n")


@way
def deadline_passed(world):
    with World(settings=SHORT) as short, locked(short, "placement"):
        return list_placements(short)


@way
def outcome_unknown(world):
    with World(settings=SHORT) as short, locked(short, "supplier"):
        return post_supplier(short)


# Held against what was agreed


@pytest.mark.parametrize("code, status, retryable", [fault for fault in FAULTS if fault[0] in ways])
def test_the_answer_is_the_golden_one(world, code, status, retryable):
    """Renewed on purpose: ACCORD_RENEW_GOLDEN=1 tests/run contract, and look at what git diff shows."""
    answer = ways[code](world)
    assert (answer.status, answer.json["code"]) == (int(status), code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.headers["Retry-After"] is not None) == (retryable == "true") == answer.json["retryable"]
    text = json.dumps(answer.json, indent=1, ensure_ascii=False) + "\n"
    for mask, pattern in VARIABLE.items():
        text = pattern.sub(mask, text)
    file = GOLDEN / f"{code}.json"
    if os.environ.get("ACCORD_RENEW_GOLDEN") == "1":
        file.write_text(text)
    same = file.read_text() == text
    assert same, f"it differs from {file}:\n{text}"


def test_there_is_a_way_to_every_fault():
    assert ways.keys() == {code for code, _, _ in FAULTS} - NOT_GIVEN
    assert {file.stem for file in GOLDEN.glob("*.json")} == set(ways)
