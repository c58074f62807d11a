"""The server: an address of this machine, and the workspace behind it."""

from __future__ import annotations

import ipaddress
import logging
import os
import re
import socket
import ssl
import sys
import webbrowser
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

import h11
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from publisher.errors import Problem, UsageError
from publisher.inputs import same_program
from publisher.serve.app import application
from publisher.serve.desk import Desk
from publisher.serve.guard import LARGEST_HEAD, START, Address, Guard
from publisher.serve.people import People

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable
    from pathlib import Path

    from starlette.types import ASGIApp

    from publisher.project import Project

HOST = "127.0.0.1"
"""This machine, for those at this machine."""
PORT = 8710
"""The port, if nobody names another one; where it is taken, the next one that is free."""
TRIES = 20
"""How many ports are tried."""
HEAD_PATIENCE = 10.0
"""How long the head of a request may take to arrive, in seconds."""
BACKLOG = 512
"""How many connections the system holds for the server until it takes them."""
WAITING = 256
"""How many connections may be open whose request has not arrived; one more closes the oldest."""
GRACE = 0.25
"""How long a connection is never closed for that, in seconds: who sends a request at once is heard."""
FAREWELL = 5
"""How long what is being written may take when the server is told to stop, in seconds."""
IDLE = 30
"""How long a connection stays open for the next request, in seconds."""
_CURE = "name an address of this machine, and a port above 1023 that no other program uses: --host ADDRESS --port N"
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")

WARNING = """\
warning: everybody who reaches {host} on this network reaches this workspace, and whoever has a link is let in.
"""
IN_THE_CLEAR = """\
It is not encrypted (no --cert and --key): others in the same network can read along, take links over, and change what
goes over the line. Use it only in a network where you know everybody, never in a hotel, a café or at a conference.
docs/workspace.md tells how to encrypt it.
"""
ADDRESS = """\
Open this address, and give it to nobody: it lets in whoever has it.
  {url}
Ctrl-C ends the server; nothing is lost by that.
"""


class Line(H11Protocol):
    """A connection that does not wait for ever for somebody who says nothing, and ends its stream with the server."""

    _waiting: ClassVar[dict[Line, asyncio.TimerHandle]] = {}  # the oldest first; by all connections of the process

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as its parent has it
        """Begin to wait for a request."""
        super().connection_made(transport)
        # asyncio does this for sockets that it has made itself. Without it, the content of an answer waits up to 40 ms
        # until the other side has acknowledged its head (RFC 9293, section 3.7.4).
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._heard()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; from the first byte of a request on, the clock runs until its head is whole."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._heard()
        elif self not in self._waiting:
            self._wait()

    def send_400_response(self, msg: str) -> None:
        """Say that this is no HTTP; whoever was about to answer its beginning has nothing to say any more."""
        if self.cycle is not None:
            self.cycle.disconnected = True
        super().send_400_response(msg)

    def shutdown(self) -> None:
        """End a stream of events at once; everything else is answered first."""
        super().shutdown()
        if self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete:
            self.transport.close()

    def _wait(self) -> None:
        self._waiting[self] = self.loop.call_later(HEAD_PATIENCE, self.transport.abort)
        oldest, timer = next(iter(self._waiting.items()))
        if len(self._waiting) > WAITING and timer.when() < self.loop.time() + HEAD_PATIENCE - GRACE:
            oldest._heard()  # noqa: SLF001  # one of us
            oldest.transport.abort()

    def _heard(self) -> None:
        if timer := self._waiting.pop(self, None):
            timer.cancel()


def serve(  # noqa: PLR0913  # an option each
    project: Project,
    host: str = HOST,
    port: int | None = None,
    cert: Path | None = None,
    key: Path | None = None,
    *,
    open_browser: bool = True,
) -> None:
    """Serve a workspace until somebody presses Ctrl-C.

    Tells on standard error by which address to come in.

    Args:
        project: The workspace.
        host: The name or number of this machine that people type.
        port: The port; None for 8710 or the next one that is free.
        cert: The certificate for TLS with those of its issuers (PEM).
        key: Its private key (PEM).
        open_browser: Whether the address is opened in a browser.

    Raises:
        PublisherError: If the address cannot be had, or the certificate or the list of people cannot be read.
    """
    same_program()  # it may be replaced on the disk while this runs: then builds say so
    encryption = _encryption(cert, key)
    listener, address = listen(host, port, secure=encryption is not None)
    with listener, suppress(KeyboardInterrupt):
        desk = Desk(project.root)
        people = People(project.root)
        token = people.begin()
        sys.stderr.write(greeting(address, token, alone=_ip(listener.getsockname()[0]).is_loopback))
        sys.stderr.flush()
        if open_browser and _has_browser():
            # Every user of the machine can read what a program was called with, so this address holds once.
            webbrowser.open(_start(address, people.once(token)))
        run(Guard(application(desk, people, address), address, people), listener, encryption)


def run(app: ASGIApp, listener: socket.socket, encryption: ssl.SSLContext | None = None) -> None:
    """Answer what comes in until the process is told to stop.

    Args:
        app: What answers.
        listener: Where it comes in.
        encryption: What TLS needs; None for no TLS.
    """
    _make_room()
    settings: dict[str, Any] = {"ssl_context_factory": lambda *_: encryption} if encryption else {}
    config = Config(
        app,
        http=Line,
        ws="none",
        loop="asyncio",
        log_config=None,  # no log of requests: the first of them holds the token
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=FAREWELL,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        **settings,
    )
    Server(config).run(sockets=[listener])


def _make_room() -> None:
    """Let as many connections be open as the system allows, and let asyncio not tell of each that is one too many."""
    if sys.platform != "win32":
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        with suppress(ValueError, OSError):  # some systems allow less than they say
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def listen(host: str, port: int | None, *, secure: bool) -> tuple[socket.socket, Address]:
    """Take an address of this machine.

    Args:
        host: The name or number that people type.
        port: The port; 0 for any, None for 8710 or the next one that is free.
        secure: Whether TLS is spoken there.

    Raises:
        UsageError: If it is not one address of this machine, or the port is taken.
    """
    host = host.strip("[]").lower()
    family, number = _number(host)
    listener = _listener(family, number, range(PORT, PORT + TRIES) if port is None else [port])
    # A browser turns numbers such as 127.1 into their usual form before it sends them as Host.
    name = host if _NAME.fullmatch(host) and not host.rpartition(".")[2][0].isdigit() else number
    return listener, Address(name, listener.getsockname()[1], secure)


def _listener(family: socket.AddressFamily, number: str, ports: Iterable[int]) -> socket.socket:
    problems = []
    for port in ports:
        try:
            return socket.create_server((number, port), family=family, backlog=BACKLOG)
        except OSError as error:
            problems.append(Problem(f"cannot listen at {number}, port {port}: {error.strerror}", hint=_CURE))
    raise UsageError(problems[0])


def _number(host: str) -> tuple[socket.AddressFamily, str]:
    """Where a name leads; "localhost" may stand for two addresses, of which that of IPv4 is taken."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UsageError(Problem(f'there is no machine "{host}"', hint=_CURE)) from error
    family, number = min((one[0], str(one[4][0])) for one in found)
    if _ip(number).is_unspecified:
        hint = "name the address that people will type, such as --host 192.168.1.5"
        raise UsageError(Problem(f"{host} stands for every network that this machine is in", hint=hint))
    return family, number


def _ip(number: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    return ipaddress.ip_address(number.partition("%")[0])


def _encryption(cert: Path | None, key: Path | None) -> ssl.SSLContext | None:
    if cert is None and key is None:
        return None
    if cert is None or key is None:
        raise UsageError(Problem("TLS needs a certificate and its key", hint="--cert FILE --key FILE"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(cert, key)
    except OSError as error:  # an SSLError is one, too
        message = f"cannot be used for TLS with {key}: {error.strerror or error}"
        hint = "both are PEM files and belong together; docs/workspace.md tells how to make them"
        raise UsageError(Problem(message, str(cert), hint=hint)) from error
    return context


def _start(address: Address, token: str) -> str:
    return f"{address.origin}{START}?token={token}"


def greeting(address: Address, token: str, *, alone: bool) -> str:
    """What is told when the server starts: how to come in, and who else can.

    Args:
        address: What it is reached by.
        token: That of the one who starts it.
        alone: Whether no other machine can reach it.
    """
    warning = "" if alone else WARNING.format(host=address.host) + ("" if address.secure else IN_THE_CLEAR)
    return warning + ADDRESS.format(url=_start(address, token))


def _has_browser() -> bool:
    """Whether there is one in a window; one in the terminal would take it from the server."""
    desktop = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform in {"win32", "darwin"} or bool(desktop)
