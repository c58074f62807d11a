"""Markdown files from elsewhere: they stay as they are, but for what belongs into the front matter or is refused."""

from __future__ import annotations

import re
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from publisher.document import segments
from publisher.document.rich import runs
from publisher.intake.addresses import direct_in
from publisher.intake.blocks import MOVED, Items, Paragraph, Quote, paragraphs
from publisher.intake.writing import levels
from publisher.links import allowed

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Sequence

    from publisher.intake.blocks import Block
    from publisher.locale import Locale
    from publisher.model import Segment

_FENCE = re.compile(r"\s*(```|~~~)")
_TITLE = r"""(?:\s+(?:"[^"]*"|'[^']*'))?"""
_IMAGE = re.compile(rf"(?<!\\)!\[[^\]]{{0,500}}\](?:\([^()\s]*{_TITLE}\)|\[[^\]]{{0,500}}\])")
_IMAGE_DATA = re.compile(r"\[[^\]]+\]:\s*<?data:\S*\s*")
_LINK = re.compile(rf"(?<!(?<!\\)!)(?<!\\)\[([^\[\]]*)\]\(<?([^()\s<>]*)>?{_TITLE}\)")
_CODE = re.compile(r"(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)")
_NOTE = re.compile(r"[ ]{0,3}\[\^([^\]\s]+)\]:[ \t]*")
_NOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")
COMMENT = "comment"
_HASHES = re.compile(r"(\s*)(#{1,6})(?=\s|$)")
_UNDERLINE = re.compile(r"\s*(=+|-+)\s*$")


class Marked:
    """A Markdown text without a front matter.

    Args:
        text: The text.
        locale: The language it is written in.
    """

    def __init__(self, text: str, locale: Locale) -> None:
        self._lines: list[str | None] = [*text.split("\n")]
        self._segments = segments(text, locale)
        self.blocks = list(self._blocks())
        self.doubts: list[str] = []

    def _blocks(self) -> Iterator[Block]:
        for role, group in groupby(self._segments, key=lambda one: one.context):
            found = [Paragraph(tuple(runs(one.source, {})), self._level(one), one.line) for one in group]
            if role in {"paragraph", "heading"}:
                yield from found
            elif role == "item":
                yield Items(tuple((one,) for one in found))
            else:
                yield Quote(tuple(found))

    def _level(self, segment: Segment) -> int:
        """The level of a heading, one more than its own: the title may be a heading of the first level."""
        if segment.context != "heading":
            return 0
        if hashes := _HASHES.match(self._lines[segment.line - 1] or ""):
            return len(hashes[2]) + 1
        # One in a quotation or a list has its mark behind others, and its level stays.
        return {"=": 2, "-": 3}.get(self._underline(segment.line)[:1], 0)

    def _underline(self, line: int) -> str:
        """What stands under a heading without hashes, the first line of which is this one."""
        below = takewhile(str.strip, (one or "" for one in self._lines[line:]))
        return next((found[1] for one in below if (found := _UNDERLINE.match(one))), "")

    def lines(self, rest: Sequence[Block], counts: Counter[str]) -> list[tuple[str, int]]:
        """The lines of the text, each with its number in the file.

        Args:
            rest: The blocks that stay; what is not among them goes.
            counts: Where to count what was left out because a statement may not hold it.
        """
        noted = self._noted()
        kept = {one.line for one in paragraphs(rest)}
        starts = [one.line for one in self._segments]
        for start, following in zip(starts, [*starts[1:], len(self._lines) + 1], strict=True):
            if start not in kept:
                self._take(start, following)
        for old, new in zip(_headings(rest), _headings(levels(rest)), strict=True):
            if old.level - 1 != new.level:
                self._set_level(old, new.level)
        moved = [line for label in noted - self._noted() for line in self._without_mark(label)]
        lines = [(line, number) for number, line in enumerate(self._lines, 1) if line is not None]
        counts[COMMENT] = comments(line for line, _ in lines)
        return list(_mended([*lines, *moved], counts))

    def _noted(self) -> set[str]:
        """The labels of footnotes that a mark refers to."""
        return {label for line in self._lines for label in _NOTE_MARK.findall(_NOTE.sub("", line or "", count=1))}

    def _without_mark(self, label: str) -> Iterator[tuple[str, int]]:
        """The text of a footnote whose mark has gone, taken out to stand as paragraphs of its own."""
        starts = [n for n, line in enumerate(self._lines) if (found := _NOTE.match(line or "")) and found[1] == label]
        for start in starts:
            yield "", start + 1
            for at in range(start, self._end_of_note(start)):
                line = self._lines[at] or ""
                yield _NOTE.sub("", line, count=1) if at == start else re.sub(r"^(?: {1,4}|\t)", "", line), at + 1
                self._lines[at] = None
            self.doubts.append(MOVED)

    def _end_of_note(self, start: int) -> int:
        """The number of the line below a footnote: not indented behind an empty line, or another footnote."""
        for at in range(start + 1, len(self._lines)):
            line, before = self._lines[at] or "", self._lines[at - 1] or ""
            is_over = not before.strip() and line.strip() and not line.startswith(("    ", "\t"))
            if is_over or _NOTE.match(line):
                return at
        return len(self._lines)

    def _take(self, start: int, following: int) -> None:
        """Take a block out, from its first line to an empty one or the next block."""
        for number in range(start - 1, min(following - 1, len(self._lines))):
            if not (self._lines[number] or "").strip():
                break
            self._lines[number] = None

    def _set_level(self, heading: Paragraph, level: int) -> None:
        at = heading.line - 1
        line = self._lines[at] or ""
        if _HASHES.match(line):
            self._lines[at] = _HASHES.sub(rf"\1{'#' * level}", line, count=1)
            return
        end = next(n for n, one in enumerate(self._lines) if n > at and _UNDERLINE.match(one or ""))
        text = " ".join((one or "").strip() for one in self._lines[at:end])
        self._lines[at : end + 1] = [f"{'#' * level} {text}", *[None] * (end - at)]


def _headings(blocks: Iterable[Block]) -> list[Paragraph]:
    return [one for one in blocks if isinstance(one, Paragraph) and one.level]


def _mended(lines: Iterable[tuple[str, int]], counts: Counter[str]) -> Iterator[tuple[str, int]]:
    """Lines without pictures, and with links that a statement may not have as their words; code stays as it is."""
    in_code = False
    for line, number in lines:
        in_code ^= bool(_FENCE.match(line))
        if in_code:
            yield line, number
            continue
        text = _outside_code(line, counts)
        if not _IMAGE_DATA.fullmatch(text):
            yield text, number


def _outside_code(line: str, counts: Counter[str]) -> str:
    done, at = "", 0
    for code in _CODE.finditer(line):
        done += _mended_piece(line[at : code.start()], counts) + code[0]
        at = code.end()
    return done + _mended_piece(line[at:], counts)


def _mended_piece(text: str, counts: Counter[str]) -> str:
    without, pictures = _IMAGE.subn("", text)
    counts["picture"] += pictures
    direct = direct_in(without, counts)
    counts["unusable link"] += sum(not allowed(found[2]) for found in _LINK.finditer(direct))
    return _LINK.sub(lambda found: found[0] if allowed(found[2]) else found[1], direct)


def comments(lines: Iterable[str]) -> int:
    """How many comments stand in Markdown."""
    count, in_code = 0, False
    for line in lines:
        in_code ^= bool(_FENCE.match(line))
        count += 0 if in_code else _CODE.sub("", line).count("<!--")
    return count
