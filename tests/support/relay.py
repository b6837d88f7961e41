# SPDX-License-Identifier: MIT
"""
What stands between the daemon and PostgreSQL in a test, and can be told to fail: bytes are held or cut on
their way, and new connections get no word.

    accordd ◄─── TCP, port ───► relay ◄─── Unix socket ───► PostgreSQL
             ASKED: bytes to the server     ANSWERED: bytes from it
"""
import contextlib
import queue
import select
import socket
import struct
import threading

ASKED, ANSWERED = "asked", "answered"
BOTH = (ASKED, ANSWERED)
RESET = struct.pack("ii", 1, 0)  # SO_LINGER of no time: close sends RST


class Link:
    """A connection of the daemon's, and what it is passed on to. `left`: bytes each way until it is cut."""

    def __init__(self, client, server):
        self.client, self.server = client, server
        self.left = {}

    def sockets(self):
        return [end for end in (self.client, self.server) if end]

    def way(self, source):
        """Where the bytes of this end go, and in which direction."""
        return (self.server, ASKED) if source is self.client else (self.client, ANSWERED)


class Relay:
    """Everything happens in its thread: a call returns once it is so."""

    def __init__(self, host):
        self.target = f"{host}/.s.PGSQL.5432"
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.at = f"host=127.0.0.1 port={self.listener.getsockname()[1]}"
        self.links, self.held, self.swallows, self.budget = [], set(), False, None
        self.accepted = 0  # connections so far
        self.calls, (self.bell, self.ear) = queue.Queue(), socket.socketpair()
        self.thread = threading.Thread(target=self._run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *failure):
        self._call(None)
        self.thread.join()

    def hold(self, *directions):
        """From now on these bytes stay where they are; nobody is told."""
        self._call(lambda: self.held.update(directions))

    def release(self):
        """What was held goes on, and new connections are passed on."""

        def go_on():
            self.held.clear()
            self.swallows = False

        self._call(go_on)

    def swallow(self):
        """New connections are accepted, and nothing ever comes of them."""
        self._call(lambda: setattr(self, "swallows", True))

    def cut(self):
        """Resets every connection, at both ends."""
        self._call(lambda: [self._cut(link) for link in list(self.links)])

    def cut_after(self, direction, count):
        """Each connection that there is now is cut when so many more bytes have gone this way."""
        self._call(lambda: [link.left.update({direction: count}) for link in self.links])

    def cut_each(self, budget):
        """Each new connection is cut when budget(), a direction and bytes, is used up. None: not any more."""
        self._call(lambda: setattr(self, "budget", budget))

    def _call(self, action):
        done = threading.Event()
        self.calls.put((action, done))
        self.bell.send(b"!")
        done.wait()

    # In the thread

    def _run(self):
        with self.listener, self.bell, self.ear:
            while self._answer_calls():
                self._turn()
            for link in list(self.links):
                self._cut(link)

    def _answer_calls(self):
        """False: it was the last."""
        while not self.calls.empty():
            action, done = self.calls.get()
            if action:
                action()
            done.set()
            if not action:
                return False
        return True

    def _turn(self):
        sources = {end: link for link in self.links for end in link.sockets()}
        open_ends = [
            end for end, link in sources.items() if link.way(end)[1] not in self.held and link.server
        ]
        ready, _, _ = select.select([self.listener, self.ear, *open_ends], [], [])
        for end in ready:
            if end is self.ear:
                self.ear.recv(64)
                return
            if end is self.listener:
                self._accept()
            elif sources[end] in self.links:
                self._pass_on(sources[end], end)

    def _accept(self):
        client, _ = self.listener.accept()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.accepted += 1
        server = None
        if not self.swallows:
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(self.target)
            except OSError:
                server.close()
                client.close()
                return
        link = Link(client, server)
        if self.budget and server:
            link.left = dict([self.budget()])
        self.links.append(link)

    def _pass_on(self, link, source):
        sink, direction = link.way(source)
        try:
            data = source.recv(65536)
            left = link.left.get(direction)
            sink.sendall(data if left is None else data[:left])
        except OSError:
            self._cut(link)
            return
        if left is not None:
            link.left[direction] = left - len(data)
        if not data:
            self._end(link)
        elif left is not None and left <= len(data):
            self._cut(link)

    def _cut(self, link):
        link.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self._end(link)

    def _end(self, link):
        self.links.remove(link)
        for end in link.sockets():
            with contextlib.suppress(OSError):
                end.close()
