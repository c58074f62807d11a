"""Sheets as Excel workbooks (ECMA-376): one worksheet, which runs from right to left where the translation does.

Every text is a text, whatever it begins with, and comes back as it was. The columns have keys in a hidden row, and each
row has its address in a hidden column, so that rows and columns may be moved.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import FilterColumn
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from publisher import archive
from publisher.errors import Problem, UsageError
from publisher.exchange import fit
from publisher.exchange.labels import MARK
from publisher.exchange.xlsx_rows import KEYS, read
from publisher.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from publisher.exchange.sheet import Row, Sheet
    from publisher.locale import Locale

__all__ = ["KEYS", "read", "write"]

MAX_TEXT = 32_767
"""The longest text that a cell can hold, in characters (Excel's specifications)."""

_NUMBER, _SOURCE, _TARGET, _DRAFT, _NOTES, _REMARK, _REF = range(1, 8)
_WIDTHS = {_NUMBER: 5.0, _SOURCE: 52.0, _TARGET: 52.0, _DRAFT: 8.0, _NOTES: 34.0, _REMARK: 24.0}
_WIDEST = 110.0  # of the columns of texts, which grow where a row would be too high
_HIGHEST = 409.0  # points; Excel's limit
_POINTS = 5.25  # of one unit of width: a digit in the font of the workbook, Calibri 11
_MARGIN = 3.0  # units that a text in a cell leaves empty beside it, at the most
_GROWTH = 1.2  # how much more room a translation may need than its English
_FACE = "Arial"  # has the letters of Arabic and Kurdish, and is on every computer with Excel
_SIZES = {_SOURCE: 10, _TARGET: 11, _NOTES: 9}
_ARABIC_SIZE = 12
_HEAD_SIZE = 10
_BOLD = 1.25  # how much wider bold letters are
_GREY, _PALE, _INK = "D9D9D9", "F3F4F6", "374151"
_REMOVED, _ADDED = "B42318", "1B5E20"
_EMPTY_FILL, _DRAFT_FILL = "FFF8DB", "FFE6CC"
_TAKEN = re.compile(r"[\t\r\n]|\s*[=+\-@']")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_NOTHING = {  # in place of the program, its version, and the time
    "docProps/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/core.xml": b"<cp:coreProperties "
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
}


def write(sheet: Sheet) -> bytes:
    """A sheet as a workbook without names, dates or the name of a program; the same bytes each time.

    Raises:
        UsageError: If a text is longer than a cell can hold.
    """
    for row in sheet.rows:
        if max(len(row.source), len(row.target)) > MAX_TEXT:
            message = f"text {row.number} is longer than the {MAX_TEXT:,} characters of a cell"
            raise UsageError(Problem(message, hint="export it to docx or xliff"))
    book = Workbook()
    page = book.worksheets[0]
    page.title = f"{sheet.domain} {sheet.locale.id}"[:31].strip()  # Excel's limit; and "history" alone it refuses
    widths = _widths(sheet)
    for column, width in widths.items():
        page.column_dimensions[get_column_letter(column)].width = width
    page.column_dimensions[get_column_letter(_REF)].hidden = True
    head = _write_head(page, sheet, widths)
    for at, row in enumerate(sheet.rows, head + 1):
        _write_row(page, at, row, sheet, widths)
    _set_up(page, sheet, head, head + len(sheet.rows))
    return _packed(book)


def _widths(sheet: Sheet) -> dict[int, float]:
    """Columns of texts wider where a row would be higher than Excel allows; narrow ones as their heads need it."""
    widths = dict(_WIDTHS)
    for column, head in _heads(sheet).items():
        widths[column] = max(widths[column], fit.width(head.content, _HEAD_SIZE) * _BOLD / _POINTS + _MARGIN)
    while widths[_SOURCE] < _WIDEST and any(_height(row, sheet, widths) >= _HIGHEST for row in sheet.rows):
        widths[_SOURCE] = widths[_TARGET] = widths[_SOURCE] + 10
    return widths


def _heads(sheet: Sheet) -> dict[int, Text]:
    labels, english = sheet.labels, Text(sheet.locale.name_of(sheet.source_locale), sheet.locale)
    heads = (labels.number, english, labels.target, labels.draft, labels.notes, labels.remark)
    return dict(zip(_WIDTHS, heads, strict=True))


def _height(row: Row, sheet: Sheet, widths: dict[int, float]) -> float:
    """Room for the English, the notes, and the translation, be it still to be written."""
    texts = ((_SOURCE, row.source), (_TARGET, row.target), (_NOTES, str(_notes(row, sheet))))
    english, target, notes = (_fitting(text, widths[column], _size(column, sheet)) for column, text in texts)
    return min(_HIGHEST, max(english, target, notes, english if row.target else english * _GROWTH))


def _fitting(text: str, width: float, size: float) -> float:
    return fit.height(text, (width - _MARGIN) * _POINTS, size)


def _size(column: int, sheet: Sheet) -> int:
    return _ARABIC_SIZE if column == _TARGET and sheet.locale.direction == "rtl" else _SIZES.get(column, 10)


def _write_head(page: Worksheet, sheet: Sheet, widths: dict[int, float]) -> int:
    """Write the hidden keys, the titles, how the sheet is filled in, and the heads of columns; answer their row."""
    for column, key in enumerate(KEYS, 1):
        _put(page.cell(1, column), key, sheet.source_locale, _font(10))
    page.row_dimensions[1].hidden = True
    labels = sheet.labels
    title = labels.title.content.replace("{language}", sheet.locale.name_of(sheet.locale))
    lines = [(Text(title, labels.title.locale), 14, True), (Text(sheet.title, sheet.source_locale), 11, True)]
    lines += [(one, 10, False) for one in (labels.fill_in, labels.drafts, labels.signs, labels.keep)]
    for at, (text, size, bold) in enumerate(lines, 2):
        cell = page.cell(at, 1)
        _put(cell, text.content, text.locale, _font(size, bold=bold))
        cell.alignment = _aligned(text.locale, sheet.locale)
        page.merge_cells(start_row=at, end_row=at, start_column=1, end_column=_REMARK)
        page.row_dimensions[at].height = _fitting(text.content, sum(widths.values()), size)
    at = len(lines) + 2
    for column, head in _heads(sheet).items():
        cell = page.cell(at, column)
        _put(cell, head.content, head.locale, _font(_HEAD_SIZE, bold=True), _GREY)
        cell.border = _border()
    needed = (_fitting(head.content, widths[column], _HEAD_SIZE * _BOLD) for column, head in _heads(sheet).items())
    page.row_dimensions[at].height = max(needed)
    return at


def _write_row(page: Worksheet, at: int, row: Row, sheet: Sheet, widths: dict[int, float]) -> None:
    english, locale = sheet.source_locale, sheet.locale
    cells = {column: page.cell(at, column) for column in (*_WIDTHS, _REF)}
    number: Any = cells[_NUMBER]
    number.value, number.font, number.fill = row.number, _font(10, color=_INK), _filled(_PALE)
    _put(cells[_SOURCE], row.source, english, _font(_size(_SOURCE, sheet), color=_INK), _PALE)
    _put(cells[_TARGET], row.target, locale, _font(_size(_TARGET, sheet)))
    _put(cells[_DRAFT], MARK if row.ref.draft else "", locale, _font(12, bold=True))
    _put(cells[_NOTES], _notes(row, sheet), english, _font(_size(_NOTES, sheet), color=_INK), _PALE)
    _put(cells[_REMARK], "", locale, _font(10))
    _put(cells[_REF], str(row.ref), english, _font(10))
    for column in (_NUMBER, _DRAFT):
        cells[column].alignment = Alignment(horizontal="center", vertical="top")
    for column in (_TARGET, _DRAFT, _REMARK):
        cells[column].protection = Protection(locked=False)
        cells[column].number_format = "@"  # so that "10/3" is no date
    for column in _WIDTHS:
        cells[column].border = _border()
    page.row_dimensions[at].height = _height(row, sheet, widths)


def _notes(row: Row, sheet: Sheet) -> CellRichText:
    """What changed in the English, struck out and underlined, then the notes."""
    size = _SIZES[_NOTES]
    fonts = {
        "same": InlineFont(rFont=_FACE, sz=size, color=Color(_INK)),
        "removed": InlineFont(rFont=_FACE, sz=size, color=Color(_REMOVED), strike=True),
        "added": InlineFont(rFont=_FACE, sz=size, color=Color(_ADDED), u="single"),
        "label": InlineFont(rFont=_FACE, sz=size, color=Color(_INK), b=True),
    }
    pieces = list(_changes(row, sheet.labels.changed))
    notes = "\n".join(row.notes)
    pieces.append(("same", f"\n\n{notes}" if pieces and notes else notes))
    if sum(len(text) for _, text in pieces) > MAX_TEXT:
        pieces = [("same", notes[:MAX_TEXT])]
    return CellRichText([TextBlock(fonts[kind], _escaped(text)) for kind, text in pieces if text])


def _changes(row: Row, label: Text) -> Iterator[tuple[str, str]]:
    if row.changes:
        end = "\u200f" if label.locale.direction == "rtl" else ""  # so that its colon stays at its end
        yield "label", f"{label.content}{end}\n"
    before = ""
    for kind, text in row.changes:
        if (before, kind) == ("removed", "added"):
            yield "same", " "
        yield kind, text
        before = kind


def _put(at: Cell | MergedCell, value: str | CellRichText, locale: Locale, font: Font, fill: str = "") -> None:
    """Write a text, which stays one whatever it begins with, in the direction of its language."""
    cell: Any = at
    if value:
        cell.value = _escaped(value) if isinstance(value, str) else value
        cell.data_type = "s"  # openpyxl makes a formula of "=…", and an error of "#N/A"
        cell.quotePrefix = bool(_TAKEN.match(str(value)))
    cell.alignment = _aligned(locale)
    cell.font = font
    if fill:
        cell.fill = _filled(fill)


def _escaped(text: str) -> str:
    """A text as ECMA-376 writes it (part 1, 22.9.2.19): what XML cannot hold as ``_x000B_``."""
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _aligned(locale: Locale, side: Locale | None = None) -> Alignment:
    """A cell with words in one language, on the side where another begins, or its own."""
    horizontal = "right" if (side or locale).direction == "rtl" else "left"
    order = 2 if locale.direction == "rtl" else 1
    return Alignment(horizontal=horizontal, vertical="top", wrap_text=True, indent=1, readingOrder=order)


def _font(size: float, *, bold: bool = False, color: str = "000000") -> Font:
    return Font(name=_FACE, size=size, bold=bold, color=color)


def _filled(color: str) -> PatternFill:
    return PatternFill("solid", fgColor=color)


def _border() -> Border:
    side = Side("thin", "BFBFBF")
    return Border(left=side, right=side, top=side, bottom=side)


def _set_up(page: Worksheet, sheet: Sheet, head: int, last: int) -> None:
    """What the sheet looks like, what may be done in it, and how it is printed."""
    first = head + 1
    target, draft = get_column_letter(_TARGET), get_column_letter(_DRAFT)
    page.sheet_view.rightToLeft = sheet.locale.direction == "rtl"
    page.sheet_view.showGridLines = False
    page.freeze_panes = f"A{first}"
    for one in page.sheet_view.selection:
        one.activeCell = one.sqref = f"{target}{first}"
    page.auto_filter.ref = f"A{head}:{get_column_letter(_REF)}{last}"  # what is sorted keeps its address
    hidden = (_NUMBER, _SOURCE, _NOTES, _REMARK, _REF)
    page.auto_filter.filterColumn = [FilterColumn(colId=column - 1, hiddenButton=True) for column in hidden]
    marks = DataValidation(type="list", formula1=f'"{MARK}"', allow_blank=True, showErrorMessage=False)
    marks.add(f"{draft}{first}:{draft}{last}")
    page.add_data_validation(marks)
    texts = f"{target}{first}:{target}{last}"
    for cells, formula, color in (
        (texts, f"LEN(TRIM({target}{first}))=0", _EMPTY_FILL),
        (f"{target}{first}:{draft}{last}", f"LEN(TRIM(${draft}{first}))>0", _DRAFT_FILL),
    ):
        rule = Rule("expression", dxf=DifferentialStyle(fill=PatternFill(bgColor=color)), formula=[formula])
        page.conditional_formatting.add(cells, rule)
    _protect(page)
    _set_up_print(page, head, last)


def _protect(page: Worksheet) -> None:
    """Against slips only: there is no password, and False means that a thing is allowed."""
    guard = page.protection
    guard.sheet = True
    guard.formatCells = guard.formatColumns = guard.formatRows = guard.sort = guard.autoFilter = False


def _set_up_print(page: Worksheet, head: int, last: int) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.4, bottom=0.6, header=0.2, footer=0.3)  # inches
    page.print_title_rows = f"{head}:{head}"
    page.print_area = f"A1:{get_column_letter(_REMARK)}{last}"
    if page.oddFooter:
        page.oddFooter.center.text = "&P / &N"


def _packed(book: Workbook) -> bytes:
    """The members that openpyxl makes, without what they tell of the program and the time."""
    target = BytesIO()
    book.save(target)
    return archive.packed({**archive.members(target.getvalue(), "the workbook"), **_NOTHING})
