# SPDX-License-Identifier: MIT
"""A service that gives the answers that it was told, in order, a request each, and keeps what was sent: for what
the daemon does not do when asked to.

    answering.py FOLDER 'STATUS {json}' …

STATUS is 0 for none, the connection is closed, and 201@0.6 for a service that takes so many seconds.

Writes FOLDER/port once it listens, and adds each request to FOLDER/sent.
"""
import http.server
import pathlib
import sys
import threading

FOLDER, ANSWERS = pathlib.Path(sys.argv[1]), [answer.split(" ", 1) for answer in sys.argv[2:]]


class Answering(http.server.BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with (FOLDER / "sent").open("ab") as sent:
            sent.write(f"{self.command} {self.path}\n".encode() + bytes(self.headers) + body + b"\n")
        status, *text = ANSWERS.pop(0)
        status, _, seconds = status.partition("@")
        if status == "0":
            return
        threading.Event().wait(float(seconds or 0))
        text = (text[0] if text else "{}").encode()
        self.send_response(int(status))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PATCH = answer

    def log_message(self, *_):
        pass


service = http.server.HTTPServer(("127.0.0.1", 0), Answering)
(FOLDER / "port.new").write_text(str(service.server_port))
(FOLDER / "port.new").rename(FOLDER / "port")
while ANSWERS:
    service.handle_request()
