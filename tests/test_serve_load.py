"""What only a socket shows: slow clients, many clients, and requests that are no HTTP."""

from __future__ import annotations

import asyncio
import re
import socket
import sys
import threading
import time
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Self

import attacks
import pytest
from servers import Server, exchanged
from workspaces import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

STREAMS, SLOW_HEADS, SLOW_BODIES = 64, 300, 32
PAGE = "/site/ar/peace.html"


@pytest.fixture(scope="module")
def workspace_folder(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("loaded"))
    made.complete()
    return made


@pytest.fixture(scope="module")
def server(workspace_folder: Workspace) -> Iterator[Server]:
    with Server(workspace_folder.root) as running:
        yield running
        code, said = running.stop()
        assert (code, said) == (0, "")  # nothing that was done here made it talk


@pytest.fixture(scope="module")
def impatient(workspace_folder: Workspace) -> Iterator[Server]:
    with Server(workspace_folder.root, patience=1.0) as running:
        yield running
        code, said = running.stop()
        assert (code, said) == (0, "")


class Siege:
    """Many connections at once that hold a server up, as far as it lets them.

    Args:
        place: Where the server listens.
        stream: The request for a stream of events.
        change: The head of a request whose body then comes in drops.
    """

    def __init__(self, place: tuple[str, int], stream: bytes, change: bytes) -> None:
        self._place, self._stream, self._change = place, stream, change
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self._stop = threading.Event()
        self.streams = self.dribbled = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(20)

    async def _run(self) -> None:
        kinds = [self._listen] * STREAMS + [self._drip_head] * SLOW_HEADS + [self._drip_body] * SLOW_BODIES
        tasks = [asyncio.create_task(one()) for one in kinds]
        await asyncio.to_thread(self._stop.wait)
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        reader, writer = await asyncio.open_connection(*self._place)
        try:
            writer.write(self._stream)
            head = await reader.readuntil(b"\r\n\r\n")
            self.streams += head.startswith(b"HTTP/1.1 200") and b"text/event-stream" in head
            while await reader.read(65536):
                pass
        finally:
            writer.close()

    async def _drip_head(self) -> None:
        while True:
            await self._drip(b"GET / HTTP/1.1\r\nX-Slow: ", b"x")

    async def _drip_body(self) -> None:
        while True:
            await self._drip(self._change, b" ")

    async def _drip(self, begin: bytes, drop: bytes) -> None:
        """Send a beginning, and a byte every 200 ms until the server hangs up; then come back."""
        writer = None
        try:
            reader, writer = await asyncio.open_connection(*self._place)
            writer.write(begin)
            while not reader.at_eof():
                writer.write(drop)
                await writer.drain()
                self.dribbled += 1
                await asyncio.sleep(0.2)
        except OSError:
            await asyncio.sleep(0.2)
        finally:
            if writer:
                writer.close()


def test_an_honest_request_is_answered_within_a_second(server: Server) -> None:
    """64 idle streams of events, 300 heads and 32 bodies that come byte by byte, for six seconds."""
    change = server.head_of_change("/en/keep/ar/peace/u00000000", "Content-Length: 100000")
    with Siege((server.host, server.port), server.head("GET /events"), change) as siege:
        end = time.monotonic() + 6
        answers = []
        while time.monotonic() < end:
            answers.append(server.ask(PAGE))
            time.sleep(0.05)
        assert siege.streams == STREAMS
        assert siege.dribbled > 1000
    assert {status for status, _, _ in answers} == {200}
    slowest = max(seconds for _, _, seconds in answers)
    sys.stdout.write(f"slowest of {len(answers)} honest requests: {slowest * 1000:.0f} ms\n")
    assert slowest < 1


def first_byte(place: tuple[str, int], request: bytes) -> bytes:
    with socket.create_connection(place, 1) as line:
        line.sendall(request)
        return line.recv(1)


def test_a_server_that_waits_for_each_is_found(server: Server) -> None:
    """The twin: one that serves a client after the other answers nobody while somebody dribbles."""

    class Patient(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Patient) as twin:
        twin.timeout = 0.1
        place = ("127.0.0.1", twin.server_port)
        stop = threading.Event()

        def serve() -> None:
            while not stop.is_set():
                twin.handle_request()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with Siege(place, b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\n"):
            time.sleep(1)
            with pytest.raises(TimeoutError):
                first_byte(place, server.head(f"GET {PAGE}"))
        stop.set()
        thread.join(20)


def closed_after(line: socket.socket, drop: bytes = b"") -> float:
    """How many seconds the server waits for somebody who sends a byte now and then."""
    begin = time.monotonic()
    line.settimeout(0.1)
    while time.monotonic() - begin < 8:
        try:
            if drop:
                line.sendall(drop)
            if not line.recv(65536):
                break
        except TimeoutError:
            continue
        except ConnectionError:
            break
    return time.monotonic() - begin


@pytest.mark.parametrize(
    ("begin", "drop"),
    [(b"", b""), (b"G", b""), (b"", b"\r\n"), (b"GET / HT", b"x"), (b"GET / HTTP/1.1\r\nX: ", b"x")],
    ids=["nothing", "a letter", "empty lines", "a slow line", "a slow header"],
)
def test_a_head_that_does_not_come_is_not_waited_for(impatient: Server, begin: bytes, drop: bytes) -> None:
    with impatient.connect() as line:
        line.sendall(begin)
        assert closed_after(line, drop) < 3


def test_a_second_head_that_does_not_come_is_not_waited_for(impatient: Server) -> None:
    with impatient.connect() as line:
        line.sendall(impatient.head(f"GET {PAGE}"))
        assert line.recv(65536).startswith(b"HTTP/1.1 200")
        line.sendall(b"GET / HTTP/1.1\r\nX: ")
        assert closed_after(line, b"x") < 3


def test_a_body_that_does_not_come_is_not_waited_for(impatient: Server) -> None:
    with impatient.connect() as line:
        line.sendall(impatient.head_of_change("/en/keep/ar/peace/u00000000", "Content-Length: 1000"))
        assert closed_after(line, b" ") < 3


def test_a_stream_is_waited_for(impatient: Server) -> None:
    """The twin of the tests above: who has asked may be silent for as long as it likes."""
    with impatient.connect() as line:
        line.sendall(impatient.head("GET /events"))
        assert b"text/event-stream" in line.recv(65536)
        assert closed_after(line) > 7


def test_somebody_who_only_connects_keeps_nobody_out(server: Server) -> None:
    """Five hundred connections that say nothing, all open at once: the oldest ones make room."""
    with ExitStack() as stack:
        for _ in range(500):
            stack.enter_context(server.connect())
        assert server.ask(PAGE)[0] == 200


@pytest.mark.parametrize("name", attacks.RAW)
def test_a_request_that_no_browser_sends_is_refused(impatient: Server, name: str) -> None:
    answer = exchanged(impatient, impatient.filled(attacks.RAW[name]))
    statuses = re.findall(rb"^HTTP/1\.1 (\d+)", answer, re.MULTILINE)
    assert len(statuses) <= 1
    assert all(one.startswith(b"4") for one in statuses)
    assert b"<html" not in answer or b"You need a link" in answer
    assert impatient.ask(PAGE)[0] == 200
