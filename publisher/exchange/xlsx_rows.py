"""The rows of an Excel workbook that came back, whoever saved it."""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.formula import ArrayFormula

from publisher import archive
from publisher.errors import Problem, UsageError
from publisher.exchange.grid import Columns, Found, Line, columns_in, missing, returned
from publisher.exchange.sheet import Bundle, Ref, source_hash
from publisher.model import Segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from publisher.exchange.sheet import Returned

KEYS = ("number", "source", "target", "draft", "notes", "remark", "ref")
"""The keys of the columns, in their order."""
MAX_ROWS, MAX_COLUMNS = 100_000, 100
"""What is looked at; no sheet has so much, and a file may claim a million rows."""

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_SAVED = "x\ue05f_"  # stands for "x005F_", which openpyxl takes out of shared strings wherever it stands
_NOTHING = Found("")
_NO_TEXT = "is a number or a date in the file, and may have been typed otherwise"
_PART_OF_DATE = re.compile("yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d", re.IGNORECASE)
_DATE = {
    "yyyy": "%Y", "yy": "%y", "mmmm": "%B", "mmm": "%b", "mm": "%m", "dddd": "%A", "ddd": "%a", "dd": "%d"
}  # fmt: skip
MAX_MERGED = 1_000
"""How many merged cells are looked at; more are in no sheet that people made."""
Range = tuple[int, int, int, int]
"""First column and row, last column and row of merged cells, counted from 1."""


class Page(NamedTuple):
    """A worksheet that came back.

    Attributes:
        name: Its name.
        lines: Its rows that are not empty, by their numbers.
        merged: Its merged cells.
    """

    name: str
    lines: Mapping[int, Sequence[Found]]
    merged: Sequence[Range]


def read(data: bytes, path: str) -> Bundle:
    """What came back in a workbook: its columns may stand elsewhere, and its rows in another order.

    Args:
        data: The bytes of the file.
        path: The file, for messages.

    Raises:
        UsageError: If it is no workbook, or one that nobody should open, or has no rows of ours.
    """
    members = archive.members(data, path)
    bundle = Bundle()
    ours = [(page, columns) for page in _pages(members, path) if (columns := _columns(page, path, bundle))]
    for page, columns in ours:
        where = f' of the sheet "{page.name}"' if len(ours) > 1 else ""
        bundle.rows += _rows(page, columns, where)
        bundle.warnings += missing(columns)
    if not bundle.rows:
        raise UsageError(Problem("no translation is in it", path, hint="import what export --to xlsx has made"))
    if any(re.match(r"xl/(threadedC|c)omments", name) for name in members):
        bundle.warnings.append(
            "the comments in it were not read: what is meant for the editors goes in the last column"
        )
    return bundle


def _pages(members: Mapping[str, bytes], path: str) -> list[Page]:
    """All worksheets; read one row after the other, because a file may claim merged cells without end."""
    kept = {
        name: content.replace(b"x005F_", _SAVED.encode()) if name.endswith("sharedStrings.xml") else content
        for name, content in members.items()
    }
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drawings and the like, which nobody asks for
            book = load_workbook(BytesIO(archive.packed(kept)), read_only=True, keep_links=False)
            return [_page(one, kept) for one in book.worksheets]
    except Exception as error:
        hint = "open it in Excel or LibreOffice, and save it anew as .xlsx"
        raise UsageError(Problem("this is no Excel workbook, or a broken one", path, hint=hint)) from error


def _page(sheet: Worksheet, members: Mapping[str, bytes]) -> Page:
    rows = enumerate(sheet.iter_rows(1, MAX_ROWS, 1, MAX_COLUMNS), 1)
    lines = {at: [_found(cell) for cell in cells] for at, cells in rows if any(one.value is not None for one in cells)}
    content = members.get(vars(sheet)["_worksheet_path"], b"")  # which openpyxl does not tell otherwise
    return Page(sheet.title, lines, [_range(one) for one in _MERGED.finditer(content)])


def _range(found: re.Match[bytes]) -> Range:
    left, top, right, bottom = (one.decode() for one in found.groups())
    return column_index_from_string(left), int(top), column_index_from_string(right), int(bottom)


def _found(cell: Cell | MergedCell) -> Found:
    """What a user saw in a cell."""
    value: object = cell.value
    if value is None:
        return _NOTHING
    if cell.data_type == "f":
        return Found(_typed(value), "is a formula in the file, and may have been typed otherwise")
    if isinstance(value, str):
        return Found(_unescaped(value).replace("\r\n", "\n").replace("\r", "\n"))
    return Found(_shown(value, cell.number_format), _NO_TEXT)


def _typed(value: object) -> str:
    """What was typed to make a formula: Excel puts "=" before "-" and "+" by itself."""
    text = _unescaped(str(value.text if isinstance(value, ArrayFormula) else value))
    return text[1:] if re.match("=[-+]", text) else text


def _unescaped(text: str) -> str:
    """A text in which ECMA-376 has written what XML cannot hold (part 1, 22.9.2.19)."""
    written = text.replace(_SAVED, "x005F_")
    # Half of a surrogate pair is no character.
    return _ESCAPE.sub(lambda found: found[0] if found[1][0] in "dD" else chr(int(found[1], 16)), written)


def _shown(value: object, form: str) -> str:
    """A number or a date as its format shows it; words are English."""
    if isinstance(value, date):
        return _shown_date(value, form)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).upper()
    decimals = re.search(r"\.(0+)", form)
    places = len(decimals[1]) if decimals else 0
    if form.endswith("%"):
        return f"{value:.{places}%}"
    if "0" in form:
        return f"{value:{',' if ',' in form else ''}.{places}f}"
    return f"{value:.15g}"


def _shown_date(value: date, form: str) -> str:
    plain = re.sub(r'\[[^]]*\]|"[^"]*"|\\|;.*', "", form)
    if re.search("[hs]", plain, re.IGNORECASE):
        return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value.isoformat()
    numbers = {"m": str(value.month), "d": str(value.day)}

    def part(found: re.Match[str]) -> str:
        key = found[0].lower()
        return numbers.get(key) or value.strftime(_DATE[key])

    return _PART_OF_DATE.sub(part, plain)


def _columns(page: Page, path: str, bundle: Bundle) -> Columns | None:
    """Where the columns stand; None if it is no sheet of ours."""
    for cells in page.lines.values():
        if columns := columns_in((one.text for one in cells), KEYS, path):
            return columns
    found = [
        (cells, at, ref) for cells in page.lines.values() for at, one in enumerate(cells) if (ref := Ref.find(one.text))
    ]
    if not found:
        return None
    # The address tells the English, and so its column.
    pairs = {
        (at - KEYS.index("ref"), other - KEYS.index("source"))
        for cells, at, ref in found
        for other, one in enumerate(cells)
        if source_hash(Segment(one.text, "")) == ref.source
    }
    if len(pairs) != 1 or len(set(pair := pairs.pop())) != 1:
        hint = "export it again, and copy the column of translations into that file"
        raise UsageError(Problem("the names of its columns are gone, and columns were moved", path, hint=hint))
    bundle.warnings.append("the hidden row with the names of columns is gone: they were found by what is in them")
    return {key: at + pair[0] for at, key in enumerate(KEYS)}


def _rows(page: Page, columns: Columns, where: str) -> Iterator[Returned]:
    began = False
    for at, cells in page.lines.items():
        line = Line(f"row {at}{where}", _with_merges(page, at, cells, columns))
        # What stands above the first address is what we wrote there, unless it has the number of a row.
        began = began or Ref.find(line.cell(columns, "ref").text) is not None
        if (began or line.cell(columns, "number").text.isdecimal()) and (row := returned(line, columns)):
            yield row


def _with_merges(page: Page, at: int, cells: Sequence[Found], columns: Columns) -> list[Found]:
    """The cells of a row, with a doubt at a text that is merged with another."""
    found = list(cells)
    for left, top, right, bottom in page.merged[:MAX_MERGED]:
        for key in ("source", "target"):
            column = columns.get(key, -1)
            if top <= at <= bottom and left <= column + 1 <= right:
                found[column] = found[column]._replace(doubt=_merged_with(at, top, bottom))
    return found


def _merged_with(at: int, top: int, bottom: int) -> str:
    if top == bottom:
        return "is merged with another column"
    if bottom - top == 1:
        return f"is merged with row {top + bottom - at}"
    return f"is merged with others, from row {top} to row {bottom}"
