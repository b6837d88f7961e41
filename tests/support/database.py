# SPDX-License-Identifier: MIT
"""Databases to test against: copies of the one that was deployed, and clusters of a test's own."""
import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import uuid

import psycopg2
from support.waiting import wait_until

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEMPLATE = "accord_template"
WAIT_SECONDS = 10


def run(session, text, values):
    session.autocommit = True
    with session.cursor() as cursor:
        cursor.execute(text, values or None)
        return cursor.fetchall() if cursor.description else []


class Database:
    """A copy of the deployed database. `sql` runs as the tables' owner, who sees every row."""

    def __init__(self, host=None):
        self.host = host or os.environ["PGHOST"]
        self.name = "accord_" + uuid.uuid4().hex[:16]
        self.administer(f"CREATE DATABASE {self.name} TEMPLATE {TEMPLATE}")

    def conninfo(self, user, at=None):
        """`at`: host and port of something that passes on to it, for what does not go there itself."""
        return f"{at or f'host={self.host}'} dbname={self.name} user={user}"

    def connect(self):
        """A session of its own, as the owner, in a transaction until it commits."""
        return psycopg2.connect(
            self.conninfo("postgres"), options="-crole=accord_owner -csearch_path=accord,public"
        )

    def sql(self, text, values=()):
        """Runs one statement, committed at once, and returns its rows."""
        with contextlib.closing(self.connect()) as session:
            return run(session, text, values)

    def administer(self, text, values=()):
        """The same as the cluster's superuser, in no database of Accord's."""
        with contextlib.closing(
            psycopg2.connect(host=self.host, dbname="postgres", user="postgres")
        ) as session:
            return run(session, text, values)

    def wait_for_locks(self, count):
        """Until so many statements of the daemon's wait for a lock."""
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
        wait_until(
            lambda: self.administer(waiting, [self.name])[0][0] == count, WAIT_SECONDS, f"{count} locks"
        )

    def wait_until_idle(self):
        """Until no statement of the daemon's is under way."""
        there = "SELECT FROM pg_stat_activity WHERE datname = %s AND application_name = 'accordd'"
        busy = there + " AND state <> 'idle'"
        wait_until(lambda: self.administer(busy, [self.name]) == [], WAIT_SECONDS, "nothing is under way")

    def wait_for_connections(self, count):
        """Until the daemon has so many: statements that wait for each other's locks need one each."""
        there = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND application_name = 'accordd'"
        wait_until(
            lambda: self.administer(there, [self.name])[0][0] == count, WAIT_SECONDS, f"{count} connections"
        )

    def drop(self):
        self.administer(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


class Cluster:
    """A PostgreSQL of a test's own, with fsync on, that it may stop as it likes. `sockets` is its host."""

    def __init__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="accord-pg.", dir="/tmp"))
        self.home.chmod(0o755)
        self.data, self.sockets = self.home / "data", self.home / "sockets"
        for folder in (self.data, self.sockets):
            folder.mkdir()
            if os.getuid() == 0:
                shutil.chown(folder, "postgres")

    def start(self):
        self._run("start", self.data, self.sockets)

    def stop(self, mode="fast"):
        self._run("stop", self.data, mode)

    def signal(self, number):
        """To its first process alone."""
        os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), number)

    def deploy(self):
        """Makes the template that databases are copied from."""
        subprocess.run(["createdb", "-h", self.sockets, "-U", "postgres", TEMPLATE], check=True)
        target = f"db:pg://postgres@/{TEMPLATE}?host={self.sockets}"
        subprocess.run(
            ["sqitch", "--quiet", "deploy", "--target", target],
            cwd=ROOT / "sql",
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def copy(self):
        """Another that is like it. While it is stopped."""
        copy = Cluster()
        copy.data.rmdir()
        subprocess.run(["cp", "-a", self.data, copy.home], check=True)
        return copy

    def move(self, name, folder):
        """Has a folder of its data lie there from now on. While it is stopped."""
        subprocess.run(["cp", "-a", self.data / name, folder], check=True)
        shutil.rmtree(self.data / name)
        (self.data / name).symlink_to(folder / name)

    def remove(self):
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop("immediate")
        shutil.rmtree(self.home)

    def _run(self, *command):
        subprocess.run(
            [ROOT / "deploy" / "cluster", *command],
            check=True,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
