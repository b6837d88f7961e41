# SPDX-License-Identifier: MIT
"""The database restarted under load: nothing acknowledged is lost or doubled, and the service comes back."""
import threading
import time
import uuid

import pytest
from support import bodies
from support.waiting import wait_until
from support.world import World

WRITERS, RESTARTS, BACK_SECONDS = 4, 5, 5
START = "2026-10-01"


class Load:
    """Threads that submit placements, each under its key until it is settled, and note every answer."""

    def __init__(self, world, supplier):
        self.world, self.supplier = world, supplier
        self.answers = []  # (begun, ended, status), in no order between threads
        self.acknowledged = []  # worker and id of each placement
        self.failures = []
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self._run) for _ in range(WRITERS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *failure):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def _run(self):
        try:
            while not self.stopping.is_set():
                self._submit(bodies.worker(), str(uuid.uuid4()))
        except BaseException as failure:
            self.failures.append(failure)
            raise

    def _submit(self, worker, key):
        body = bodies.proposal(worker, START, self.supplier)
        answer = self._post(body, key)
        while answer.json.get("retryable"):
            time.sleep(0.05)
            answer = self._post(body, key)
        assert answer.status == 201, answer.text
        self.acknowledged.append((worker, answer.json["id"]))

    def _post(self, body, key):
        begun = time.monotonic()
        answer = self.world.post(self.world.officer("Medway"), "/v1/placements", body, key)
        self.answers.append((begun, time.monotonic(), answer.status))
        return answer

    def good_since(self, moment):
        return [answer for answer in self.answers if answer[0] > moment and answer[2] == 201]

    def refused_since(self, moment):
        return [answer for answer in self.answers if answer[0] > moment and answer[2] == 503]


def restart(cluster, load, mode):
    """Away for as long as it takes each writer to be refused a few times."""
    wait_until(lambda: len(load.good_since(0)) > WRITERS, 30, "load")
    cluster.stop(mode)
    away = time.monotonic()
    wait_until(lambda: len(load.refused_since(away)) > 3 * WRITERS, 30, "refusals")
    back = time.monotonic()
    assert not [answer for answer in load.good_since(away) if answer[1] < back]
    cluster.start()
    accepting = time.monotonic()
    wait_until(lambda: load.good_since(accepting), BACK_SECONDS, "a placement is stored again")


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_the_database_restarted_under_load(cluster, mode):
    with World(host=cluster.sockets) as world:
        supplier = world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
        with Load(world, supplier) as load:
            for _ in range(RESTARTS):
                restart(cluster, load, mode)
        assert not load.failures
        stored = world.sql("SELECT swe_number, id FROM placement")
        assert sorted(stored) == sorted(load.acknowledged)
        keys = world.sql(
            "SELECT count(*) FROM idempotency WHERE status = 201 AND answer LIKE '%%\"reference\"%%'"
        )
        assert keys == [(len(stored),)]
