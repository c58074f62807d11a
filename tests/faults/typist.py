"""A server to be killed: it accepts edits and keeps drafts without end, and tells of each when it is safe.

On its disk fsync takes a while, and what was not flushed is not there after a power cut: how much of the journal was
flushed stands in a file, as a number of 8 bytes.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from publisher.serve import journal, private
from publisher.serve.drafts import Draft, Drafts
from publisher.serve.journal import Entry, Journal

UNITS = 20
"""Of how many texts a typist has drafts."""


def unit(typist: int, number: int) -> str:
    """The text that a typist works on."""
    return f"u{typist:04x}{number % UNITS:04x}"


def flushing(flushed: int) -> None:
    """Let fsync take some milliseconds, most of them for the journal, and note the size of that afterwards."""

    def fsync(descriptor: int) -> None:
        found = os.fstat(descriptor)
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name
        time.sleep(0.005 if name == journal.FILE else 0.0005)
        if name == journal.FILE:
            os.pwrite(flushed, found.st_size.to_bytes(8, "little"), 0)

    os.fsync = fsync


def append_simply(path: Path, line: bytes) -> None:
    """A twin: a line break only at the end."""
    with path.open("ab") as file:
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def write_in_place(path: Path, data: bytes) -> None:
    """A twin: the file is emptied, then written."""
    with path.open("wb") as file:
        for half in (data[: len(data) // 2], data[len(data) // 2 :]):
            file.write(half)
            file.flush()
            time.sleep(0.001)


def entry(typist: int, number: int) -> Entry:
    """An edit of some words, in letters of more than one byte."""
    words = (f"{typist}:{number} " + "ئاشتی سلام " * (number % 30),)
    return Entry(
        datetime.now(UTC), "x", "ar", "peace", unit(typist, number), "paragraph", "x", "", (), words, draft=False
    )


def main(root: Path, typist: int, start: int, flushed: int, twin: str) -> None:
    """Work until somebody ends it."""
    flushing(flushed)
    match twin:
        case "nothing is flushed":
            os.fsync = lambda _: time.sleep(0.001)
        case "a line break at the end":
            journal._append = append_simply  # noqa: SLF001
        case "written in place":
            private.write = write_in_place
    accepted, drafts = Journal(root), Drafts(root)
    for number in count(start):
        accepted.accept(entry(typist, number))
        draft = Draft((str(number), "سلام " * 200), ("",))
        drafts.keep("here", "ar", "peace", unit(typist, number), draft)
        os.write(1, f"{number}\n".encode())


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        int(sys.argv[2]),
        int(sys.argv[3]),
        os.open(sys.argv[4], os.O_WRONLY | os.O_CREAT, 0o600),
        sys.argv[5],
    )
