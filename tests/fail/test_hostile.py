# SPDX-License-Identifier: MIT
"""
Two hundred slow or greedy clients of a kind, and a good one, which must not notice; they cost a bounded memory, and
are cut at their deadlines. By the Release build: what is promised is the time that what ships takes, and a sanitizer's is another.
"""
import contextlib
import http.client
import subprocess
import sys
import time

import pytest
from support.database import ROOT
from support.world import World

sys.path.insert(0, str(ROOT / "tests" / "bench"))
import memory  # noqa: E402

COUNT, REQUESTS, ROUNDS = 200, 300, 3
P99_SECONDS, BYTES_EACH = 0.1, 64000
DEADLINE, SLACK, LIFE_SECONDS = 3, 2, 60
SHORT = {
    "head_seconds": DEADLINE,
    "body_seconds": DEADLINE,
    "write_seconds": DEADLINE,
    "idle_seconds": DEADLINE,
    "connections_per_address_max": 4 * COUNT,
}
# How each is cut: its answer (0: none), and whether only at its deadline.
ENDS = {
    "slow_head": (408, True),
    "slow_body": (408, True),
    "silent": (0, True),
    "greedy": (0, True),
    "half_closed": (0, False),
    "big_head": (431, False),
}


@pytest.fixture(scope="module")
def served(release):
    with World(settings=SHORT, build=release) as world:
        yield world


@contextlib.contextmanager
def hostile(world, kind, count=COUNT):
    """Its lines, once all have begun."""
    with subprocess.Popen(
        ["timeout", str(LIFE_SECONDS), sys.executable, ROOT / "tests/fail/hostile.py", kind]
        + [str(world.daemon.port), str(count), world.officer("Kent")],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert "ready\n" in process.stdout  # and all before it is read
            yield process.stdout
        finally:
            process.terminate()


def seconds_of(connection, token):
    begun = time.monotonic()
    connection.request("GET", "/v1/suppliers", headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200
    return time.monotonic() - begun


def p99(world):
    """Of requests one after the other, on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", world.daemon.port, timeout=10)
    with contextlib.closing(connection):
        taken = sorted(seconds_of(connection, world.officer("Medway")) for _ in range(REQUESTS))
    return taken[int(0.99 * REQUESTS)]


@pytest.mark.parametrize("kind", ENDS)
def test_slow_and_greedy_clients_do_not_stop_a_good_one_and_are_cut(served, kind):
    status, at_deadline = ENDS[kind]
    before = memory.resident(served.daemon.process.pid)
    with hostile(served, kind) as told:
        # The best of some rounds: whatever else the machine does falls into one, a server that is stopped into all.
        best = min(p99(served) for _ in range(ROUNDS))
        held = memory.resident(served.daemon.process.pid) - before
        ends = [told.readline().split() for _ in range(COUNT)]
    assert best < P99_SECONDS
    assert held < COUNT * BYTES_EACH
    assert {int(code) for _, code in ends} == {status}
    latest = max(float(seconds) for seconds, _ in ends)
    earliest = min(float(seconds) for seconds, _ in ends)
    assert latest < DEADLINE + SLACK
    assert not at_deadline or earliest > DEADLINE - 0.1
