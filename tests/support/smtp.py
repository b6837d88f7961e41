# SPDX-License-Identifier: MIT
"""An SMTP relay of the tests' own, by aiosmtpd: plain, with STARTTLS and an account, or TLS from the first byte."""
import asyncio
import email
import email.policy
import ssl
import threading
from typing import NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from support.wire import free_port

HOST = "127.0.0.1"
SECURE_NAME = "relay.localhost"  # libcurl has every name under localhost lead here
USER, PASSWORD = "accord", "correct horse"


class Mail(NamedTuple):
    sender: str
    to: list
    raw: bytes
    tls: bool
    account: bool

    @property
    def message(self):
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @property
    def text(self):
        return self.message.get_content().replace("\r\n", "\n")


class Relay:
    """
    `mails` are those that it took. It refuses the recipients in `refused` with the words given there, drops the
    connection when it has the text of one for `dropped`, and says nothing to a text before `free` is set.
    """

    def __init__(self, certificates=None, tls="STARTTLS"):
        self.mails, self.connections = [], 0
        self.refused, self.dropped = {}, set()
        self.free, self.asked = threading.Event(), threading.Event()
        self.free.set()
        options, context = {}, None
        if certificates is not None:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificates / "certificate", certificates / "key")
            # Of TLS it knows only what STARTTLS began.
            options = {
                "auth_required": True,
                "auth_require_tls": tls == "STARTTLS",
                "authenticator": self._authenticate,
            }
        if context and tls == "STARTTLS":
            options |= {"tls_context": context, "require_starttls": True}
        self.port = free_port()
        self.controller = Controller(
            self, hostname=HOST, port=self.port, ssl_context=context if tls == "ALWAYS" else None, **options
        )

    def __enter__(self):
        self.controller.start()
        self.connections = 0  # it looks for itself
        return self

    def __exit__(self, *failure):
        self.free.set()
        self.controller.stop()

    @staticmethod
    def _authenticate(server, session, envelope, mechanism, data):
        good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=good)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 (aiosmtpd's names)
        session.host_name = hostname  # a handler's to keep
        self.connections += session.ssl is None or server.tls_context is None
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.asked.set()
        await asyncio.get_running_loop().run_in_executor(None, self.free.wait)
        if self.dropped.intersection(envelope.rcpt_tos):
            server.transport.abort()
            return "451 Gone"
        self.mails.append(
            Mail(
                envelope.mail_from,
                list(envelope.rcpt_tos),
                envelope.original_content,
                server.transport.get_extra_info("sslcontext") is not None,
                bool(session.authenticated),
            )
        )
        return "250 OK"

    @property
    def url(self):
        """For what speaks to it plainly, as on one host."""
        return f"smtp://{HOST}:{self.port}"

    def to(self, address):
        return [mail for mail in self.mails if mail.to == [address]]
