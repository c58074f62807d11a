"""The HTML that mammoth makes of a Word file, as blocks.

Only what a statement may hold comes through: a link that is not allowed there becomes its words.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

from publisher.document import Run, inline
from publisher.document.rich import joined, marked
from publisher.intake.addresses import direct, direct_in
from publisher.intake.blocks import CELL, Content, Items, Paragraph, Quote, Rule, Table, paragraphs
from publisher.intake.characters import clean
from publisher.links import allowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from publisher.intake.blocks import Block

PREFIX = "word-"
"""What the ids of notes and bookmarks begin with."""
NUMBER = "number-"
"""How the name of a bookmark begins that says which number a list item has."""

MAX_COLUMNS = 30
_NOTE = re.compile(rf"#?{PREFIX}((?:foot|end)note-(?!ref-).+)")
_BACK = re.compile(rf"#{PREFIX}(?:foot|end)note-ref-")
_NUMBERED = re.compile(rf"{PREFIX}{NUMBER}([0-9]+)")
_ABSOLUTE = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
_HEADING = re.compile(r"h([1-6])")
_MARKS = {"strong": "bold", "em": "italic", "s": "struck"}
# Markdown has no raised letters; of digits Unicode has them, and 10⁶ is not 106.
_DIGITS = {"sup": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"), "sub": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")}
_PLACE = re.compile(r'\\l\s+"([^"]+)')
_SAFE = "%/:=&?~#+!$,;'@*-._"


def content(html: str) -> Content:
    """The blocks of HTML as mammoth writes it, which is well-formed XML but for its root.

    A heading of the class ``title`` is the title.
    """
    root = ET.fromstring(f"<body>{html}</body>")  # noqa: S314  # made by mammoth, which writes no document types
    found = Content([])
    letters = Counter[str]()
    _clean(root, letters, found.counts)
    reader = _Reader(found, "n" if "[^" in "".join(root.itertext()) else "")
    notes = {id(li): name for ol in root.findall("ol") for li in ol if (name := _NOTE.fullmatch(li.get("id", "")))}
    text = [one for one in root if not any(id(li) in notes for li in one)]
    found.blocks = list(reader.blocks(text))
    for ol in root.findall("ol"):
        for li in ol:
            if id(li) in notes:
                found.notes[reader.label(notes[id(li)][1])] = tuple(reader.inside(li))
    found.counts += letters
    return found


def _clean(root: Element, letters: Counter[str], counts: Counter[str]) -> None:
    """Take out of every text what nobody means; not of the HTML, whose signs could become one with a letter."""
    for one in root.iter():
        one.text, one.tail = (direct_in(clean(text or "", letters), counts) for text in (one.text, one.tail))


class _Reader:
    """Turns elements into blocks, and counts what cannot be one."""

    def __init__(self, found: Content, prefix: str) -> None:
        self.found = found
        self.prefix = prefix
        self.labels: dict[str, str] = {}

    def label(self, note: str) -> str:
        """The label of a note, by what the file calls it: its number in the order of the text."""
        return self.labels.setdefault(note, f"{self.prefix}{len(self.labels) + 1}")

    def inside(self, element: Element) -> Iterator[Block]:
        """The blocks in an element; text between them is a paragraph."""
        runs = [Run(_spaced(element.text))]
        for child in element:
            if child.tag in _RULES or _HEADING.fullmatch(child.tag):
                yield from _paragraph(runs)
                yield from self.blocks([child])
                runs = []
            else:
                runs += self.runs([child], Run(""))
            runs.append(Run(_spaced(child.tail)))
        yield from _paragraph(runs)

    def blocks(self, elements: Iterable[Element]) -> Iterator[Block]:
        for one in elements:
            if heading := _HEADING.fullmatch(one.tag):
                level = 1 if one.get("class") == "title" else int(heading[1]) + 1
                # How bold a heading is, the page decides.
                runs = (run._replace(bold=False) for run in self.all_runs(one))
                yield from _paragraph(runs, level)
            else:
                yield from _RULES.get(one.tag, _Reader.inside)(self, one)

    def items(self, element: Element) -> Iterator[Block]:
        start = int(_number(element) or 1) if element.tag == "ol" else None
        items = (tuple(self.inside(item)) for item in element)
        if filled := tuple(item for item in items if item):
            yield Items(filled, start)

    def quote(self, element: Element) -> Iterator[Block]:
        if blocks := tuple(self.inside(element)):
            yield Quote(blocks)

    def rule(self, _element: Element) -> Iterator[Block]:
        yield Rule()

    def table(self, element: Element) -> Iterator[Block]:
        """A table; one of a single column is there for its frame only, and one too wide becomes paragraphs."""
        rows = _grid(element)
        width = max(map(len, rows), default=0)
        if width == 1:
            for row in rows:
                yield from self.inside(row[0])
            return
        cells = [[self.cell(cell) for cell in row] for row in rows]
        filled = tuple((*row, *[()] * (width - len(row))) for row in cells if any(row))
        pipes = max((sum(run.text.count("|") for cell in row for run in cell) for row in filled), default=0)
        if width + pipes <= MAX_COLUMNS:
            yield from [Table(filled)] * bool(filled)
            return
        self.found.doubts.append(f"a table of {width} columns has become a paragraph for each row")
        for line in filled:
            runs = [run for cell in line if cell for run in (*cell, Run(" \u2013 "))]
            yield from _paragraph(runs[:-1])

    def cell(self, element: Element) -> tuple[Run, ...]:
        """What a cell says, in one line: Markdown has no paragraphs in tables."""
        lines = [line.runs for one in paragraphs(self.inside(element)) for line in one.lines]
        self.found.counts[CELL] += len(lines) > 1
        runs = [run for line in lines for run in (Run(" / "), *line)]
        return tuple(joined(runs[1:]))

    def all_runs(self, element: Element) -> list[Run]:
        return [Run(_spaced(element.text)), *self.runs(element, Run(""), tails=True)]

    def runs(self, elements: Iterable[Element], form: Run, *, tails: bool = False) -> list[Run]:
        """The runs of inline elements that stand in text of this format."""
        done: list[Run] = []
        for one in elements:
            done += self.run(one, form)
            if tails:
                done.append(form._replace(text=_spaced(one.tail)))
        return done

    def run(self, element: Element, form: Run) -> list[Run]:
        target = element.get("href", "")
        if note := _NOTE.fullmatch(target):
            return [Run(f"[^{self.label(note[1])}]")]
        if _BACK.match(target):
            return []
        match element.tag:
            case "br":
                return [form._replace(text="\n")]
            case "input":
                return [form._replace(text="\u2611" if element.get("checked") else "\u2610")]
            case "sup" | "sub" if not len(element) and (element.text or "").strip().isdigit():
                return [form._replace(text=(element.text or "").translate(_DIGITS[element.tag]))]
            case "a" if target:
                form = form._replace(link=self.link(target))
            case mark if mark in _MARKS:
                form = marked(form, _MARKS[mark], True)
        return [form._replace(text=_spaced(element.text)), *self.runs(element, form, tails=True)]

    def link(self, target: str) -> str:
        """A target as the Markdown parser gives it back; empty where a statement may not have it."""
        # Fields of Word have switches behind the address, which mammoth takes for a part of it.
        target, _, switches = clean(target, Counter()).partition('"')
        if place := _PLACE.search(switches):
            target = f"{target}#{place[1]}"
        target = direct(target.strip(), self.found.counts)
        encoded = quote(target, safe=_SAFE + ("()" if _is_balanced(target) else ""))
        found = next(iter(inline(f"[x]({encoded})").links), "")
        if _ABSOLUTE.match(found) and allowed(found):
            return found
        self.found.counts["bookmark link" if target.startswith("#") else "unusable link"] += 1
        return ""


_RULES = {
    "p": _Reader.inside,
    "ul": _Reader.items,
    "ol": _Reader.items,
    "blockquote": _Reader.quote,
    "table": _Reader.table,
    "hr": _Reader.rule,
}


def _paragraph(runs: Iterable[Run], level: int = 0) -> Iterator[Paragraph]:
    """A paragraph, unless there is nothing in it."""
    made = Paragraph(tuple(joined(runs)), level)
    if made.text:
        yield made


def _spaced(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def _number(ordered: Element) -> str:
    """The number of the first item of a list."""
    item = next(iter(ordered), None)
    anchors = (
        [] if item is None else [found for one in item.iter("a") if (found := _NUMBERED.fullmatch(one.get("id", "")))]
    )
    return anchors[0][1] if anchors else ""


def _grid(table: Element) -> list[list[Element]]:
    """The cells of a table by rows; what a cell spans beside its own place is empty."""
    spans: set[tuple[int, int]] = set()
    rows: list[list[Element]] = []
    for y, row in enumerate((*table.findall("*/tr"), *table.findall("tr"))):
        made: list[Element] = []
        for cell in row:
            while (y, len(made)) in spans:
                made.append(ET.Element("td"))
            wide, high = min(int(cell.get("colspan", "1")), MAX_COLUMNS + 1), int(cell.get("rowspan", "1"))
            spans |= {(y + down, len(made) + right) for down in range(high) for right in range(wide)}
            made.append(cell)
        rows.append(made)
    return rows


def _is_balanced(target: str) -> bool:
    """Whether brackets in an address are in pairs, so that a link can hold them."""
    depth = 0
    for sign in target:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0
