"""Plain text files: lines that are paragraphs, or lines that were wrapped."""

from __future__ import annotations

import codecs
import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from publisher.document import MAX_BYTES, Run
from publisher.errors import Problem, UsageError, decoded
from publisher.intake.addresses import direct_in
from publisher.intake.blocks import Content, Paragraph, Rule
from publisher.intake.characters import clean
from publisher.intake.typed import lists

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

from publisher.intake.blocks import Block

_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_NARROWEST, _WIDEST = 40, 120
"""How long lines are, in characters, in a text that was wrapped; where one is longer, each is a paragraph."""
_ENOUGH = 3
"""How many lines have to look as if they were wrapped."""
_RULE = re.compile(r"\s*([-_*=~\u2013\u2014])(\s*\1){2,}\s*")
_ITEM = re.compile(r"\s*(?:[-*\u2022\u25cf\u25aa\u2013\u00b7]\s|[0-9]{1,3}[.)]\s)")


def text_of(data: bytes, path: str) -> str:
    """The text of a file in UTF-8, or in UTF-16 with a byte order mark, as Notepad saves it.

    Raises:
        UsageError: If it is larger than a statement may be, or in another encoding.
        SourceError: If it is neither.
    """
    encoding = _WIDE.get(data[:2])
    if len(data) > MAX_BYTES * (2 if encoding else 1):
        raise UsageError(Problem(f"larger than {MAX_BYTES:,} bytes", path, hint="split the statement"))
    if encoding is None:
        return decoded(data, path)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        hint = "save the file as UTF-8"
        raise UsageError(
            Problem("the text is broken: it begins as UTF-16 and goes on as something else", path, hint=hint)
        ) from error


def read(data: bytes, path: str) -> Content:
    """What a plain text file holds; no sign in it is markup but those of lists.

    Args:
        data: Its bytes.
        path: The file, for messages.

    Raises:
        PublisherError: If it cannot be decoded, or is too large.
    """
    found = Content([])
    lines = [line.rstrip() for line in clean(text_of(data, path), found.counts).split("\n")]
    found.blocks = lists(list(_blocks([direct_in(line, found.counts) for line in lines])))
    if width := _width(lines):
        found.doubts.append(f"lines of up to {width} letters were put together to paragraphs: are these right?")
    return found


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Each line as a paragraph; where lines were wrapped, those that belong together as one."""
    width = _width(lines)
    for filled, group in groupby(lines, key=bool):
        now = before = ""
        for line in group if filled else ():
            if now and width and _goes_on(before, line, width):
                now = f"{now} {line.strip()}"
            else:
                yield from _block(now)
                now = line.strip()
            before = line
        yield from _block(now)


def _block(text: str) -> Iterator[Block]:
    if text:
        yield Rule() if _RULE.fullmatch(text) else Paragraph((Run(text),))


def _width(lines: Sequence[str]) -> int:
    """How long lines are in a text in which most end where the next word had no room; 0 if they were not wrapped."""
    width = max(map(len, lines), default=0)
    pairs = [pair for pair in pairwise(lines) if all(pair) and not _ITEM.match(pair[1])]
    full = sum(_is_full(*pair, width) for pair in pairs)
    return width if _NARROWEST <= width <= _WIDEST and full >= max(_ENOUGH, len(pairs) / 2) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether a line of a wrapped text goes on in the next one."""
    begins_small = following.lstrip()[0].islower()
    return not _ITEM.match(following) and (begins_small or _is_full(line, following, width))
