# SPDX-License-Identifier: MIT
"""
PostgreSQL's disk is full: what cannot be stored is not acknowledged, and when there is room again everything
that was acknowledged is there, and the service goes on by itself.
"""
import os

import psycopg2
import pytest
from support import bodies
from support.attempts import Attempts
from support.database import Cluster
from support.disk import Disk
from support.waiting import wait_until
from support.world import World

BACK_SECONDS, START_SECONDS = 5, 30

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="only root can mount a small disk")


@pytest.fixture(scope="module")
def deployed():
    """Stopped, to be copied."""
    cluster = Cluster()
    try:
        cluster.start()
        cluster.deploy()
        cluster.stop()
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture
def small(request, deployed):
    """A world whose cluster has this folder of its data on a small disk."""
    cluster, disk = deployed.copy(), Disk(deployed.data / request.param)
    try:
        cluster.move(request.param, disk.folder)
        cluster.start()
        with World(host=cluster.sockets) as world:
            yield world, disk, cluster
    finally:
        cluster.remove()
        disk.remove()


def runs(world, cluster):
    """Where it gave up, it is started, as a service manager does. Nobody starts the daemon."""
    cluster.start()
    try:
        return world.sql("SELECT 1") == [(1,)]
    except psycopg2.OperationalError:
        return False


def told(world, path):
    return world.get(None, path).status


def fill_data(world, disk):
    """Rows still fit into the pages that there are; then no page can be added."""
    disk.fill()


def fill_log(world, disk):
    """PostgreSQL has segments in store; when it must make one and cannot, it gives up as a whole."""
    disk.fill()
    with pytest.raises(psycopg2.Error):
        while True:
            world.database.administer("SELECT pg_switch_wal()")
            world.database.administer("SELECT txid_current()")


@pytest.mark.parametrize(
    "small, fill", [("base", fill_data), ("pg_wal", fill_log)], indirect=["small"], ids=["data", "WAL"]
)
def test_nothing_is_acknowledged_on_a_full_disk_and_all_that_was_is_there_after(small, fill):
    world, disk, cluster = small
    workers = world.daemon.workers()
    supplier = world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
    with Attempts(world, supplier) as attempts:
        attempts.wait_for("ok", 20, 30, since=0)
        fill(world, disk)
        attempts.wait_for("failed", 20, 60)
        assert told(world, "/livez") == 200
        disk.free()
        wait_until(lambda: runs(world, cluster), START_SECONDS, "PostgreSQL is back")
        wait_until(lambda: told(world, "/readyz") == 200, BACK_SECONDS, "/readyz")
        attempts.wait_for("ok", 20, BACK_SECONDS)
    attempts.compare()
    attempts.settle()
    assert {attempt.code for attempt in attempts.of("failed")} == {"temporarily_unavailable"}
    assert world.daemon.workers() == workers
    assert "No space left on device" in (cluster.data / "server.log").read_text()
