"""The one way to write a file: whole or not at all.

New bytes first go to a hidden temporary file beside the old one, reach the disk, and only then take its name. A full
disk, a crash or a power cut leaves the old bytes, never half of the new ones. A ``Stage`` does so for many files.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Self

from publisher.errors import Problem, PublisherError

if TYPE_CHECKING:
    from types import TracebackType

if sys.platform != "win32":
    import fcntl

PREFIX = ".publisher-"
"""How the names of temporary files and folders begin."""
SUFFIX = ".tmp"

_CURES = {
    errno.ENOSPC: "The disk is full: make room and try again.",
    errno.EDQUOT: "Your share of the disk is used up: make room and try again.",
    errno.EROFS: "The disk is read-only: choose another place.",
    errno.EACCES: "Ask for the right to write there, or choose another place.",
    errno.EPERM: "Ask for the right to write there, or choose another place.",
}


def write(path: Path, data: bytes) -> bool:
    """Give a file these bytes, and its folder if there is none.

    A symbolic link stays one: the file that it leads to is written. The mode of an existing file is kept.

    Returns:
        Whether anything had to be written: a file that has these bytes already is not touched.

    Raises:
        PublisherError: The file is read-only, or could not be written; it is as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        if _has(target, data):
            return False
        mode = _mode(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.parent / f"{PREFIX}{secrets.token_hex(8)}{SUFFIX}"
        try:
            _create(temporary, data, mode)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(target.parent)
    except OSError as error:
        _refuse(path, error)
    return True
