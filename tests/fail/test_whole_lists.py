# SPDX-License-Identifier: MIT
"""A list that is sent whole: in bounded memory whoever reads it, never half for whole, and no longer than a stop waits."""
import json
import pathlib
import re
import socket

import pytest
from support.waiting import wait_until
from support.wire import head, line
from support.world import World

ROWS = 60000
GROWTH_KB = 8 * 1024  # of resident memory while a list is sent
MORE = (
    "INSERT INTO employment (id, version, authority, swe_number, basis, service, start_date, recorded_by)"
    " SELECT gen_random_uuid(), 1, a.id, 'SW' || (100000 + n), 'SUBSTANTIVE', 'CHILDREN', '2020-01-01', gen_random_uuid()"
    " FROM generate_series(1, %s) AS n, authority a WHERE a.name = 'Medway'"
)


def asked(world):
    return head(
        "GET", "/v1/employments", world.officer("Medway"), Accept="application/x-ndjson", Connection="close"
    )


def peak_kb(world):
    (worker,) = world.daemon.workers()
    status = pathlib.Path(f"/proc/{worker}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])


def rows_of(world):
    """As http.client reads them: what does not end as it should is an error."""
    answer = world.call(
        world.officer("Medway"), "GET", "/v1/employments", headers={"Accept": "application/x-ndjson"}
    )
    assert answer.status == 200
    return answer.text.splitlines()


@pytest.fixture(scope="module")
def large(release):
    with World(build=release, settings={"write_seconds": 300}) as world:
        world.sql(MORE, [ROWS])
        world.sql("ANALYZE employment")
        yield world


def test_memory_does_not_grow_with_the_list(large):
    """Of the Release build: a sanitizer's memory is another."""
    large.get(large.officer("Medway"), "/v1/employments?limit=500")
    before = peak_kb(large)
    rows = rows_of(large)
    assert len({json.loads(row)["id"] for row in rows}) == len(rows) == ROWS
    assert sum(map(len, rows)) > 1.5 * 1024 * GROWTH_KB, "a list that fits into the bound shows nothing"
    assert peak_kb(large) - before < GROWTH_KB


def test_who_does_not_read_on_holds_no_more_than_a_page(large):
    before = peak_kb(large)
    with line(large) as connection:
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.send(asked(large))
        connection.file.readline()
        for _ in range(100):  # others are served meanwhile
            assert large.call(None, "GET", "/livez").status == 200
        assert peak_kb(large) - before < GROWTH_KB


def test_a_database_that_goes_away_cuts_the_list(cluster):
    with World(host=cluster.sockets) as world:
        world.sql(MORE, [20000])
        with line(world) as connection:
            connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
            connection.send(asked(world))
            assert b" 200 " in connection.file.readline()
            cluster.stop("immediate")
            with pytest.raises(ConnectionResetError):
                while connection.socket.recv(65536):
                    continue
            cluster.start()
        wait_until(lambda: world.call(None, "GET", "/readyz").status == 200, 10, "ready again")


def test_a_stop_waits_for_it_as_for_any_answer(world):
    world.sql(MORE, [3000])
    with line(world) as connection:
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        connection.send(asked(world))
        heard = connection.file.readline()
        world.daemon.process.terminate()
        heard += connection.file.read()
    assert heard.count(b'"swe_number"') == 3000 and heard.endswith(b"\r\n0\r\n\r\n")
    world.daemon.ended(0)
