"""A statement on its way from another format: its blocks, and what cannot come with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.errors import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publisher.document import Run


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
    def text(self) -> str:
        """Its words; line breaks stay."""
        return "".join(one.text for one in self.runs).strip()


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
        dropped: What was left out, counted by what it is: a noun for one of it.
        doubts: What a person should look at, a sentence each.
    """

    blocks: list[Block]
    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)
    doubts: list[str] = field(default_factory=list)


def told(found: Counter[str]) -> list[str]:
    """What was left out, a phrase each; a noun that ends with a full stop is a whole phrase, and not counted."""
    return [one.rstrip(".") if one.endswith(".") else counted(count, one) for one, count in found.items() if count]


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
