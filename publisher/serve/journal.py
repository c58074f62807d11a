"""The journal: every edit that was accepted, by whom and when. It stays on this machine.

An edit is on the disk here before anything is written into a catalog. So what a catalog has lost, to another program
or to a crash, can be found and put back.
"""

from __future__ import annotations

import errno
import json
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING

from publisher.errors import PublisherError
from publisher.files.lock import PRIVATE
from publisher.files.whole import explained, sync_folder
from publisher.serve import private

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from publisher.workflow.edit import Edited

FILE = "journal.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """An edit that was accepted.

    Attributes:
        time: When, in UTC.
        name: Who did it, as the invitation calls them.
        locale: The id of the language.
        domain: What is translated.
        unit: The id of the text.
        context: Its role.
        source: Its English.
        plural: The English plural of a text that is counted, or empty.
        before: What the catalog held: one text, or one for each plural form, some of them perhaps empty.
        after: What it was to hold.
        draft: Whether that is a draft.
    """

    time: datetime
    name: str
    locale: str
    domain: str
    unit: str
    context: str
    source: str
    plural: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    draft: bool


def entry(name: str, edited: Edited) -> Entry:
    """What the journal says of an edit that is about to be written.

    Args:
        name: Who did it, as the invitation calls them.
        edited: What it comes to.

    Raises:
        ValueError: If its text is gone.
    """
    if edited.segment is None:
        raise ValueError(edited)
    return Entry(
        datetime.now(UTC),
        name,
        edited.locale.id,
        edited.domain,
        edited.segment.id,
        edited.segment.context,
        edited.segment.source,
        edited.segment.plural,
        edited.before,
        edited.after,
        edited.draft,
    )


class Journal:
    """The journal of a workspace, a line of JSON for each entry. Several servers may write it at the same time.

    Args:
        root: The workspace.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / PRIVATE / private.SERVE / FILE
        self._lock = Lock()
        self._entries: list[Entry] = []
        self._inode = self._read = 0  # which file the entries are from, and how many bytes of it

    def accept(self, entry: Entry) -> None:
        """Write an entry; it is on the disk when this returns.

        Raises:
            PublisherError: If that could not be done. Then nothing may be written into a catalog.
        """
        row = {**asdict(entry), "time": entry.time.isoformat()}
        line = json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")
        with self._lock:
            private.folder(self._root)
            with explained(self._path):
                _append(self._path, line)

    @contextmanager
    def accepting(self, entry: Entry) -> Iterator[None]:
        """Write an entry before what it tells of is done in the block; if that fails, a second one takes it back.

        Raises:
            PublisherError: If the entry could not be written, or as the block.
        """
        self.accept(entry)
        try:
            yield
        except PublisherError:
            self.accept(replace(entry, before=entry.after, after=entry.before))
            raise

    def entries(self, limit: int | None = None) -> list[Entry]:
        """What was accepted, the newest first.

        Args:
            limit: How many; None for all.

        Raises:
            PublisherError: If the journal cannot be read.
        """
        return list(self._known()[::-1][:limit])

    def lost(self, texts: Mapping[tuple[str, str], Collection[str] | None]) -> dict[int, Entry]:
        """Accepted texts that are nowhere any more.

        What a later entry of the same text replaced, or accepted again, is not lost: somebody saw it and decided. An
        entry says itself what it replaced; what another program took away in between was seen by nobody.

        Args:
            texts: By language and domain, everything that the catalog holds in any way (`Catalog.texts`); None if it
                cannot be read, so that nothing is known about it. The texts of a domain that is not among them,
                because the statement has another name now, are looked for in all catalogs of the language.

        Returns:
            The entries by a number that stays theirs, the newest first.

        Raises:
            PublisherError: If the journal cannot be read.
        """
        entries = self._known()
        anywhere: dict[str, set[str]] = {}
        for (locale, _), held in texts.items():
            anywhere.setdefault(locale, set()).update(held or ())
        decided: dict[tuple[str, str, str], set[str]] = {}
        found = {}
        for number, one in reversed(list(enumerate(entries))):
            held = texts.get((one.locale, one.domain), anywhere.get(one.locale, ()))
            seen = decided.setdefault((one.locale, one.domain, one.unit), set())
            if held is not None and not all(text.strip() in seen or _holds(held, text) for text in one.after):
                found[number] = one
            seen.update(text.strip() for text in (*one.before, *one.after))
        return found

    def _known(self) -> tuple[Entry, ...]:
        """All entries, the oldest first; only what was added since the last time is read."""
        with self._lock, private.readable(self._path):
            try:
                with self._path.open("rb") as file:
                    now = os.fstat(file.fileno())
                    if now.st_ino != self._inode or now.st_size < self._read:
                        self._entries, self._inode, self._read = [], now.st_ino, 0
                    file.seek(self._read)
                    data = file.read()
            except FileNotFoundError:
                self._entries, self._inode, self._read = [], 0, 0
                return ()
            whole = data[: data.rfind(b"\n") + 1]  # what follows was cut off, or is being written
            self._read += len(whole)
            self._entries += filter(None, map(_parsed, whole.split(b"\n")))
            return tuple(self._entries)


def _append(path: Path, line: bytes) -> None:
    """Append a line in one step, so that lines of several programs do not mix.

    It has a line break at both ends: what a crash cut off before stays a line of its own, and is only that.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    data = b"\n" + line + b"\n"
    descriptor = os.open(path, flags, 0o600)
    try:
        if os.write(descriptor, data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def _parsed(line: bytes) -> Entry | None:
    """The entry in a line; None if it was cut off, or is none."""
    try:
        row = json.loads(line)
        texts = {name: _text(row[name]) for name in _TEXTS}
        before, after = (tuple(map(_text, row[name])) for name in ("before", "after"))
        time, draft = datetime.fromisoformat(row["time"]), row["draft"] is True
        return Entry(time=time, before=before, after=after, draft=draft, **texts)
    except (KeyError, RecursionError, TypeError, ValueError):
        return None


_TEXTS = ("name", "locale", "domain", "unit", "context", "source", "plural")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _holds(texts: Collection[str], text: str) -> bool:
    """Whether a text is among others; that there is none is never a loss."""
    return not text.strip() or text in texts or text.strip() in texts
