# SPDX-License-Identifier: MIT
"""Requests byte by byte, for what no HTTP library sends."""
import contextlib
import http.client
import json
import socket
from typing import NamedTuple

SECONDS = 10


class Reply(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    json: object


def head(method, path, token=None, **fields):
    """A request's head; `Content_Length` is written Content-Length."""
    fields = {"Host": "accord.test", **({"Authorization": f"Bearer {token}"} if token else {}), **fields}
    lines = [
        f"{method} {path} HTTP/1.1",
        *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Line:
    """A connection to the daemon."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), SECONDS)
        self.file = self.socket.makefile("rb")

    def send(self, data):
        self.socket.sendall(data)

    def reply(self):
        """The next answer, interim ones included."""
        status = int(self.file.readline().split()[1])
        headers = http.client.parse_headers(self.file)
        body = self.file.read(int(headers["Content-Length"] or 0))
        return Reply(status, headers, json.loads(body) if body else None)

    def closed(self):
        """Whether the daemon closes now, with nothing more to say."""
        return self.file.read() == b""


@contextlib.contextmanager
def line(world):
    connection = Line(world.daemon.port)
    with connection.socket, connection.file:
        yield connection


def free_port():
    """A port that nobody listens on, for a daemon that is about to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
