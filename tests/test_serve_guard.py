"""The guard before the workspace: every attack is refused, every honest request is answered."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import attacks
import pytest
from asgi import Client, Request
from workspaces import Workspace

from publisher.project import Project
from publisher.serve import body
from publisher.serve.app import application
from publisher.serve.desk import Desk
from publisher.serve.guard import Address, Guard
from publisher.serve.people import HERE, People, Role, write_token

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADDRESS = Address("127.0.0.1", 8710)


class Served:
    """A workspace with a guard before it, and what the marks in the attacks stand for."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(root)
        self.workspace.complete()
        self.people = People(root)
        self.desk = Desk(root)
        self.app = application(self.desk)
        self.client = Client(Guard(self.app, ADDRESS, self.people))
        token = self.people.begin()
        _, translator = self.people.invite("Translator", Role.TRANSLATOR, ["ar"])
        _, reviewer = self.people.invite("Reviewer", Role.REVIEWER, ["ku"])
        gone, revoked = self.people.invite("Gone", Role.COORDINATOR)
        self.people.revoke(gone.id)
        table = self.desk.table(Project.open(root).settings.targets[0], "peace")
        self.marks = {
            "unit": next(one.id for one in table.segments if one.context == "paragraph"),
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
            "revoked": revoked,
            "old": "B" * 43,
        }

    def catalogs(self) -> dict[str, bytes]:
        return self.workspace.bytes_of("locales")


class Open:
    """The twin: a server that looks at nothing and takes everybody for the coordinator."""

    def __init__(self, app: Any, marks: dict[str, str]) -> None:
        self._app, self._marks = app, marks

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
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
    before = served.catalogs()
    answer = served.client.ask(attacks.ATTACKS[name].filled(served.marks))
    assert 400 <= answer.status < 500
    assert served.catalogs() == before
    assert "set-cookie" not in dict(answer.headers)
    assert not [key for key, _ in answer.headers if key.startswith("access-control-")]
    assert b"<script>alert" not in answer.body
    assert not any(served.marks[one].encode() in answer.body for one in ("cookie", "translator", "reviewer"))


@pytest.mark.parametrize("name", attacks.HONEST)
def test_an_honest_request_is_answered(served: Served, name: str) -> None:
    answer = served.client.ask(attacks.HONEST[name].filled(served.marks))
    assert 200 <= answer.status < 400


def test_an_open_server_lets_the_attacks_through(tmp_path: Path, served: Served) -> None:
    """The twin: without the guard they succeed, so that it is the guard that refuses them."""
    twin = Served(tmp_path)
    client = Client(Open(twin.app, twin.marks))
    answers = {
        name: client.ask(request.filled(twin.marks)).status
        for name, request in attacks.ATTACKS.items()
        if request.kind == "http" and None not in request.body
    }
    client.close()
    succeeded = [name for name, status in answers.items() if 200 <= status < 400]
    assert len(succeeded) >= 150, sorted(set(answers) - set(succeeded))
