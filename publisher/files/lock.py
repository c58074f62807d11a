"""One run at a time: a lock that the system takes back when its holder ends, however it ends."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from publisher.errors import Problem, PublisherError
from publisher.files.whole import PREFIX, explained, write

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
    private = root / PRIVATE
    with explained(private):
        private.mkdir(mode=0o700, exist_ok=True)
    descriptor = lock(private, root, PATIENCE)
    try:
        for folder in (private, root / "locales"):
            for leftover in folder.rglob(f"{PREFIX}*.tmp"):
                leftover.unlink(missing_ok=True)
        write(private / ".gitignore", b"*\n")
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


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
