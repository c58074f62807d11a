"""The one way to write a file: whole or not at all.

New bytes go to a hidden temporary file beside the old one, reach the disk, and only then take its name: a full disk,
a crash or a power cut leaves the old bytes, never half of the new ones.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.errors import Problem, PublisherError
from publisher.files.disk import at_once, sync_disks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

PREFIX = ".publisher-"
"""How the names of temporary files and folders begin."""


def write(path: Path, data: bytes) -> bool:
    """Give a file these bytes; its folder is made where there is none.

    A symbolic link remains one: the file that it leads to is written. The mode of an existing file is kept.

    Returns:
        Whether there was anything to write: a file that has these bytes already is not touched.

    Raises:
        PublisherError: The file is read-only or could not be written; it is whole, as it was or as it should be.
    """
    return bool(write_all([(path, data)]))


def write_all(files: Sequence[tuple[Path, bytes]]) -> list[Path]:
    """Give files their bytes, as `write` does; those of all have reached the disk before the first one changes.

    Returns:
        The files that had other bytes.

    Raises:
        PublisherError: One of them is read-only or could not be written; each is whole, as it was or as it should be.
    """
    one_by_one = not at_once(len(files))
    waiting: list[tuple[Path, str, str]] = []
    folders: set[Path] = set()
    real = _real_paths()
    done = 0
    try:
        for path, data in files:
            with explained(path):
                target = real(path)
                if has(target, data):
                    continue
                mode, folder = mode_of(target, path), target.parent
                if folder not in folders:
                    folder.mkdir(parents=True, exist_ok=True)
                    folders.add(folder)
                temporary = f"{folder}/{PREFIX}{os.urandom(8).hex()}.tmp"
                waiting.append((path, temporary, str(target)))
                create(temporary, data, mode, sync=one_by_one)
        if not one_by_one:
            with explained(files[0][0]):
                sync_disks(folders)
        for path, temporary, place in waiting:
            with explained(path):
                os.replace(temporary, place)  # noqa: PTH105  # texts where there are many
            done += 1
    finally:
        for path, temporary, _ in waiting[done:]:
            with explained(path):
                Path(temporary).unlink(missing_ok=True)
    sync_folders(folders)
    return [path for path, *_ in waiting]


def refuse_unwritable(paths: Iterable[Path]) -> None:
    """Refuse files that `write` would refuse, before anything else is written.

    Raises:
        PublisherError: One of them is read-only or no file, or its folder is.
    """
    real, folders = _real_paths(), set[Path]()
    for path in paths:
        with explained(path):
            target = real(path)
            if target.parent not in folders:
                _refuse_unwritable_folder(next(one for one in target.parents if one.exists()))
                folders.add(target.parent)
            mode_of(target, path)


def _refuse_unwritable_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise PublisherError(Problem("not a folder", str(folder), hint="Move away what has this name."))
    if not os.access(folder, os.W_OK | os.X_OK):
        hint = f"To change that: chmod u+wx {folder}"
        raise PublisherError(Problem("the folder is read-only", str(folder), hint=hint))


def _real_paths() -> Callable[[Path], Path]:
    """What answers where paths lead, links followed; for many files of a folder, its own path is looked up once."""
    real_folder = cache(os.path.realpath)

    def real(path: Path) -> Path:
        return Path(os.path.realpath(path)) if path.is_symlink() else Path(real_folder(path.parent), path.name)

    return real


@contextmanager
def explained(path: Path | str) -> Iterator[None]:
    """Say what the system says in our own way."""
    try:
        yield
    except OSError as error:
        hint = "Make room on the disk, ask for the right to write there, or choose another place."
        message = f"could not be written: {error.strerror or error}"
        raise PublisherError(Problem(message, str(path), hint=hint)) from error


def has(target: Path, data: bytes) -> bool:
    """Whether a file has these bytes."""
    return target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data


def mode_of(target: Path, shown: Path | str) -> int | None:
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


def create(path: Path | str, data: bytes, mode: int | None, *, sync: bool) -> None:
    """Make a new file; without a mode it gets the one that the system gives to new files."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o666)
    try:
        if mode is not None:
            os.chmod(path, mode)  # noqa: PTH101  # a text where there are many
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        if sync:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


_CANNOT = {errno.EACCES, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM}


def sync_folders(folders: Collection[Path]) -> None:
    """Make renames in these folders last.

    Raises:
        PublisherError: The disk is broken.
    """
    if at_once(len(folders)):
        with explained(next(iter(folders))):
            sync_disks(folders)
    else:
        for folder in folders:
            with explained(folder):
                sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make a rename last; where a system cannot do this for a folder at all, that is no error."""
    try:
        with ExitStack() as stack:
            descriptor = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, descriptor)
            os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
