# SPDX-License-Identifier: MIT
"""The Unix socket that a proxy speaks to, whom alone X-Forwarded-… is believed; and what answers' lines say."""
import contextlib
import http.client
import os
import signal
import socket
import stat

import pytest
from support.wire import head
from support.world import World

CAP = 3
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
GOOD = f"00-{TRACE}-00f067aa0ba902b7-01"


@pytest.fixture(scope="module")
def proxied():
    with World(settings={"connections_per_address_max": CAP}) as world:
        world.daemon.stop()
        world.daemon.set(listen_socket=world.folder / "socket")
        world.start()
        world.wait_until_ready()
        yield world


@contextlib.contextmanager
def connected(world):
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(10)
    connection.connect(str(world.folder / "socket"))
    with connection, connection.makefile("rb") as file:
        yield connection, file


def ask(connection, **fields):
    """The status and the fields of an answer, which has no body."""
    line, file = connection
    line.sendall(head("HEAD", "/livez", **fields))
    status = int(file.readline().split()[1])
    return status, http.client.parse_headers(file)


def said_of(world, headers):
    """What the log says of the answer with these headers."""
    world.daemon.wait_until_said(headers["X-Request-Id"])
    return next(text for text in world.daemon.log().splitlines() if headers["X-Request-Id"] in text)


def test_only_the_owner_and_the_group_may_speak_to_it(proxied):
    mode = os.stat(proxied.folder / "socket").st_mode
    assert stat.S_ISSOCK(mode) and stat.S_IMODE(mode) == 0o660


@contextlib.contextmanager
def all_that_it_may_have(world, client):
    """As many connections as one client may have, each of this one's."""
    with contextlib.ExitStack() as stack:
        for _ in range(CAP):
            assert ask(stack.enter_context(connected(world)), X_Forwarded_For=client)[0] == 200
        yield


@pytest.mark.parametrize(
    "given, client",
    [
        ("192.0.2.7", "192.0.2.7"),
        ("203.0.113.9, 192.0.2.8", "192.0.2.8"),
        ("192.0.2.9, 203.0.113.9", None),
        ("2001:db8::7", "2001:db8::7"),
        ("192.0.2.10:4711", None),
        ("unknown", None),
        ("", None),
        ("x" * 100, None),
    ],
)
def test_the_last_address_that_the_proxy_tells_is_the_client(proxied, given, client):
    first = given.split(",")[0].split(":4")[0]
    with all_that_it_may_have(proxied, client or first), connected(proxied) as connection:
        assert ask(connection, X_Forwarded_For=given)[0] == (503 if client else 200)


def test_the_last_of_several_fields_counts(proxied):
    with all_that_it_may_have(proxied, "192.0.2.2"), connected(proxied) as (line, file):
        request = head("HEAD", "/livez", X_Forwarded_For="192.0.2.1")
        line.sendall(request[:-2] + b"X-Forwarded-For: 192.0.2.2\r\n\r\n")
        assert int(file.readline().split()[1]) == 503


def test_the_log_tells_the_protocol_and_no_address(proxied):
    """Whose address it is, is personal data."""
    with connected(proxied) as connection:
        _, headers = ask(connection, X_Forwarded_For="192.0.2.77", X_Forwarded_Proto="https")
    assert " proto=https" in said_of(proxied, headers)
    with all_that_it_may_have(proxied, "2001:db8::77"), connected(proxied) as connection:
        status, headers = ask(connection, X_Forwarded_For="2001:db8::77")
    assert status == 503 and said_of(proxied, headers)
    assert "192.0.2.77" not in proxied.daemon.log() and "2001:db8::77" not in proxied.daemon.log()


def test_over_tcp_nobody_believes_it(proxied):
    with all_that_it_may_have(proxied, "192.0.2.20"):
        answer = proxied.call(
            None, "GET", "/livez", headers={"X-Forwarded-For": "192.0.2.20", "X-Forwarded-Proto": "https"}
        )
    assert answer.status == 200 and "proto=" not in said_of(proxied, answer.headers)


def test_connections_count_for_the_client_that_they_carry(proxied):
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(connected(proxied)) for _ in range(CAP + 2)]
        for connection in lines[:CAP]:
            assert ask(connection, X_Forwarded_For="198.51.100.1")[0] == 200
        status, headers = ask(lines[CAP], X_Forwarded_For="198.51.100.1")
        assert (status, headers["Retry-After"], headers["Connection"]) == (503, "1", "close")
        assert ask(lines[CAP + 1], X_Forwarded_For="198.51.100.2")[0] == 200
        assert ask(lines[0], X_Forwarded_For="198.51.100.3")[0] == 200
        assert ask(lines[CAP + 1], X_Forwarded_For="198.51.100.1")[0] == 200


def test_a_socket_that_was_left_over_is_taken_and_one_in_use_is_not(proxied):
    second = proxied.daemon.run()
    assert second.returncode == 1 and "cannot listen socket=" in second.stderr
    proxied.daemon.process.send_signal(signal.SIGKILL)
    proxied.daemon.process.wait()
    proxied.start()
    proxied.wait_until_ready()
    with connected(proxied) as connection:
        assert ask(connection)[0] == 200


# traceparent


@pytest.mark.parametrize(
    "given",
    [GOOD, GOOD.replace("00-", "01-", 1), GOOD.replace("00-", "01-", 1) + "-more"],
    ids=["good", "later version", "later version with more"],
)
def test_a_trace_is_in_the_line_of_its_answer(world, given):
    answer = world.call(None, "GET", "/livez", headers={"traceparent": given})
    assert answer.status == 200 and f" trace={TRACE}" in said_of(world, answer.headers)


@pytest.mark.parametrize(
    "given",
    [
        "",
        GOOD + "-more",
        GOOD[:-1],
        GOOD.upper(),
        GOOD.replace("00-", "ff-", 1),
        GOOD.replace(TRACE, "0" * 32),
        GOOD.replace("00f067aa0ba902b7", "0" * 16),
        GOOD.replace("-", "_"),
        GOOD.replace(TRACE[:3], "xyz"),
    ],
)
def test_what_is_no_trace_is_passed_over(world, given):
    answer = world.call(None, "GET", "/livez", headers={"traceparent": given})
    assert answer.status == 200 and "trace=" not in said_of(world, answer.headers)
