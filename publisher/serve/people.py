"""Who works in the workspace, what each may do, and by what the server knows them."""

from __future__ import annotations

import hmac
import json
import math
import os
import re
import secrets
import stat
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from publisher.errors import Problem, PublisherError, UsageError
from publisher.files.lock import PATIENCE, PRIVATE, lock
from publisher.files.whole import explained
from publisher.serve import private

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FILE = "people.json"
HINT = (
    "delete the file, start the server again, and invite everybody anew; "
    "translations are not in it and stay as they are"
)
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
"""What a token looks like: 256 bits in the letters of RFC 4648, section 5."""
MAX_NAME = 80
"""How many characters the name in an invitation may have."""
LASTING = timedelta(days=1)
"""How long the address that one start of the server printed holds after the next start."""
MINUTE = 60.0
"""How long an address holds that is to be opened at once, in seconds."""
_NON_JOINER = "\u200c"  # a letter of Kurdish names, as it were
_HASH = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{12}")


class Role(StrEnum):
    """What somebody is invited for."""

    TRANSLATOR = "translator"
    """Writes translations and remarks, in the languages of the invitation."""
    REVIEWER = "reviewer"
    """Does that, and approves translations."""
    COORDINATOR = "coordinator"
    """Does everything, in all languages."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may use the workspace.

    Attributes:
        id: What names them in files that stay on this machine: ``here``, or hex digits.
        name: What the invitation calls them.
        role: What they are invited for.
        locales: The ids of their languages; empty for all.
    """

    id: str
    name: str
    role: Role
    locales: frozenset[str] = frozenset()

    @property
    def coordinates(self) -> bool:
        """Whether they may do everything."""
        return self.role is Role.COORDINATOR

    def translates(self, locale: str) -> bool:
        """Whether they may change translations into a language."""
        return self.coordinates or not self.locales or locale in self.locales

    def approves(self, locale: str) -> bool:
        """Whether they may approve translations into a language."""
        return self.coordinates or (self.role is Role.REVIEWER and self.translates(locale))


HERE = Person("here", "here", Role.COORDINATOR)
"""Whoever started the server, at this machine."""


class Invitation(NamedTuple):
    """Somebody who was invited, and when.

    Attributes:
        person: Who it is.
        time: When the invitation was written, in UTC.
    """

    person: Person
    time: datetime


class People:
    """Everybody whom the server lets in. Only hashes of their tokens are kept: who reads the file gets in as nobody.

    Each start of the server and each invitation has a token. Several servers may share the file: each change begins
    with what the file says then, and a change that another one made counts at once.

    Args:
        root: The workspace; the file is ``.publisher/serve/people.json`` in it.

    Raises:
        PublisherError: If the file is broken, or others on this machine could have written it.
    """

    def __init__(self, root: Path) -> None:
        self._root, self._path = root, root / PRIVATE / private.SERVE / FILE
        self._seen: tuple[int, ...] | None = None
        self._known: dict[str, Invitation] = {}
        self._once: dict[str, tuple[str, float]] = {}
        self._refresh()

    def begin(self) -> str:
        """Answer a new token for the one who starts the server.

        Tokens of earlier starts are dropped after a day, so that a page that is open when the server is started
        again goes on.
        """
        token = secrets.token_urlsafe(32)
        now = _now()
        with self._changing() as known:
            for key, one in list(known.items()):
                if one.person is HERE and now - one.time > LASTING:
                    del known[key]
            known[_hash(token)] = Invitation(HERE, now)
        return token

    def once(self, token: str) -> str:
        """Answer what stands for a token one time, within the next minute."""
        code = secrets.token_urlsafe(32)
        self._once[code] = token, time.monotonic() + MINUTE
        return code

    def entered(self, code: str) -> str:
        """The token that was meant by an answer of `once`; what is none is a token itself."""
        token, end = self._once.pop(code, (code, math.inf))
        return token if time.monotonic() < end else ""

    def invite(self, name: str, role: Role, locales: Iterable[str] = ()) -> tuple[Person, str]:
        """Let somebody in.

        Args:
            name: What others call them; stays on this machine.
            role: What they may do.
            locales: The ids of their languages; none for all.

        Returns:
            The person, and the token. It is told this once and cannot be found again.

        Raises:
            UsageError: If the name is empty, longer than 80 characters, not printable, or that of who started the
                server.
        """
        name = " ".join(name.split())
        if name in {"", HERE.name} or len(name) > MAX_NAME or not name.replace(_NON_JOINER, "").isprintable():
            raise UsageError(Problem("not a name for an invitation", hint=f"1 to {MAX_NAME} printable characters"))
        person = Person(secrets.token_hex(6), name, role, frozenset(locales))
        token = secrets.token_urlsafe(32)
        with self._changing() as known:
            known[_hash(token)] = Invitation(person, _now())
        return person, token

    def revoke(self, id: str) -> None:  # noqa: A002  # it is the id of a person
        """Let somebody in no longer, from now on.

        Raises:
            UsageError: If nobody with this id is invited.
        """
        with self._changing() as known:
            keys = [key for key, one in known.items() if one.person.id == id and one.person is not HERE]
            if not keys:
                raise UsageError(Problem("nobody with this id is invited", hint="load the list of invitations again"))
            for key in keys:
                del known[key]

    def invitations(self) -> list[Invitation]:
        """Everybody who is invited, the first one first."""
        self._refresh()
        return sorted((one for one in self._known.values() if one.person is not HERE), key=lambda one: one.time)

    def who(self, token: str) -> Person | None:
        """Whose token it is.

        What is compared is a hash, so that how long it takes tells nothing about any token.

        Raises:
            PublisherError: If the file was changed meanwhile and cannot be read.
        """
        self._refresh()
        known = self._known.get(_hash(token)) if TOKEN.fullmatch(token) else None
        return known.person if known else None

    def _refresh(self) -> None:
        seen = _state(self._path)
        if seen != self._seen:
            self._known = {} if seen is None else _read(self._path)
            self._seen = seen

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Invitation]]:
        """What is known now, to be changed; it is written at the end, and no other server writes in between."""
        descriptor = lock(private.folder(self._root), self._path, PATIENCE)
        try:
            self._refresh()
            known = dict(self._known)
            yield known
            with explained(self._path):
                self._path.touch(mode=0o600)
            private.write(self._path, _serialize(known))
            self._refresh()
        finally:
            if descriptor is not None:
                os.close(descriptor)


def write_token(token: str) -> str:
    """What pages send along when they change something: made of the token, which itself stands in no page.

    Returns:
        64 hex digits of HMAC-SHA-256 (RFC 2104).
    """
    return hmac.new(token.encode(), b"publish: changes", sha256).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _state(path: Path) -> tuple[int, ...] | None:
    """What differs when a file is another one; None if there is none."""
    try:
        now = path.stat()
    except FileNotFoundError:
        return None
    return now.st_ino, now.st_mtime_ns, now.st_size, now.st_mode


def _serialize(known: dict[str, Invitation]) -> bytes:
    rows = [
        {
            "hash": key,
            "id": person.id,
            "name": person.name,
            "role": person.role,
            "locales": sorted(person.locales),
            "time": when.isoformat(),
        }
        for key, (person, when) in known.items()
    ]
    return (json.dumps({"people": rows}, ensure_ascii=False, indent=2) + "\n").encode()


def _read(path: Path) -> dict[str, Invitation]:
    """Read the file, which nobody else may have written: a clone, for instance, could bring one along."""
    try:
        data, mode = path.read_bytes(), path.stat().st_mode
        if sys.platform != "win32" and stat.S_IMODE(mode) & 0o077:
            message = "others on this machine can read or write who is let in, so it is not trusted"
            raise PublisherError(Problem(message, str(path), hint=HINT))
        rows = json.loads(data)["people"] if data else []
        return dict(_entry(row) for row in rows)
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise PublisherError(Problem(message, str(path), hint=HINT)) from error
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise PublisherError(Problem("not a list of people that this program wrote", str(path), hint=HINT)) from error


def _entry(row: dict[str, Any]) -> tuple[str, Invitation]:
    """One row of the file.

    Raises:
        ValueError: If it is not as this program writes it. Others say so in their own way.
    """
    person = Person(row["id"], row["name"], Role(row["role"]), frozenset(row["locales"]))
    when = datetime.fromisoformat(row["time"])
    texts = (person.name, *person.locales)
    if not all(isinstance(one, str) for one in texts) or not isinstance(row["locales"], list) or when.tzinfo is None:
        raise ValueError(row)
    if not _HASH.fullmatch(row["hash"]) or not (person == HERE or _ID.fullmatch(person.id)):
        raise ValueError(row)
    return row["hash"], Invitation(HERE if person == HERE else person, when)
