"""The numbers of list items in a Word file: an interrupted list goes on counting there, and in HTML it does not.

WordprocessingML (ECMA-376, part 1, section 17.9): a paragraph names a numbering and a level; numberings that share
an abstract one count together, unless one of them says with what it begins.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from publisher.intake.html import NUMBER
from publisher.intake.wordxml import child, name, value

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PLAIN = {"decimal", "decimalZero", "bullet", "none", ""}
"""The kinds of numbers that Markdown can show."""


class _Level(NamedTuple):
    """A level of an abstract numbering: its kind of numbers, and the first of them."""

    kind: str
    start: int


class Numbering:
    """What counts the paragraphs of a file.

    Args:
        numbering: The root of ``word/numbering.xml``; None where there is none.
        styles: The root of ``word/styles.xml``; None where there is none.
    """

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._abstract: dict[str, str] = {}
        self._levels: dict[tuple[str, str], _Level] = {}
        self._overrides: dict[tuple[str, str], int] = {}
        self._styles: dict[str, Element] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self.kinds = Counter[str]()
        for one in () if numbering is None else numbering:
            self._read(one)
        for one in () if styles is None else styles:
            if (properties := child(one, "pPr", "numPr")) is not None:
                self._styles[value(one, "styleId")] = properties

    def _read(self, one: Element) -> None:
        if name(one) == "abstractNum":
            for level in one:
                if name(level) == "lvl":
                    kind, start = value(child(level, "numFmt")), value(child(level, "start"))
                    key = value(one, "abstractNumId"), value(level, "ilvl")
                    self._levels[key] = _Level(kind, int(start) if start.isdigit() else 1)
        elif name(one) == "num":
            number = value(one, "numId")
            self._abstract[number] = value(child(one, "abstractNumId"))
            for override in one:
                if (start := value(child(override, "startOverride"))).isdigit():
                    self._overrides[number, value(override, "ilvl")] = int(start)

    def mark(self, root: Element) -> None:
        """Give each numbered paragraph of the text a bookmark that says its number."""
        for paragraph in root.iter():
            # One of which a tracked change took all, its end too, is none any more.
            is_gone = child(paragraph, "pPr", "rPr", "del") is not None and not any(
                name(one) in {"t", "drawing", "pict", "tab", "sym"} for one in paragraph.iter()
            )
            if name(paragraph) == "p" and not is_gone and (number := self._next(paragraph)):
                space = paragraph.tag.removesuffix("p")
                bookmark = ET.Element(f"{space}bookmarkStart", {f"{space}name": f"{NUMBER}{number}"})
                paragraph.insert(1, bookmark)  # behind its properties

    def _next(self, paragraph: Element) -> int:
        """The number of a paragraph; 0 if it has none."""
        style = value(child(paragraph, "pPr", "pStyle"))
        own = child(paragraph, "pPr", "numPr")
        properties = own if own is not None else self._styles.get(style)
        if properties is None:
            return 0
        number = value(child(properties, "numId")) or value(child(self._styles.get(style), "numId"))
        depth = value(child(properties, "ilvl")) or "0"
        abstract = self._abstract.get(number)
        if abstract is None or not depth.isdigit():
            return 0
        level = self._levels.get((abstract, depth), _Level("", 1))
        counts = self._counts.setdefault(abstract, {})
        begin = self._overrides.pop((number, depth), None)
        count = counts[int(depth)] + 1 if int(depth) in counts and begin is None else begin or level.start
        self._counts[abstract] = {deep: one for deep, one in counts.items() if deep < int(depth)} | {int(depth): count}
        self.kinds[level.kind] += 1
        return count
