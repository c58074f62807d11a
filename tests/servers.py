"""A server of a workspace in a process of its own, and sockets that speak to it as no browser would."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING, Self

from workspaces import REPOSITORY

from publisher.serve.people import write_token

if TYPE_CHECKING:
    from pathlib import Path

_IMPATIENT = """\
from publisher.serve import body, server
server.HEAD_PATIENCE = body.PATIENCE = {patience}
"""
_MAIN = """
import sys
from publisher.cli import main
main(sys.argv[1:])
"""


class Server:
    """``publish serve``, running.

    Args:
        root: The workspace.
        options: Options of the command besides ``--port 0 --no-browser``.
        patience: How many seconds it waits for heads and bodies, instead of the usual 10.
        otherwise: What makes another program of it: Python that runs before it does.
    """

    def __init__(self, root: Path, *options: str, patience: float | None = None, otherwise: str = "") -> None:
        if patience is not None:
            otherwise += _IMPATIENT.format(patience=patience)
        program = ["-c", otherwise + _MAIN] if otherwise else [REPOSITORY / "publish.py"]
        call = [sys.executable, *program, "-C", root, "serve", "--port", "0", "--no-browser", *options]
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONWARNINGS": "error"}
        self.process = subprocess.Popen(call, stderr=subprocess.PIPE, text=True, env=environment)
        self.said = ""
        assert self.process.stderr
        for line in self.process.stderr:
            self.said += line
            if line.startswith("Ctrl-C"):
                break
        found = re.search(r"(https?)://(\[.*\]|[^:/]+):(\d+)/start\?token=(\S+)", self.said)
        assert found, self.said
        self.host, self.port, self.token = found[2].strip("[]"), int(found[3]), found[4]
        self.authority = f"{found[2]}:{self.port}"
        self.cookie = f"publish-{self.port}={self.token}"
        self.write = write_token(self.token)

    def stop(self) -> tuple[int, str]:
        """Press Ctrl-C; answer the exit code and what was said on standard error since the start."""
        self.process.send_signal(signal.SIGINT)
        _, rest = self.process.communicate(timeout=20)
        return self.process.returncode, rest

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()

    def connect(self, timeout: float = 10) -> socket.socket:
        return socket.create_connection((self.host, self.port), timeout)

    def filled(self, data: bytes) -> bytes:
        """Put what this server is into a request of `attacks.RAW`."""
        for name, value in {"authority": self.authority, "cookie": self.cookie, "write": self.write}.items():
            data = data.replace(f"<<{name}>>".encode(), value.encode())
        return data

    def head(self, line: str, *headers: str) -> bytes:
        """The head of a request of somebody who is let in."""
        fixed = (f"Host: {self.authority}", f"Cookie: {self.cookie}")
        return "\r\n".join([f"{line} HTTP/1.1", *fixed, *headers, "", ""]).encode("latin-1")

    def head_of_change(self, path: str, *headers: str) -> bytes:
        """The head of a request that changes something, but for its length."""
        own = ("Content-Type: application/json", f"X-Publish-Token: {self.write}", f"Origin: http://{self.authority}")
        return self.head(f"POST {path}", *own, *headers)

    def ask(self, path: str) -> tuple[int, bytes, float]:
        """Ask as a browser does; answer the status, the content and how many seconds it took."""
        begin = time.monotonic()
        with closing(HTTPConnection(self.host, self.port, timeout=20)) as connection:
            connection.request("GET", path, headers={"Host": self.authority, "Cookie": self.cookie})
            answer: HTTPResponse = connection.getresponse()
            return answer.status, answer.read(), time.monotonic() - begin


def exchanged(server: Server, data: bytes, timeout: float = 5) -> bytes:
    """Send bytes; answer all that comes back until the other side hangs up or says nothing for a while."""
    with server.connect(timeout) as line:
        answer = b""
        try:
            line.sendall(data)
            while piece := line.recv(65536):
                answer += piece
        except (ConnectionError, TimeoutError):
            pass
        return answer
