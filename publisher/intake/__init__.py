"""Start from a Word file, a plain text or somebody's Markdown: all that a new statement takes from it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from publisher import extras
from publisher.archive import MAX_BYTES
from publisher.errors import Problem, UsageError, counted
from publisher.intake import text, told
from publisher.intake.addresses import PERSONAL, direct_in
from publisher.intake.blocks import CELL, MOVED, paragraphs, refuse_long
from publisher.intake.characters import publishable
from publisher.intake.front import front
from publisher.intake.marked import COMMENT, Marked, comments
from publisher.intake.writing import Writer

if TYPE_CHECKING:
    from datetime import date

    from publisher.document import Signatory
    from publisher.intake.blocks import Content
    from publisher.intake.told import Told
    from publisher.locale import Locale

__all__ = ["MAX_BYTES", "Draft", "draft", "front", "refuse_kind"]

_OWN_FRONT = re.compile(r"---[ \t]*\n")
_NOTE = re.compile(r"\[\^(\w+)\]")
_ASKED = {
    CELL: "the lines of {} stand in one line now",
    PERSONAL: "the address of {}: is it somebody's mail address?",
    COMMENT: "comments stay in the source: {}",
}
"""What is counted, and is no thing that was left out, but one to look at."""
_WORD = "open it in Word or LibreOffice, and save it as .docx"
_READ = {".docx", ".txt", ".text", ".md", ".markdown"}
_CURES = {
    ".doc": _WORD,
    ".docm": f"it can hold macros; {_WORD}",
    ".dot": _WORD,
    ".dotx": _WORD,
    ".rtf": _WORD,
    ".odt": "open it in LibreOffice, and save it as .docx",
    ".wps": _WORD,
    ".html": _WORD,
    ".htm": _WORD,
    ".pages": "open it in Pages, and export it as Word",
    ".pdf": "a PDF knows no paragraphs: ask for the file it was made from, or copy its text into a .txt file",
}
"""What to do with files that are not read here, by the ends of their names."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was taken from a file.

    Attributes:
        body: The Markdown of the statement.
        lines: For each line of the body the line of the file it comes from; empty where a file has no lines.
        own: Whether the body begins with a front matter of its own; then nothing below is told.
        title: Its title, or empty.
        kind: What kind of text it is, or empty.
        place: Where it was issued, or empty.
        day: When, or None.
        signatories: Who signs it.
        dropped: What was left out or taken in, a phrase each.
        doubts: What a person should look at, a phrase each.
    """

    body: str
    lines: tuple[int, ...] = ()
    own: bool = False
    title: str = ""
    kind: str = ""
    place: str = ""
    day: date | None = None
    signatories: tuple[Signatory, ...] = ()
    dropped: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def draft(data: bytes, path: str, locale: Locale) -> Draft:
    """Read a file as the beginning of a statement.

    Args:
        data: The bytes of the file.
        path: The file, for messages; the end of its name says what it is.
        locale: The language of statements.

    Raises:
        PublisherError: If it is empty, broken, of a kind that is not read, or should not be opened.
    """
    if not data.strip():
        raise UsageError(Problem("the file is empty", path, hint="ask for it again"))
    refuse_kind(path)
    match PurePath(path).suffix.lower():
        case ".docx":
            with extras.needed("office"):
                from publisher.intake import word  # noqa: PLC0415  # only Word files need its libraries

            return _drawn(word.read(data, path), path, locale)
        case ".txt" | ".text":
            return _drawn(text.read(data, path), path, locale)
        case _:
            return _marked(text.text_of(data, path), path, locale)


def refuse_kind(path: str) -> None:
    """Refuse a file of a kind that is not read, by the end of its name.

    Raises:
        UsageError: With what to do instead.
    """
    end = PurePath(path).suffix.lower()
    if end not in _READ:
        cure = _CURES.get(end, "save it as .docx, .md or .txt")
        message = f'"{end}" files are not read' if end else "what kind of file is it?"
        raise UsageError(Problem(message, path, hint=cure))


def _drawn(content: Content, path: str, locale: Locale) -> Draft:
    """A draft made of blocks."""
    if not any(one.text for one in paragraphs(content.blocks)):
        raise _no_text(path)
    refuse_long((one.raw for one in paragraphs(content.blocks)), path)
    found = told.read(content.blocks)
    content.blocks = found.blocks
    content.doubts[:0] = found.doubts
    _keep_notes(content)
    body = Writer(content, locale).body()
    content.doubts += _asked(content.counts)
    said = [*content.dropped, *_counted(content.counts)]
    return _draft(body, found, said, content.doubts)


def _marked(content: str, path: str, locale: Locale) -> Draft:
    """A draft of Markdown, which stays as it was written as far as that can be."""
    counts = Counter[str]()
    content = publishable(re.sub("\r\n?", "\n", content), counts)
    if _OWN_FRONT.match(content):
        content = direct_in(content, counts)
        counts[COMMENT] = comments(content.split("\n"))
        lines = tuple(range(1, content.count("\n") + 2))
        return Draft(content, lines, own=True, dropped=_counted(counts), doubts=_asked(counts))
    marked = Marked(content, locale)
    if not marked.blocks:
        raise _no_text(path)
    found = told.read(marked.blocks)
    kept = marked.lines(found.blocks, counts)
    while kept and not kept[0][0].strip():
        del kept[0]
    body = "\n".join(line for line, _ in kept).rstrip("\n") + "\n"
    doubts = [*found.doubts, *marked.doubts, *_asked(counts)]
    return _draft(body, found, _counted(counts), doubts, tuple(number for _, number in kept))


def _draft(body: str, found: Told, dropped: list[str], doubts: list[str], lines: tuple[int, ...] = ()) -> Draft:
    return Draft(
        body,
        lines,
        title=found.title,
        kind=found.kind,
        place=found.place,
        day=found.day,
        signatories=found.signatories,
        dropped=dropped,
        doubts=doubts,
    )


def _keep_notes(content: Content) -> None:
    """Footnotes of what has gone to the front matter, which can have none, as paragraphs at the end."""
    every = [*content.blocks, *(block for note in content.notes.values() for block in note)]
    used = {label for one in paragraphs(every) for label in _NOTE.findall(one.raw)}
    for label in [one for one in content.notes if one not in used]:
        content.blocks += content.notes.pop(label)
        content.doubts.append(MOVED)


def _counted(counts: Counter[str]) -> list[str]:
    """What was left out or changed, as phrases."""
    return [_phrase(count, noun) for noun, count in counts.items() if count and noun not in _ASKED]


def _asked(counts: Counter[str]) -> list[str]:
    """What was counted that a person should look at, as phrases."""
    return [ask.format(_phrase(counts[noun], noun)) for noun, ask in _ASKED.items() if counts[noun]]


def _phrase(count: int, noun: str) -> str:
    noun, that, rest = noun.partition(" that ")
    return f"{counted(count, noun)}{that}{rest}"


def _no_text(path: str) -> UsageError:
    hint = "what looks like one may be a picture of it: ask for the text itself"
    return UsageError(Problem("there is no text in it", path, hint=hint))
