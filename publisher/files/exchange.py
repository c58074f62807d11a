"""Put a file in the place of another without a moment in which a third could be overwritten unseen."""

from __future__ import annotations

import errno
import os
import sys
from functools import cache
from typing import TYPE_CHECKING

from publisher.files.whole import PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_NOREPLACE, _EXCHANGE = 1, 2  # of linux/fs.h
_AT_FDCWD = -100  # of fcntl.h: paths are relative to the working directory, as everywhere
_CANNOT = {errno.EINVAL, errno.EMLINK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, errno.EXDEV}


def exchange(one: Path, other: Path) -> bool:
    """Let two files of one disk change places: in one step, or where the system cannot, in two that follow at once.

    Returns:
        Whether it was done; False where the disk or the network drive can do neither.

    Raises:
        OSError: As of a rename.
    """
    return _rename(one, other, _EXCHANGE) or _exchange_by_links(one, other)


def move_to_free(one: Path, other: Path) -> bool:
    """Give a file of the same disk a name that no file has.

    Returns:
        Whether it was done; False where the disk or the network drive cannot tell in one step.

    Raises:
        FileExistsError: If there is such a file.
        OSError: As of a rename.
    """
    if _rename(one, other, _NOREPLACE):
        return True
    if done := _link(one, other):
        one.unlink()
    return done


def _rename(one: Path, other: Path, flag: int) -> bool:
    rename = _renameat2()
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), flag) == 0:
        return True
    from ctypes import get_errno  # noqa: PLC0415  # it takes long to import, and only what writes catalogs needs it

    code = get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))


def _exchange_by_links(one: Path, other: Path) -> bool:
    aside = one.with_name(f"{PREFIX}{os.urandom(8).hex()}.tmp")
    one.replace(aside)
    try:
        done = _link(other, one)
        if done:
            aside.replace(other)  # what another program has put there since the line before is overwritten
    finally:
        if aside.exists():
            aside.replace(one)
    return done


def _link(one: Path, other: Path) -> bool:
    """Give a file a second name; False where the disk knows no such thing, or it is another disk."""
    try:
        os.link(one, other)
    except OSError as error:
        if error.errno in _CANNOT:
            return False
        raise
    return True


@cache
def _renameat2() -> Callable[[int, bytes, int, bytes, int], int] | None:
    """The system call of Linux 3.15; None elsewhere."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes  # noqa: PLC0415  # see above

    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if function is None:
        return None
    function.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    function.restype = ctypes.c_int
    return function  # type: ignore[no-any-return]  # a foreign function has no type
