# SPDX-License-Identifier: MIT
"""Starting and stopping: what is in flight is answered, what is wrong is told, the database may come late."""
import concurrent.futures
import contextlib
import functools
import pathlib
import signal
import time

import pytest
from support import bodies
from support.daemon import STOP_SECONDS
from support.waiting import wait_until
from support.wire import head, line
from support.world import PATIENT, World

IN_FLIGHT = 4


def refuses_connections(world):
    try:
        world.get(None, "/livez")
    except ConnectionError:
        return True
    return False


def test_what_is_in_flight_is_answered_before_the_end():
    with World(settings=PATIENT) as world:
        world.wait_for_connections()
        officer = world.officer("Kent")
        workers = [bodies.worker() for _ in range(IN_FLIGHT)]
        for worker in workers:
            world.made(officer, "/v1/employments", bodies.spell(worker))
        with concurrent.futures.ThreadPoolExecutor(IN_FLIGHT) as threads, contextlib.closing(
            world.database.connect()
        ) as holder:
            holder.cursor().execute("SELECT FROM worker_facts FOR UPDATE")
            posts = [
                threads.submit(
                    functools.partial(
                        world.post, officer, "/v1/cooling-off-records", bodies.leaver(worker, "2026-06-30")
                    )
                )
                for worker in workers
            ]
            world.database.wait_for_locks(IN_FLIGHT)
            world.daemon.process.send_signal(signal.SIGTERM)
            wait_until(lambda: refuses_connections(world), STOP_SECONDS, "new connections are refused")
            assert world.daemon.process.poll() is None
            holder.rollback()
            answers = [post.result() for post in posts]
        assert [answer.status for answer in answers] == [201] * IN_FLIGHT
        assert {answer.headers["Connection"] for answer in answers} == {"close"}
        world.daemon.ended(0)


def test_a_connection_that_is_idle_does_not_hold_up_the_end(world):
    with line(world) as fresh, line(world) as used:
        used.send(head("GET", "/livez"))
        assert used.reply().status == 200
        begun = time.monotonic()
        world.daemon.stop()
        assert time.monotonic() - begun < STOP_SECONDS / 2
        assert fresh.closed() and used.closed()


def test_a_request_that_never_comes_whole_is_cut_off_in_time(world):
    with line(world) as no_head, line(world) as no_body:
        no_head.send(b"GET /livez HTTP/1.1\r\n")
        no_body.send(
            head(
                "POST",
                "/v1/employments",
                world.officer("Kent"),
                Content_Type="application/json",
                Content_Length=100,
            )
            + b"{"
        )
        world.daemon.stop()


# --check


def test_check_says_that_all_is_good(world):
    done = world.daemon.run("--check")
    assert done.returncode == 0 and "good" in done.stdout


def rewrite(world, *lines):
    world.daemon.config.write_text("".join(f"{line}\n" for line in lines))


@pytest.mark.parametrize(
    "bad, told",
    [
        ("listen_prot = 1", "listen_port"),
        ("listen_port = many", "listen_port"),
        ("listen_port = 65536", "65535"),
        ("no equals sign", ""),
        ("secret_file = relative", "secret_file"),
    ],
)
@pytest.mark.parametrize("arguments", [["--check"], []], ids=["check", "serve"])
def test_a_bad_setting_is_told_with_its_line(world, bad, told, arguments):
    rewrite(world, "# settings", "log_level = info", bad)
    done = world.daemon.run(*arguments)
    assert done.returncode == 2
    assert f"{world.daemon.config}:3" in done.stderr and told in done.stderr


def test_settings_that_are_not_there_are_told(world):
    world.daemon.config.unlink()
    done = world.daemon.run("--check")
    assert done.returncode == 2 and str(world.daemon.config) in done.stderr


@pytest.mark.parametrize("content", [b"short", None])
def test_a_secret_that_is_too_short_or_missing_is_told(world, content):
    secret = pathlib.Path(world.daemon.settings["secret_file"])
    secret.unlink()
    if content is not None:
        secret.write_bytes(content)
    for arguments in (["--check"], []):
        done = world.daemon.run(*arguments)
        assert done.returncode == 1 and str(secret) in done.stderr


def test_check_says_that_the_database_cannot_be_reached(world):
    rewrite(
        world,
        f"database = host={world.folder} dbname=x user=x",
        f"secret_file = {world.daemon.settings['secret_file']}",
    )
    done = world.daemon.run("--check")
    assert done.returncode == 1 and "database" in done.stderr


@pytest.mark.parametrize("arguments", [["--check"], []], ids=["check", "serve"])
def test_a_database_that_lacks_a_change_is_refused_and_the_change_named(world, arguments):
    world.daemon.stop()
    with contextlib.closing(world.database.connect()) as session:
        session.cursor().execute("SET ROLE NONE")
        session.cursor().execute("UPDATE sqitch.changes SET change = 'another' WHERE change = 'benchmarks'")
        session.commit()
    done = world.daemon.run(*arguments)
    assert done.returncode == 1 and "benchmarks" in done.stderr


# The database comes later


def test_the_daemon_waits_for_its_database_and_then_is_ready(cluster):
    with World(host=cluster.sockets) as world:
        officer = world.officer("Kent")
        world.daemon.stop()
        cluster.stop()
        try:
            world.start()
            assert world.get(None, "/livez").status == 200
            for answer in (
                world.get(None, "/readyz"),
                world.get(officer, "/v1/placements"),
                world.post(officer, "/v1/employments", bodies.spell(bodies.worker())),
            ):
                assert (answer.status, answer.json["code"]) == (503, "temporarily_unavailable")
                assert int(answer.headers["Retry-After"]) > 0
        finally:
            cluster.start()
        world.wait_until_ready()
        assert world.post(officer, "/v1/employments", bodies.spell(bodies.worker())).status == 201
