"""Many files that take their places together, or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import ExitStack, suppress
from copy import copy
from filecmp import cmp
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Self

from publisher.errors import Problem, PublisherError
from publisher.files.disk import at_once, sync_disks
from publisher.files.lock import lock
from publisher.files.whole import PREFIX, create, explained, has, mode_of, sync_folders

if TYPE_CHECKING:
    from collections.abc import Iterable


PATIENCE = 5.0  # seconds; the workers of a run that was killed may still be at something


class Stage:
    """A `with` block that collects files out of sight, for `commit` to put them into a folder all together.

    They wait in a hidden folder within the destination, on disk and not in memory. Without a commit, or when the
    block fails, the destination is as it was; files that are not named are never touched. One stage at a time can
    be open on a destination; the folder of one that was killed is removed by the next.

    Args:
        destination: The folder; it is made where there is none.

    Attributes:
        changed: The names of the files that differ from what is there, in the order in which they were added.
        removed: The names of the files that are to be taken away.
    """

    def __init__(self, destination: Path) -> None:
        self._destination = destination
        # As texts: there are many files, and to make a path for each of them takes as long as to write it.
        self._root = os.path.realpath(destination)
        self._folder = f"{self._root}/{PREFIX}stage-{os.urandom(8).hex()}"
        self._names: set[str] = set()
        self.changed: list[str] = []
        self.removed: list[str] = []
        self._made: set[str] = set()
        self._sound: set[str] = set()
        self._exit = ExitStack()

    def __enter__(self) -> Self:
        root = Path(self._root)
        with explained(self._destination), ExitStack() as undo:
            if not root.exists():
                undo.callback(_remove_if_empty, root)
            root.mkdir(parents=True, exist_ok=True)
            if (descriptor := lock(root, self._destination, PATIENCE)) is not None:
                undo.callback(os.close, descriptor)
            for leftover in root.glob(f"{PREFIX}stage-*"):
                _remove(leftover)
            undo.callback(_remove, Path(self._folder))
            self._exit = undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._exit.close()

    def part(self) -> Stage:
        """A stage for some of the files, which another process may fill; what it holds goes to `take`."""
        part = copy(self)
        part.changed, part.removed, part._names = [], [], set()  # noqa: SLF001  # of its own class
        return part

    def take(self, changed: Iterable[str], removed: Iterable[str]) -> None:
        """Count the files of a part as one's own: their names, as it has them when it is filled."""
        self.changed.extend(changed)
        self.removed.extend(removed)

    def add(self, name: str, data: bytes) -> bool:
        """Keep a file for the commit; `name` is relative to the destination, with `/` between folders.

        Returns:
            Whether the file differs from what is there.

        Raises:
            PublisherError: The name leads out of the destination or came before, or its file cannot be replaced.
        """
        self._check(name)
        target, shown = f"{self._root}/{name}", f"{self._destination}/{name}"
        with explained(shown):
            try:
                kind = os.lstat(target).st_mode
            except FileNotFoundError:
                mode = None
            else:
                if not (link := stat.S_ISLNK(kind)) and has(Path(target), data):
                    return False
                mode = None if link else mode_of(Path(target), shown)
            create(self._place(name), data, mode, sync=False)
            self.changed.append(name)
        return True

    def add_pieces(self, name: str, pieces: Iterable[bytes]) -> str:
        """Keep a file for the commit that may be too large for the memory; the rest is as `add` says.

        Returns:
            The SHA-256 of the file, in hexadecimal.
        """
        self._check(name)
        target, shown = Path(self._root, name), f"{self._destination}/{name}"
        total = sha256()
        with explained(shown):
            mode = None if target.is_symlink() else mode_of(target, shown)
            place = Path(self._place(name))
            create(place, b"", mode, sync=False)
            with place.open("ab") as file:
                for piece in pieces:
                    total.update(piece)
                    file.write(piece)
            if not target.is_symlink() and target.is_file() and cmp(place, target, shallow=False):
                place.unlink()
            else:
                self.changed.append(name)
        return total.hexdigest()

    def remove(self, name: str) -> None:
        """Take a file away at the commit, after all others are in their places.

        Raises:
            PublisherError: The name leads out of the destination or came before.
        """
        self._check(name)
        self.removed.append(name)

    def commit(self) -> list[str]:
        """Put each file whose bytes changed into its place, in the order in which they were added.

        Returns:
            The names of these files.
        """
        if self.changed:
            with explained(self._destination):
                self._make_last()
        folders = {name.rpartition("/")[0] for name in self.changed}
        for folder in folders:
            with explained(self._destination / folder):
                Path(self._root, folder).mkdir(parents=True, exist_ok=True)
        for name in self.changed:
            with explained(f"{self._destination}/{name}"):
                os.replace(f"{self._folder}/{name}", f"{self._root}/{name}")  # noqa: PTH105  # see __init__
        for name in self.removed:
            with explained(f"{self._destination}/{name}"):
                Path(self._root, name).unlink(missing_ok=True)
        folders.update(name.rpartition("/")[0] for name in self.removed)
        sync_folders([Path(self._root, folder) for folder in folders])
        _remove(Path(self._folder))
        return self.changed

    def _make_last(self) -> None:
        """Let all files reach the disk before the first one takes its place."""
        if at_once(len(self.changed)):
            sync_disks([Path(self._folder)])
            return
        for name in self.changed:
            with Path(self._folder, name).open("rb+") as file:
                os.fsync(file.fileno())

    def _check(self, name: str) -> None:
        parts = name.split("/")
        if {"", ".", ".."} & set(parts) or set("\\:\0") & set(name) or parts[0].startswith(PREFIX):
            raise PublisherError(Problem("not a name for a file in this folder", name, hint="Choose another."))
        if name in self._names:
            raise PublisherError(Problem("two files have this name", name, hint="Rename what one is made of."))
        for end in range(1, len(parts)):
            folder = "/".join(parts[:end])
            if folder not in self._sound and Path(self._root, folder).is_symlink():
                hint = "Put a real folder in its place."
                raise PublisherError(Problem("a symbolic link", str(self._destination / folder), hint=hint))
            self._sound.add(folder)
        self._names.add(name)

    def _place(self, name: str) -> str:
        """Where a file waits; its folder is made if there is none yet."""
        folder = name.rpartition("/")[0]
        if folder not in self._made:
            Path(self._folder, folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        return f"{self._folder}/{name}"


def _remove(folder: Path) -> None:
    """Remove the folder of a stage, which is only there if something was kept in it."""
    if folder.exists():
        from shutil import rmtree  # noqa: PLC0415  # a build that changes nothing needs none

        rmtree(folder, ignore_errors=True)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
