# SPDX-License-Identifier: MIT
"""A leaver recorded while a placement that depends on it is submitted: the later sees the earlier."""
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
    """
    All requests read the worker's facts as they are; then they write, in this order. The row that each writer
    claims is held until one after the other waits for it: PostgreSQL lets them go on in the order they came.
    """
    with concurrent.futures.ThreadPoolExecutor(len(requests)) as threads, contextlib.closing(
        world.database.connect()
    ) as holder:
        holder.cursor().execute("SELECT FROM worker_facts WHERE swe_number = %s FOR UPDATE", [worker])
        waiting = []
        for request in requests:
            waiting.append(threads.submit(request))
            world.database.wait_for_locks(len(waiting))
        holder.rollback()
        return [answer.result() for answer in waiting]


@pytest.fixture
def worker(world):
    """Known already, by a spell that no rule minds."""
    number = bodies.worker()
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(number, "2020-06-30"))
    return number


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
    assert version(world, worker) == count
    assert world.sql("SELECT count(*) FROM employment WHERE swe_number = %s", [worker]) == [(10,)]
    assert world.sql("SELECT count(*) FROM placement WHERE swe_number = %s", [worker]) == [(10,)]
