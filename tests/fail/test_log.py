# SPDX-License-Identifier: MIT
"""The daemon's log cannot be written: it goes on without, and says so when it can again."""
import contextlib
import fcntl
import os
import re
import signal
import socket
import subprocess
import threading

import pytest
from support import bodies
from support.daemon import BUILD, STOP_SECONDS
from support.waiting import wait_until
from support.wire import free_port

SIZE = 4096  # some forty lines


@contextlib.contextmanager
def saying_to(world, sink):
    """The world's daemon, whose standard error is this."""
    world.daemon.stop()
    world.daemon.set(listen_port=free_port())
    environment = {**os.environ, "ACCORD_TEST_NOW": str(world.day_file)}
    world.daemon.process = subprocess.Popen(
        [BUILD / "accordd", "--config", world.daemon.config], stderr=sink, env=environment
    )
    world.daemon.port = world.daemon.settings["listen_port"]
    wait_until(lambda: is_ready(world), 30, "/readyz")
    yield
    world.daemon.stop()


def is_ready(world):
    try:
        return world.get(None, "/readyz").status == 200
    except ConnectionError:
        return False


def works(world):
    """More than its log has room for; and a worker's end, of which its parent tells."""
    officer = world.officer("Kent")
    for _ in range(60):
        assert world.get(None, "/livez").status == 200
    assert world.post(officer, "/v1/employments", bodies.spell(bodies.worker())).status == 201
    first = world.daemon.workers()
    os.kill(first[0], signal.SIGKILL)
    wait_until(
        lambda: world.daemon.workers() not in ([], first) and is_ready(world), STOP_SECONDS, "another worker"
    )
    assert world.post(officer, "/v1/employments", bodies.spell(bodies.worker())).status == 201


def test_a_log_on_a_full_disk_stops_nothing(world):
    with open("/dev/full", "wb") as full, saying_to(world, full):
        works(world)


def told_of_loss(world, heard):
    """With its next line."""
    world.get(None, "/livez")
    return re.search(rb"log lines lost=[1-9]", b"".join(heard))


def small_pipe():
    ear, sink = os.pipe()
    fcntl.fcntl(sink, fcntl.F_SETPIPE_SZ, SIZE)
    return ear, sink


def small_socket():
    """As the journal's is."""
    ear, sink = socket.socketpair()
    sink.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SIZE)
    return ear.detach(), sink.detach()


KINDS = {"pipe": small_pipe, "socket": small_socket}


@pytest.mark.parametrize("kind", KINDS)
def test_a_log_that_nobody_reads_stops_nothing_and_what_is_lost_is_told(world, kind):
    ear, sink = KINDS[kind]()
    heard = []

    def read():
        while data := os.read(ear, 65536):
            heard.append(data)

    reader = threading.Thread(target=read)
    with os.fdopen(sink, "wb") as file, saying_to(world, file):
        works(world)
        reader.start()
        wait_until(lambda: told_of_loss(world, heard), STOP_SECONDS, "it says what was lost")
    reader.join()
    os.close(ear)
