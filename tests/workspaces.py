"""Small workspaces for tests, and the command line run in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from click.testing import CliRunner

from publisher import po
from publisher.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REPOSITORY = Path(__file__).parent.parent

WITHOUT_PRESS = 'outputs = ["text", "single", "compare"]'
"""Everything but PDFs and pictures, which take long."""
WITH_PRESS = 'outputs = ["text", "single", "compare", "pdf", "card"]'

SETTINGS = """\
[tool.publisher]
title = "Our statements"
minimum = {minimum}
outputs = ["text", "single", "compare"]

[tool.publisher.locales.en]
[tool.publisher.locales.ar]
[tool.publisher.locales.ku]
"""

STATEMENT = """\
---
title: A call for peace
summary: Two organisations call for peace.
type: Joint statement
date: 2026-01-09
signatories:
  - name: Justice for Life
    acronym: JFL
  - Dawlaty
---

All parties must stop the shelling of 3 towns.

- Protect all civilians.
- See [the law](https://example.org/law).

## What we saw

People fled in 2018.
"""

LATER = """\
---
title: Open the roads
date: 2026-01-20
signatories:
  - Dawlaty
---

"""
"""How a later statement begins."""


_KEPT = re.compile(r"(\]\([^)]*\)|\{\w+\}|https?://\S+|`[^`]*`|\[\^\w+\])")
_LETTERS = {
    "ar": str.maketrans("abcdefghijklmnopqrstuvwxyz,;?", "ابتثجحخدذرزسشصضطظعغفقكلمنه،؛؟"),
    "ku": str.maketrans("aeiouyAEIOUY", "êîûaoeÊÎÛAOE"),
}


def said(locale: str, english: str) -> str:
    """A translation that says nothing, and in which no check finds a mistake: its letters are those of the language."""
    pieces = _KEPT.split(english)
    letters = _LETTERS[locale]
    return "".join(
        one if number % 2 else (one.lower() if locale == "ar" else one).translate(letters)
        for number, one in enumerate(pieces)
    )


@dataclass(frozen=True)
class Answer:
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str


class Workspace:
    """A workspace in a temporary folder."""

    def __init__(self, root: Path, minimum: float = 100) -> None:
        self.root = root
        self.write("pyproject.toml", SETTINGS.format(minimum=minimum))
        self.write("source/peace.md", STATEMENT)

    @classmethod
    def at(cls, root: Path) -> Self:
        """A workspace that is there already."""
        workspace = cls.__new__(cls)
        workspace.root = root
        return workspace

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new))

    def run(self, *args: str) -> Answer:
        """Run the command line as the shell would; a failure is what a user sees of it."""
        runner = CliRunner()
        with runner.isolation() as (out, err, _):
            code = 0
            try:
                main(["-C", str(self.root), *args])
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
            return Answer(code, out.getvalue().decode(), err.getvalue().decode())

    def po(self, locale: str, domain: str = "peace") -> str:
        return f"locales/{locale}/LC_MESSAGES/{domain}.po"

    def translate(self, locale: str, domain: str = "peace", only: Iterable[str] | None = None) -> None:
        """Fill in every entry, or only some, with words that tell where they are from; keep markup and numbers."""
        self.fill(locale, domain, {}, only)

    def word(self, locale: str, english: str) -> str:
        """What a text is translated by, where a test does not say."""
        return f"{locale}: {english}"

    def fill(self, locale: str, domain: str, targets: Mapping[str, str], only: Iterable[str] | None = None) -> None:
        path = self.root / self.po(locale, domain)
        entries = po.parse(path.read_bytes(), str(path))
        wanted = None if only is None else set(only)
        for entry in entries[1:]:
            if entry.obsolete or (wanted is not None and entry.msgid not in wanted):
                continue
            target = targets[entry.msgid] if entry.msgid in targets else self.word(locale, entry.msgid)
            if entry.msgid_plural:
                entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, target)
            else:
                entry.msgstr = target
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        path.write_bytes(po.serialize(entries))

    def complete(self) -> None:
        """Bring everything up to date and translate it."""
        assert self.run("update").code == 0
        for locale in ("ar", "ku"):
            self.translate(locale)
            self.translate(locale, "site")

    def bytes_of(self, folder: str) -> dict[str, bytes]:
        """Every file by its name, but for the records of the program, which say nothing to anybody."""
        root = self.root / folder
        files = (path for path in root.rglob("*") if path.is_file() and path.suffix != ".db")
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


class Sound(Workspace):
    """A workspace in whose translations no check finds a mistake, so that they are published."""

    def word(self, locale: str, english: str) -> str:
        return said(locale, english)
