"""Many files that take their places together, or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Self

from publisher.errors import Problem, PublisherError
from publisher.files.lock import lock
from publisher.files.whole import PREFIX, create, explained, has, mode_of, sync_folder


class Stage:
    """A `with` block that collects files out of sight, for `commit` to put them into a folder all together.

    They wait in a hidden folder within the destination, on disk and not in memory. Without a commit, or when the
    block fails, the destination is as it was; files that are not named are never touched. One stage at a time can
    be open on a destination; the folder of one that was killed is removed by the next.

    Args:
        destination: The folder; it is made where there is none.
    """

    def __init__(self, destination: Path) -> None:
        self._destination = destination
        self._root = Path(os.path.realpath(destination))
        self._folder = self._root / f"{PREFIX}stage-{secrets.token_hex(8)}"
        self._names: set[str] = set()
        self._changed: list[str] = []
        self._removed: list[str] = []
        self._exit = ExitStack()

    def __enter__(self) -> Self:
        with explained(self._destination), ExitStack() as undo:
            if not self._root.exists():
                undo.callback(_remove_if_empty, self._root)
            self._root.mkdir(parents=True, exist_ok=True)
            if (descriptor := lock(self._root, self._destination)) is not None:
                undo.callback(os.close, descriptor)
            for leftover in self._root.glob(f"{PREFIX}stage-*"):
                shutil.rmtree(leftover)
            self._folder.mkdir()
            undo.callback(shutil.rmtree, self._folder, ignore_errors=True)
            self._exit = undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._exit.close()

    def add(self, name: str, data: bytes) -> None:
        """Keep a file for the commit; `name` is relative to the destination, with `/` between folders.

        Raises:
            PublisherError: The name leads out of the destination or came before, or its file cannot be replaced.
        """
        target, shown = self._root / name, self._destination / name
        self._check(name)
        self._names.add(name)
        with explained(shown):
            if target.is_symlink() or not has(target, data):
                mode = None if target.is_symlink() else mode_of(target, shown)
                (self._folder / name).parent.mkdir(parents=True, exist_ok=True)
                create(self._folder / name, data, mode, sync=False)
                self._changed.append(name)

    def remove(self, name: str) -> None:
        """Take a file away at the commit, after all others are in their places.

        Raises:
            PublisherError: The name leads out of the destination or came before.
        """
        self._check(name)
        self._names.add(name)
        self._removed.append(name)

    def commit(self) -> list[str]:
        """Put each file whose bytes changed into its place, in the order in which they were added.

        Returns:
            The names of these files.
        """
        if self._changed and sys.platform != "win32":
            os.sync()  # once for all files: an fsync for each takes longer than making the pages
        for name in self._changed:
            with explained(self._destination / name):
                (self._root / name).parent.mkdir(parents=True, exist_ok=True)
                (self._folder / name).replace(self._root / name)
        for name in self._removed:
            with explained(self._destination / name):
                (self._root / name).unlink(missing_ok=True)
        for folder in {(self._root / name).parent for name in (*self._changed, *self._removed)}:
            with explained(self._destination):
                sync_folder(folder)
        shutil.rmtree(self._folder, ignore_errors=True)
        return self._changed

    def _check(self, name: str) -> None:
        parts = name.split("/")
        if {"", ".", ".."} & set(parts) or set("\\:\0") & set(name) or parts[0].startswith(PREFIX):
            raise PublisherError(Problem("not a name for a file in this folder", name, hint="Choose another."))
        if name in self._names:
            raise PublisherError(Problem("two files have this name", name, hint="Rename what one is made of."))
        for parent in list(Path(name).parents)[:-1]:
            if (self._root / parent).is_symlink():
                hint = "Put a real folder in its place."
                raise PublisherError(Problem("a symbolic link", str(self._destination / parent), hint=hint))


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
