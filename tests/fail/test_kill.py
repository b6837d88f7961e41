# SPDX-License-Identifier: MIT
"""A worker killed in the middle of a write: the key finds out what became of it."""
import http.client
import signal
import uuid

import pytest
from support import bodies

START = "2026-10-01"


def placement(world, worker, supplier):
    return world.officer("Medway"), "/v1/placements", bodies.proposal(worker, START, supplier)


def refusal(world, worker, supplier):
    """A proposal that is refused for a leaver that Kent recorded."""
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(worker, "2026-08-31"))
    return placement(world, worker, supplier)


def employment(world, worker, supplier):
    return world.officer("Medway"), "/v1/employments", bodies.spell(worker)


# What is written, the status that it is answered with, and where its effect is.
WRITES = [(placement, 201, "placement"), (refusal, 422, "eligibility_check"), (employment, 201, "employment")]


def killed(world, fault, request, key):
    send_to_who_dies(world, fault, lambda: world.post(*request, key))


def send_to_who_dies(world, fault, send):
    """Sends the request to a worker that dies at this point, and starts a daemon whose workers do not."""
    world.daemon.stop()
    world.start(ACCORD_TEST_FAULT=fault)
    world.wait_until_ready()
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        send()
    world.daemon.wait_until_said(f"worker ended pid=[0-9]+ signal={signal.SIGKILL:d}")
    world.daemon.stop()
    world.start()
    world.wait_until_ready()


def effects(world, table, worker):
    return world.sql(f"SELECT count(*) FROM {table} WHERE swe_number = %s", [worker])[0][0]


def stored_answers(world, key):
    return world.sql("SELECT status, answer FROM idempotency WHERE key = %s", [key])


@pytest.mark.parametrize("write, status, table", WRITES, ids=[write.__name__ for write, _, _ in WRITES])
def test_killed_after_the_commit_the_key_gives_the_stored_answer(world, supplier, write, status, table):
    worker, key = bodies.worker(), str(uuid.uuid4())
    request = write(world, worker, supplier)
    killed(world, "after_commit", request, key)
    stored = stored_answers(world, key)
    assert effects(world, table, worker) == len(stored) == 1
    answer = world.post(*request, key)
    assert [(answer.status, answer.text)] == stored
    assert answer.status == status and answer.headers["Idempotency-Replayed"] == "true"
    assert effects(world, table, worker) == 1


@pytest.mark.parametrize("write, status, table", WRITES, ids=[write.__name__ for write, _, _ in WRITES])
def test_killed_before_the_commit_nothing_was_done_and_the_key_does_it(world, supplier, write, status, table):
    worker, key = bodies.worker(), str(uuid.uuid4())
    request = write(world, worker, supplier)
    killed(world, "before_commit", request, key)
    assert effects(world, table, worker) == 0
    assert stored_answers(world, key) == []
    answer = world.post(*request, key)
    assert answer.status == status and "Idempotency-Replayed" not in answer.headers
    assert effects(world, table, worker) == 1


@pytest.mark.parametrize("fault, kept, again", [("after_commit:2", True, 412), ("before_commit:2", False, 200)])
def test_killed_as_a_form_comes_it_is_there_whole_or_not_at_all(world, fault, kept, again):
    """The version tells whether it was taken. Its reference is read first, and that may write an event."""
    sent = bodies.reference(bodies.worker(), verified_on=None, verified_how=None)
    path = f"/v1/references/{world.made(world.officer('Kent'), '/v1/references', sent)['id']}"
    content = bodies.form("x" * 1_000_000)
    headers = {"Content-Type": "application/pdf", "If-Match": '"1"'}

    def attach():
        return world.call(world.officer("Kent"), "PUT", f"{path}/form", content, headers=headers)

    send_to_who_dies(world, fault, attach)
    now = world.get(world.officer("Kent"), path).json
    assert (now["version"], "form" in now) == ((2, True) if kept else (1, False))
    assert attach().status == again
    assert world.get(world.officer("Kent"), f"{path}/form").content() == content
    assert world.sql("SELECT count(*) FROM reference_form") == [(1,)]
