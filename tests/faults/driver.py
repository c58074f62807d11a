"""A process that runs the program in children, each of which can be killed or made to fail at one system call.

Everything is imported once; a run costs a fork. Requests and answers are lines of JSON. Tests start it, with
shim.c preloaded where calls are to fail.
"""
# ruff: noqa: T201  # printing is how it answers

from __future__ import annotations

import ctypes
import gc
import json
import os
import shutil
import sys
import tempfile
import time
import traceback
from contextlib import contextmanager, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import polib

from publisher.cli import main
from publisher.errors import PublisherError
from publisher.files import disk, history, whole
from publisher.project import Project
from publisher.workflow import restore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publisher.catalog import Catalog
    from publisher.model import Segment

FAULTS = ["", "kill", "power cut", "i/o error", "late i/o error", "disk full", "read-only"]
FAULTS += ["half", "half, disk full", "half, kill"]
"""What can go wrong, by the number that it has in shim.c."""
LOCALE, DOMAIN = "ar", "peace"
"""Which catalog is saved."""


def publish(root: Path, *args: str) -> None:
    """The command line."""
    main(["-C", str(root), *args])


def save(root: Path, text: str, read: str = "") -> None:
    """A catalog is read, one of its entries edited, and it is saved; it was read earlier where a file says so."""
    catalog = OpenCatalog(root, read)
    catalog.edit(0, text)
    catalog.save()


def raced_save(root: Path, text: str, theirs: str) -> None:
    """A catalog is saved, and at the last moment before it takes its place another program puts its own there."""
    exchange, path = history.exchange, root / "locales" / LOCALE / "LC_MESSAGES" / f"{DOMAIN}.po"

    def exchange_later(one: Path, other: Path) -> bool:
        history.exchange = exchange
        with unwatched(root):
            (root / theirs).replace(path)
        return exchange(one, other)

    history.exchange = exchange_later
    save(root, text)


def saves(root: Path, last: str = "inf") -> None:
    """Saves without end; each gives every entry of the catalog the same number, and tells it when it is saved."""
    number = 0
    while number <= float(last):
        catalog = OpenCatalog(root)
        for index in range(len(catalog.segments)):
            catalog.edit(index, f"number {number}")
        catalog.save()
        print(number, flush=True)
        number += 1


def slowly(root: Path, action: str, *args: str) -> None:
    """Any other action, on a disk that takes its time: so most of the run is writing."""
    os.fsync = lambda _: time.sleep(0.001)
    ACTIONS[action](root, *args)


def at_once(root: Path, action: str, *args: str) -> None:
    """Any other action, with whatever it writes as if there were very many files."""
    disk.FEW = 0
    ACTIONS[action](root, *args)


def at_once_without_waiting(root: Path, action: str, *args: str) -> None:
    """The same by a program that does not wait for the disk."""
    whole.sync_disks = lambda _: None
    at_once(root, action, *args)


def polib_save(root: Path, text: str) -> None:
    """What the program would do if it left writing to polib."""
    path = root / "locales" / LOCALE / "LC_MESSAGES" / f"{DOMAIN}.po"
    file = polib.pofile(str(path))
    file[0].msgstr = text
    file.save(str(path))


class OpenCatalog:
    """A catalog that is edited."""

    def __init__(self, root: Path, read: str = "") -> None:
        self.project = Project.open(root)
        locale = next(one for one in self.project.settings.targets if one.id == LOCALE)
        (document,) = (one for one in self.project.documents() if one.slug == DOMAIN)
        self.segments: list[Segment] = list(document.segments)
        self.read = self.project.read(root / read if read else self.project.po_path(locale, DOMAIN))
        self.catalog: Catalog = self.project.parse(self.read, locale, DOMAIN)

    def edit(self, index: int, text: str) -> None:
        self.catalog.fill(self.segments[index], [text])

    def save(self) -> None:
        restore.save(self.project, self.catalog, DOMAIN, self.read)


ACTIONS: dict[str, Callable[..., None]] = {
    one.__name__: one
    for one in (publish, save, raced_save, saves, slowly, at_once, at_once_without_waiting, polib_save)
}


class Shim:
    """What shim.c lets itself be told; nothing where it is not preloaded."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None) if "LD_PRELOAD" in os.environ else None
        if self._library:
            self._library.shim_name.restype = self._library.shim_owed.restype = ctypes.c_char_p

    def arm(self, fault: str, at: int, no_exchange: int) -> None:
        if self._library:
            self._library.shim_arm(FAULTS.index(fault), at, no_exchange)

    def watch(self, root: str) -> None:
        if self._library:
            self._library.shim_watch(root.encode())

    def seen(self) -> dict[str, object]:
        """The calls that were counted, and a file or folder whose bytes a power cut would destroy now."""
        if not self._library:
            return {}
        calls = [self._library.shim_name(number).decode() for number in range(self._library.shim_count())]
        return {"calls": calls, "owed": self._library.shim_owed().decode()}


SHIM = Shim()


@contextmanager
def unwatched(root: Path) -> Iterator[None]:
    """Let another program be at work for a moment."""
    SHIM.watch("")
    yield
    SHIM.watch(str(root))


def child(request: dict[str, Any], out: int) -> None:
    """Run one action; what it says, and the exit code that a user would see, are the answer."""
    os.dup2(out, 1)
    os.dup2(out, 2)
    SHIM.arm(request["fault"], request["at"], request["no_exchange"])
    SHIM.watch(request["root"])
    code = 0
    try:
        ACTIONS[request["action"]](Path(request["root"]), *request["args"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except PublisherError as error:
        code = 2
        print(f"error: {error}")
    except BaseException:  # noqa: BLE001  # a test looks at it
        code = 3
        traceback.print_exc()
    SHIM.watch("")
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(out, b"\0" + json.dumps(SHIM.seen()).encode())
    os._exit(code)


def answer(pid: int, out: IO[bytes]) -> dict[str, object]:
    _, status = os.waitpid(pid, 0)
    out.seek(0)
    said, _, seen = out.read().decode().partition("\0")
    return {"code": os.waitstatus_to_exitcode(status), "said": said, **json.loads(seen or "{}")}


def warm_up(root: str) -> None:
    """Fill what the program keeps in memory, so that no child has to."""
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(StringIO()), suppress(SystemExit):
        publish(shutil.copytree(root, Path(folder) / "copy"), "update")
    gc.disable()


def serve() -> None:
    warm = False
    for line in sys.stdin:
        request = json.loads(line)
        if not warm:
            warm_up(request["root"])
            warm = True
        with tempfile.TemporaryFile() as out:
            if not (pid := os.fork()):
                child(request, out.fileno())
            print(pid, flush=True)
            sys.stdin.readline()  # until then a process that ended keeps its number, and can be killed without harm
            print(json.dumps(answer(pid, out)), flush=True)


if __name__ == "__main__":
    serve()
