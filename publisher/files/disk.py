"""Everything that was written to a disk, made last at once.

Until bytes have reached the disk, a power cut would destroy them. To wait for each of a thousand files takes longer
than to make them.
"""

from __future__ import annotations

import errno
import os
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

FEW = 16
"""Up to so many files are waited for one by one: waiting for the disk, one waits for what others wrote to it too."""


def at_once(count: int) -> bool:
    """Whether so many files are to be made last with `sync_disks`, and not one by one."""
    return count > FEW and _syncfs() is not None


def sync_disks(folders: Iterable[Path]) -> None:
    """Wait until everything that was written to the disks of these folders has reached them.

    Raises:
        OSError: Something could not be written, or the system has no such call: see `at_once`.
    """
    for folder in {one.stat().st_dev: one for one in folders}.values():
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            syncfs = _syncfs()
            if syncfs is None or syncfs(descriptor) != 0:
                from ctypes import get_errno  # noqa: PLC0415  # it takes long to import, and few runs need it

                code = get_errno() if syncfs else errno.ENOSYS
                raise OSError(code, os.strerror(code), str(folder))
        finally:
            os.close(descriptor)


@cache
def _syncfs() -> Callable[[int], int] | None:
    """The system call of Linux; None elsewhere. Since Linux 5.8 it tells of errors."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes  # noqa: PLC0415  # see above

    function = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if function is None:
        return None
    function.argtypes, function.restype = [ctypes.c_int], ctypes.c_int
    return function  # type: ignore[no-any-return]  # a foreign function has no type
