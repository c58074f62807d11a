"""Lists that somebody typed: paragraphs that begin with a bullet or a number, as in a plain text file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.intake.blocks import Items, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.intake.blocks import Block

# Signs that stand for nothing but a bullet, two of them as Word has them in its fonts; and signs that may.
_SIGN = re.compile(r"\s*[\u2022\u25cf\u25aa\u25a0\u25e6\u2023\u2043\uf0b7\uf0a7]\s*(?=\S)")
_BULLET = re.compile(rf"{_SIGN.pattern}|\s*[-*\u2013\u00b7]\s+(?=\S)")
_NUMBER = re.compile(r"\s*(?P<number>[0-9]{1,3})[.)]\s+(?=\S)")


def lists(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with typed lists made lists; a hyphen or a number that stands alone begins a paragraph like any other."""
    apart = [piece for block in blocks for piece in _apart(block)]
    done: list[Block] = []
    at = 0
    while at < len(apart):
        mark, start, size = _BULLET, None, _bullets(apart, at)
        if size == 1 and not _is_introduced(apart[at], done):
            size = 0
        if not size and (numbered := _numbers(apart, at)) > 1:
            mark, start, size = _NUMBER, _number(apart[at]), numbered
        group = apart[at : at + size]
        done.append(Items(tuple((_behind(one, mark),) for one in group), start) if group else apart[at])
        at += max(1, size)
    return done


def _apart(block: Block) -> Iterator[Block]:
    """A paragraph whose lines have bullets as paragraphs; any other block as it is."""
    if isinstance(block, Paragraph) and any(_BULLET.match(one.text) for one in block.lines[1:]):
        yield from block.lines
    else:
        yield block


def _bullets(blocks: Sequence[Block], at: int) -> int:
    """How many paragraphs with a bullet stand here."""
    count = 0
    while at + count < len(blocks) and _BULLET.match(_words(blocks[at + count])):
        count += 1
    return count


def _numbers(blocks: Sequence[Block], at: int) -> int:
    """How many paragraphs stand here that count on from the first."""
    first, count = _number(blocks[at]), 0
    while first is not None and at + count < len(blocks) and _number(blocks[at + count]) == first + count:
        count += 1
    return count


def _number(block: Block) -> int | None:
    found = _NUMBER.match(_words(block))
    return int(found["number"]) if found else None


def _words(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) and not block.level else ""


def _is_introduced(block: Block, before: Sequence[Block]) -> bool:
    """Whether a single bullet is one: by its sign, or behind a colon."""
    behind_colon = bool(before) and _words(before[-1]).endswith(":")
    return behind_colon or bool(_SIGN.match(_words(block)))


def _behind(block: Block, mark: re.Pattern[str]) -> Block:
    """The paragraph without its mark."""
    if not isinstance(block, Paragraph) or not (found := mark.match(block.raw)):
        return block
    return Paragraph(block.cut(found.end()), line=block.line)
