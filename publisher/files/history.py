"""Catalogs are replaced, never overwritten: what was in a file before, and what was put there, is kept."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.errors import Problem, PublisherError, UsageError
from publisher.files.exchange import exchange, move_to_free
from publisher.files.lock import PRIVATE
from publisher.files.whole import explained, mode_of, sync_folder, write

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 100
"""How often a save gives way to another program that writes the same file over and over."""
_STAMP = "%Y%m%dT%H%M%S.%fZ.po"
"""The name of a kept version: when it was kept. So names sort by time."""
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

    def save(self, path: Path, data: bytes, expected: bytes | None, merge: Callable[[bytes], bytes]) -> bytes:
        """Put new bytes into a file that another program may be writing at the same time.

        The new bytes are kept in the history first, in case the other program overwrites them. Then they change
        places with the file, and what comes out goes to the history: the file itself, so that even what the other
        program still writes into it is found there. If it is not what was expected, the two are merged. Where the
        system cannot exchange files, a moment remains between looking and writing.

        The caller holds the lock of the workspace.

        Args:
            path: The file, in the workspace.
            data: Its new bytes.
            expected: The bytes that were read before ``data`` was made; None if there was no file.
            merge: Given what another program wrote since, answers ``data`` with that taken over.

        Returns:
            The bytes that the file has now.

        Raises:
            PublisherError: If that could not be done. The file is whole, and what is not in it is in the history.
        """
        target = Path(os.path.realpath(path))
        name = path.relative_to(self._root).as_posix()
        for _ in range(ROUNDS):
            with explained(path):
                present = _bytes_of(target)
            if present not in {None, expected}:
                data = merge(present)  # nothing of ours is out there yet
            if present == data:
                return data
            with explained(path):
                done, came_out = self._replace(target, name, data, present, mode_of(target, path))
            if done and came_out == present:
                return data
            if done and came_out is not None:
                expected, data = data, self._merged(merge, came_out, name)
        hint = "Close the program that does so, and run the command again."
        raise PublisherError(Problem("another program writes this file over and over", name, hint=hint))

    def knows(self, path: Path, data: bytes) -> bool:
        """Whether these bytes are the newest that are kept of a file."""
        newest = self._newest(path.relative_to(self._root).as_posix())
        return newest is not None and _read(newest) == data

    def note(self, path: Path, data: bytes) -> None:
        """Keep what a file holds, although nothing replaces it now: somebody may overwrite it in an editor.

        Raises:
            PublisherError: If that could not be done.
        """
        with explained(path):
            self._keep(path.relative_to(self._root).as_posix(), data)

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

    def _replace(
        self, target: Path, name: str, data: bytes, present: bytes | None, mode: int | None
    ) -> tuple[bool, bytes | None]:
        """Put bytes into a file; answer whether that was done, and what the file held at that moment.

        It is not done where the file was made or deleted since ``present`` was read.
        """
        target.parent.mkdir(parents=True, exist_ok=True)
        slot = self._keep(name, data)  # this one changes places with the file …
        self._keep(name, data)  # … and this one stays
        if mode is not None:
            slot.chmod(mode)
        try:
            exchanged = move_to_free(slot, target) if present is None else exchange(slot, target)
        except (FileExistsError, FileNotFoundError):
            slot.unlink()
            return False, None
        if not exchanged:
            if present is None:
                slot.unlink()
            else:
                write(slot, present)
            write(target, data)
        came_out = None if present is None else slot.read_bytes()
        sync_folder(target.parent)
        sync_folder(slot.parent)
        return True, came_out

    def _merged(self, merge: Callable[[bytes], bytes], theirs: bytes, name: str) -> bytes:
        """Merge with what came out; it is no longer in the file, so a message must say where it is."""
        try:
            return merge(theirs)
        except PublisherError as error:
            message = "another program wrote this file at the same moment, and what it wrote is broken"
            hint = f"what it wrote is kept; to look for it: publish restore {id_of(theirs)}"
            raise PublisherError(Problem(message, name, hint=hint), *error.problems) from error

    def _keep(self, name: str, data: bytes) -> Path:
        folder = self.folder / name
        path = folder / datetime.now(UTC).strftime(_STAMP)
        while path.exists():
            path = folder / datetime.now(UTC).strftime(_STAMP)
        write(path, data)
        return path

    def _newest(self, name: str) -> Path | None:
        return max((self.folder / name).glob("*Z.po"), default=None)

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
