# SPDX-License-Identifier: MIT
"""What is written on a worker or a placement at the same time: the later sees the earlier, in both orders."""
import concurrent.futures
import contextlib
import functools
import time
import uuid

import pytest
from support import bodies
from support.world import PATIENT, World, at_once

START = "2026-10-01"


@pytest.fixture(scope="module")
def world():
    """Two requests that wait take two connections: all are there."""
    with World(settings=PATIENT) as world:
        world.wait_for_connections()
        yield world


def leave(world, worker):
    return world.post(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(worker, "2026-08-31"))


def submit(world, worker, supplier):
    return world.post(world.officer("Medway"), "/v1/placements", bodies.proposal(worker, START, supplier))


def version(world, worker):
    return world.sql("SELECT version FROM worker_facts WHERE swe_number = %s", [worker])[0][0]


def in_order(world, worker, *requests):
    """All requests read the worker's facts as they are; then they write, in this order."""
    return holding(world, "SELECT FROM worker_facts WHERE swe_number = %s FOR UPDATE", worker, *requests)


def holding(world, row, named, *requests):
    """
    The row that each request writes is held until one after the other waits for it: PostgreSQL lets them go on in
    the order they came.
    """
    with concurrent.futures.ThreadPoolExecutor(len(requests)) as threads, contextlib.closing(
        world.database.connect()
    ) as holder:
        holder.cursor().execute(row, [named])
        waiting = []
        for request in requests:
            waiting.append(threads.submit(request))
            world.database.wait_for_locks(len(waiting))
        holder.rollback()
        return [answer.result() for answer in waiting]


@pytest.fixture
def worker(world):
    """Known already, by a spell that no rule minds."""
    return world.experienced()


def test_a_placement_sees_the_leaver_that_was_recorded_while_it_was_checked(world, worker, supplier):
    left, placed = in_order(
        world,
        worker,
        functools.partial(leave, world, worker),
        functools.partial(submit, world, worker, supplier),
    )
    assert left.status == 201
    assert (placed.status, placed.json["code"]) == (422, "rule_breach")
    assert placed.finding("COOL_OFF", "NATIONAL")["verdict"] == "BREACH"
    assert world.sql("SELECT FROM placement WHERE swe_number = %s", [worker]) == []
    assert version(world, worker) == 2


def test_a_leaver_recorded_after_a_placement_lets_it_stand_on_what_it_knew(world, worker, supplier):
    placed, left = in_order(
        world,
        worker,
        functools.partial(submit, world, worker, supplier),
        functools.partial(leave, world, worker),
    )
    assert (placed.status, left.status) == (201, 201)
    assert placed.finding("COOL_OFF", "NATIONAL")["verdict"] == "PASS"
    relied = world.sql(
        "SELECT c.facts_version FROM placement p JOIN eligibility_check c ON c.id = p.eligibility_check"
        " WHERE p.swe_number = %s",
        [worker],
    )
    assert relied == [(1,)]
    assert version(world, worker) == 3


def test_two_leavers_at_once_are_both_recorded(world, worker):
    answers = in_order(
        world,
        worker,
        functools.partial(leave, world, worker),
        functools.partial(
            world.post,
            world.officer("Surrey"),
            "/v1/cooling-off-records",
            bodies.leaver(worker, "2026-07-31"),
        ),
    )
    assert [answer.status for answer in answers] == [201, 201]
    assert version(world, worker) == 3


def accepted(call):
    """Repeats what is said to be retryable; true where it was accepted in the end."""
    answer = call()
    while answer.json.get("retryable"):
        time.sleep(0.02)
        answer = call()
    assert answer.status in (201, 422), answer.text
    return answer.status == 201


def test_no_version_is_lost_among_ten_leavers_and_ten_placements(world, supplier):
    worker = bodies.worker()
    post = functools.partial(functools.partial, world.post)
    leavers = [
        post(
            world.officer("Kent"),
            "/v1/cooling-off-records",
            bodies.leaver(worker, f"20{10 + n}-06-30"),
            str(uuid.uuid4()),
        )
        for n in range(10)
    ]
    placements = [
        post(
            world.officer("Medway"),
            "/v1/placements",
            bodies.proposal(worker, f"2026-10-{n + 1:02}", supplier),
            str(uuid.uuid4()),
        )
        for n in range(10)
    ]
    count = sum(
        at_once([functools.partial(accepted, call) for pair in zip(leavers, placements) for call in pair])
    )
    assert count == 20
    world.wait_until_asked_again()
    asked_again = world.sql(
        "SELECT count(*) FROM recheck r JOIN placement p ON p.id = r.placement WHERE p.swe_number = %s", [worker]
    )[0][0]
    assert version(world, worker) == count + asked_again
    assert world.sql("SELECT count(*) FROM employment WHERE swe_number = %s", [worker]) == [(10,)]
    assert world.sql("SELECT count(*) FROM placement WHERE swe_number = %s", [worker]) == [(10,)]


# What a person does to a placement. Neither a decision, nor details, nor an end reads or changes what the rules are
# told: they claim no facts, and it is the placement's version that lets the later see the earlier. A notice does.

PAY = {"pay_type": "UMBRELLA", "coverage": "PAY_HOL_ENI_LEVY", "pay_pence": 3700}
ACTS = {
    "rate": ("POST", "/rates", {"from": "2026-11-02", **PAY}),
    "decision": (
        "POST",
        "/decisions",
        {"finding": "COOL_OFF/NATIONAL", "decision": "PROCEED", "reason": "The letter was shown"},
    ),
    "refusal": (
        "POST",
        "/decisions",
        {"finding": "COOL_OFF/NATIONAL", "decision": "REFUSE", "reason": "The letter was not shown"},
    ),
    "end": ("POST", "/end", {"end_date": "2026-10-30", "reason": "COMPLETED"}),
    "details": ("PATCH", "", {"external_ref": "PO-1"}),
    "notice": ("PATCH", "", {"notice_days": 56}),
}


@pytest.fixture
def referred(world, worker, supplier):
    """A placement that waits for a decision, since the worker's post is still open."""
    world.give_references("Medway", worker)
    world.made(world.officer("Kent"), "/v1/employments", bodies.spell(worker))
    placed = submit(world, worker, supplier)
    assert placed.json["status"] == "REFERRED"
    return placed.json


def act(world, placement, name):
    method, action, body = ACTS[name]
    headers = {"If-Match": '"1"'} if method == "PATCH" else {}
    path = f"/v1/placements/{placement['id']}{action}"
    key = str(uuid.uuid4()) if method == "POST" else None
    return world.call(world.officer("Medway"), method, path, body, key, headers)


@pytest.mark.parametrize("name", ["decision", "refusal", "end", "details"])
def test_what_reads_no_facts_waits_for_no_leaver_and_moves_no_version(world, worker, referred, name):
    with concurrent.futures.ThreadPoolExecutor(1) as threads, contextlib.closing(
        world.database.connect()
    ) as holder:
        holder.cursor().execute("SELECT FROM worker_facts WHERE swe_number = %s FOR UPDATE", [worker])
        leaving = threads.submit(leave, world, worker)
        world.database.wait_for_locks(1)
        seen = version(world, worker)
        assert act(world, referred, name).status in (200, 201)
        assert version(world, worker) == seen and not leaving.done()
        holder.rollback()
        assert leaving.result().status == 201


FIRST, ENDED = ("2026-10-01", None), [("2026-10-01", "2026-10-30")]
CHANGED = [("2026-10-01", "2026-11-01"), ("2026-11-02", None)]


def rates(world, placement):
    return world.sql(
        "SELECT valid_from::text, valid_to::text FROM placement_rate WHERE placement = %s AND superseded_at IS NULL"
        " ORDER BY valid_from",
        [placement["id"]],
    )


@pytest.mark.parametrize(
    "first, second, statuses, status, at_version",
    [
        ("decision", "rate", (201, 201), "CONFIRMED", 3),
        ("rate", "decision", (201, 201), "CONFIRMED", 3),
        ("refusal", "rate", (201, 409), "REFUSED", 2),
        ("rate", "refusal", (201, 201), "REFUSED", 3),
        ("end", "rate", (200, 409), "ENDED", 2),
        ("rate", "end", (201, 200), "ENDED", 3),
        ("details", "rate", (200, 201), "REFERRED", 3),
        ("rate", "details", (201, 412), "REFERRED", 2),
        ("notice", "rate", (200, 201), "REFERRED", 3),
        ("rate", "notice", (201, 412), "REFERRED", 2),
        ("notice", "end", (200, 200), "ENDED", 3),
        ("end", "notice", (200, 412), "ENDED", 2),
        ("decision", "end", (201, 200), "ENDED", 3),
        ("end", "decision", (200, 409), "ENDED", 2),
        ("decision", "refusal", (201, 409), "CONFIRMED", 2),
        ("refusal", "decision", (201, 409), "REFUSED", 2),
        ("details", "end", (200, 200), "ENDED", 3),
        ("end", "details", (200, 412), "ENDED", 2),
    ],
)
def test_of_two_acts_the_second_sees_the_first(world, referred, first, second, statuses, status, at_version):
    answers = holding(
        world,
        "SELECT FROM placement WHERE id = %s FOR UPDATE",
        referred["id"],
        functools.partial(act, world, referred, first),
        functools.partial(act, world, referred, second),
    )
    assert tuple(answer.status for answer in answers) == statuses, answers[1].text
    now = world.get(world.officer("Medway"), f"/v1/placements/{referred['id']}").json
    assert (now["status"], now["version"]) == (status, at_version)
    rated = ("rate", 201) in zip((first, second), statuses)
    assert rates(world, referred) == (ENDED if status == "ENDED" else CHANGED if rated else [FIRST])
