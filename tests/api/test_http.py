# SPDX-License-Identifier: MIT
"""What a client of the API meets when it does something wrong, and the fields that every answer has."""
import json
import pathlib
import re
import uuid

import pytest
from support import bodies
from support.access import ROLES, Access
from support.wire import head, line
from support.world import World, new_token

ACCESS = {
    "GET /livez": Access(ROLES, 200),
    "GET /readyz": Access(ROLES, 200),
    "GET /openapi.json": Access(ROLES, 200),
}

START = "2026-10-01"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def fault(answer):
    return answer.status, answer.json["code"]


def pointers(answer):
    return [error["pointer"] for error in answer.json["errors"]]


# Credentials


@pytest.mark.parametrize(
    "credentials",
    [
        "Bearer",
        "Bearer nonsense",
        "Bearer accord_nonsense",
        "Basic YTpi",
        "Bearer " + new_token()[:-1] + "!",
        "Bearer " + new_token()[:-1],
        "x",
    ],
)
def test_malformed_credentials_are_refused(world, credentials):
    answer = world.call(None, "GET", "/v1/placements", headers={"Authorization": credentials})
    assert fault(answer) == (401, "token_invalid")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Accord"'


def test_no_credentials_are_refused(world):
    answer = world.get(None, "/v1/placements")
    assert fault(answer) == (401, "token_missing")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Accord"'


def test_a_token_that_nobody_holds_is_refused(world):
    assert fault(world.get(new_token(), "/v1/placements")) == (401, "token_invalid")


def test_a_token_that_has_expired_is_refused_and_told_so(world):
    token = world.officer("Medway", "expired")
    assert world.get(token, "/v1/placements").status == 200
    world.sql("UPDATE token SET expires_at = now() WHERE hash = sha256(%s)", [token.encode()])
    answer = world.get(token, "/v1/placements")
    assert fault(answer) == (401, "token_expired")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Accord"'


def test_a_token_made_and_revoked_on_the_host_holds_from_and_to_that_moment(world):
    made = world.daemon.run(
        "token", "create", "--role", "officer", "--authority", "Medway", "--name", "A. Officer"
    )
    token = made.stdout.strip()
    assert made.returncode == 0 and world.get(token, "/v1/placements").status == 200
    found = world.sql("SELECT id FROM token WHERE hash = sha256(%s)", [token.encode()])[0][0]
    assert world.daemon.run("token", "revoke", found).returncode == 0
    assert fault(world.get(token, "/v1/placements")) == (401, "token_invalid")


# What is asked for


def test_what_the_role_may_not_do_is_forbidden(world):
    answer = world.get(world.token("HR", "Medway"), "/v1/placements")
    assert fault(answer) == (403, "forbidden")
    assert answer.json["retryable"] is False


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/v1",
        "/v1/placement",
        "/v1/placements/",
        "/v2/placements",
        f"/v1/placements/{uuid.uuid4()}",
        "/v1/placements/x",
        "/v1/placements/x/y",
        "/v1/agreements/00000000-0000-0000-0000-000000000000",
    ],
)
def test_what_is_not_there_is_not_found(world, path):
    assert fault(world.get(world.officer("Medway"), path)) == (404, "not_found")


def test_a_method_that_the_path_does_not_take_is_refused_with_those_it_takes(world):
    answer = world.call(world.officer("Medway"), "DELETE", "/v1/placements")
    assert fault(answer) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize(
    "path, allowed",
    [
        ("/v1/placements", {"GET", "HEAD", "POST", "OPTIONS"}),
        (f"/v1/placements/{uuid.uuid4()}", {"GET", "HEAD", "PATCH", "OPTIONS"}),
        ("/v1/cooling-off-records", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("/v1/workers/lookup", {"POST", "OPTIONS"}),
    ],
)
def test_options_says_what_a_path_takes(world, path, allowed):
    answer = world.call(None, "OPTIONS", path)
    assert (answer.status, answer.text) == (204, "")
    assert set(answer.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize(
    "path", ["/livez", "/v1/authorities", "/v1/placements", "/v1/placements/x", "/v1/nothing"]
)
def test_head_is_get_without_the_body(world, path):
    officer = world.officer("Medway")
    got, head_only = world.get(officer, path), world.call(officer, "HEAD", path)
    assert (head_only.status, head_only.text) == (got.status, "")
    for name in ("Content-Type", "Content-Length", "Cache-Control"):
        assert head_only.headers[name] == got.headers[name]


@pytest.mark.parametrize("accept", ["text/html", "application/xml, text/*", "application/json;q=0"])
def test_what_cannot_be_given_in_a_form_that_is_accepted_is_refused(world, accept):
    answer = world.call(world.officer("Medway"), "GET", "/v1/placements/x", headers={"Accept": accept})
    assert fault(answer) == (406, "not_acceptable")


@pytest.mark.parametrize(
    "accept", ["application/json", "*/*", "text/html, application/*;q=0.5", "application/problem+json"]
)
def test_what_can_be_given_is(world, accept):
    answer = world.call(world.officer("Medway"), "GET", "/v1/placements", headers={"Accept": accept})
    assert answer.status == 200


def test_an_unknown_parameter_is_refused_with_the_nearest_one(world):
    answer = world.get(world.officer("Medway"), "/v1/placements?limt=5&fast=1")
    assert fault(answer) == (400, "bad_parameter")
    assert pointers(answer) == ["limt", "fast"]
    assert "limit" in answer.json["errors"][0]["detail"]


# The body


def test_a_body_of_no_stated_length_is_refused(world):
    with line(world) as connection:
        connection.send(
            head("POST", "/v1/employments", world.officer("Kent"), Content_Type="application/json")
        )
        assert fault(connection.reply()) == (411, "length_required")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(world):
    with line(world) as connection:
        connection.send(
            head(
                "POST",
                "/v1/employments",
                world.officer("Kent"),
                Content_Type="application/json",
                Content_Length=65537,
            )
        )
        assert fault(connection.reply()) == (413, "too_large")
        assert connection.closed()


def test_a_body_that_grows_too_large_is_refused(world):
    with line(world) as connection:
        connection.send(
            head(
                "POST",
                "/v1/employments",
                world.officer("Kent"),
                Content_Type="application/json",
                Transfer_Encoding="chunked",
            )
        )
        connection.send(b"ffff\r\n" + b" " * 0xFFFF + b"\r\n" + b"2\r\n  \r\n")
        assert fault(connection.reply()) == (413, "too_large")


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "json"]
)
def test_a_body_of_another_media_type_is_refused(world, media_type):
    answer = world.call(
        world.officer("Kent"), "POST", "/v1/employments", b"{}", "key", {"Content-Type": media_type}
    )
    assert fault(answer) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "{}x",
        "nonsense",
        '{"a":1,"a":2}',
        '{"a":"\\u0000"}',
        b'{"a":"\xff"}',
        "[" * 100000,
        '{"a":1,}',
        "{'a':1}",
    ],
)
def test_a_malformed_body_is_refused(world, body):
    answer = world.call(
        world.officer("Kent"),
        "POST",
        "/v1/employments",
        body or b"",
        "key",
        {"Content-Length": str(len(body)), "Content-Type": "application/json"},
    )
    assert answer.status in (400, 413) and answer.json["code"] in ("malformed_json", "too_large")


@pytest.mark.parametrize("body", ["[]", "null", "1", '"x"'])
def test_a_body_that_is_no_object_is_refused(world, body):
    answer = world.post(world.officer("Kent"), "/v1/employments", body)
    assert fault(answer) in [(422, "invalid"), (400, "malformed_json")]


def test_every_bad_member_is_told_at_once_with_a_suggestion(world):
    body = {
        "swe_number": "nobody",
        "basis": "PERMANENT",
        "start_dat": "2021-01-04",
        "last_day": "2026-02-30",
        "leaving_reason": 7,
        "evidence": {"kind": "LETTER"},
        "colour": "red",
    }
    answer = world.post(world.officer("Kent"), "/v1/employments", body)
    assert fault(answer) == (422, "invalid")
    assert sorted(pointers(answer)) == [
        "/basis",
        "/colour",
        "/evidence/dated",
        "/last_day",
        "/leaving_reason",
        "/start_dat",
        "/start_date",
        "/swe_number",
    ]
    told = {error["pointer"]: error["detail"] for error in answer.json["errors"]}
    assert "Did you mean start_date?" in told["/start_dat"]
    assert "Did you mean" not in told["/colour"]


def test_what_is_missing_from_a_placement_is_told_at_once(world):
    answer = world.post(world.officer("Kent"), "/v1/placements", {"swe_number": "SW1"})
    assert answer.status == 422
    assert {
        "/start_date",
        "/category",
        "/engagement",
        "/supplier",
        "/reason",
        "/pay_pence",
        "/pay_type",
        "/coverage",
        "/minutes_per_week",
    } <= set(pointers(answer))


# The line and the fields


@pytest.mark.parametrize(
    "sent, refusal",
    [
        (head("GET", "/v1/authorities?region=" + "x" * 17000), (414, "target_too_long")),
        (head("GET", "/livez", X_Long="x" * 40000), (431, "head_too_large")),
        (head("GET", "/livez", **{f"X_{n}": "x" for n in range(200)}), (431, "head_too_large")),
        (head("BREW", "/livez"), (501, "not_implemented")),
        (b"GET /livez HTTP/3.0\r\nHost: a\r\n\r\n", (505, "version_not_supported")),
        (b"GET /livez\r\n\r\n", (400, "malformed_request")),
        (b"GET /livez HTTP/1.1\r\n\r\n", (400, "malformed_request")),
    ],
    ids=["target", "field", "fields", "method", "version", "no version", "no host"],
)
def test_a_head_that_cannot_be_is_refused_and_the_connection_closed(world, sent, refusal):
    with line(world) as connection:
        connection.send(sent)
        reply = connection.reply()
        assert fault(reply) == refusal
        assert reply.headers["Connection"] == "close" and connection.closed()


def test_a_request_that_does_not_arrive_in_time_is_told_so():
    with World(settings={"head_seconds": 1, "body_seconds": 1}) as world:
        with line(world) as connection:
            connection.send(head("GET", "/livez")[:-2])
            assert fault(connection.reply()) == (408, "request_timeout")
            assert connection.closed()
        with line(world) as connection:
            fields = {"Content_Type": "application/json", "Content_Length": 9, "Idempotency_Key": uuid.uuid4()}
            connection.send(head("POST", "/v1/employments", world.officer("Kent"), **fields) + b"{")
            assert fault(connection.reply()) == (408, "request_timeout")
            assert connection.closed()


# Every answer


@pytest.mark.parametrize(
    "method, path",
    [
        ("GET", "/livez"),
        ("GET", "/v1/placements"),
        ("GET", "/v1/nothing"),
        ("DELETE", "/v1/placements"),
        ("OPTIONS", "/v1/placements"),
    ],
)
def test_every_answer_has_its_fields(world, method, path):
    answers = [world.call(token, method, path) for token in (None, world.officer("Medway"))]
    for answer in answers:
        assert UUID.fullmatch(answer.headers["X-Request-Id"])
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Server"] is None
    assert answers[0].headers["X-Request-Id"] != answers[1].headers["X-Request-Id"]


def test_a_problem_is_as_rfc_9457_has_it_and_names_its_request(world):
    answer = world.get(world.officer("Medway"), f"/v1/placements/{uuid.uuid4()}")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["type"] == "urn:accord:fault:not_found"
    assert (answer.json["status"], answer.json["retryable"]) == (404, False)
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]


def test_requests_follow_each_other_on_one_connection(world):
    with line(world) as connection:
        connection.send(2 * head("GET", "/livez") + head("GET", "/livez", Connection="close"))
        assert [connection.reply().status for _ in range(3)] == [200, 200, 200]
        assert connection.closed()


# Expect: 100-continue


def expecting(token, body):
    return head(
        "POST",
        "/v1/employments",
        token,
        Content_Type="application/json",
        Content_Length=len(body),
        Idempotency_Key=uuid.uuid4(),
        Expect="100-continue",
    )


def test_a_body_is_asked_for_once_the_credentials_are_good(world):
    body = json.dumps(bodies.spell(bodies.worker())).encode()
    with line(world) as connection:
        connection.send(expecting(world.officer("Kent"), body))
        assert connection.reply().status == 100
        connection.send(body)
        assert connection.reply().status == 201


@pytest.mark.parametrize(
    "who, refusal",
    [
        (lambda world: None, (401, "token_missing")),
        (lambda world: new_token(), (401, "token_invalid")),
        (lambda world: world.token("AUDITOR", "Kent"), (403, "forbidden")),
    ],
)
def test_a_body_is_not_asked_for_where_the_credentials_are_bad(world, who, refusal):
    with line(world) as connection:
        connection.send(expecting(who(world), b"{}"))
        assert fault(connection.reply()) == refusal
        assert connection.closed()


# What is never written down


@pytest.fixture
def logging_world():
    """Its database logs every statement, and its daemon all that it ever does."""
    with World(settings={"log_level": "debug"}) as world:
        world.database.administer(f"ALTER DATABASE {world.database.name} SET log_statement = 'all'")
        world.daemon.stop()
        world.start()
        world.wait_until_ready()
        yield world


def postgres_log(world):
    folder = world.database.administer("SHOW data_directory")[0][0]
    return (pathlib.Path(folder) / "server.log").read_text(errors="replace")


def test_a_worker_s_number_and_a_token_are_in_no_log(logging_world):
    world, canary = logging_world, "SW7771234567"
    officer = world.officer("Kent")
    for body in (
        bodies.spell(canary),
        bodies.spell(canary),
        bodies.spell(canary, last_day="2020-01-01"),
        {"x": canary},
    ):
        world.post(officer, "/v1/employments", body)
    world.post(officer, "/v1/placements", bodies.proposal(canary, START, str(uuid.uuid4())))
    world.made(officer, "/v1/eligibility-checks", bodies.check(canary, START))
    world.get(officer, f"/v1/placements?swe_number={canary}")
    world.get(officer, f"/v1/employments/{canary}")
    said, written = world.daemon.log(), postgres_log(world)
    assert "route=/v1/employments status=409" in said
    assert "employment_add" in written or "INSERT INTO employment" in written
    assert "duplicate key" in written
    for secret in (canary, canary[2:], officer):
        assert secret not in said and secret not in written
