"""Catalogs are replaced, never overwritten: what was in a file before, and what was put there, is kept."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from publisher.errors import Problem, PublisherError, UsageError
from publisher.files.exchange import exchange, move_to_free
from publisher.files.lock import PRIVATE
from publisher.files.whole import explained, mode_of, sync_folders, write, write_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROUNDS = 100
"""How often a save gives way to another program that writes the same file over and over."""
_STAMP = "%Y%m%dT%H%M%S.%fZ.po"
"""The name of a kept version: when it was kept. So names sort by time."""
_TICK = timedelta(microseconds=1)
_NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z\.po")


@dataclass(frozen=True, slots=True)
class Version:
    """What a file once held.

    Attributes:
        id: 10 hex digits made of its bytes.
        path: The file, relative to the workspace, with slashes.
        time: When it was put into the file, or replaced there, in UTC.
        kept: Where its bytes are.
    """

    id: str
    path: str
    time: datetime
    kept: Path

    def read(self) -> bytes:
        """Its bytes.

        Raises:
            PublisherError: If they cannot be read.
        """
        return _read(self.kept)


class Save(NamedTuple):
    """New bytes for a file.

    Attributes:
        path: The file, in the workspace.
        data: Its new bytes.
        expected: The bytes that were read before ``data`` was made; None if there was no file.
        merge: Given what another program wrote since, answers ``data`` with that taken over.
    """

    path: Path
    data: bytes
    expected: bytes | None
    merge: Callable[[bytes], bytes]


class _Turn(NamedTuple):
    """A file whose turn it is: what is to be saved, its name in the history, the file itself, and what that holds."""

    save: Save
    name: str
    target: Path
    present: bytes | None
    mode: int | None


class History:
    """The kept versions of the catalogs of a workspace, in a folder that is not for git.

    Args:
        root: The workspace.

    Attributes:
        folder: Where they are.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.folder = root / PRIVATE / "history"

    def save(self, *saves: Save) -> None:
        """Put new bytes into files that other programs may be writing at the same time.

        The new bytes are kept in the history first, in case another program overwrites them. Then they change
        places with the file, and what comes out goes to the history: the file itself, so that even what the other
        program still writes into it is found there. If it is not what was expected, the two are merged. Where the
        system cannot exchange files, a moment remains between looking and writing.

        The caller holds the lock of the workspace.

        Args:
            saves: The files, each once.

        Raises:
            PublisherError: If that could not be done. Each file is whole, and what is not in it is in the history.
        """
        left = list(saves)
        for _ in range(ROUNDS):
            waiting = [one for one in map(self._looked_at, left) if one.save.data != one.present]
            if not waiting:
                return
            # Two of each: one changes places with the file, and one stays.
            kept = self._keep([(one.name, one.save.data) for one in waiting for _ in range(2)])
            again = map(self._put, waiting, kept[::2])
            left = [one for one in again if one]
            sync_folders({folder for one in waiting for folder in (one.target.parent, self.folder / one.name)})
        hint = "Close the program that does so, and run the command again."
        message = "another program writes this file over and over"
        raise PublisherError(Problem(message, self._name(left[0].path), hint=hint))

    def knows(self, path: Path, data: bytes) -> bool:
        """Whether these bytes are the newest that are kept of a file."""
        newest = self._newest(self._name(path))
        return newest is not None and _read(newest) == data

    def note(self, *versions: tuple[Path, bytes]) -> None:
        """Keep what files hold, although nothing replaces it now: somebody may overwrite it in an editor.

        Raises:
            PublisherError: If that could not be done.
        """
        self._keep([(self._name(path), data) for path, data in versions])

    def versions(self) -> list[Version]:
        """Everything that is kept, the newest first; of equal bytes of a file only the newest."""
        try:
            found = [path for path in self.folder.rglob("*.po") if _NAME.fullmatch(path.name) and path.is_file()]
        except OSError as error:
            hint = "Ask for the right to read it, or move it away."
            raise PublisherError(Problem(f"cannot be read: {error.strerror}", str(self.folder), hint=hint)) from error
        newest: dict[tuple[str, str], Version] = {}
        for path in sorted(found, key=lambda one: one.name):
            version = self._version(path)
            newest[version.path, version.id] = version
        return sorted(newest.values(), key=lambda one: one.time, reverse=True)

    def version(self, start: str) -> Version:
        """The version whose id begins so.

        Raises:
            UsageError: If there is none, or more than one.
        """
        found = [one for one in self.versions() if one.id.startswith(start.lower())]
        if len(found) != 1:
            message = (
                f'no version "{start}" is kept' if not found else f'{len(found)} kept versions begin with "{start}"'
            )
            raise UsageError(Problem(message, hint="publish restore lists what there is"))
        return found[0]

    def before(self, version: Version) -> bytes | None:
        """What was kept of the same file just before a version; None if that is the first one."""
        earlier = sorted(path for path in version.kept.parent.glob("*Z.po") if path.name < version.kept.name)
        found = (data for path in reversed(earlier) if id_of(data := _read(path)) != version.id)
        return next(found, None)

    def _looked_at(self, one: Save) -> _Turn:
        target = Path(os.path.realpath(one.path))
        with explained(one.path):
            present = _bytes_of(target)
        if present == one.expected:
            present = one.expected  # held once
        elif present is not None:
            one = one._replace(data=one.merge(present))  # nothing of ours is out there yet
        with explained(one.path):
            mode = None if present == one.data else mode_of(target, one.path)
        return _Turn(one, self._name(one.path), target, present, mode)

    def _put(self, one: _Turn, slot: Path) -> Save | None:
        """Let a file and a slot with its new bytes change places; answer what is left to do."""
        with explained(one.save.path):
            done, came_out = self._exchanged(one, slot)
        if not done:
            return one.save
        if came_out is None or came_out == one.present:
            return None
        return one.save._replace(expected=one.save.data, data=self._merged(one.save.merge, came_out, one.name))

    def _exchanged(self, one: _Turn, slot: Path) -> tuple[bool, bytes | None]:
        """Put bytes into a file; answer whether that was done, and what the file held at that moment.

        It is not done where the file was made or deleted since it was looked at.
        """
        one.target.parent.mkdir(parents=True, exist_ok=True)
        if one.mode is not None:
            slot.chmod(one.mode)
        try:
            exchanged = move_to_free(slot, one.target) if one.present is None else exchange(slot, one.target)
        except (FileExistsError, FileNotFoundError):
            slot.unlink()
            return False, None
        if exchanged:
            return True, None if one.present is None else slot.read_bytes()
        if _bytes_of(one.target) != one.present:
            slot.unlink()
            return False, None
        if one.present is None:
            slot.unlink()
        else:
            write(slot, one.present)
        write(one.target, one.save.data)
        return True, one.present

    def _merged(self, merge: Callable[[bytes], bytes], theirs: bytes, name: str) -> bytes:
        """Merge with what came out; it is no longer in the file, so a message must say where it is."""
        try:
            return merge(theirs)
        except PublisherError as error:
            message = "another program wrote this file at the same moment, and what it wrote is broken"
            hint = f"what it wrote is kept; to look for it: publish restore {id_of(theirs)}"
            raise PublisherError(Problem(message, name, hint=hint), *error.problems) from error

    def _keep(self, versions: Iterable[tuple[str, bytes]]) -> list[Path]:
        """Keep bytes of files, given by their names; what comes later is newer."""
        kept: list[tuple[Path, bytes]] = []
        time = datetime.now(UTC)
        for name, data in versions:
            folder = self.folder / name
            while (path := folder / time.strftime(_STAMP)).exists():
                time += _TICK
            kept.append((path, data))
            time = max(time + _TICK, datetime.now(UTC))
        write_all(kept)
        return [path for path, _ in kept]

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()

    def _newest(self, name: str) -> Path | None:
        folder = self.folder / name
        try:
            names = os.listdir(folder)  # noqa: PTH208  # asked for every catalog
        except OSError:  # no such folder, or none that can be read
            return None
        newest = max((one for one in names if one.endswith("Z.po")), default=None)
        return folder / newest if newest else None

    def _version(self, path: Path) -> Version:
        time = datetime.strptime(path.name, _STAMP).replace(tzinfo=UTC)
        return Version(id_of(_read(path)), path.parent.relative_to(self.folder).as_posix(), time, path)


def id_of(data: bytes) -> str:
    """What names a version: 10 hex digits made of its bytes."""
    return sha256(data).hexdigest()[:10]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        hint = "Ask for the right to read it."
        raise PublisherError(Problem(f"cannot be read: {error.strerror}", str(path), hint=hint)) from error


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
