# SPDX-License-Identifier: MIT
"""The trail, as an auditor of the scope reads it: whole, in order, and with the reading in it."""
import pytest
from support import bodies
from support.access import Access

ACCESS = {
    "GET /v1/audit-events": Access(("AUDITOR",), 200),
    "POST /v1/audit-events/search": Access(("AUDITOR",), 200, body=lambda side: {}),
}

EVENTS = 12


@pytest.fixture(scope="module")
def auditor(world):
    return world.token("AUDITOR", "Medway")


@pytest.fixture(scope="module")
def seen(world):
    """Spells, each recorded and read once."""
    officer = world.officer("Medway")
    made = [
        world.made(officer, "/v1/employments", bodies.spell(bodies.worker()))["id"] for _ in range(EVENTS)
    ]
    for spell in made:
        assert world.get(officer, f"/v1/employments/{spell}").status == 200
    return made


def search(world, token, path="/v1/audit-events/search", **body):
    answer = world.call(token, "POST", path, body)
    assert answer.status == 200, answer.text
    return answer.json


def test_every_event_once_newest_first(world, auditor, seen):
    got, path = [], "/v1/audit-events?limit=7"
    while path:
        answer = world.get(auditor, path)
        assert answer.status == 200, answer.text
        got += answer.json["data"]
        path = answer.json.get("next")
    ids = [row["id"] for row in got]
    assert len(ids) == len(set(ids))
    assert [row["at"] for row in got] == sorted((row["at"] for row in got), reverse=True)
    read = [row["ids"][0] for row in got if row["action"] == "employment.read"]
    assert read == seen[::-1]


def test_events_of_one_instant_are_neither_lost_nor_doubled(world, seen):
    """Refused twice in one microsecond, say: the id decides."""
    world.sql(
        "INSERT INTO audit_event (at, id, scope, authority, region, principal, role, action, route, outcome)"
        " SELECT '2026-09-01T00:00:00Z', gen_random_uuid(), 'authority:886', 886, 'South East',"
        " gen_random_uuid(), 'OFFICER', 'same.instant', 'GET /', 'done' FROM generate_series(1, 9)"
    )
    kent, got = world.token("AUDITOR", "Kent"), []
    path = "/v1/audit-events/search?limit=2"
    while path:
        answer = search(world, kent, path, action="same.instant")
        got += [row["id"] for row in answer["data"]]
        path = answer.get("next")
    assert len(got) == len(set(got)) == 9


def test_a_search_finds_by_object_action_and_person(world, auditor, seen):
    both = search(world, auditor, object=seen[0])["data"]
    assert [row["action"] for row in both][0] == "employment.read" and len(both) == 2
    assert {row["object_type"] for row in both} == {"employment"}
    read = search(world, auditor, object=seen[0], action="employment.read")["data"]
    assert [row["ids"] for row in read] == [[seen[0]]]
    who = read[0]["principal"]
    assert {row["principal"] for row in search(world, auditor, principal=who)["data"]} == {who}
    assert search(world, auditor, principal=seen[0])["data"] == []


def test_a_search_by_days(world, auditor, seen):
    day = world.sql("SELECT (now() AT TIME ZONE 'Europe/London')::date::text")[0][0]
    assert search(world, auditor, **{"from": day, "to": day})["data"]
    assert search(world, auditor, to="2026-01-01")["data"] == []
    assert search(world, auditor, **{"from": "2099-01-01"})["data"] == []
    for wrong in ({"from": "2026-02-02", "to": "2026-02-01"}, {"from": "2026-02-31"}, {"who": "x"}):
        assert world.call(auditor, "POST", "/v1/audit-events/search", wrong).status == 422


def test_a_cursor_belongs_to_its_search(world, auditor, seen):
    path = search(world, auditor, "/v1/audit-events/search?limit=1", action="employment.read")["next"]
    search(world, auditor, path, action="employment.read")
    for token, body in ((auditor, {}), (world.token("AUDITOR", "Kent"), {"action": "employment.read"})):
        answer = world.call(token, "POST", path, body)
        assert (answer.status, answer.json["code"]) == (400, "bad_cursor")


def test_reading_is_an_event_that_names_what_was_read(world, auditor, seen):
    answer = world.get(auditor, "/v1/audit-events?limit=3")
    newest = search(world, auditor, action="audit_event.read")["data"][0]
    assert newest["id"] == answer.headers["X-Request-Id"]
    assert sorted(newest["ids"]) == sorted(row["id"] for row in answer.json["data"])


def test_a_refusal_stands_in_the_trail(world, auditor):
    assert world.get(world.officer("Medway"), "/v1/audit-events").status == 403
    newest = search(world, auditor, action="audit_event.read")["data"][0]
    assert (newest["outcome"], newest["role"]) == ("refused 403", "OFFICER")


def test_each_auditor_reads_its_own_scope(world, auditor, seen):
    for other in (
        world.token("AUDITOR", "Kent"),
        world.token("AUDITOR", region="South East"),
        world.token("AUDITOR", region="London"),
    ):
        assert search(world, other, object=seen[0])["data"] == []
    region = world.region_admin("South East")
    supplier = world.made(region, "/v1/suppliers", bodies.supplier())["id"]
    assert len(search(world, world.token("AUDITOR", region="South East"), object=supplier)["data"]) == 1
    assert search(world, auditor, object=supplier)["data"] == []
