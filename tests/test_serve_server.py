"""The server: where it listens, whom it tells what, how it ends, and that nothing else pays for it."""

from __future__ import annotations

import re
import socket
import ssl
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from http.client import HTTPSConnection
from typing import TYPE_CHECKING

import pytest
from servers import Server

from publisher.errors import PublisherError, UsageError
from publisher.extras import needed
from publisher.project import Project
from publisher.serve import server
from publisher.serve.guard import Address, Guard
from publisher.serve.people import HERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from workspaces import Workspace

TOKEN = "T" * 43


@pytest.fixture
def running(workspace: Workspace) -> Iterator[Server]:
    with Server(workspace.root) as one:
        yield one


def test_ctrl_c_ends_it_without_a_word(running: Server) -> None:
    assert running.ask("/site/ar/peace.html")[0] == 200
    assert running.stop() == (0, "")


def test_ctrl_c_ends_open_streams_and_what_waits_for_a_request(running: Server) -> None:
    """Otherwise the browser that is open on the workspace would keep the server alive."""
    with ExitStack() as stack:
        streams = [stack.enter_context(running.connect()) for _ in range(3)]
        for one in streams:
            one.sendall(running.head("GET /events"))
            assert b"text/event-stream" in one.recv(65536)
        half = stack.enter_context(running.connect())
        half.sendall(b"GET / HTTP/1.1\r\n")
        begin = time.monotonic()
        assert running.stop() == (0, "")
        assert time.monotonic() - begin < 3
        for one in streams:
            while one.recv(65536):
                pass  # the other side has hung up, else this would wait


def test_what_is_said_at_the_start_is_all_that_is_said(running: Server) -> None:
    """No log: the first request of everybody holds a token."""
    assert running.said.count("\n") == 3
    status, body, _ = running.ask(f"/start?token={running.token}")
    assert status == 200
    assert running.token.encode() not in body
    running.ask(f"/start?token={TOKEN}")
    running.ask("/nowhere")
    assert running.stop() == (0, "")


def test_no_answer_names_the_program_or_the_time(running: Server) -> None:
    with running.connect() as line:
        line.sendall(running.head("GET /site/ar/peace.html", "Connection: close"))
        head = line.recv(65536).partition(b"\r\n\r\n")[0].lower()
    assert head.startswith(b"http/1.1 200")
    assert b"\r\nserver:" not in head
    assert b"\r\ndate:" not in head
    assert b"uvicorn" not in head


def test_a_browser_that_was_open_goes_on_after_a_restart(workspace: Workspace) -> None:
    with Server(workspace.root) as first:
        first.process.kill()
    with Server(workspace.root, "--port", str(first.port)) as second:
        assert second.port == first.port
        second.cookie = first.cookie
        assert second.ask("/site/ar/peace.html")[0] == 200
        assert second.stop() == (0, "")


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("LocalHost", "localhost"),
        ("127.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("127.0.0.2", "127.0.0.2"),
    ],
)
def test_where_it_listens(host: str, name: str) -> None:
    listener, address = server.listen(host, 0, secure=False)
    with closing(listener):
        assert address == Address(name, listener.getsockname()[1])
        with socket.create_connection(listener.getsockname(), 1):
            pass


@pytest.mark.parametrize("host", ["::1", "[::1]", "0:0:0:0:0:0:0:1"])
def test_where_it_listens_with_ipv6(host: str) -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        listener, address = server.listen(host, 0, secure=True)
    except UsageError:
        pytest.skip("this machine has no IPv6")
    with closing(listener):
        assert (address.host, address.secure) == ("::1", True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "[::]", "0", "0x0", "000.000.000.000"])  # noqa: S104  # refused
def test_every_network_at_once_is_refused(host: str) -> None:
    with pytest.raises(UsageError, match="every network") as caught:
        server.listen(host, 0, secure=False)
    assert "name the address that people will type" in str(caught.value)


@pytest.mark.parametrize("host", ["nowhere.invalid", "a b", "x" * 300, "127.0.0.1:80", "http://127.0.0.1", "192.0.2.1"])
def test_an_address_that_is_not_of_this_machine(host: str) -> None:
    with pytest.raises(UsageError) as caught:
        server.listen(host, 0, secure=False)
    assert "--host ADDRESS --port N" in str(caught.value)


def test_the_next_port_is_taken_where_the_usual_one_is_not_free(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setattr(server, "PORT", port)
        listener, address = server.listen("127.0.0.1", None, secure=False)
        with closing(listener):
            assert port < address.port < port + server.TRIES
        with pytest.raises(UsageError, match=f"port {port}: Address already in use"):
            server.listen("127.0.0.1", port, secure=False)
        monkeypatch.setattr(server, "TRIES", 1)
        with pytest.raises(UsageError, match="Address already in use"):
            server.listen("127.0.0.1", None, secure=False)


def test_two_servers_never_share_a_port() -> None:
    listener, address = server.listen("127.0.0.1", 0, secure=False)
    with closing(listener), pytest.raises(UsageError, match="Address already in use"):
        server.listen("127.0.0.1", address.port, secure=False)


def test_who_is_alone_is_not_warned() -> None:
    said = server.greeting(Address("127.0.0.1", 8710), TOKEN, alone=True)
    assert f"http://127.0.0.1:8710/start?token={TOKEN}\n" in said
    assert "warning" not in said


def test_a_network_that_reads_along_is_warned_of() -> None:
    said = server.greeting(Address("192.168.1.5", 8710), TOKEN, alone=False)
    assert said.startswith("warning: everybody who reaches 192.168.1.5 on this network")
    assert "not encrypted" in said
    assert "docs/workspace.md" in said
    secure = server.greeting(Address("desk.example", 443, secure=True), TOKEN, alone=False)
    assert secure.startswith("warning: everybody who reaches desk.example")
    assert "not encrypted" not in secure
    assert f"https://desk.example/start?token={TOKEN}\n" in secure


class Opened:
    """What `server.serve` does but for serving."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, root: Path, *, desktop: bool = True) -> None:
        self.addresses: list[str] = []
        self.guards: list[Guard] = []
        self._root = root
        monkeypatch.setattr(server.webbrowser, "open", self.addresses.append)
        monkeypatch.setattr(server, "run", lambda guard, *_: self.guards.append(guard))
        monkeypatch.setattr(sys, "platform", "linux")
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name, raising=False)
        if desktop:
            monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")

    def serve(self, *, open_browser: bool = True) -> None:
        server.serve(Project.open(self._root), port=0, open_browser=open_browser)


def test_a_browser_opens_by_an_address_that_holds_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a program is called with can be read by every user of the machine."""
    opened = Opened(monkeypatch, workspace.root)
    opened.serve()
    said = re.search(r"token=(\S+)", capsys.readouterr().err)
    used = re.search(r"token=(\S+)", opened.addresses[0])
    assert said
    assert used
    assert said[1] != used[1]
    people = opened.guards[0]._people  # noqa: SLF001
    assert people.who(used[1]) is None
    assert people.who(people.entered(used[1])) == HERE
    assert people.who(people.entered(used[1])) is None


@pytest.mark.parametrize(("desktop", "wanted"), [(False, True), (True, False), (False, False)])
def test_no_browser_is_opened(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, desktop: bool, wanted: bool
) -> None:
    opened = Opened(monkeypatch, workspace.root, desktop=desktop)
    opened.serve(open_browser=wanted)
    assert opened.addresses == []
    assert len(opened.guards) == 1


def test_a_broken_list_of_people_stops_the_start(workspace: Workspace) -> None:
    path = workspace.root / ".publisher/serve/people.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    path.chmod(0o600)
    answer = workspace.run("serve", "--port", "0", "--no-browser")
    assert answer.code == 2
    assert "people.json: not a list of people that this program wrote" in answer.err
    assert "token=" not in answer.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--host", "0.0.0.0"], "stands for every network"),  # noqa: S104  # refused
        (["--cert", "cert.pem"], "TLS needs a certificate and its key"),
        (["--key", "key.pem"], "TLS needs a certificate and its key"),
        (["--cert", "none.pem", "--key", "none.pem"], "none.pem: cannot be used for TLS"),
        (["--cert", "pyproject.toml", "--key", "pyproject.toml"], "pyproject.toml: cannot be used for TLS"),
        (["--port", "65536"], "not in the range"),
        (["--port", "x"], "not a valid integer"),
    ],
)
def test_wrong_options(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, options: list[str], message: str) -> None:
    monkeypatch.chdir(workspace.root)
    answer = workspace.run("serve", "--no-browser", *options)
    assert answer.code == 2
    assert message in answer.err
    assert "token=" not in answer.err
    assert "Traceback" not in answer.err


def test_with_a_certificate_it_speaks_tls_alone(
    workspace: Workspace, tool: Callable[[str], str], tmp_path: Path
) -> None:
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    call = [tool("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    call += ["-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*call, "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    with Server(workspace.root, "--cert", str(cert), "--key", str(key)) as running:
        assert "https://127.0.0.1:" in running.said
        trusting = ssl.create_default_context(cafile=cert)
        with closing(HTTPSConnection("127.0.0.1", running.port, context=trusting, timeout=10)) as connection:
            connection.request("GET", f"/start?token={running.token}", headers={"Host": running.authority})
            answer = connection.getresponse()
            cookie = answer.headers["Set-Cookie"]
            assert answer.status == 200
        assert cookie == f"__Host-publish-{running.port}={running.token}; Path=/; HttpOnly; SameSite=Strict; Secure"
        with running.connect(2) as line:
            line.sendall(running.head("GET /"))
            assert not line.recv(65536).startswith(b"HTTP")
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.load_verify_locations(cert)
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        with running.connect(5) as line, old.wrap_socket(line, server_hostname="127.0.0.1") as wrapped:
            assert wrapped.version() == "TLSv1.2"
        assert running.stop() == (0, "")


@pytest.mark.parametrize("library", ["uvicorn", "starlette", "h11"])
def test_a_library_that_is_missing_is_named_with_its_cure(library: str) -> None:
    code = (
        f"import sys\nsys.modules[{library!r}] = None\nfrom publisher.cli import main\nmain(['serve', '--no-browser'])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert answer.returncode == 2
    assert f"the library {library} is not installed" in answer.stderr
    assert "pip install 'statement-publisher[serve]'" in answer.stderr


@pytest.mark.parametrize("call", [["--help"], ["serve", "--help"], ["status"], ["check"]], ids=" ".join)
def test_other_commands_load_nothing_of_it(call: list[str]) -> None:
    code = (
        "import sys, publisher.cli\n"
        f"try: publisher.cli.main({call!r})\n"
        "except SystemExit: pass\n"
        "heavy = {'starlette', 'uvicorn', 'h11', 'anyio', 'asyncio', 'ssl'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_what_needs_the_extra_says_so() -> None:
    with pytest.raises(PublisherError, match="the library nothing_of_that_name is not installed"), needed("serve"):
        __import__("nothing_of_that_name")
