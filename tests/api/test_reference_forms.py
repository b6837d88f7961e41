# SPDX-License-Identifier: MIT
"""The form on which a reference came from outside: taken, kept and given back as it is, to its holder alone."""
import base64
import functools
import hashlib
import os
import uuid

import pytest
from support import bodies
from support.access import SIGNATORIES, Access
from support.waiting import wait_until
from support.wire import SECONDS, head, line
from support.world import PATIENT, World, new_token
from test_facts_race import holding
from test_references import READERS, WHEN, recorded, to_answer

PDF, MAX = "application/pdf", 65536
JPEG, PNG = b"\xff\xd8\xff\xe0 made up", b"\x89PNG\r\n\x1a\n made up"
MADE_UP = "01a20000-0000-7000-8000-000000000000"


def with_form(side):
    made = recorded(side)
    assert attach(side.world, made, token=side.token("OFFICER")).status == 200
    return made


ACCESS = {
    "PUT /v1/references/{id}/form": Access(
        ("OFFICER", "HR"), 200, 404, body=lambda side: bodies.form(), record=recorded, kind="references_to_attach",
        media=PDF, taken=lambda side: (bodies.form(), bodies.form("Another")), taken_status=200,
    ),
    "GET /v1/references/{id}/form": Access(READERS, 200, 404, record=with_form, kind="references_with_form"),
}  # fmt: skip


@pytest.fixture(scope="module")
def world():
    with World(settings={"form_max": MAX, **PATIENT}) as world:
        world.wait_for_connections()
        yield world


@pytest.fixture
def reference(world):
    """One that Kent has received, and not verified."""
    sent = bodies.reference(bodies.worker(), verified_on=None, verified_how=None)
    return world.made(world.officer("Kent"), "/v1/references", sent)


def attach(world, made, content=None, version=1, token=None, kind=PDF, **headers):
    path = f"/v1/references/{made if isinstance(made, str) else made['id']}/form"
    fields = {"Content-Type": kind, "If-Match": f'"{version}"', **headers}
    return world.call(token or world.officer("Kent"), "PUT", path, bodies.form() if content is None else content, None, fields)


def given(world, made, token=None):
    return world.get(token or world.officer("Kent"), f"/v1/references/{made['id']}/form")


def shown(world, made):
    return world.get(world.officer("Kent"), f"/v1/references/{made['id']}").json


def verify(world, made):
    return world.post(world.officer("Kent"), f"/v1/references/{made['id']}/verify", {"on": WHEN, "how": "A call"})


def forms(world, made):
    rows = world.sql("SELECT version, content FROM reference_form WHERE reference = %s ORDER BY version", [made["id"]])
    return [(version, bytes(content)) for version, content in rows]


def test_a_form_comes_back_byte_for_byte(world, reference):
    content = b"%PDF-1.4\n" + bytes(range(256)) * 8 + os.urandom(5000)
    answer = attach(world, reference, content)
    assert (answer.status, answer.headers["ETag"]) == (200, '"2"'), answer.text
    form = answer.json["form"]
    assert form == {
        "media_type": PDF,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "recorded_at": answer.json["recorded_at"],
        "recorded_by": world.person("OFFICER", "Kent"),
    }
    assert {**answer.json, "form": None} == {**reference, "version": 2, "recorded_at": form["recorded_at"], "form": None}
    assert shown(world, reference) == answer.json
    listed = world.get(world.officer("Kent"), "/v1/references?limit=1").json["data"]
    assert (listed[0]["id"], listed[0]["form"]) == (reference["id"], form)
    got = given(world, reference)
    assert (got.status, got.content()) == (200, content)
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    told = {name: got.headers[name] for name in ("Content-Type", "Content-Length", "ETag", "Repr-Digest")}
    assert told == {"Content-Type": PDF, "Content-Length": str(len(content)), "ETag": '"2"', "Repr-Digest": f"sha-256=:{digest}:"}
    assert got.headers["Content-Disposition"] == "attachment"
    assert (got.headers["X-Content-Type-Options"], got.headers["Cache-Control"]) == ("nosniff", "no-store")


def test_its_head_is_told_without_it(world, reference):
    attach(world, reference)
    got = world.call(world.officer("Kent"), "HEAD", f"/v1/references/{reference['id']}/form")
    assert (got.status, got.text, got.headers["Content-Length"]) == (200, "", str(len(bodies.form())))


@pytest.mark.parametrize("accept, status", [(PDF, 200), ("image/*", 200), ("*/*", 200), ("application/json", 406)])
def test_it_is_given_to_who_takes_a_file(world, reference, accept, status):
    attach(world, reference)
    path = f"/v1/references/{reference['id']}/form"
    assert world.call(world.officer("Kent"), "GET", path, headers={"Accept": accept}).status == status


@pytest.mark.parametrize("kind, content", [(PDF, bodies.form()), ("image/png", PNG), ("image/jpeg", JPEG)])
def test_a_scan_or_a_photograph_is_a_form_too(world, reference, kind, content):
    assert attach(world, reference, content, kind=kind).json["form"]["media_type"] == kind
    got = given(world, reference)
    assert (got.headers["Content-Type"], got.content()) == (kind, content)


@pytest.mark.parametrize(
    "kind, content, status, code",
    [
        (PDF, b"", 422, "invalid"),
        (PDF, b"%PDF", 422, "invalid"),
        (PDF, b" %PDF-1.7", 422, "invalid"),
        (PDF, PNG, 422, "invalid"),
        ("image/png", JPEG, 422, "invalid"),
        ("image/jpeg", bodies.form(), 422, "invalid"),
        ("text/html", b"<html>", 415, "unsupported_media_type"),
        ("application/json", b"{}", 415, "unsupported_media_type"),
        ("application/octet-stream", bodies.form(), 415, "unsupported_media_type"),
        (f"{PDF}; name=Jane.pdf", bodies.form(), 415, "unsupported_media_type"),
    ],
)
def test_what_is_no_such_file_is_refused(world, reference, kind, content, status, code):
    answer = attach(world, reference, content, kind=kind)
    assert (answer.status, answer.json["code"]) == (status, code), answer.text
    assert forms(world, reference) == [] and shown(world, reference) == reference


# How large it is, and what comes of it on the way.


def chunked(*parts):
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


def begin(world, made, token=None, **fields):
    token = token or world.officer("Kent")
    fields = {"Content_Type": PDF, "If_Match": '"1"', **fields}
    return head("PUT", f"/v1/references/{made['id']}/form", token, **fields)


def test_the_largest_is_taken_and_one_byte_more_refused_with_the_limit(world, reference):
    content = b"%PDF-" + os.urandom(MAX - 5)
    assert attach(world, reference, content).status == 200
    assert given(world, reference).content() == content
    with line(world) as connection:
        connection.send(begin(world, reference, Content_Length=MAX + 1))
        reply = connection.reply()
    assert (reply.status, reply.json["detail"]) == (413, f"A body here has at most {MAX} bytes.")
    with line(world) as connection:
        connection.send(begin(world, reference, Transfer_Encoding="chunked") + chunked(content) + b"1\r\n")
        assert connection.reply().status == 413
    assert [version for version, _ in forms(world, reference)] == [2]


def test_other_bodies_are_as_small_as_before(world):
    with line(world) as connection:
        fields = {"Content_Type": "application/json", "Content_Length": 65537}
        connection.send(head("POST", "/v1/references", world.officer("Kent"), **fields))
        assert connection.reply().status == 413


def test_it_may_come_in_chunks(world, reference):
    with line(world) as connection:
        content = bodies.form()
        connection.send(begin(world, reference, Transfer_Encoding="chunked"))
        connection.send(chunked(content[:3], content[3:]) + b"0\r\n\r\n")
        assert connection.reply().status == 200
    assert given(world, reference).content() == content


def test_it_may_wait_to_be_asked_for(world, reference):
    with line(world) as connection:
        content = bodies.form()
        connection.send(begin(world, reference, Content_Length=len(content), Expect="100-continue"))
        assert connection.reply().status == 100
        connection.send(content)
        assert connection.reply().status == 200


def test_of_one_that_is_cut_off_nothing_is_kept(world, reference):
    with line(world) as connection:
        content = bodies.form()
        connection.send(begin(world, reference, Content_Length=len(content) + 1) + content)
    assert attach(world, reference).status == 200
    assert [version for version, _ in forms(world, reference)] == [2]


@pytest.mark.parametrize("role, status", [("DCS", 403), ("REQUESTER", 403), (None, 401)])
def test_who_may_not_attach_is_told_before_a_byte_of_it_is_read(world, reference, role, status):
    token = world.token(role, "Kent") if role else new_token()
    with line(world) as connection:
        connection.send(begin(world, reference, token, Content_Length=MAX))
        assert connection.reply().status == status
        assert connection.closed()


# Versions, and what was verified.


def test_another_takes_its_place_until_it_is_verified(world, reference):
    first, second = bodies.form(), bodies.form("The right one")
    assert attach(world, reference, first).status == 200
    stale = attach(world, reference, second)
    assert (stale.status, stale.json["code"]) == (412, "precondition_failed")
    assert given(world, reference).content() == first
    assert attach(world, reference, second, version=2).json["version"] == 3
    assert given(world, reference).content() == second
    assert forms(world, reference) == [(2, first), (3, second)]
    assert verify(world, reference).json["form"]["sha256"] == hashlib.sha256(second).hexdigest()
    refused = attach(world, reference, first, version=4)
    assert (refused.status, refused.json["code"]) == (409, "conflict")
    assert given(world, reference).content() == second
    assert given(world, reference).headers["ETag"] == '"4"'


def test_one_that_was_verified_without_its_form_takes_it_once(world):
    made = world.made(world.officer("Kent"), "/v1/references", bodies.reference(bodies.worker()))
    assert attach(world, made).json["verified_on"] == made["verified_on"]
    assert attach(world, made, version=2).status == 409


def test_only_what_came_from_outside_has_a_form(world):
    side = type("Side", (), {"world": world, "region": "South East", "authority": "Kent", "code": world.code("Kent")})
    asked = to_answer(side)
    assert attach(world, asked, token=world.officer("Surrey")).status == 409
    assert attach(world, asked).status == 403
    answered = world.post(world.officer("Kent"), f"/v1/references/{asked}/answer", bodies.answer())
    assert answered.status == 200
    refused = attach(world, asked, version=2, token=world.officer("Surrey"))
    assert refused.json["detail"] == "A form is of a reference that was received outside this service."
    assert given(world, {"id": asked}, world.officer("Surrey")).status == 404


def test_another_authority_does_not_learn_that_there_is_one(world, reference):
    attach(world, reference)
    medway = world.officer("Medway")
    for call in (
        lambda which: given(world, {"id": which}, medway),
        lambda which: attach(world, which, token=medway, version=2),
    ):
        theirs, nobody_s = call(reference["id"]), call(MADE_UP)
        assert theirs.status == nobody_s.status == 404
        assert theirs.without_request() == nobody_s.without_request()
    assert [version for version, _ in forms(world, reference)] == [2]


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_of_two_at_once_the_later_sees_the_earlier(world, reference, order):
    requests = [functools.partial(attach, world, reference, bodies.form(words)) for words in order]
    row = "SELECT FROM worker_facts WHERE swe_number = %s FOR UPDATE"
    answers = holding(world, row, reference["swe_number"], *requests)
    assert [answer.status for answer in answers] == [200, 412]
    assert forms(world, reference) == [(2, bodies.form(order[0]))]


@pytest.mark.parametrize("order", [("attach", "verify"), ("verify", "attach")])
def test_a_form_and_a_verification_see_one_another(world, reference, order):
    acts = {"attach": functools.partial(attach, world, reference), "verify": functools.partial(verify, world, reference)}
    row = "SELECT FROM worker_facts WHERE swe_number = %s FOR UPDATE"
    answers = dict(zip(order, holding(world, row, reference["swe_number"], *(acts[name] for name in order))))
    assert answers["verify"].status == 200
    assert ("form" in answers["verify"].json) == (order[0] == "attach")
    assert answers["attach"].status == (200 if order[0] == "attach" else 412)


# Where else it is, and where it is not.


def test_who_attached_and_who_read_is_in_the_trail(world, reference):
    attached, read = attach(world, reference), given(world, reference, world.token("DCS", "Kent"))
    event = "SELECT action, role, object_type, ids::text[], outcome FROM audit_event WHERE id = %s"
    ids = [reference["id"]]
    assert world.sql(event, [attached.headers["X-Request-Id"]]) == [("reference.attach", "OFFICER", "reference", ids, "done")]
    assert world.sql(event, [read.headers["X-Request-Id"]]) == [("reference.form", "DCS", "reference", ids, "done")]


def test_the_worker_s_record_says_that_it_is_held(world, reference):
    form = attach(world, reference, bodies.form("Of nobody's business")).json["form"]
    record = world.call(world.officer("Kent"), "POST", "/v1/workers/record", {"swe_number": reference["swe_number"]})
    held = [row for row in record.json["references"] if row["id"] == reference["id"]]
    assert [row.get("form") for row in held] == [None, form]
    assert "Of nobody's business" not in record.text


def test_no_log_and_no_key_has_any_of_it(world, reference):
    words, keys = f"Canary {uuid.uuid4()}", world.sql("SELECT count(*) FROM idempotency")
    sent = attach(world, reference, bodies.form(words), **{"Idempotency-Key": str(uuid.uuid4())})
    attach(world, reference, words.encode(), version=2)
    assert sent.status == 200
    assert words not in world.daemon.log()
    assert world.sql("SELECT count(*) FROM idempotency") == keys


def test_a_neighbour_s_form_moves_no_verdict(world, reference):
    """Nor its own: what the rules are told of a reference is not its form."""
    check = bodies.check(reference["swe_number"], "2026-10-01", offer_date="2026-09-01")
    before = world.made(world.officer("Kent"), "/v1/eligibility-checks", check)
    attach(world, reference)
    assert world.made(world.officer("Kent"), "/v1/eligibility-checks", check)["findings"] == before["findings"]


def test_few_are_taken_at_once_and_then_again():
    with World(settings={"forms_at_once": 1}) as world:
        sent = bodies.reference(bodies.worker(), verified_on=None, verified_how=None)
        made = world.made(world.officer("Kent"), "/v1/references", sent)
        content = bodies.form()
        with line(world) as connection:
            connection.send(begin(world, made, Content_Length=len(content), Expect="100-continue"))
            assert connection.reply().status == 100
            refused = attach(world, made)
            assert (refused.status, refused.headers["Retry-After"]) == (503, "1")
            assert world.get(world.officer("Kent"), f"/v1/references/{made['id']}").status == 200
            connection.send(content)
            assert connection.reply().status == 200
            assert given(world, made).content() == content
        with line(world) as connection:
            connection.send(begin(world, made, Content_Length=len(content), Expect="100-continue"))
            assert connection.reply().status == 100
        wait_until(lambda: attach(world, made, version=2).status == 200, SECONDS, "who has hung up counts no more")
        assert given(world, made).content() == content
