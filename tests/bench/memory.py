# SPDX-License-Identifier: MIT
"""How much memory the daemon holds: idle, and for each of many idle connections that have had an answer."""
import resource
import socket
import time

REQUEST = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"
AT_ONCE = 500
SETTLE_SECONDS = 1


def family(pid):
    """A process and its children, such as the daemon and its workers."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
        return [pid, *map(int, children.read().split())]


def resident(pid):
    """VmRSS of them all, in bytes."""
    return sum(resident_alone(each) for each in family(pid))


def resident_alone(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))


def allow_files():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def answered_connections(port, count):
    made = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(count)]
    for each in made:
        each.sendall(REQUEST)
    for each in made:
        if not each.recv(4096).startswith(b"HTTP/1.1 200 "):
            raise SystemExit("memory: a connection was not answered; see accordd.log")
    return made


def per_connection(pid, port, count):
    """Bytes for each of so many, all open at once."""
    before = resident(pid)
    held = []
    while len(held) < count:
        held += answered_connections(port, min(AT_ONCE, count - len(held)))
    time.sleep(SETTLE_SECONDS)
    grown = resident(pid) - before
    for each in held:
        each.close()
    return grown / count
