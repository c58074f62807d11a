"""One run at a time: a lock that the system takes back when its holder ends, however it ends."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.errors import Problem, PublisherError
from publisher.files.whole import PREFIX, explained, write

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 10.0  # seconds; writing the catalogs of a workspace takes less
PRIVATE = ".publisher"
"""The folder in a workspace that is for this program alone and stays on this machine."""


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Keep other runs from writing the catalogs of a workspace, and clear away what a killed one left.

    Args:
        root: The workspace.

    Raises:
        PublisherError: Another run has been writing for more than ten seconds.
    """
    private = _private(root)
    descriptor = lock(private, root, PATIENCE)
    try:
        with explained(private):
            for folder in (private, *_catalog_folders(root)):
                for path in _below(folder):
                    if path.rpartition("/")[2].startswith(PREFIX) and path.endswith(".tmp"):
                        Path(path).unlink(missing_ok=True)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _private(root: Path) -> Path:
    """The private folder of a workspace, which no version control takes up; it is made where there is none."""
    private = root / PRIVATE
    if private.is_symlink() or (private.exists() and not private.is_dir()):
        hint = f"Move it away; {PRIVATE} is a folder that belongs to this program."
        raise PublisherError(Problem("not a folder of this workspace", str(private), hint=hint))
    with explained(private):
        private.mkdir(mode=0o700, exist_ok=True)
    if not (private / ".gitignore").exists():
        write(private / ".gitignore", b"*\n")
    return private


def private(root: Path, folder: str, name: str = "", *, begin: bool = True) -> Path | None:
    """Where a workspace keeps a file that can be lost: in a folder of its own; None where nothing can be kept.

    Args:
        root: The workspace.
        folder: The folder in that of this program; it is made where there is none.
        name: The file in it; empty for the folder itself.
        begin: Whether to keep anything where nothing has been kept before: what only looks leaves no trace.
    """
    if not begin and not (root / PRIVATE).is_dir():
        return None
    with suppress(PublisherError, OSError):
        place = _private(root) / folder
        place.mkdir(mode=0o700, exist_ok=True)
        return place / name
    return None


def _catalog_folders(root: Path) -> Iterator[Path]:
    """Where catalogs lie, also by way of a symbolic link; outside the workspace nothing is touched."""
    folder = root / "locales"
    yield folder
    for path in _below(folder):
        if os.path.islink(path):  # noqa: PTH114  # a text where there are many
            target = Path(os.path.realpath(path))
            if target.is_relative_to(os.path.realpath(root)):
                yield target if target.is_dir() else target.parent


def _below(folder: Path) -> Iterator[str]:
    """All files and folders below a folder, links not followed; as texts: paths of many would take much room."""
    return (f"{at}/{name}" for at, inner, names in os.walk(folder) for name in (*inner, *names))


def lock(folder: Path, shown: Path, patience: float = 0) -> int | None:
    """Keep other runs out of a folder until the descriptor is closed; None where a system knows no locks.

    Args:
        folder: What is locked.
        shown: What a message calls it.
        patience: How many seconds to wait for another run.

    Raises:
        PublisherError: If another run still holds it then.
    """
    if sys.platform == "win32":
        return None
    with explained(shown):
        descriptor = os.open(folder, os.O_RDONLY)
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() < end:
                time.sleep(0.05)
                continue
            os.close(descriptor)
            hint = "Wait until it ends."
            raise PublisherError(Problem("another run is writing here", str(shown), hint=hint)) from None
        except OSError:  # some network drives know no locks
            return descriptor
        return descriptor
