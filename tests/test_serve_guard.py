"""The guard before the workspace: every attack is refused, every honest request is answered."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from typing import TYPE_CHECKING

import attacks
import pytest
from asgi import Answer, Client, Request, scope
from workspaces import Workspace

from publisher.project import Project
from publisher.serve import body
from publisher.serve.answer import RefusedError
from publisher.serve.app import application
from publisher.serve.body import parsed
from publisher.serve.desk import Desk
from publisher.serve.guard import Address, Guard
from publisher.serve.people import HERE, People, Role, write_token

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ADDRESS = Address("127.0.0.1", 8710)


class Served:
    """A workspace with a guard before it, and what the marks in the attacks stand for."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(root)
        self.workspace.complete()
        self.people = People(root)
        self.desk = Desk(root)
        self.app = application(self.desk, self.people, ADDRESS)
        self.reached = 0
        self.client = Client(Guard(self.counted, ADDRESS, self.people))
        token = self.people.begin()
        someone, translator = self.people.invite("Translator <b>", Role.TRANSLATOR, ["ar"])
        somebody, reviewer = self.people.invite("Reviewer", Role.REVIEWER, ["ku"])
        gone, revoked = self.people.invite("Gone", Role.COORDINATOR)
        self.people.revoke(gone.id)
        table = self.desk.table(Project.open(root).settings.targets[0], "peace")
        text = next(one for one in table.segments if one.context == "paragraph")
        self.marks = {
            "unit": text.id,
            "base": table.catalog.forms(text)[0],
            "cookie": token,
            "cut": token[:-1],
            "hash": hashlib.sha256(token.encode()).hexdigest(),
            "write": write_token(token),
            "write-cut": write_token(token)[:-1],
            "write-large": write_token(token).upper(),
            "translator": translator,
            "translator-write": write_token(translator),
            "reviewer": reviewer,
            "reviewer-write": write_token(reviewer),
            "translator-id": someone.id,
            "reviewer-id": somebody.id,
            "revoked": revoked,
            "old": "B" * 43,
        }

        shown = self.client.ask(attacks.PAGE.but(target="/en/review/ku/peace").filled(self.marks)).body
        self.marks["seen"] = re.search(r'data-seen="([^"]+)"', shown.decode())[1]

    async def counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The workspace, behind the guard."""
        self.reached += 1
        await self.app(scope, receive, send)

    def files(self) -> dict[str, bytes]:
        """Everything but what a server keeps for itself on the way."""
        return {name: data for name, data in self.workspace.bytes_of(".").items() if not name.endswith(".lock")}


class Open:
    """The twin: a server that looks at nothing and takes everybody for the coordinator."""

    def __init__(self, app: ASGIApp, marks: dict[str, str]) -> None:
        self._app, self._marks = app, marks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "person": HERE, "write_token": self._marks["write"]}, receive, send)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("served"))
    yield made
    made.client.close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "PATIENCE", 0.2)


@pytest.mark.parametrize("name", attacks.ATTACKS)
def test_an_attack_is_refused(served: Served, name: str) -> None:
    before, reached = served.files(), served.reached
    answer = served.client.ask(attacks.ATTACKS[name].filled(served.marks))
    assert 400 <= answer.status < 500
    assert served.files() == before
    assert served.reached == reached or name in attacks.INSIDE
    assert "set-cookie" not in dict(answer.headers)
    assert not [key for key, _ in answer.headers if key.startswith("access-control-")]
    assert b"<script>alert" not in answer.body
    assert not any(served.marks[one].encode() in answer.body for one in ("cookie", "translator", "reviewer"))


@pytest.mark.parametrize("name", [*attacks.HONEST, *attacks.HONEST_ROLES])
def test_an_honest_request_is_answered(served: Served, name: str) -> None:
    answer = served.client.ask({**attacks.HONEST, **attacks.HONEST_ROLES}[name].filled(served.marks))
    assert 200 <= answer.status < 400


def test_only_what_was_seen_is_approved(served: Served) -> None:
    before = served.files()
    for seen in ("", "0" * 64, served.marks["seen"].upper(), served.marks["seen"][:-1]):
        served.client.ask(attacks.HONEST_ROLES["reviewer signs"].filled({**served.marks, "seen": seen}))
    assert served.files() == before


def test_an_open_server_lets_the_attacks_through(tmp_path: Path) -> None:
    """The twin: without the guard they succeed, so that it is the guard that refuses them."""
    twin = Served(tmp_path)
    twin.client.close()
    client = Client(Open(twin.app, twin.marks))
    answers = {
        name: client.ask(request.filled(twin.marks)).status
        for name, request in attacks.ATTACKS.items()
        if request.kind == "http" and None not in request.body
    }
    client.close()
    succeeded = [name for name, status in answers.items() if 200 <= status < 400]
    assert len(succeeded) >= 150, sorted(set(answers) - set(succeeded))


class Small:
    """An application that answers what a test wants, and remembers what it was asked."""

    def __init__(self, *headers: tuple[str, str], pieces: int = 1) -> None:
        self.asked: list[Scope] = []
        self.read: list[Message] = []
        self._headers = [(name.encode(), value.encode()) for name, value in headers]
        self._pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope)
        self.read.append(await receive())
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        for number in range(self._pieces):
            await send({"type": "http.response.body", "body": b"piece", "more_body": number + 1 < self._pieces})


def asked(app: ASGIApp, people: People, request: Request, address: Address = ADDRESS, **marks: str) -> Answer:
    client = Client(Guard(app, address, people))
    try:
        return client.ask(request.filled(marks))
    finally:
        client.close()


def test_the_app_learns_who_asks_and_gets_the_body_in_one_piece(tmp_path: Path) -> None:
    people = People(tmp_path)
    person, token = people.invite("Shilan", Role.TRANSLATOR, ["ku"])
    marks = {"cookie": token, "write": write_token(token), "unit": "u0", "base": "x"}
    app = Small()
    assert asked(app, people, attacks.HONEST["save in pieces"], **marks).status == 200
    assert (app.asked[0]["person"], app.asked[0]["write_token"]) == (person, write_token(token))
    wanted = attacks.SAVE.filled(marks).body[0]
    assert app.read == [{"type": "http.request", "body": wanted, "more_body": False}]


def test_a_large_file_gets_through(tmp_path: Path) -> None:
    people = People(tmp_path)
    token = people.begin()
    app = Small()
    pieces = (b"x" * 65536,) * 128
    request = attacks.IMPORT.but(content_length=str(8 * 1024 * 1024))
    request = Request(request.method, request.target, request.headers, pieces)
    assert asked(app, people, request, cookie=token, write=write_token(token)).status == 200
    assert len(app.read[0]["body"]) == 8 * 1024 * 1024


ALWAYS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@pytest.mark.parametrize(
    "request_", [*attacks.HONEST.values(), *list(attacks.OUTSIDE.values())[::25]], ids=lambda one: one.target
)
def test_every_answer_has_the_headers_that_protect_it(served: Served, request_: Request) -> None:
    answer = served.client.ask(request_.filled(served.marks))
    headers = dict(answer.headers)
    assert len(headers) == len(answer.headers)
    assert ALWAYS.items() <= headers.items()
    assert "default-src 'none'" in headers["content-security-policy"]
    assert not {"unsafe-inline", "unsafe-eval", "*", "http:", "https:"} & set(
        headers["content-security-policy"].split()
    )
    framed = "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == ("SAMEORIGIN" if framed else "DENY")
    assert framed == (answer.status == 200 and request_.target.startswith(("/site/", "/en/preview/")))


def test_what_the_app_says_does_not_weaken_the_headers(tmp_path: Path) -> None:
    people = People(tmp_path)
    token = people.begin()
    own = "default-src 'none'; script-src 'self'"
    app = Small(
        ("Access-Control-Allow-Origin", "*"),
        ("Cache-Control", "public"),
        ("X-Frame-Options", "ALLOWALL"),
        ("Content-Security-Policy", own),
    )
    headers = dict(asked(app, people, attacks.PAGE, cookie=token).headers)
    assert ALWAYS.items() <= headers.items()
    assert headers["content-security-policy"] == own
    assert headers["x-frame-options"] == "DENY"
    assert "access-control-allow-origin" not in headers


def test_the_start_address_becomes_a_cookie(served: Served) -> None:
    answer = served.client.ask(attacks.START.filled(served.marks))
    assert (answer.status, answer["location"]) == (303, "/")
    token = served.marks["cookie"]
    assert answer["set-cookie"] == f"publish-8710={token}; Path=/; HttpOnly; SameSite=Strict"


@pytest.mark.parametrize("name", ["start from a mail", "start from a mail of a browser that tells nothing"])
def test_a_link_in_a_mail_leads_on_by_a_page(served: Served, name: str) -> None:
    """A strict cookie is not sent along a redirect that another site began."""
    answer = served.client.ask(attacks.HONEST[name].filled({**served.marks, "cookie": served.marks["translator"]}))
    assert answer.status == 200
    assert answer["set-cookie"].startswith(f"publish-8710={served.marks['translator']}; ")
    assert b'<a href="/">' in answer.body
    assert b"Translator &lt;b&gt;" in answer.body


def test_with_tls_the_cookie_is_for_it_alone(tmp_path: Path) -> None:
    people = People(tmp_path)
    token = people.begin()
    address = Address("desk.example", 8443, secure=True)
    host = {"host": "desk.example:8443"}
    answer = asked(Small(), people, attacks.START.but(**host), address, cookie=token)
    assert answer["set-cookie"] == f"__Host-publish-8443={token}; Path=/; HttpOnly; SameSite=Strict; Secure"
    page = attacks.PAGE.but(cookie=f"__Host-publish-8443={token}", **host)
    assert asked(Small(), people, page, address).status == 200
    assert asked(Small(), people, page.but(origin="https://desk.example:8443"), address).status == 200
    assert asked(Small(), people, page.but(origin="http://desk.example:8443"), address).status == 403
    assert asked(Small(), people, page.but(cookie=f"publish-8443={token}"), address).status == 401


@pytest.mark.parametrize(
    ("address", "authority", "origin"),
    [
        (Address("127.0.0.1", 8710), "127.0.0.1:8710", "http://127.0.0.1:8710"),
        (Address("::1", 8710), "[::1]:8710", "http://[::1]:8710"),
        (Address("desk.example", 80), "desk.example", "http://desk.example"),
        (Address("desk.example", 443), "desk.example:443", "http://desk.example:443"),
        (Address("desk.example", 443, secure=True), "desk.example", "https://desk.example"),
        (Address("desk.example", 80, secure=True), "desk.example:80", "https://desk.example:80"),
    ],
)
def test_an_address_is_what_browsers_send(address: Address, authority: str, origin: str) -> None:
    assert (address.authority, address.origin) == (authority, origin)


def test_an_address_that_a_browser_was_opened_with_holds_once(tmp_path: Path) -> None:
    people = People(tmp_path)
    token = people.begin()
    code = people.once(token)
    first, second = (asked(Small(), people, attacks.START, cookie=code) for _ in range(2))
    assert (first.status, second.status) == (303, 401)
    assert token in first["set-cookie"]
    assert code not in first["set-cookie"]


def test_a_stranger_is_told_how_to_get_in(tmp_path: Path) -> None:
    app = Small()
    answer = asked(app, People(tmp_path), attacks.PAGE.but(cookie=None))
    assert answer.status == 401
    assert answer["content-type"] == "text/html; charset=utf-8"
    assert b"open the link of your invitation" in answer.body
    assert app.asked == []


def test_a_list_of_people_that_breaks_closes_the_door(tmp_path: Path) -> None:
    people = People(tmp_path)
    token = people.begin()
    (tmp_path / ".publisher/serve/people.json").write_text("x")
    app = Small()
    answer = asked(app, people, attacks.PAGE, cookie=token)
    assert answer.status == 503
    assert b"start it again" in answer.body
    assert str(tmp_path).encode() not in answer.body
    assert app.asked == []


@pytest.mark.parametrize("how", ["revoked", "broken"])
def test_a_stream_ends_when_its_reader_is_let_in_no_longer(tmp_path: Path, how: str) -> None:
    people = People(tmp_path)
    person, token = people.invite("Shilan", Role.TRANSLATOR)
    sent: list[Message] = []

    async def app(_scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"before", "more_body": True})
        if how == "revoked":
            people.revoke(person.id)
        else:
            (tmp_path / ".publisher/serve/people.json").write_text("x")
        for _ in range(2):
            await send({"type": "http.response.body", "body": b"after", "more_body": True})
        await send({"type": "http.response.body", "body": b"end"})

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Guard(app, ADDRESS, people)(scope(attacks.PAGE.filled({"cookie": token})), receive, send))
    assert [one.get("body") for one in sent] == [None, b"before", b""]
    assert not sent[-1].get("more_body")


def test_somebody_who_hangs_up_is_told_nothing(tmp_path: Path) -> None:
    people = People(tmp_path)
    token = people.begin()
    marks = {"cookie": token, "write": write_token(token), "unit": "u0", "base": "x"}
    messages: list[Message] = [
        {"type": "http.request", "body": b"{", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return messages.pop(0)

    async def send(message: Message) -> None:
        raise AssertionError(message)

    app = Small()
    asyncio.run(Guard(app, ADDRESS, people)(scope(attacks.SAVE.filled(marks)), receive, send))
    assert app.asked == []


def test_the_life_of_the_server_is_the_apps_own_business(tmp_path: Path) -> None:
    kinds = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        kinds.append(scope["type"])

    async def nothing(*_: object) -> Message:
        raise AssertionError

    asyncio.run(Guard(app, ADDRESS, People(tmp_path))({"type": "lifespan"}, nothing, nothing))  # type: ignore[arg-type]
    assert kinds == ["lifespan"]


@pytest.mark.parametrize(
    "value",
    [{}, {"targets": ["سلام", ""], "draft": True, "text": "a\nb\t\x00", "by": "😀"}, {"": ""}, {"list": []}],
    ids=str,
)
def test_what_our_pages_send_is_read(value: dict[str, object]) -> None:
    assert parsed(json.dumps(value).encode()) == value
    assert parsed(json.dumps(value, ensure_ascii=False).encode()) == value


def test_a_refusal_names_nothing_of_the_request() -> None:
    with pytest.raises(RefusedError) as caught:
        parsed(b'{"secret": 1}')
    assert "secret" not in caught.value.reason
