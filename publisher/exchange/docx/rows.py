"""The rows of a Word table that came back, found by their addresses in whatever table and order they are in now."""

from __future__ import annotations

import re
from bisect import bisect
from itertools import accumulate
from typing import TYPE_CHECKING

from publisher.errors import Problem, UsageError
from publisher.exchange.docx.opened import Opened, attribute, is_on, n
from publisher.exchange.docx.parts import CHANGED
from publisher.exchange.docx.text import PUT_IN, TAKEN_OUT, Passage, trimmed
from publisher.exchange.sheet import Bundle, Ref, Returned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element as Element

    from publisher.document import Run

COLUMNS = 6
"""Number, English, translation, mark of a draft, notes, remarks."""
_NUMBER, _ENGLISH, _TARGET, _DRAFT, _NOTES, _REMARK = range(COLUMNS)

_FRAMES = frozenset(map(n, ("sdt", "sdtContent", "customXml")))
_DIRECTED_MARK = re.compile(r"\u200e*(\[\^[^\]\s]+\])\u200e*")
_NO_ROW = (
    "import takes the file that publish export made, filled in; a copy of its texts alone cannot be matched, because "
    "the address of each row is hidden beside its number"
)
_TRACKED = "changes were tracked outside the translations: they were read as if all were accepted"
_COMMENTED = "the comments outside the table were not read"


def read(data: bytes, path: str) -> Bundle:
    """The rows of a .docx file.

    A new paragraph in a cell is a newline, as Shift+Enter is: whether the English has line breaks is not known here.
    Only what a run itself or its character style says is bold, not what comes from the style of a paragraph or table.

    Args:
        data: The bytes of the file.
        path: The file, for messages.

    Raises:
        UsageError: If it is no Word file, one that nobody should open, or has no row of a sheet.
    """
    file = Opened(data, path)
    bundle = Bundle()
    cells: set[Element] = set()
    targets: set[Element] = set()
    for table in file.body.iter(n("tbl")):
        rows = [_Row(file, one) for one in _inside(table, n("tr")) if not _is_taken_out(one)]
        if any(one.ref for one in rows):
            bundle.rows += _returned(rows)
            cells |= {cell for one in rows for cell in one.elements}
            targets |= {one.elements[one.at + _TARGET] for one in rows if len(one.elements) > one.at + _TARGET}
    if not bundle.rows:
        raise UsageError(Problem("no table made by publish export is in it", path, hint=_NO_ROW))
    tracked = file.body.iter(*PUT_IN, *TAKEN_OUT)
    bundle.warnings += [_TRACKED] if any(_is_outside(one, targets) for one in tracked) else []
    comments = file.body.iter(n("commentReference"))
    bundle.warnings += [_COMMENTED] if any(_is_outside(one, cells) for one in comments) else []
    return bundle


class _Row:
    """A row of a table.

    Attributes:
        elements: Its cells.
        cells: What stands in them.
        starts: At which column of the table's grid each begins.
        refs: The addresses in it.
        at: Which of its cells holds the first of them.
        is_head: Whether it is the head of the table.
    """

    def __init__(self, file: Opened, element: Element) -> None:
        self.elements = list(_inside(element, n("tc")))
        self.cells = [Passage(file, one) for one in self.elements]
        self._widths = [_number(_property(one, "gridSpan"), 1) for one in self.elements]
        self.starts = list(accumulate(self._widths[:-1], initial=_number(_property(element, "gridBefore"), 0)))
        found = [(at, ref) for at, one in enumerate(self.cells) for ref in Ref.find_all(one.everything)]
        self.refs = list(dict.fromkeys(ref for _, ref in found))
        self.at = found[0][0] if found else 0
        self.is_head = is_on(_property(element, "tblHeader"))

    @property
    def ref(self) -> Ref | None:
        """Its address; None if that is gone."""
        return self.refs[0] if self.refs else None

    @property
    def number(self) -> str:
        """The number that its reader sees."""
        found = re.search(r"\d{1,6}", self.cells[self.at].text) if self.cells else None
        return str(int(found[0])) if found else ""

    def columns(self, starts: Sequence[int]) -> list[Passage | None]:
        """What stands in each column of the sheet.

        Args:
            starts: Where the columns begin in a row of the same table that is whole.
        """
        cells = self.cells[self.at :]
        if len(cells) < COLUMNS and starts and self.is_merged:
            found = [bisect(self.starts, start) - 1 for start in starts]
            return [self.cells[one] if one >= 0 else None for one in found]
        return [*cells, *[None] * COLUMNS][:COLUMNS]

    @property
    def is_merged(self) -> bool:
        """Whether one of its cells is wider than a column of the grid."""
        return max(self._widths, default=1) > 1

    def doubts(self) -> Iterator[str]:
        """What is wrong with its cells."""
        if len(self.refs) > 1:
            yield "has the addresses of two rows"
        count = len(self.cells) - self.at
        if count != COLUMNS:
            yield "has merged cells" if self.is_merged else f"has {count} cells, not {COLUMNS}"
        merges = [one for one in (_property(element, "vMerge") for element in self.elements) if one is not None]
        if merges:
            below = any(attribute(one, "val") == "restart" for one in merges)
            yield f"is merged with the row {'below' if below else 'above'}"


def _returned(rows: Sequence[_Row]) -> Iterator[Returned]:
    """The rows of a table that have an address, or none and a translation: that is told, and nothing is dropped."""
    starts = next((one.starts for one in rows if one.ref and len(one.cells) == COLUMNS), [])
    place = "the first row"
    for index, row in enumerate(rows):
        columns = row.columns(starts)
        target = columns[_TARGET]
        place = f"row {row.number}" if row.number else f"the row after {place}" if index else place
        is_head = row.is_head or not (index or row.number)
        if row.ref or (target and target.text and not is_head):
            yield _one(row, place, columns)


def _one(row: _Row, place: str, columns: Sequence[Passage | None]) -> Returned:
    english, target = columns[_ENGLISH], columns[_TARGET]
    source = None if english is None or english in {target, columns[_NUMBER]} else _before_changes(_plain(english.runs))
    # Where the English has no code, a font of equal widths is the taste of whoever chose it.
    has_code = any(one.code for one in source or ())
    runs = _plain(target.runs if has_code else target.without_fonts()) if target else []
    doubts = [*row.doubts(), *(_doubts_of(target) if target else ())]
    mark, remark = columns[_DRAFT], columns[_REMARK]
    remarks = [remark.text] if remark and remark not in {target, columns[_NOTES]} else []
    remarks += [text for one in row.cells for text in (*one.comments, *one.notes)]
    unsure = bool(mark and mark is not target and mark.text)
    return Returned(place, row.ref, source, runs, unsure, "\n".join(filter(None, remarks)), tuple(doubts))


def _doubts_of(target: Passage) -> Iterator[str]:
    """What is odd about a translation."""
    if target.tracked:
        yield "has tracked changes"
    yield from target.doubts
    if target.hidden.strip() and not Ref.find(target.hidden):
        yield "has hidden text, which is left out"


def _plain(runs: Sequence[Run]) -> list[Run]:
    """Runs without the marks of direction that were written around the marks of footnotes."""
    return [one._replace(text=_DIRECTED_MARK.sub(r"\1", one.text)) for one in runs]


def _before_changes(runs: Sequence[Run]) -> list[Run]:
    """The English without what is said below it about its changes."""
    text = "".join(one.text for one in runs)
    rest = text.find(f"\n{CHANGED}")
    kept: list[Run] = []
    for one in runs if rest >= 0 else ():
        kept.append(one._replace(text=one.text[:rest]))
        rest -= min(rest, len(one.text))
    return trimmed(kept or runs)


def _inside(element: Element, tag: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, also in the frames that forms put around them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _FRAMES:
            yield from _inside(child, tag)


def _property(element: Element, tag: str) -> Element | None:
    """A property of a row or a cell."""
    return element.find(f"{element.tag!s}Pr/{n(tag)}")


def _number(element: Element | None, default: int) -> int:
    value = attribute(element, "val")
    return int(value) if re.fullmatch(r"\d{1,6}", value) else default


def _is_taken_out(row: Element) -> bool:
    """Whether a row was deleted while changes were tracked."""
    return _property(row, "del") is not None


def _is_outside(element: Element, cells: set[Element]) -> bool:
    return cells.isdisjoint(element.iterancestors(n("tc")))
