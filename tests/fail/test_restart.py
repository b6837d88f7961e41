# SPDX-License-Identifier: MIT
"""The database restarted under load: nothing acknowledged is lost or doubled, and the service comes back."""
import time

import pytest
from support import bodies
from support.attempts import WRITERS, Attempts
from support.world import World

RESTARTS, BACK_SECONDS = 5, 5


def restart(cluster, attempts, mode):
    """Away for as long as it takes each writer to be refused a few times."""
    attempts.wait_for("ok", WRITERS, 30)
    cluster.stop(mode)
    away = time.monotonic()
    attempts.wait_for("failed", 3 * WRITERS, 30, since=away)
    back = time.monotonic()
    assert not [ok for ok in attempts.of("ok", away) if ok.ended < back]
    cluster.start()
    attempts.wait_for("ok", 1, BACK_SECONDS)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_the_database_restarted_under_load(cluster, mode):
    with World(host=cluster.sockets) as world:
        supplier = world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
        with Attempts(world, supplier) as attempts:
            for _ in range(RESTARTS):
                restart(cluster, attempts, mode)
        attempts.compare()
        attempts.settle()
        keys = world.sql(
            "SELECT count(*) FROM idempotency WHERE status = 201 AND answer LIKE '%%\"reference\"%%'"
        )
        assert keys == world.sql("SELECT count(*) FROM placement")
