# SPDX-License-Identifier: MIT
"""A world of a test's own: a copy of the deployed database, a daemon on it, and people with tokens."""
import base64
import concurrent.futures
import hashlib
import http.client
import json
import pathlib
import secrets
import shutil
import tempfile
import threading
import uuid
from typing import NamedTuple

from support import bodies
from support.daemon import BUILD, START_SECONDS, Daemon
from support.database import Database
from support.waiting import wait_until

REQUEST_SECONDS = 60
JSON_TYPES = ("application/json", "application/problem+json")
DATABASE_CONNECTIONS = 8  # four to read and four to write: server/base/settings.def
PATIENT = {
    "lock_timeout_ms": 30000,
    "statement_timeout_ms": 30000,
    "request_seconds": 60,
}  # waits are not cut short


class Answer(NamedTuple):
    """What a call got. `json` is None where the body is none, or is not JSON."""

    status: int
    headers: http.client.HTTPMessage
    json: object
    text: str

    def content(self):
        """The body's bytes, also of one that is no text."""
        return self.text.encode(errors="surrogateescape")

    def without_request(self):
        """The body without what differs from one request to the next."""
        return {name: value for name, value in self.json.items() if name != "request_id"}

    def finding(self, rule, layer):
        return next(f for f in self.json["findings"] if (f["rule"], f["layer"]) == (rule, layer))


def new_token():
    """As server/base/token.h has it: a prefix, 256 random bits, and five characters to check them by."""
    head = "accord_" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    return head + base64.urlsafe_b64encode(hashlib.sha256(head.encode()).digest()).decode()[:5]


def at_once(calls):
    """Makes all calls at the same moment, each in a thread of its own, and returns their answers in order."""
    barrier = threading.Barrier(len(calls))

    def one(call):
        barrier.wait()
        return call()

    with concurrent.futures.ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(one, calls))


class World:
    """
    `day` is today for the daemon, unless it is of a Release build; move_to changes it while the daemon runs. `relay`
    stands between the daemon and its database, and only there.
    """

    def __init__(self, day="2026-09-14", host=None, settings=None, ready_port=None, relay=None, build=BUILD):
        self.ready_port = ready_port  # of /readyz, where it is not on the daemon's own
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="accord-world."))
        self.day_file = self.folder / "day"
        self.move_to(day)
        self.database = Database(host)
        self.sql = self.database.sql
        if relay:
            settings = {"database": self.database.conninfo("accord_app", relay.at), **(settings or {})}
        self.daemon = Daemon(self.folder, self.database, settings, build)
        self._tokens, self._granting = {}, threading.Lock()

    def __enter__(self):
        try:
            self.start()
            self.wait_until_ready()
        except BaseException:
            self.daemon.kill()
            self._remove()
            raise
        return self

    def __exit__(self, *failure):
        try:
            self.daemon.stop()
        finally:
            self._remove()

    def _remove(self):
        self.database.drop()
        shutil.rmtree(self.folder)

    def start(self, **environment):
        self.daemon.start(ACCORD_TEST_NOW=str(self.day_file), **environment)

    def wait_until_ready(self):
        def ready():
            port = self.ready_port or self.daemon.port
            return self.call(None, "GET", "/readyz", port=port).status == 200

        wait_until(ready, START_SECONDS, "/readyz")

    def wait_until_asked_again(self):
        """Until no placement waits for its rules to be asked again, nor a change for what it touches; later days apart."""

        def none_waits():
            waits = self.sql(
                "SELECT (SELECT count(*) FROM recheck WHERE done_at IS NULL) + (SELECT count(*) FROM sweep"
                " WHERE done_at IS NULL AND (after IS NOT NULL OR due <= %s::timestamptz::date))",
                [self.day_file.read_text()],
            )
            return waits == [(0,)]

        wait_until(none_waits, START_SECONDS, "no placement waits to be asked again")

    def wait_for_connections(self):
        """Until the database has all connections of the daemon's that the default settings ask for."""
        self.database.wait_for_connections(DATABASE_CONNECTIONS)

    def move_to(self, day):
        """Sets the day, or the instant, in one step: the daemon reads the file at any time."""
        fresh = self.day_file.with_suffix(".new")
        fresh.write_text(day)
        fresh.replace(self.day_file)

    def code(self, name):
        """The DfE code of an authority, by its name."""
        return self.sql("SELECT dfe_code FROM authority WHERE name = %s", [name])[0][0]

    def token(self, role, authority=None, region=None, supplier=None, who=""):
        """The token of somebody with this role there; `who` tells several such people apart."""
        asked = (role, authority, region, supplier, who)
        with self._granting:
            if asked not in self._tokens:
                token = new_token()
                self._grant(token, *asked)
                self._tokens[asked] = token
            return self._tokens[asked]

    def _grant(self, token, role, authority, region, supplier, who):
        principal, grant = str(uuid.uuid4()), str(uuid.uuid4())
        self.sql("INSERT INTO principal (id, kind, name) VALUES (%s, 'PERSON', %s)", [principal, who or role])
        self.sql(
            "INSERT INTO role_grant (id, principal, role, authority, region, supplier, valid)"
            " VALUES (%s, %s, %s, (SELECT id FROM authority WHERE name = %s), %s, %s, '[2020-01-01,)')",
            [grant, principal, role, authority, region, supplier],
        )
        self.sql(
            "INSERT INTO token (hash, id, role_grant, label, expires_at)"
            " VALUES (%s, %s, %s, 'test', now() + interval '1 day')",
            [hashlib.sha256(token.encode()).digest(), str(uuid.uuid4()), grant],
        )

    def person(self, role, authority, who=""):
        """The id of whoever has that token."""
        hashed = hashlib.sha256(self.token(role, authority, who=who).encode()).digest()
        return self.sql(
            "SELECT g.principal::text FROM role_grant g JOIN token t ON t.role_grant = g.id WHERE t.hash = %s",
            [hashed],
        )[0][0]

    def officer(self, authority, who=""):
        return self.token("OFFICER", authority, who=who)

    def region_admin(self, region):
        return self.token("REGION_ADMIN", region=region)

    def call(self, token, method, path, body=None, key=None, headers=None, port=None, kept=None):
        """One request, on a connection that is kept or on its own. `body` is sent as JSON, bytes and text as they are."""
        fields = {"Content-Type": "application/json"} if body is not None else {}
        if token is not None:
            fields["Authorization"] = f"Bearer {token}"
        if key is not None:
            fields["Idempotency-Key"] = key
        if body is not None and not isinstance(body, (str, bytes)):
            body = json.dumps(body)
        connection = kept or self.connection(port)
        try:
            connection.request(method, path, body, {**fields, **(headers or {})})
            got = connection.getresponse()
            text = got.read().decode(errors="surrogateescape")
            has_json = got.headers["Content-Type"] in JSON_TYPES and text
            return Answer(got.status, got.headers, json.loads(text) if has_json else None, text)
        finally:
            if connection is not kept:
                connection.close()

    def connection(self, port=None):
        return http.client.HTTPConnection("127.0.0.1", port or self.daemon.port, timeout=REQUEST_SECONDS)

    def get(self, token, path):
        return self.call(token, "GET", path)

    def post(self, token, path, body, key=None):
        """With a key of its own unless one is given."""
        return self.call(token, "POST", path, body, key or str(uuid.uuid4()))

    def made(self, token, path, body):
        """What a POST makes, which must be made."""
        answer = self.post(token, path, body)
        assert answer.status == 201, answer.text
        return answer.json

    def give_references(self, authority, swe_number, dated="2024-11-04"):
        """Two references on the worker that the authority holds, and that count from that day on."""
        days = {"dated": dated, "received_on": dated, "verified_on": dated}
        return [
            self.made(self.officer(authority), "/v1/references", bodies.reference(swe_number, **days))
            for _ in range(2)
        ]

    def experienced(self, employer="Kent"):
        """A worker with years of direct employment on record, long over."""
        number = bodies.worker()
        ended = bodies.spell(number, start_date="2015-01-05", last_day="2020-06-30", leaving_reason="RESIGNED")
        self.made(self.officer(employer), "/v1/employments", ended)
        return number

    def clear_worker(self, authority):
        """A worker of whom that authority's check finds nothing amiss, at a rate within the cap."""
        number = self.experienced()
        self.give_references(authority, number)
        return number
