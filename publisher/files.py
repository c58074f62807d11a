"""The one way to write a file: whole or not at all.

New bytes go to a hidden temporary file beside the old one, reach the disk, and only then take its name: a full disk,
a crash or a power cut leaves the old bytes, never half of the new ones. A `Stage` does so for many files at once.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import sys
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from publisher.errors import Problem, PublisherError

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = ".publisher-"
"""How the names of temporary files and folders begin."""


def write(path: Path, data: bytes) -> bool:
    """Give a file these bytes; its folder is made where there is none.

    A symbolic link remains one: the file that it leads to is written. The mode of an existing file is kept.

    Returns:
        Whether there was anything to write: a file that has these bytes already is not touched.

    Raises:
        PublisherError: The file is read-only or could not be written; it is as it was.
    """
    target = Path(os.path.realpath(path))
    with _explained(path):
        if _has(target, data):
            return False
        mode = _mode(target, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.parent / f"{PREFIX}{secrets.token_hex(8)}.tmp"
        try:
            _create(temporary, data, mode, sync=True)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    _sync_folder(target.parent)
    return True


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
        self._exit = ExitStack()

    def __enter__(self) -> Self:
        with _explained(self._destination), ExitStack() as undo:
            if not self._root.exists():
                undo.callback(_remove_if_empty, self._root)
            self._root.mkdir(parents=True, exist_ok=True)
            if sys.platform != "win32":
                undo.callback(os.close, _lock(self._root, self._destination))
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
        with _explained(shown):
            if target.is_symlink() or not _has(target, data):
                mode = None if target.is_symlink() else _mode(target, shown)
                (self._folder / name).parent.mkdir(parents=True, exist_ok=True)
                _create(self._folder / name, data, mode, sync=False)
                self._changed.append(name)

    def commit(self) -> list[str]:
        """Put each file whose bytes changed into its place, in the order in which they were added.

        Returns:
            The names of these files.
        """
        if self._changed and sys.platform != "win32":
            os.sync()  # once for all files: an fsync for each takes longer than making the pages
        for name in self._changed:
            with _explained(self._destination / name):
                (self._root / name).parent.mkdir(parents=True, exist_ok=True)
                (self._folder / name).replace(self._root / name)
        for folder in {(self._root / name).parent for name in self._changed}:
            _sync_folder(folder)
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


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Say what the system says in our own way."""
    try:
        yield
    except OSError as error:
        hint = "Make room on the disk, ask for the right to write there, or choose another place."
        message = f"could not be written: {error.strerror or error}"
        raise PublisherError(Problem(message, str(path), hint=hint)) from error


def _lock(folder: Path, shown: Path) -> int:
    """Keep other runs out of a folder until the descriptor is closed; some network drives know no locks."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise PublisherError(Problem("another run is writing here", str(shown), hint="Wait until it ends.")) from None
    except OSError:
        pass
    return descriptor


def _has(target: Path, data: bytes) -> bool:
    return target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data


def _mode(target: Path, shown: Path) -> int | None:
    """Answer the mode of a file that is to be replaced; a new one has none."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        raise PublisherError(Problem("not a file", str(shown), hint="Move away what has this name."))
    if not mode & 0o222 or not os.access(target, os.W_OK):  # a rename would not ask
        raise PublisherError(Problem("the file is read-only", str(shown), hint=f"To change that: chmod u+w {shown}"))
    return stat.S_IMODE(mode)


def _create(path: Path, data: bytes, mode: int | None, *, sync: bool) -> None:
    """Make a new file; without a mode it gets the one that the system gives to new files."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        if mode is not None:
            path.chmod(mode)
        file.write(data)
        file.flush()
        if sync:
            os.fsync(file.fileno())


def refuse_unwritable(path: Path) -> None:
    """Refuse a file that `write` would refuse, before anything else is written.

    Raises:
        PublisherError: The file is read-only or no file.
    """
    target = Path(os.path.realpath(path))
    with _explained(path):
        _mode(target, path)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _sync_folder(folder: Path) -> None:
    """Make a rename last; the file is whole in any case, so it is no error where a system cannot do this."""
    with suppress(OSError), ExitStack() as stack:
        descriptor = os.open(folder, os.O_RDONLY)
        stack.callback(os.close, descriptor)
        os.fsync(descriptor)
