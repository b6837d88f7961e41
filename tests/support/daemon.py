# SPDX-License-Identifier: MIT
"""accordd as a child of the tests: its settings, its life, its log."""
import os
import pathlib
import re
import secrets
import shlex
import signal
import subprocess

from support.waiting import wait_until

BUILD = pathlib.Path(os.environ.get("ACCORD_TEST_BUILD_DIR", "build/tests"))
UNDER = shlex.split(os.environ.get("ACCORD_TEST_UNDER", ""))  # what runs every program, as memcheck does
START_SECONDS, STOP_SECONDS = 30, 10
RELOADED = "reload(ed| refused| given up)"
SANITIZER = re.compile(r"ERROR: AddressSanitizer|LeakSanitizer|runtime error|^==[0-9]+== ", re.MULTILINE)
SANITIZERS = {"ASAN_OPTIONS": "detect_leaks=1", "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1"}


def write_secret(path):
    path.touch(mode=0o600)
    path.write_bytes(secrets.token_bytes(48))


class Daemon:
    """`environment` steers a test build: ACCORD_TEST_NOW, ACCORD_TEST_FAULT. `build` is where it was built."""

    def __init__(self, folder, database, settings=None, build=BUILD):
        self.program = build / "accordd"
        self.folder = pathlib.Path(folder)
        self.config, self.log_file = self.folder / "accord.conf", self.folder / "accordd.log"
        self.process, self.port = None, None
        self.environment = {}
        secret = self.folder / "secret"
        write_secret(secret)
        self.settings = {
            "listen_port": 0,
            "database": database.conninfo("accord_app"),
            "admin_database": database.conninfo("postgres"),
            "secret_file": secret,
            "recheck_seconds": 1,
            **(settings or {}),
        }
        self.config.write_text("".join(f"{name} = {value}\n" for name, value in self.settings.items()))

    def run(self, *arguments):
        """One of its commands, to its end."""
        begun = self.begin(*arguments)
        out, err = begun.communicate(timeout=START_SECONDS)
        return subprocess.CompletedProcess(begun.args, begun.returncode, out, err)

    def begin(self, *arguments, **environment):
        """The same, as a process that goes on."""
        return subprocess.Popen(
            [*UNDER, self.program, "--config", self.config, *arguments],
            env={**self._environment(), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def start(self, **environment):
        """Returns once it listens; the database may still be away."""
        self.environment = environment
        said = len(self.log())
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [*UNDER, self.program, "--config", self.config], stderr=log, env=self._environment()
            )

        def listens():
            assert self.process.poll() is None, f"it ended as it started:\n{self.log()}"
            found = re.search(r"listening=\S+ port=(\d+)", self.log()[said:])
            self.port = int(found[1]) if found else None
            return found

        wait_until(listens, START_SECONDS, "accordd listens")

    def stop(self):
        """As a service manager stops it. It ends well, in time, and no sanitizer found anything."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        self.ended(0)

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def ended(self, code):
        """Waits for its end, which must be this exit code, or minus the signal's number."""
        try:
            is_code = self.process.wait(STOP_SECONDS + 1)
        finally:
            self.kill()
        assert not SANITIZER.search(self.log()), self.log()
        assert is_code == code, f"exit code {is_code}:\n{self.log()}"

    def wait_until_said(self, pattern, since=0):
        """Until the log, from this place in it, has something that matches."""
        wait_until(lambda: re.search(pattern, self.log()[since:]), 2 * STOP_SECONDS, pattern)

    def workers(self):
        """The processes of its workers."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def set(self, **settings):
        """Writes these settings over those in its file; it reads them when it is told to."""
        self.settings.update(settings)
        self.config.write_text("".join(f"{name} = {value}\n" for name, value in self.settings.items()))

    def reload(self):
        """SIGHUP, and what came of it: the line of the log that says so."""
        said = len(self.log())
        self.process.send_signal(signal.SIGHUP)
        self.wait_until_said(RELOADED, said)
        return next(text for text in self.log()[said:].splitlines() if re.search(RELOADED, text))

    def log(self):
        return self.log_file.read_text() if self.log_file.exists() else ""

    def _environment(self):
        return {**SANITIZERS, **os.environ, **self.environment}
