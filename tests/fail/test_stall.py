# SPDX-License-Identifier: MIT
"""
A database that stalls, is cut off, or takes connections and says nothing: requests are answered in time and
with the truth, the loop stays free, and the service comes back by itself.
"""
import concurrent.futures
import contextlib
import functools
import os
import signal
import time
import uuid

import pytest
from support import bodies
from support.attempts import Attempts
from support.relay import ANSWERED, ASKED, BOTH, Relay
from support.waiting import wait_until
from support.world import PATIENT, World

REQUEST_SECONDS = 2
SILENCE_SECONDS = 11  # server/store/pipeline.c, with a statement timeout of a second
BACK_SECONDS = 5
LOOP_CLOCK = 6  # CLOCK_MONOTONIC_COARSE, libevent's: up to a tick of the kernel behind. Python has no name for it
SOON = 0.5  # for what does not need the database, on a machine of any speed
START = "2026-10-01"
HASTY = {"request_seconds": REQUEST_SECONDS}


@contextlib.contextmanager
def stallable(settings, host=None):
    """A world, and the relay between its daemon and its database."""
    with Relay(host or os.environ["PGHOST"]) as relay, World(
        host=host, settings=settings, relay=relay
    ) as world:
        world.wait_for_connections()
        try:
            yield world, relay
        finally:
            relay.release()


@pytest.fixture
def hasty():
    with stallable(HASTY) as both:
        yield both


@pytest.fixture
def patient():
    with stallable(PATIENT) as both:
        yield both


def supplier_in(world):
    return world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]


def assert_alive(world):
    begun = time.monotonic()
    assert world.get(None, "/livez").status == 200
    assert time.monotonic() - begun < SOON


def loop_us():
    """The time as the daemon's loop has it, in its own unit, so that a deadline is exact."""
    return time.clock_gettime_ns(LOOP_CLOCK) // 1000


def is_ready(world):
    return world.get(None, "/readyz").status == 200


def serves_again(world, workers):
    """In time, by the same processes."""
    wait_until(lambda: is_ready(world), BACK_SECONDS, "/readyz")
    officer = world.officer("Kent")
    assert world.get(officer, "/v1/placements").status == 200
    assert world.post(officer, "/v1/employments", bodies.spell(bodies.worker())).status == 201
    assert world.daemon.workers() == workers


def assert_refused_at_once(world):
    officer = world.officer("Kent")
    for request in (
        functools.partial(world.get, officer, "/v1/placements"),
        functools.partial(world.post, officer, "/v1/employments", bodies.spell(bodies.worker())),
    ):
        begun = time.monotonic()
        answer = request()
        assert time.monotonic() - begun < SOON
        assert (answer.status, answer.json["code"]) == (503, "temporarily_unavailable")
        assert int(answer.headers["Retry-After"]) > 0


# What is in flight as it stalls


@pytest.mark.parametrize("directions", [[ASKED], [ANSWERED], BOTH], ids="+".join)
def test_what_is_in_flight_is_answered_by_its_deadline_and_the_loop_is_free(hasty, directions):
    world, relay = hasty
    workers, officer, worker = world.daemon.workers(), world.officer("Kent"), bodies.worker()
    relay.hold(*directions)
    begun = loop_us()
    with concurrent.futures.ThreadPoolExecutor(2) as threads:
        read = threads.submit(world.get, officer, "/v1/placements")
        write = threads.submit(world.post, officer, "/v1/employments", bodies.spell(worker))
        while not (read.done() and write.done()):
            assert_alive(world)
        assert REQUEST_SECONDS <= (loop_us() - begun) / 1e6 < REQUEST_SECONDS + 2 * SOON
        for answer in (read.result(), write.result()):
            assert (answer.status, answer.json["code"]) == (504, "deadline_passed")
            assert int(answer.headers["Retry-After"]) > 0
    relay.release()
    serves_again(world, workers)
    assert world.sql("SELECT FROM employment WHERE swe_number = %s", [worker]) == []


def placements(world, worker):
    return [row[0] for row in world.sql("SELECT id FROM placement WHERE swe_number = %s", [worker])]


@pytest.fixture
def write(patient):
    """A placement that is about to commit: `ask` asks for it under its key, `commit` lets it go on."""
    world, relay = patient
    worker, supplier, key = bodies.worker(), supplier_in(world), str(uuid.uuid4())
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(worker, "2020-06-30"))
    with contextlib.closing(world.database.connect()) as holder, concurrent.futures.ThreadPoolExecutor(
        1
    ) as threads:
        holder.cursor().execute("SELECT FROM worker_facts WHERE swe_number = %s FOR UPDATE", [worker])
        ask = functools.partial(
            world.post,
            world.officer("Medway"),
            "/v1/placements",
            bodies.proposal(worker, START, supplier),
            key,
        )
        answer = threads.submit(ask)
        world.database.wait_for_locks(1)
        yield world, relay, worker, ask, answer, holder.rollback
        holder.rollback()


def assert_unknown(answer):
    assert (answer.status, answer.json["code"]) == (503, "outcome_unknown")
    assert answer.json["retryable"] and int(answer.headers["Retry-After"]) > 0


def settled(ask):
    """As a client does: what is retryable is asked again under its key."""
    answers = [ask()]

    def is_settled():
        if answers[-1].json.get("retryable"):
            answers.append(ask())
        return not answers[-1].json.get("retryable")

    wait_until(is_settled, BACK_SECONDS, "the key's answer")
    return answers[-1]


def assert_one_effect_and_one_answer(world, worker, ask):
    answer, again = settled(ask), settled(ask)
    assert answer.status == 201 and placements(world, worker) == [answer.json["id"]]
    assert answer.headers["Idempotency-Replayed"] == again.headers["Idempotency-Replayed"] == "true"
    assert (again.status, again.text) == (answer.status, answer.text)


def test_a_commit_whose_answer_is_cut_off_is_unknown_and_its_key_finds_it(write):
    world, relay, worker, ask, answer, commit = write
    relay.hold(ANSWERED)
    commit()
    wait_until(lambda: placements(world, worker), 10, "the commit")
    relay.cut()
    assert_unknown(answer.result())
    relay.release()
    wait_until(lambda: is_ready(world), BACK_SECONDS, "/readyz")
    assert_one_effect_and_one_answer(world, worker, ask)


def test_an_answer_that_is_cut_off_in_the_middle_is_unknown_and_its_key_finds_it(write):
    world, relay, worker, ask, answer, commit = write
    relay.cut_after(ANSWERED, 20)
    commit()
    assert_unknown(answer.result())
    wait_until(lambda: is_ready(world), BACK_SECONDS, "/readyz")
    assert_one_effect_and_one_answer(world, worker, ask)


def test_a_write_cut_off_before_its_commit_is_waited_for_by_its_key(write):
    world, relay, worker, ask, answer, commit = write
    relay.cut()
    assert_unknown(answer.result())
    wait_until(lambda: is_ready(world), BACK_SECONDS, "/readyz")
    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        again = threads.submit(ask)
        world.database.wait_for_locks(2)  # the first still waits for its row, and this one for the first
        commit()
        assert again.result().status == 201
    assert_one_effect_and_one_answer(world, worker, ask)


# While it is away


def test_silence_ends_connections_and_the_service_comes_back_with_the_database(hasty):
    world, relay = hasty
    workers = world.daemon.workers()
    relay.hold(*BOTH)
    begun = time.monotonic()
    officer = world.officer("Kent")
    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        writes = [threads.submit(world.get, officer, "/v1/placements") for _ in range(8)]
        assert {write.result().status for write in writes} == {504}
    wait_until(lambda: not is_ready(world), SILENCE_SECONDS + 1, "/readyz says no")
    assert time.monotonic() - begun > REQUEST_SECONDS
    assert_alive(world)
    assert_refused_at_once(world)
    relay.release()
    serves_again(world, workers)


def test_a_database_that_takes_connections_and_says_nothing_is_left_and_found_again(hasty):
    world, relay = hasty
    workers = world.daemon.workers()
    relay.swallow()
    relay.cut()
    wait_until(lambda: not is_ready(world), BACK_SECONDS, "/readyz says no")
    for attempts in (2, 4):
        wait_until(lambda: len(relay.links) >= attempts, 30, f"{attempts} attempts to connect")
        assert_alive(world)
        assert_refused_at_once(world)
        assert not is_ready(world)
    relay.release()
    serves_again(world, workers)


def backends(session, world):
    found = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND application_name = 'accordd'"
    return [row[0] for row in session.sql(found, [world.database.name])]


def test_backends_that_are_stopped_are_replaced_and_what_they_held_is_unknown(hasty):
    world, relay = hasty
    workers, officer, worker = world.daemon.workers(), world.officer("Kent"), bodies.worker()
    stopped = backends(world.database, world)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        answer = world.post(officer, "/v1/employments", bodies.spell(worker))
        assert (answer.status, answer.json["code"]) == (504, "deadline_passed")
        assert_alive(world)
        wait_until(lambda: not is_ready(world), SILENCE_SECONDS + 1, "/readyz says no")
        serves_again(world, workers)
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
    assert world.sql("SELECT FROM employment WHERE swe_number = %s", [worker]) == []


def test_a_postmaster_that_is_stopped_is_waited_for(cluster):
    """Its children go on serving; when they are gone too, nobody answers."""
    with World(host=cluster.sockets, settings=HASTY) as world:
        world.wait_for_connections()
        workers, officer = world.daemon.workers(), world.officer("Kent")
        children = backends(world.database, world)
        cluster.signal(signal.SIGSTOP)
        try:
            assert world.post(officer, "/v1/employments", bodies.spell(bodies.worker())).status == 201
            for pid in children:
                os.kill(pid, signal.SIGTERM)
            wait_until(lambda: not is_ready(world), BACK_SECONDS, "/readyz says no")
            assert_alive(world)
            assert_refused_at_once(world)
        finally:
            cluster.signal(signal.SIGCONT)
        serves_again(world, workers)


# All that was said, held against the database


def test_what_was_said_of_each_attempt_is_so_after_stalls_and_cuts(hasty):
    world, relay = hasty
    with Attempts(world, supplier_in(world)) as attempts:
        attempts.wait_for("ok", 8, 20, since=0)
        for directions in ([ASKED], [ANSWERED], BOTH):
            relay.hold(*directions)
            held = time.monotonic()
            wait_until(
                lambda: len(attempts.of("failed", held)) + len(attempts.of("unknown", held))
                >= len(attempts.threads),
                3 * REQUEST_SECONDS,
                "each writer is told",
            )
            assert_alive(world)
            released = time.monotonic()
            assert not [ok for ok in attempts.of("ok", held) if ok.ended < released]
            relay.release()
            attempts.wait_for("ok", 4, BACK_SECONDS)
        for count in (1, 30, 300, 3000):
            relay.cut_after(ANSWERED, count)
            attempts.wait_for("ok", 4, BACK_SECONDS)
        relay.cut()
        attempts.wait_for("ok", 4, BACK_SECONDS)
    attempts.compare()
    attempts.settle()
