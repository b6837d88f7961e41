# SPDX-License-Identifier: MIT
"""
Every attempt to write, with what was said of it, held against what is in the database: Jepsen's set test.

    ok        acknowledged: it is there, once
    failed    refused, nothing was done: it is not there
    unknown   it may be there, once; its key finds out
"""
import http.client
import threading
import time
import uuid
from typing import NamedTuple

from support import bodies
from support.waiting import wait_until

START = "2026-10-01"
WRITERS = 4
PAUSE_SECONDS = 0.05  # of a writer that was refused, whom Retry-After asks for a second
KINDS = {
    "outcome_unknown": "unknown",
    "temporarily_unavailable": "failed",
    "deadline_passed": "failed",
}


def kind_of(answer):
    """Of an attempt with this answer; `None`: nothing came back."""
    if answer is None:
        return "unknown"
    if answer.status < 300:
        return "ok"
    if answer.status < 500:
        return "failed"
    assert answer.headers["Retry-After"], answer.text
    return KINDS[answer.json["code"]]


def tried(send):
    """What came back, or `None`."""
    try:
        return send()
    except (OSError, http.client.HTTPException):
        return None


class Attempt(NamedTuple):
    begun: float
    ended: float
    worker: str
    key: str
    kind: str
    code: str  # of the fault, or ""
    id: str  # of the placement, where it is known


class Attempts:
    """
    Writers that submit placements, one attempt each, until they are told to stop. So many of them keep their
    connections.
    """

    def __init__(self, world, supplier, writers=WRITERS, keeping=0):
        self.world, self.supplier = world, supplier
        self.token = world.officer("Medway")
        self.all, self.failures = [], []
        self.stopping = threading.Event()
        kept = [world.connection() if n < keeping else None for n in range(writers)]
        self.threads = [threading.Thread(target=self._run, args=[each]) for each in kept]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *failure):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def _run(self, kept):
        try:
            while not self.stopping.is_set():
                attempt = self._attempt(bodies.worker(), str(uuid.uuid4()), kept)
                self.all.append(attempt)
                if attempt.kind == "failed":
                    self.stopping.wait(PAUSE_SECONDS)
        except BaseException as failure:
            self.failures.append(failure)
            raise
        finally:
            if kept:
                kept.close()

    def _attempt(self, worker, key, kept):
        begun = time.monotonic()
        answer = tried(lambda: self.submit(worker, key, kept))
        if answer is None and kept:
            kept.close()
        kind, told = kind_of(answer), answer.json if answer else {}
        assert kind != "failed" or answer.status >= 500, answer.text
        return Attempt(begun, time.monotonic(), worker, key, kind, told.get("code", ""), told.get("id"))

    def submit(self, worker, key, kept=None):
        body = bodies.proposal(worker, START, self.supplier)
        return self.world.call(self.token, "POST", "/v1/placements", body, key, kept=kept)

    def of(self, kind, since=0):
        return [attempt for attempt in self.all if attempt.kind == kind and attempt.begun >= since]

    def wait_for(self, kind, count, seconds, since=None):
        since = time.monotonic() if since is None else since
        wait_until(lambda: len(self.of(kind, since)) >= count, seconds, f"{count} attempts that are {kind}")

    def settle(self):
        """What is unknown is sent again under its key, as a client does, and must then be there."""
        for attempt in self.of("unknown"):
            answers = [self.submit(attempt.worker, attempt.key)]

            def settled():
                if answers[-1].status != 201:
                    assert answers[-1].json["retryable"], answers[-1].text
                    answers.append(self.submit(attempt.worker, attempt.key))
                return answers[-1].status == 201

            wait_until(settled, 30, "the key's answer")
            found = self.stored(attempt.worker)
            assert found == [answers[-1].json["id"]], (attempt, found)

    def stored(self, worker):
        return [row[0] for row in self.world.sql("SELECT id FROM placement WHERE swe_number = %s", [worker])]

    def compare(self):
        """Before anything is sent again."""
        assert not self.failures
        stored = {}
        for worker, placement in self.world.sql("SELECT swe_number, id FROM placement"):
            stored.setdefault(worker, []).append(placement)
        for attempt in self.all:
            found = stored.pop(attempt.worker, [])
            if attempt.kind == "ok":
                assert found == [attempt.id], attempt
            elif attempt.kind == "failed":
                assert found == [], attempt
            else:
                assert len(found) <= 1, attempt
        assert not stored, "nobody asked for these"
