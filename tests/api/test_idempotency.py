# SPDX-License-Identifier: MIT
"""One key, one effect, one answer."""
import concurrent.futures
import contextlib
import functools
import time
import uuid

import pytest
from support import bodies
from support.world import PATIENT, World, at_once

START = "2026-10-01"
MANY = 50


@pytest.fixture(scope="module")
def world():
    """Fifty requests at once, on a machine of any speed."""
    with World(settings=PATIENT) as world:
        yield world


def placements(world, worker):
    return world.sql("SELECT count(*) FROM placement WHERE swe_number = %s", [worker])[0][0]


def submit(world, body, key, who=""):
    return world.post(world.officer("Medway", who), "/v1/placements", body, key)


def submit_until_settled(world, body, key):
    """As a client does: what is said to be retryable is sent again under its key."""
    answer = submit(world, body, key)
    while answer.json.get("retryable"):
        assert "Retry-After" in answer.headers
        time.sleep(0.05)
        answer = submit(world, body, key)
    return answer


def test_fifty_at_once_with_one_key_are_one_placement_and_fifty_equal_answers(world, supplier):
    worker, key = bodies.worker(), str(uuid.uuid4())
    body = bodies.proposal(worker, START, supplier)
    answers = at_once([functools.partial(submit, world, body, key)] * MANY)
    assert {answer.status for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    assert placements(world, worker) == 1


def test_fifty_keys_for_one_placement_are_one_placement_and_duplicates(world, supplier):
    worker = bodies.worker()
    body = bodies.proposal(worker, START, supplier)
    answers = at_once(
        [functools.partial(submit_until_settled, world, body, str(uuid.uuid4())) for _ in range(MANY)]
    )
    assert sorted(answer.status for answer in answers) == [201] + [409] * (MANY - 1)
    assert {answer.json["code"] for answer in answers if answer.status == 409} == {"duplicate"}
    assert placements(world, worker) == 1


def test_the_key_with_another_body_is_refused(world, supplier):
    worker, key = bodies.worker(), str(uuid.uuid4())
    assert submit(world, bodies.proposal(worker, START, supplier), key).status == 201
    answer = submit(world, bodies.proposal(worker, "2026-10-02", supplier), key)
    assert (answer.status, answer.json["code"]) == (422, "idempotency_mismatch")
    assert placements(world, worker) == 1


def test_the_key_on_another_route_is_refused(world):
    worker, key = bodies.worker(), str(uuid.uuid4())
    officer = world.officer("Medway")
    assert (
        world.post(officer, "/v1/cooling-off-records", bodies.leaver(worker, "2026-06-30"), key).status == 201
    )
    answer = world.post(
        officer,
        "/v1/employments",
        bodies.leaver(worker, "2026-06-30", basis="SUBSTANTIVE", start_date="2021-01-04"),
        key,
    )
    assert (answer.status, answer.json["code"]) == (422, "idempotency_mismatch")


def test_whoever_reads_the_effect_of_its_own_key_replays_it(world, supplier):
    """
    The second of two reads the placement when the first has just ended it. What the first one wrote is held
    back until the second waits to read: it then sees the end and the key at once.
    """
    world.wait_for_connections()  # each prepares its statements, which takes the lock too
    officer, key = world.officer("Medway"), str(uuid.uuid4())
    made = world.made(officer, "/v1/placements", bodies.proposal(bodies.worker(), START, supplier))
    end = f"/v1/placements/{made['id']}/end", {"end_date": "2026-12-18", "reason": "COMPLETED"}, key
    first = world.post(officer, *end)
    assert first.status == 200
    kept = world.sql("SELECT to_jsonb(i)::text FROM idempotency i WHERE key = %s", [key])[0]
    world.sql("DELETE FROM idempotency WHERE key = %s", [key])
    with concurrent.futures.ThreadPoolExecutor(1) as threads, contextlib.closing(
        world.database.connect()
    ) as holder:
        held = holder.cursor()
        held.execute("LOCK TABLE placement IN ACCESS EXCLUSIVE MODE")
        second = threads.submit(world.post, officer, *end)
        world.database.wait_for_locks(1)
        held.execute(
            "INSERT INTO idempotency SELECT (jsonb_populate_record(NULL::idempotency, %s)).*", kept
        )
        holder.commit()
        answer = second.result()
    assert (answer.status, answer.headers["Idempotency-Replayed"]) == (200, "true"), answer.text
    assert answer.text == first.text


def test_a_replay_says_that_it_is_one(world, supplier):
    key, body = str(uuid.uuid4()), bodies.proposal(bodies.worker(), START, supplier)
    first, second = submit(world, body, key), submit(world, body, key)
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert (second.status, second.text) == (first.status, first.text)
    assert second.headers["X-Request-Id"] != first.headers["X-Request-Id"]


def test_a_replay_shows_a_placement_again_and_leaves_an_event_of_its_own(world, supplier):
    key, body = str(uuid.uuid4()), bodies.proposal(bodies.worker(), START, supplier)
    answers = [submit(world, body, key) for _ in range(2)]
    outcomes = [
        world.sql("SELECT outcome FROM audit_event WHERE id = %s", [answer.headers["X-Request-Id"]]) for answer in answers
    ]
    assert [[row[0] for row in rows] for rows in outcomes] == [["done"], ["replayed"]]


def test_a_rule_breach_is_replayed_too(world, supplier):
    worker, key = bodies.worker(), str(uuid.uuid4())
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(worker, "2026-08-31"))
    first, second = [submit(world, bodies.proposal(worker, START, supplier), key) for _ in range(2)]
    assert (first.status, first.json["code"]) == (422, "rule_breach")
    assert (second.status, second.text) == (first.status, first.text)
    assert second.headers["Idempotency-Replayed"] == "true"
    checks = world.sql("SELECT count(*) FROM eligibility_check WHERE swe_number = %s", [worker])
    assert (checks[0][0], placements(world, worker)) == (1, 0)


def test_a_body_that_was_refused_as_invalid_leaves_its_key_free(world, supplier):
    key, body = str(uuid.uuid4()), bodies.proposal(bodies.worker(), START, supplier)
    assert submit(world, {**body, "pay_pence": "36.50"}, key).status == 422
    assert submit(world, body, key).status == 201


@pytest.mark.parametrize(
    "path, body",
    [
        ("/v1/employments", bodies.spell("SW1")),
        ("/v1/cooling-off-records", bodies.leaver("SW1", "2026-06-30")),
        ("/v1/eligibility-checks", bodies.check("SW1", START)),
        ("/v1/placements", bodies.proposal("SW1", START, str(uuid.uuid4()))),
    ],
)
def test_what_creates_needs_a_key(world, path, body):
    answer = world.call(world.officer("Medway"), "POST", path, body)
    assert (answer.status, answer.json["code"]) == (400, "idempotency_key_missing")


@pytest.mark.parametrize("key", ["with space", "x" * 256])
def test_a_key_that_cannot_be_used_is_refused(world, key):
    answer = world.post(world.officer("Medway"), "/v1/employments", bodies.spell(bodies.worker()), key)
    assert (answer.status, answer.json["code"]) == (400, "idempotency_key_bad")


def test_keys_of_two_principals_do_not_meet(world, supplier):
    key = str(uuid.uuid4())
    answers = [
        submit(world, bodies.proposal(bodies.worker(), START, supplier), key, who)
        for who in ("one", "another")
    ]
    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].json["id"] != answers[1].json["id"]
