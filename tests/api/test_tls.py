# SPDX-License-Identifier: MIT
"""TLS on the API's own port: versions, what is off, slow and wrong clients, a new certificate on reload."""
import http.client
import json
import pathlib
import socket
import ssl
import subprocess
import tempfile
import uuid

import pytest
from support import bodies
from support.certificate import make_certificate
from support.waiting import wait_until
from support.wire import free_port, head
from support.world import World


@pytest.fixture(scope="module")
def secure():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_certificate(folder, "first")
        port = free_port()
        settings = {
            "tls_certificate": folder / "certificate",
            "tls_key": folder / "key",
            "ops_port": port,
            "head_seconds": 2,
        }
        with World(settings=settings, ready_port=port) as world:
            world.certificates = folder
            yield world


def context(world):
    return ssl.create_default_context(cafile=world.certificates / "certificate")


def connect(world, ctx=None):
    plain = socket.create_connection(("127.0.0.1", world.daemon.port), 10)
    return (ctx or context(world)).wrap_socket(plain, server_hostname="localhost")


def ask(world, method, path, body=None, headers=None):
    connection = http.client.HTTPSConnection(
        "localhost", world.daemon.port, context=context(world), timeout=10
    )
    connection.request(method, path, body, headers or {})
    got = connection.getresponse()
    text = got.read()
    connection.close()
    return got.status, text


def test_the_api_answers_over_tls(secure):
    supplier = bodies.supplier(name="x" * 150)
    fields = {
        "Authorization": f"Bearer {secure.region_admin('South East')}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(uuid.uuid4()),
    }
    status, text = ask(secure, "POST", "/v1/suppliers", json.dumps(supplier), fields)
    assert status == 201 and json.loads(text)["name"] == supplier["name"]


def test_several_requests_on_one_connection_and_a_proper_end(secure):
    with connect(secure) as connection:
        connection.sendall(2 * head("GET", "/v1/nothing") + head("GET", "/v1/nothing", Connection="close"))
        heard = b""
        while data := connection.recv(65536):  # an end without close_notify would raise
            heard += data
    assert heard.count(b"HTTP/1.1 404 ") == 3


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_the_versions_that_are_spoken(secure, version):
    ctx = context(secure)
    ctx.minimum_version = ctx.maximum_version = version
    with connect(secure, ctx) as connection:
        assert connection.version() == version.name.replace("_", ".")
        assert connection.compression() is None


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_older_versions_are_refused(secure):
    ctx = context(secure)
    ctx.set_ciphers("ALL:@SECLEVEL=0")
    ctx.minimum_version = ctx.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, ConnectionResetError)):
        connect(secure, ctx)


def test_renegotiation_is_refused(secure):
    done = subprocess.run(
        ["openssl", "s_client", "-tls1_2", "-connect", f"127.0.0.1:{secure.daemon.port}"],
        input=b"R\n",
        capture_output=True,
        timeout=20,
    )
    assert b"no renegotiation" in done.stderr + done.stdout


def test_plain_http_gets_no_answer_and_harms_nobody(secure):
    with socket.create_connection(("127.0.0.1", secure.daemon.port), 10) as connection:
        connection.sendall(head("GET", "/v1/nothing"))
        heard = b""
        try:
            while data := connection.recv(4096):
                heard += data
        except ConnectionResetError:
            pass
        assert b"HTTP/" not in heard
    assert ask(secure, "GET", "/v1/nothing")[0] == 404


def test_a_handshake_that_never_comes_is_cut_off(secure):
    with socket.create_connection(("127.0.0.1", secure.daemon.port), 10) as connection:
        assert connection.recv(4096) == b""


def test_a_reload_takes_the_new_certificate_and_a_bad_one_changes_nothing(secure):
    make_certificate(secure.certificates, "second")
    assert "reloaded" in secure.daemon.reload()

    def subject():
        with connect(secure) as connection:
            return dict(pair[0] for pair in connection.getpeercert()["subject"])["commonName"]

    wait_until(lambda: subject() == "second", 20, "the new certificate is shown")
    good = (secure.certificates / "certificate").read_bytes()
    (secure.certificates / "certificate").write_text("no certificate")
    assert "tls_certificate" in secure.daemon.reload()
    (secure.certificates / "certificate").write_bytes(good)
    assert subject() == "second"


def test_check_looks_at_the_certificate(secure):
    secure.daemon.set(tls_key=secure.certificates / "nothing")
    done = secure.daemon.run("--check")
    assert done.returncode == 1 and "tls_key" in done.stderr
    secure.daemon.set(tls_key=secure.certificates / "key")
    assert secure.daemon.run("--check").returncode == 0
