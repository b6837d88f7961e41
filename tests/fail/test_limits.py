# SPDX-License-Identifier: MIT
"""Connections up to their limits: ten thousand idle ones, the caps, and the process's descriptors."""
import contextlib
import os
import pathlib
import resource
import socket
import sys

import pytest
from support.database import ROOT
from support.waiting import wait_until
from support.wire import free_port, head
from support.world import World

sys.path.insert(0, str(ROOT / "tests" / "bench"))
import memory  # noqa: E402

IDLE, BYTES_EACH = 10000, 3000
IN_ALL, PER_ADDRESS = 50, 20
FEW, KEPT = 64, 24 + 8 + 1  # descriptors; those kept of them by default: server/worker.c
SECONDS, EXHAUSTED_SECONDS, CPU_SECONDS = 10, 2, 0.5
ASK = head("HEAD", "/openapi.json")  # is on the main listener, whoever else listens


def test_ten_thousand_idle_connections_hold_three_kilobytes_each(release):
    """Of the Release build: a sanitizer's memory is another."""
    memory.allow_files()
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > IDLE + 100, "the descriptor limit is too low"
    many = {"connections_max": IDLE + 10, "connections_per_address_max": IDLE + 10, "idle_seconds": 600}
    with World(settings=many, build=release) as world:
        assert memory.per_connection(world.daemon.process.pid, world.daemon.port, IDLE) <= BYTES_EACH


# Caps


def ask(port, source):
    """A connection from an address of its own, and the status it has been answered with."""
    connection = socket.create_connection(("127.0.0.1", port), SECONDS, (source, 0))
    connection.sendall(ASK)
    return connection, connection.recv(4096)


def take(held, port, source, count):
    for _ in range(count):
        connection, heard = ask(port, source)
        held.enter_context(connection)
        assert heard.startswith(b"HTTP/1.1 200 ")


def assert_turned_away(port, source):
    """Without waiting for what it asks."""
    with socket.create_connection(("127.0.0.1", port), SECONDS, (source, 0)) as connection:
        heard = connection.makefile("rb").read()
    assert heard.startswith(b"HTTP/1.1 503 ") and b"\r\nRetry-After: 1\r\n" in heard
    assert b"\r\nConnection: close\r\n" in heard


def test_connections_are_capped_in_all_and_per_address():
    ops = free_port()
    capped = {"connections_max": IN_ALL, "connections_per_address_max": PER_ADDRESS, "ops_port": ops}
    with World(settings=capped, ready_port=ops) as world, contextlib.ExitStack() as held:
        port = world.daemon.port
        take(held, port, "127.0.0.2", PER_ADDRESS)
        assert_turned_away(port, "127.0.0.2")
        take(held, port, "127.0.0.3", PER_ADDRESS)
        take(held, port, "127.0.0.4", IN_ALL - 2 * PER_ADDRESS)
        assert_turned_away(port, "127.0.0.5")
        assert world.call(None, "GET", "/readyz", port=ops).status == 200
        held.close()

        def served_again():
            connection, heard = ask(port, "127.0.0.2")
            with connection:
                return heard.startswith(b"HTTP/1.1 200 ")

        wait_until(served_again, SECONDS, "those that have gone count no more")


# Descriptors


@contextlib.contextmanager
def descriptors(count):
    """The limit that a daemon started meanwhile gets."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_the_cap_stays_below_the_descriptor_limit_with_one_in_reserve():
    """So the last one is turned away with an answer, and not left waiting."""
    with World() as world, contextlib.ExitStack() as held:
        world.daemon.stop()
        with descriptors(FEW):
            world.start()
        world.wait_until_ready()
        assert f"descriptor limit holds connections_max={FEW - KEPT} " in world.daemon.log()
        take(held, world.daemon.port, "127.0.0.2", FEW - KEPT)
        assert_turned_away(world.daemon.port, "127.0.0.3")
        held.close()
        wait_until(lambda: world.get(None, "/readyz").status == 200, SECONDS, "/readyz")
        assert "accepting paused" not in world.daemon.log()


def cpu_seconds(pid):
    stat = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def test_without_descriptors_accepting_pauses_and_then_goes_on(release):
    """Of the Release build: a test build opens a file to tell the day."""
    with World(build=release) as world, contextlib.ExitStack() as held:
        world.wait_for_connections()
        (worker,) = world.daemon.workers()
        good, heard = ask(world.daemon.port, "127.0.0.2")
        held.enter_context(good)
        limits = resource.prlimit(worker, resource.RLIMIT_NOFILE)
        used = max(int(entry.name) for entry in pathlib.Path(f"/proc/{worker}/fd").iterdir()) + 1
        resource.prlimit(worker, resource.RLIMIT_NOFILE, (used, limits[1]))
        waiting = socket.create_connection(("127.0.0.1", world.daemon.port), EXHAUSTED_SECONDS)
        held.enter_context(waiting)
        waiting.sendall(ASK)
        world.daemon.wait_until_said("accepting paused")
        before = cpu_seconds(worker)
        with pytest.raises(TimeoutError):
            waiting.recv(4096)
        assert cpu_seconds(worker) - before < CPU_SECONDS, "the loop spins"
        good.sendall(ASK)
        assert good.recv(4096).startswith(b"HTTP/1.1 200 ")
        resource.prlimit(worker, resource.RLIMIT_NOFILE, limits)
        assert waiting.recv(4096).startswith(b"HTTP/1.1 200 ")
        assert world.daemon.log().count("accepting paused") == 1
