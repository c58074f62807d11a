"""Where the web workspace keeps what is for this machine alone: out of version control, closed to other accounts."""

from __future__ import annotations

import stat
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from publisher import files
from publisher.errors import Problem, PublisherError
from publisher.files.lock import PRIVATE
from publisher.files.whole import explained, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVE = "serve"
"""The folder in the private folder of a workspace."""
ATTEMPTS = 5
"""How often a file is written anew whose temporary file another run has cleared away."""


def folder(root: Path, *names: str) -> Path:
    """A folder of the web workspace; it is made where it is missing, for its owner alone.

    Args:
        root: The workspace.
        names: Those of the folders that lead to it; none for the first one.

    Raises:
        PublisherError: If something else has its name, a link for instance, or it could not be made.
    """
    path = root
    for name in (PRIVATE, SERVE, *names):
        path /= name
        _make(path)
        if name == PRIVATE and not (path / ".gitignore").exists():
            write(path / ".gitignore", b"*\n")
    return path


def write(path: Path, data: bytes) -> None:
    """Write a file in the private folder, whole or not at all.

    A run that begins at the same moment takes a temporary file for one that a killed run left; then it is written
    once more.

    Raises:
        PublisherError: If it could not be written.
    """
    for attempt in count(1):
        try:
            files.write(path, data)
        except PublisherError as error:
            if attempt == ATTEMPTS or not isinstance(error.__cause__, FileNotFoundError):
                raise
        else:
            return


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Say in our own way that a file cannot be read; that there is none is for others to judge."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        hint = "Ask for the right to read it, or move it away."
        raise PublisherError(Problem(f"cannot be read: {error.strerror}", str(path), hint=hint)) from error


def _make(path: Path) -> None:
    with explained(path):
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            hint = f"Move it away; {PRIVATE} is a folder that belongs to this program."
            raise PublisherError(Problem("not a folder of this workspace", str(path), hint=hint))
        if not path.exists():
            path.mkdir(mode=0o700, exist_ok=True)
            sync_folder(path.parent)
        if path.name != PRIVATE and stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o700)
