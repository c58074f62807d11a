"""Another program at work on a catalog, with the habits of editors. It has nothing in common with ours.

It keeps the file in memory, adds a text of its own to an entry, and writes all of it, whatever is in the file by then.
Each line that comes in lets it save once, at a random moment before the next one; at the end it tells what it saved.
"""
# ruff: noqa: S311, T201  # no secrets here; printing is how it answers

from __future__ import annotations

import json
import os
import random
import re
import sys
import time
from itertools import count
from pathlib import Path

DECIDED = re.compile("^# saved at the same time.*\n|^#, fuzzy\n", re.MULTILINE)


def another_file(path: Path, data: bytes) -> None:
    """As Poedit does: a new file takes the name of the old one."""
    new = path.with_suffix(".po~")
    new.write_bytes(data)
    new.replace(path)


def the_same_file(path: Path, data: bytes) -> None:
    """As simple editors do: the file is emptied, then written."""
    path.write_bytes(data)


def the_same_file_emptied_late(path: Path, data: bytes) -> None:
    """As network drives do: the file is opened, and emptied a while later."""
    with path.open("r+b") as file:
        time.sleep(random.random() / 500)
        file.truncate()
        file.write(data)


HABITS = [another_file, another_file, the_same_file, the_same_file_emptied_late]


class Editor:
    """A program with a file open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: list[str] = []

    def read(self) -> None:
        """Read the file again; whoever edits it decides what stood in a comment to be decided."""
        text = self.path.read_text("utf-8", "replace")
        if text.endswith('"\n'):  # else it is being written
            self.entries = DECIDED.sub("", text).rstrip("\n").split("\n\n")

    def edit(self, text: str) -> None:
        """Add a text to the translation of an entry, which stands at its end."""
        index = random.choice([index for index, entry in enumerate(self.entries) if index and "#~" not in entry])
        self.entries[index] += f'\n"{text}"'

    def save(self) -> None:
        random.choice(HABITS)(self.path, "\n\n".join([*self.entries, ""]).encode())


def main(path: str, seed: str) -> None:
    random.seed(seed)
    editor, saved = Editor(Path(path)), []
    editor.read()
    now, pace = time.monotonic(), 0.0
    for number in count():
        if not os.read(0, 1 << 16):
            break
        pace, now = time.monotonic() - now, time.monotonic()
        time.sleep(random.uniform(0, min(pace, 1)))
        if random.random() < 0.5:
            editor.read()
        editor.edit(f"theirs {number}.")
        editor.save()
        saved.append(f"theirs {number}.")
    print(json.dumps(saved))


if __name__ == "__main__":
    main(*sys.argv[1:])
