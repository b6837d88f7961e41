# SPDX-License-Identifier: MIT
"""Connections to the database reset at random under load: nothing acknowledged is lost or doubled."""
import http.client
import os
import random
import threading

import pytest
from support import bodies
from support.attempts import Attempts
from support.database import ROOT
from support.relay import ANSWERED, ASKED, Relay
from support.waiting import wait_until
from support.world import World

SEEDS = (1, 2)
ENOUGH, RESETS, SECONDS = 200, 60, 90  # acknowledged writes, connections, and how long they may take
READ_CODES = {"temporarily_unavailable", "deadline_passed"}
# A connection asks for every statement to be prepared before it is ready: it is cut before, then, or after.
PREPARED = sum(file.stat().st_size for file in (ROOT / "sql" / "queries").glob("*.sql"))
BUDGETS = {ASKED: (1, 2 * PREPARED), ANSWERED: (1, PREPARED // 3)}


def budget(chance):
    """For Relay.cut_each."""

    def one():
        direction = chance.choice(list(BUDGETS))
        return direction, chance.randint(*BUDGETS[direction])

    return one


class Reader:
    """Reads the list all the while; every row that it is shown has been stored."""

    def __init__(self, world):
        self.world, self.seen, self.wrong, self.good = world, set(), [], 0
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *failure):
        self.stopping.set()
        self.thread.join()

    def _run(self):
        while not self.stopping.is_set():
            try:
                self._read()
            except (OSError, http.client.HTTPException) as failure:
                self.wrong.append(repr(failure))

    def _read(self):
        answer = self.world.get(self.world.officer("Medway"), "/v1/placements?limit=50")
        if answer.status == 200:
            self.good += 1
            self.seen.update(placement["id"] for placement in answer.json["data"])
        elif answer.json["code"] not in READ_CODES:
            self.wrong.append(answer.text)


@pytest.mark.parametrize("seed", SEEDS)
def test_connections_reset_at_random_lose_nothing_and_double_nothing(seed):
    with Relay(os.environ["PGHOST"]) as relay, World(settings={"request_seconds": 2}, relay=relay) as world:
        supplier = world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
        workers, before = world.daemon.workers(), relay.accepted
        relay.cut_each(budget(random.Random(seed)))
        relay.cut()
        with Attempts(world, supplier) as attempts, Reader(world) as reader:
            wait_until(lambda: relay.accepted - before >= RESETS, SECONDS, "resets")
            attempts.wait_for("ok", ENOUGH, SECONDS, since=0)
        relay.cut_each(None)
        attempts.compare()
        attempts.settle()
        assert attempts.of("failed") and attempts.of("unknown"), "nothing was cut off that mattered"
        assert reader.wrong == [] and reader.good
        assert reader.seen <= {row[0] for row in world.sql("SELECT id FROM placement")}
        assert world.daemon.workers() == workers
