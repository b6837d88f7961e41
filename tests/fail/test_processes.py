# SPDX-License-Identifier: MIT
"""The parent and its workers: restarts, reloads under load, ends, and what systemd is told."""
import contextlib
import os
import pathlib
import re
import signal
import socket
import time

import pytest
from support import bodies
from support.attempts import WRITERS, Attempts
from support.daemon import STOP_SECONDS
from support.waiting import wait_until
from support.world import World

RELOADS, WORKERS = 3, 2


@pytest.fixture
def pair():
    """A world with two workers, both of which are there."""
    with World(settings={"workers": WORKERS}) as world:
        wait_for_ready(world, WORKERS)
        yield world


def ready_workers(world):
    text = world.get(None, "/metrics").text
    return len(re.findall(r'accord_database_connections_ready\{worker="\d+",lane="read"\} [1-9]\n', text))


def wait_for_ready(world, count):
    wait_until(lambda: ready_workers(world) == count, 20, f"{count} workers are ready")


def gone(pid):
    return not pathlib.Path(f"/proc/{pid}").exists()


# Ends of workers


def test_a_worker_that_is_killed_is_replaced_and_counted(pair):
    first, second = pair.daemon.workers()
    os.kill(first, signal.SIGKILL)
    pair.daemon.wait_until_said(f"worker ended pid={first} signal=9")
    wait_for_ready(pair, WORKERS)
    workers = pair.daemon.workers()
    assert second in workers and first not in workers and len(workers) == WORKERS
    assert "accord_workers_lost_total 1\n" in pair.get(None, "/metrics").text


def test_a_counter_outlives_the_worker_that_counted():
    def counted():
        found = re.search(
            r'requests_total\{method="GET",route="/v1/authorities",status="401"\} (\d+)',
            world.get(None, "/metrics").text,
        )
        return int(found[1])

    with World() as world:
        for _ in range(5):
            world.get(None, "/v1/authorities")
        os.kill(world.daemon.workers()[0], signal.SIGKILL)
        world.daemon.wait_until_said("worker ended")
        assert counted() == 5


def test_workers_that_die_at_once_are_begun_again_at_a_growing_distance(pair):
    begun = time.monotonic()
    for died in range(1, 5):
        wait_until(lambda: pair.daemon.workers(), 10, "a worker")
        os.kill(pair.daemon.workers()[0], signal.SIGKILL)
        wait_until(lambda: pair.daemon.log().count("worker ended") == died, 10, "its end")
    wait_for_ready(pair, WORKERS)
    assert time.monotonic() - begun > 0.1 + 0.2


def test_workers_do_not_outlive_a_parent_that_is_killed(pair):
    workers = pair.daemon.workers()
    pair.daemon.kill()
    wait_until(lambda: all(gone(pid) for pid in workers), STOP_SECONDS, "no worker is left")


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_all_end_with_the_parent(pair, signal_number):
    workers = pair.daemon.workers()
    pair.daemon.process.send_signal(signal_number)
    pair.daemon.ended(0)
    assert all(gone(pid) for pid in workers)


# Reloads


def test_a_reload_under_load_loses_nothing_and_refuses_nobody_without_saying_when(pair):
    """Half of the writers keep their connections. Nobody is left without an answer."""
    supplier = pair.made(pair.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
    with Attempts(pair, supplier, keeping=WRITERS // 2) as attempts:
        for _ in range(RELOADS):
            before = set(pair.daemon.workers())
            assert "reloaded" in pair.daemon.reload()
            wait_until(lambda: not before & set(pair.daemon.workers()), 20, "the old workers have gone")
            attempts.wait_for("ok", WRITERS, 20)
    attempts.compare()
    assert attempts.of("unknown") == []
    assert "worker ended" not in pair.daemon.log()


def test_new_settings_are_those_of_every_worker_after_a_reload(pair):
    pair.daemon.set(body_max=1024, workers=3)
    assert "reloaded" in pair.daemon.reload()
    wait_for_ready(pair, 3)
    long = bodies.supplier(name="x" * 2000)
    for _ in range(10):
        assert pair.post(pair.region_admin("South East"), "/v1/suppliers", long).status == 413
    pair.daemon.set(workers=1)
    assert "reloaded" in pair.daemon.reload()
    wait_until(lambda: len(pair.daemon.workers()) == 1, 20, "one worker is left")


@pytest.mark.parametrize(
    "bad, told",
    [
        ({"body_maxx": 1}, "body_max"),
        ({"workers": 0}, "workers"),
        ({"secret_file": "/nonexistent"}, "secret_file"),
        ({"tls_certificate": "/nonexistent"}, "tls_key"),
    ],
    ids=["name", "range", "secret", "half of TLS"],
)
def test_a_bad_file_is_refused_and_nothing_changes(world, bad, told):
    before = world.daemon.workers()
    world.daemon.set(**bad)
    line = world.daemon.reload()
    assert "refused, the old settings stay" in line and told in line
    assert world.daemon.workers() == before
    assert world.get(None, "/readyz").status == 200


def test_settings_with_which_the_database_cannot_be_reached_are_taken_back(world):
    before = world.daemon.workers()
    world.daemon.set(database=f"host={world.folder} dbname=x user=x")
    assert "given up, the old settings stay" in world.daemon.reload()
    wait_until(lambda: world.daemon.workers() == before, STOP_SECONDS, "the new worker has gone")
    assert world.get(None, "/readyz").status == 200
    world.daemon.set(database=world.database.conninfo("accord_app"))
    assert "reloaded" in world.daemon.reload()


# systemd


@contextlib.contextmanager
def notified(folder):
    """A socket as systemd's, and what has come to it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(folder / "notify"))
        listener.settimeout(STOP_SECONDS)
        yield listener


def told(listener, prefix):
    text = ""
    while not text.startswith(prefix):
        text = listener.recv(4096).decode()
    return text


def test_systemd_is_told_of_the_start_of_reloads_and_of_the_end(world):
    world.daemon.stop()
    with notified(world.folder) as listener:
        world.start(NOTIFY_SOCKET=str(world.folder / "notify"), WATCHDOG_USEC="400000")
        told(listener, "READY=1")
        told(listener, "WATCHDOG=1")
        told(listener, "WATCHDOG=1")
        world.wait_until_ready()
        world.daemon.reload()
        assert "MONOTONIC_USEC=" in told(listener, "RELOADING=1")
        told(listener, "READY=1")
        world.daemon.stop()
        told(listener, "STOPPING=1")
