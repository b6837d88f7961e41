# SPDX-License-Identifier: MIT
"""GET /openapi.json against the daemon that serves it: what it says is valid, complete, and true."""
import json
import os
import urllib.parse
import uuid
from typing import NamedTuple

import pytest
from support import bodies
from support.database import ROOT
from support.routes import all_routes

GOLDEN = ROOT / "tests" / "golden" / "openapi.json"
METHODS = {"get", "post", "put", "patch", "delete"}
OURS = ("Medway", "South East")
TODAY, BEGINS = "2026-09-14", "2026-11-02"  # the example of a placement
MADE_UP = "01a20000-0000-7000-8000-000000000000"
# An example that is sent as it stands may meet a record that is not there, that another example has made already, or
# that has moved on; nothing else.
MEANT = ("the example", "with ", "as application/", "as text/")  # what is said of a request that is in order
NOT_REFUSED_AS_SUCH = {200, 201, 202, 204, 404, 409, 412}


class Operation(NamedTuple):
    method: str
    path: str
    told: dict

    @property
    def name(self):
        return f"{self.method} {self.path}"

    @property
    def content(self):
        return self.told.get("requestBody", {}).get("content", {})

    @property
    def file(self):
        """The media type of a body that is a file, which has no example in the document."""
        return next(iter(self.content)) if self.content and "application/json" not in self.content else None

    @property
    def example(self):
        if self.file:
            return bodies.form()
        return self.content["application/json"]["example"] if self.content else None


class Reply(NamedTuple):
    operation: Operation
    what: str
    answer: object


def operations(document):
    return [
        Operation(method.upper(), path, told)
        for path, item in document["paths"].items()
        for method, told in item.items()
        if method in METHODS
    ]


def token(world, role):
    authority, region = OURS
    if role == "REGION_ADMIN":
        return world.region_admin(region)
    if role == "SUPPLIER":
        return world.token(role, supplier="0199b2c4-0000-7000-8000-000000000001")
    return world.token(role, authority)


class Caller:
    """Sends what the document describes, and keeps what came back."""

    def __init__(self, world, document):
        self.world, self.operations = world, operations(document)
        self.shared = document["components"]["parameters"]
        self.replies, self.ids = [], {}
        self.roles = sorted({role for operation in self.operations for role in operation.told["x-roles"]})

    def parameters(self, operation, place):
        for parameter in operation.told["parameters"]:
            parameter = self.shared[parameter["$ref"].rsplit("/", 1)[1]] if "$ref" in parameter else parameter
            if parameter["in"] == place:
                yield parameter

    def query(self, operation, optional=None):
        given = {
            parameter["name"]: parameter["example"]
            for parameter in self.parameters(operation, "query")
            if parameter["required"] or parameter["name"] == optional
        }
        return {name: ",".join(value) if isinstance(value, list) else value for name, value in given.items()}

    def id_for(self, operation):
        told = [parameter["example"] for parameter in self.parameters(operation, "path") if "example" in parameter]
        return (told or [self.ids.get(operation.path.split("/{id}")[0], MADE_UP)])[0]

    def send(self, operation, what, role, body=None, query=None, without=(), **fields):
        """Headers that the document asks for are sent, but for those `without`."""
        path = operation.path.replace("{id}", self.id_for(operation))
        who = token(self.world, role) if role else None
        asked = {parameter["name"] for parameter in self.parameters(operation, "header")} - set(without)
        if "Idempotency-Key" in asked:
            fields["Idempotency-Key"] = str(uuid.uuid4())
        if "If-Match" in asked:
            etag = self.world.get(who, "/".join(path.split("/")[:4])).headers["ETag"]
            fields["If-Match"] = etag or '"1"'
        if operation.file:
            fields = {"Content-Type": operation.file, **fields}
        query = self.query(operation) if query is None else query
        target = path + ("?" + urllib.parse.urlencode(query) if query else "")
        answer = self.world.call(who, operation.method, target, body, headers=fields)
        self.replies.append(Reply(operation, what, answer))
        return answer

    def send_examples(self):
        """As each role that may; what a collection made, else what it lists, is what `{id}` names from then on. Reviews
        come last, once their placement has begun."""

        def in_order(operation):
            return "/review" in operation.path, "{id}" in operation.path, operation.method == "GET"

        for operation in sorted(self.operations, key=in_order):
            self.world.move_to(BEGINS if "/review" in operation.path else TODAY)
            for role in operation.told["x-roles"][:1] or [None]:
                answer = self.send(operation, f"the example as {role}", role, operation.example)
                if operation.method == "POST" and answer.status == 201 and "id" in answer.json:
                    self.ids.setdefault("/v1/" + operation.path.rsplit("/", 1)[1], answer.json["id"])
                for row in (answer.json or {}).get("data", []) if operation.method == "GET" else []:
                    if "id" in row:
                        self.ids.setdefault(operation.path, row["id"])

    def send_parameters(self):
        for operation in self.operations:
            for parameter in self.parameters(operation, "query"):
                if "example" in parameter:
                    query = self.query(operation, optional=parameter["name"])
                    self.send(
                        operation,
                        f"with {parameter['name']}",
                        (operation.told["x-roles"] or [None])[0],
                        operation.example,
                        query=query,
                    )

    def send_what_is_refused(self):
        for operation in self.operations:
            may = operation.told["x-roles"]
            self.send(
                operation, "an unknown parameter", (may or [None])[0], operation.example, {"nonsense": "1"}
            )
            if not may:
                continue
            self.send(operation, "without a token", None, operation.example)
            for role in [role for role in self.roles if role not in may][:1]:
                self.send(operation, f"as {role}", role, operation.example)
            if operation.file:
                self.send(operation, "another file", may[0], b"%!PS-Adobe")
                self.send(operation, "as JSON", may[0], operation.example, **{"Content-Type": "application/json"})
            elif operation.example is not None:
                self.send(operation, "an unknown member", may[0], {**operation.example, "nonsense": 1})
                self.send(operation, "no JSON", may[0], b"{")
            for header in self.parameters(operation, "header"):
                if not header["required"]:
                    continue
                self.send(
                    operation,
                    f"without {header['name']}",
                    may[0],
                    operation.example,
                    without=[header["name"]],
                )


    def send_for_lists(self):
        """Every form and preference that lists have."""
        for operation in self.operations:
            content = operation.told["responses"].get("200", {}).get("content", {})
            for kind in [kind for kind in content if "text/csv" in content]:
                role = (operation.told["x-roles"] or [None])[0]
                self.send(operation, f"as {kind}", role, operation.example, Accept=kind, Prefer="count=exact")


@pytest.fixture(scope="module")
def replies(world, document):
    caller = Caller(world, document)
    caller.send_examples()
    world.move_to(TODAY)
    caller.send_for_lists()
    caller.send_parameters()
    caller.send_what_is_refused()
    return caller.replies


def schemas_of_ids(document):
    """(operation, schema) of each path that names a record."""
    caller = Caller(None, document)
    return [
        (operation, parameter["schema"])
        for operation in caller.operations
        for parameter in caller.parameters(operation, "path")
    ]


def test_it_is_valid_openapi_3_1(document, node):
    node("document.mjs", document)


def test_it_has_the_daemon_s_routes_and_no_other(document):
    assert {operation.name for operation in operations(document)} == {
        f"{route.method} {route.path}" for route in all_routes()
    }


def test_the_daemon_allows_what_it_has_and_no_other_method(world, document):
    for path, item in document["paths"].items():
        answer = world.call(None, "OPTIONS", path.replace("{id}", MADE_UP))
        assert answer.status == 204, f"{path}: {answer.text}"
        allowed = set(answer.headers["Allow"].replace(" ", "").split(",")) - {"HEAD", "OPTIONS"}
        assert allowed == {method.upper() for method in item if method in METHODS}


def test_every_list_comes_in_every_form(replies):
    kinds = {}
    for reply in replies:
        if reply.what.startswith("as ") and "/" in reply.what:
            assert reply.answer.status == 200, f"{reply.operation.name}, {reply.what}: {reply.answer.text}"
            kind = reply.answer.headers["Content-Type"].split(";")[0]
            assert reply.what == f"as {kind}"
            kinds.setdefault(reply.operation.name, set()).add(kind)
    assert set(kinds) == {
        f"{route.method} {route.path}"
        for route in all_routes()
        if route.listing or route.path.startswith("/v1/benchmarks")
    }
    assert all(forms == {"application/json", "text/csv", "application/x-ndjson"} for forms in kinds.values())


def test_what_a_path_names_is_told_of_every_path_that_names_something(document):
    assert {operation.name for operation, _ in schemas_of_ids(document)} == {
        f"{route.method} {route.path}" for route in all_routes() if "{id}" in route.path
    }


def test_an_id_is_what_the_document_says(world, document, replies):
    """Where it says a UUID, what was made has one, and no other text names anything; else a code does."""
    for operation, schema in schemas_of_ids(document):
        is_uuid = schema.get("format") == "uuid"
        assert is_uuid == (operation.path.split("/")[2] != "authorities")
        if operation.method != "GET":
            continue
        found = [r.answer.status for r in replies if r.operation == operation and r.what.startswith("the example")]
        assert found == [200], operation.name
        role = token(world, operation.told["x-roles"][0])
        for other in ("x", MADE_UP, "000"):
            assert world.get(role, operation.path.replace("{id}", other)).status == 404, other


def test_an_authority_is_named_by_its_codes_of_all_times(world, document):
    listed = world.get(token(world, "OFFICER"), "/v1/authorities").json["data"]
    schema = next(s for o, s in schemas_of_ids(document) if o.path == "/v1/authorities/{id}")
    for row in listed:
        for code in (row["dfe_code"], *row.get("gss_codes", [])):
            assert schema["minLength"] <= len(code) <= schema["maxLength"]
    for code in (row["dfe_code"], row["gss_codes"][0], row["gss_codes"][0].lower()):
        found = world.get(token(world, "OFFICER"), f"/v1/authorities/{code}")
        assert (found.status, found.json) == (200, row), code


def test_operations_are_told_apart_and_in_words(document):
    told = [operation.told for operation in operations(document)]
    ids = [operation["operationId"] for operation in told]
    assert len(ids) == len(set(ids))
    assert all(operation["summary"] for operation in told)


def refused_by_the_record(answer):
    """The body is as it should be; it names a record that is not there, or changes nothing of what is."""
    wrong = {error["code"] for error in answer.json.get("errors", [])}
    return answer.status == 422 and answer.json["code"] == "invalid" and wrong <= {"unknown"}


def test_every_example_is_taken(replies):
    for reply in replies:
        if reply.what.startswith(MEANT):
            taken = reply.answer.status in NOT_REFUSED_AS_SUCH or refused_by_the_record(reply.answer)
            assert taken, f"{reply.operation.name}: {reply.answer.text}"
            if "{id}" not in reply.operation.path:
                assert reply.answer.status != 404, f"{reply.operation.name}: {reply.answer.text}"


def test_what_is_wrong_is_refused(replies):
    for reply in replies:
        if not reply.what.startswith(MEANT):
            assert (
                400 <= reply.answer.status < 500
            ), f"{reply.operation.name}, {reply.what}: {reply.answer.text}"


def test_every_reply_is_of_a_status_that_the_document_has(replies):
    for reply in replies:
        told = reply.operation.told["responses"].get(str(reply.answer.status))
        assert told, f"{reply.operation.name}, {reply.what}: {reply.answer.status}"
        assert reply.answer.headers["X-Request-Id"]
        if reply.answer.status >= 400:
            assert reply.answer.json["code"] in told["x-faults"], f"{reply.operation.name}, {reply.what}"


def pointer(*names):
    return "".join("/" + str(name).replace("~", "~0").replace("/", "~1") for name in names)


def test_every_body_is_as_its_schema_says(document, node, replies):
    checked = []
    for operation in operations(document):
        if operation.example is not None and not operation.file:
            at = (
                "paths",
                operation.path,
                operation.method.lower(),
                "requestBody",
                "content",
                "application/json",
            )
            checked.append(
                {
                    "what": f"{operation.name}'s example",
                    "schema": pointer(*at, "schema"),
                    "body": operation.example,
                }
            )
    for reply in replies:
        if reply.answer.status == 204:
            assert reply.answer.text == ""
            continue
        kind = reply.answer.headers["Content-Type"].split(";")[0]
        method, status = reply.operation.method.lower(), reply.answer.status
        at = ("paths", reply.operation.path, method, "responses", status, "content", kind, "schema")
        checked.append(
            {
                "what": f"{reply.operation.name}, {reply.what}",
                "schema": pointer(*at),
                "body": reply.answer.text if reply.answer.json is None else reply.answer.json,
            }
        )
    node("bodies.mjs", document, checked)


def test_it_is_the_golden_one(document):
    """Renewed on purpose: ACCORD_RENEW_GOLDEN=1 tests/run contract, and look at what git diff shows."""
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("ACCORD_RENEW_GOLDEN") == "1":
        GOLDEN.write_text(text)
    same = GOLDEN.read_text() == text
    assert (
        same
    ), "the API differs from tests/golden/openapi.json; if it should: ACCORD_RENEW_GOLDEN=1 tests/run contract"
