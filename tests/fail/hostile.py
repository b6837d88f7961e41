# SPDX-License-Identifier: MIT
"""
Slow and greedy clients, as a process of their own, so that they take no time from who measures.

    hostile.py KIND PORT COUNT TOKEN      until it is killed

Each does as its kind does, again and again. Once all have begun it says `ready`; for each connection that the daemon
has ended it prints the seconds from its beginning and the status of the answer, 0 for none. All come from an address of
their own.
"""
import asyncio
import contextlib
import socket
import sys
import time

ADDRESS = "127.0.0.2"
PAUSE_SECONDS = 0.1  # between two bytes of who is slow
BIG_HEAD = b"GET /livez HTTP/1.1\r\nHost: a\r\nX: " + 17 * 1024 * b"x"
REQUEST = b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"
SLOW_HEAD = b"GET /livez HTTP/1.1\r\nHost: a\r\nX: "


class Client:
    """One connection. `heard` is the beginning of what the daemon said."""

    def __init__(self, port):
        self.port, self.heard = port, b""
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # who does not read fills up soon
        self.socket.setblocking(False)

    async def connect(self):
        self.socket.bind((ADDRESS, 0))
        await asyncio.get_running_loop().sock_connect(self.socket, ("127.0.0.1", self.port))
        self.begun = time.monotonic()

    async def send(self, data):
        await asyncio.get_running_loop().sock_sendall(self.socket, data)

    def hear(self):
        """What has come; false at its end."""
        with contextlib.suppress(BlockingIOError):
            got = self.socket.recv(4096)
            self.heard = self.heard or got
            return got != b""
        return True

    async def listen(self):
        while got := await asyncio.get_running_loop().sock_recv(self.socket, 4096):
            self.heard = self.heard or got

    async def drip(self):
        while self.hear():
            await self.send(b"x")
            await asyncio.sleep(PAUSE_SECONDS)

    def status(self):
        return int(self.heard.split()[1]) if self.heard else 0


async def slow_head(client, token):
    await client.send(SLOW_HEAD)
    await client.drip()


async def slow_body(client, token):
    await client.send(
        b"POST /v1/workers/lookup HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n"
        b"Authorization: Bearer " + token + b"\r\n\r\n"
    )
    await client.drip()


async def silent(client, token):
    await client.listen()


async def greedy(client, token):
    """Asks without end, and never reads."""
    while True:
        await client.send(100 * REQUEST)


async def half_closed(client, token):
    """Half a head, and no more to come."""
    await client.send(SLOW_HEAD)
    client.socket.shutdown(socket.SHUT_WR)
    await client.listen()


async def big_head(client, token):
    await client.send(BIG_HEAD)
    await client.listen()


KINDS = {each.__name__: each for each in (slow_head, slow_body, silent, greedy, half_closed, big_head)}


async def again_and_again(kind, port, token, begun):
    while True:
        client = Client(port)
        with client.socket:
            await client.connect()
            begun.release()
            with contextlib.suppress(ConnectionResetError, BrokenPipeError):
                await kind(client, token)
            print(f"{time.monotonic() - client.begun:.3f} {client.status()}", flush=True)


async def main(kind, port, count, token):
    begun = asyncio.Semaphore(0)
    clients = [
        asyncio.create_task(again_and_again(KINDS[kind], int(port), token.encode(), begun))
        for _ in range(int(count))
    ]
    for _ in clients:
        await begun.acquire()
    print("ready", flush=True)
    await asyncio.gather(*clients)


asyncio.run(main(*sys.argv[1:]))
