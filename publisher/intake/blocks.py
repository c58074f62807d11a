"""A statement on its way from another format: its blocks, and what cannot come with it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publisher.document.whole import MAX_SEGMENT_BYTES
from publisher.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publisher.document import Run

CELL = "table cell"
"""What is counted of cells whose lines stand in one line now."""
MOVED = "a footnote of the title or of a signatory stands at the end of the text: front matter has none"
"""The doubt about footnotes of what has gone to the front matter."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a heading.

    Attributes:
        runs: Its text; a newline is a line break that its author meant.
        level: 0 of a paragraph; 1 of what is marked as the title, 2 and more of headings below it.
        line: The line of the file on which it begins, counted from 1; 0 where a file has no lines.
    """

    runs: tuple[Run, ...]
    level: int = 0
    line: int = 0

    @property
    def raw(self) -> str:
        """Its words, and the spaces around them."""
        return "".join(one.text for one in self.runs)

    @property
    def text(self) -> str:
        """Its words; line breaks stay."""
        return self.raw.strip()

    def cut(self, start: int, end: int | None = None) -> tuple[Run, ...]:
        """The runs of a part of its words, from one place in `raw` to another."""
        done, at = [], 0
        for run in self.runs:
            text = run.text[max(0, start - at) : None if end is None else max(0, end - at)]
            at += len(run.text)
            done += [run._replace(text=text)] if text else []
        return tuple(done)

    @property
    def lines(self) -> list[Paragraph]:
        """Its lines as paragraphs."""
        ends = [*(found.start() for found in re.finditer("\n", self.raw)), len(self.raw)]
        starts = [0, *(end + 1 for end in ends)]
        pieces = [replace(self, runs=self.cut(start, end)) for start, end in zip(starts, ends, strict=False)]
        return [one for one in pieces if one.text]


@dataclass(frozen=True, slots=True)
class Items:
    """A list.

    Attributes:
        items: Its items, each with its blocks.
        start: The number of the first item; None where the items have bullets.
    """

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its first row is its header."""

    rows: tuple[tuple[tuple[Run, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""


Block = Paragraph | Items | Quote | Table | Rule


@dataclass(slots=True)
class Content:
    """What a file holds.

    Attributes:
        blocks: The text.
        notes: The footnotes by the label that stands in the text as ``[^label]``.
        counts: What was left out, by a noun for one of it.
        dropped: What else was left out, a phrase each.
        doubts: What a person should look at, a phrase each.
    """

    blocks: list[Block]
    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    dropped: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def refuse_long(texts: Iterable[str], path: str) -> None:
    """Refuse a file with a paragraph that no statement may have, before anything is tried with it.

    Raises:
        UsageError: With the first words of the paragraph.
    """
    for text in texts:
        if len(text.encode()) > MAX_SEGMENT_BYTES:
            words = " ".join(text[:60].split())
            message = f'a paragraph of more than {MAX_SEGMENT_BYTES:,} bytes: "{words} …"'
            raise UsageError(Problem(message, path, hint="split it"))


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Every paragraph and heading, those in lists, quotations and tables too."""
    for block in blocks:
        match block:
            case Paragraph():
                yield block
            case Items():
                for item in block.items:
                    yield from paragraphs(item)
            case Quote():
                yield from paragraphs(block.blocks)
            case Table():
                yield from (Paragraph(cell) for row in block.rows for cell in row)
