# SPDX-License-Identifier: MIT
"""What operators see: health and metrics, on the API's listener or on one of their own."""
import http.client
import re

import pytest
from support import bodies
from support.waiting import wait_until
from support.wire import free_port, head, line
from support.world import World

SAMPLE = re.compile(r'[a-z_]+(\{([a-z]+="[^"\n]*",?)*\})? -?[0-9.]+(e[+-]?\d+)?')


def metrics(world, port=None):
    connection = http.client.HTTPConnection("127.0.0.1", port or world.daemon.port, timeout=10)
    connection.request("GET", "/metrics")
    got = connection.getresponse()
    text = got.read().decode()
    connection.close()
    assert got.status == 200 and got.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return text


def value(text, name, **labels):
    """The sum of the samples of this name with at least these labels."""
    found = [
        sample.rsplit(" ", 1)[1]
        for sample in text.splitlines()
        if re.match(rf"{name}[{{ ]", sample)
        and all(f'{label}="{wanted}"' in sample for label, wanted in labels.items())
    ]
    return sum(float(number) for number in found)


def test_every_line_is_one_that_prometheus_reads(world):
    world.get(world.officer("Kent"), "/v1/authorities")
    told = metrics(world).splitlines()
    samples = [text for text in told if not text.startswith("#")]
    assert all(SAMPLE.fullmatch(sample) for sample in samples), samples
    assert len(samples) == len(set(sample.rsplit(" ", 1)[0] for sample in samples))
    types = [text.split()[2] for text in told if text.startswith("# TYPE ")]
    assert types == [text.split()[2] for text in told if text.startswith("# HELP ")]
    assert len(types) == len(set(types))


def test_requests_are_counted_by_route_and_status_and_never_by_path(world):
    route = {"method": "GET", "route": "/v1/placements/{id}", "status": "401"}
    before = value(metrics(world), "accord_http_requests_total", **route)
    secret = "0199b2c4-0000-7000-8000-00000000beef"
    for _ in range(3):
        assert world.get(None, f"/v1/placements/{secret}").status == 401
    text = metrics(world)
    assert value(text, "accord_http_requests_total", **route) == before + 3
    assert secret not in text


def test_what_meets_no_route_is_counted_by_its_method(world):
    before = value(metrics(world), "accord_http_requests_total", method="DELETE", route="-", status="404")
    world.call(None, "DELETE", "/v1/nothing")
    assert (
        value(metrics(world), "accord_http_requests_total", method="DELETE", route="-", status="404")
        == before + 1
    )


def test_the_histogram_holds_every_request_in_buckets_that_grow(world):
    world.get(None, "/livez")
    text = metrics(world)
    buckets = [
        int(count)
        for count in re.findall(r'_seconds_bucket\{method="GET",route="/livez",le="[^"]+"\} (\d+)', text)
    ]
    assert buckets == sorted(buckets) and buckets[-1] > 0
    count = value(text, "accord_http_request_duration_seconds_count", route="/livez")
    assert buckets[-1] == count == value(text, "accord_http_requests_total", route="/livez")
    assert value(text, "accord_http_request_duration_seconds_sum", route="/livez") > 0


def test_findings_are_counted_by_rule_and_verdict(world):
    kent, medway, worker = world.officer("Kent"), world.officer("Medway"), bodies.worker()
    breach = {"rule": "COOL_OFF", "verdict": "BREACH"}
    before = value(metrics(world), "accord_findings_total", **breach)
    world.made(kent, "/v1/cooling-off-records", bodies.leaver(worker, "2026-06-30"))
    check = world.made(medway, "/v1/eligibility-checks", bodies.check(worker, "2026-09-30"))
    breaches = [f for f in check["findings"] if (f["rule"], f["verdict"]) == ("COOL_OFF", "BREACH")]
    text = metrics(world)
    assert value(text, "accord_findings_total", **breach) == before + len(breaches) > before
    assert worker not in text


def test_the_gauges_show_the_database_the_clients_and_the_loop(world):
    def connected():
        text = metrics(world)
        return [value(text, "accord_database_connections_ready", lane=lane) for lane in ("read", "write")] == [4, 4]

    def idle():  # but for the moment in which it looks for placements to be asked again
        return value(metrics(world), "accord_database_batches_in_flight") == 0

    wait_until(connected, 10, "four connections in each lane")
    wait_until(idle, 10, "nothing is in flight")
    text = metrics(world)
    assert value(text, "accord_build_info") == 1
    assert 0 <= value(text, "accord_loop_lag_seconds") < 5
    assert value(text, "accord_workers_lost_total") == 0


def status(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    got = connection.getresponse().status
    connection.close()
    return got


@pytest.fixture(scope="module")
def apart():
    """A world whose operations listener is its own; ready once that says so."""
    port = free_port()
    with World(settings={"ops_port": port}, ready_port=port) as world:
        yield world, port


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
def test_operations_move_to_a_listener_of_their_own(apart, path):
    world, port = apart
    assert status(port, path) == 200
    assert status(world.daemon.port, path) == 404


def test_the_operations_listener_has_nothing_of_the_api(apart):
    world, port = apart
    assert status(port, "/v1/authorities") == 404
    assert world.get(world.officer("Kent"), "/v1/authorities").status == 200


def test_requests_on_both_listeners_are_counted(apart):
    world, port = apart
    world.get(world.officer("Kent"), "/v1/authorities")
    text = metrics(world, port)
    assert value(text, "accord_http_requests_total", route="/v1/authorities") >= 1
    assert value(text, "accord_http_requests_total", route="/readyz") >= 1


def test_clients_are_shown_while_they_are_there(apart):
    world, port = apart
    with line(world) as one, line(world) as other:
        for connection in (one, other):
            connection.send(head("GET", "/v1/nothing"))
            connection.reply()
        wait_until(
            lambda: value(metrics(world, port), "accord_http_connections") >= 3, 10, "three connections"
        )
