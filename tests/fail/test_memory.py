# SPDX-License-Identifier: MIT
"""
Memory: a request over its ceiling is refused; where memory runs out the worker ends and is replaced, and
nothing is acknowledged that is not there. Run on the build without sanitizers, whose allocator can be told
that there is no more.
"""
import concurrent.futures
import re
import resource
import signal

import pytest
from support import bodies
from support.attempts import Attempts
from support.daemon import BUILD
from support.waiting import wait_until
from support.world import World

CEILING = 65536  # the least that the setting takes
PAGE = resource.getpagesize()
CLIENTS = 16


def test_a_request_over_its_ceiling_is_refused_and_changes_nothing():
    """Its body is small enough, and what is made of it is not."""
    with World(settings={"request_memory_max": CEILING}) as world:
        admin, before = world.region_admin("South East"), agreements(world)
        long = bodies.agreement("South East", regions=["South East"] * 4000)
        answer = world.post(admin, "/v1/agreements", long)
        assert (answer.status, answer.json["code"]) == (413, "too_large")
        assert agreements(world) == before
        world.made(admin, "/v1/agreements", bodies.agreement("South East"))


def agreements(world):
    return world.sql("SELECT count(*) FROM agreement")


def exhaust(pid, room):
    """Lets the process have so many bytes more of address space than it has."""
    with open(f"/proc/{pid}/statm") as file:
        used = int(file.read().split()[0]) * PAGE
    resource.prlimit(pid, resource.RLIMIT_AS, (used + room, resource.RLIM_INFINITY))


def large_requests(world, threads):
    """More at once than there is memory for. What becomes of each is its own affair."""
    officer, body = world.officer("Kent"), bodies.supplier(name="x" * 60000)

    def one():
        try:
            return world.post(officer, "/v1/suppliers", body).status
        except OSError:
            return None

    return [threads.submit(one) for _ in range(CLIENTS)]


@pytest.mark.skipif(
    b"__asan_init" in (BUILD / "accordd").read_bytes(), reason="the sanitizer's allocator has its own memory"
)
@pytest.mark.parametrize("room", [0, 16, 48, 100], ids="{} pages left".format)
def test_a_worker_that_has_no_memory_ends_and_is_replaced_and_nothing_is_lost(room):
    with World() as world, concurrent.futures.ThreadPoolExecutor(CLIENTS) as threads:
        supplier = world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
        with Attempts(world, supplier) as attempts:
            attempts.wait_for("ok", 8, 20, since=0)
            exhaust(world.daemon.workers()[0], room * PAGE)

            def ended():
                large_requests(world, threads)
                return "worker ended" in world.daemon.log()

            wait_until(ended, 20, "the worker's end")
            attempts.wait_for("ok", 8, 20)
        attempts.compare()
        attempts.settle()
        log = world.daemon.log()
        ends = re.findall(r"worker ended pid=\d+ signal=(\d+)", log)
        assert ends == [str(int(signal.SIGABRT))] and "memory=exhausted" in log, log
